"""Equipment as a person thinks of it: by family, and in sets that are had together."""

from django.utils.translation import gettext_lazy as _

from exercises import vocabulary

# Every word of the vocabulary stands in one family; a new word that nobody placed comes under "Other".
FAMILIES = {
    "free-weights": (
        _("Free weights"),
        ("dumbbell", "kettlebell", "barbell", "ez-bar", "trap-bar", "sandbag", "weight-vest"),
    ),
    "small": (
        _("Bands and small things"),
        (
            "band", "jump-rope", "medicine-ball", "exercise-ball", "foam-roller", "ab-wheel", "balance-board",
            "stick", "towel",
        ),
    ),
    "bars": (
        _("Bars, benches and suspension"),
        ("pull-up-bar", "dip-bars", "suspension-trainer", "bench", "rack", "box", "chair"),
    ),
    "machines": (_("Machines and cables"), ("cable", "machine", "smith-machine", "landmine", "sled")),
    "cardio": (
        _("Cardio machines"),
        ("treadmill", "stationary-bike", "rowing-machine", "elliptical", "stair-climber", "ski-ergometer"),
    ),
}  # fmt: skip
OTHER = "other"

_PLACED = frozenset(word for _name, words in FAMILIES.values() for word in words)
# What a gym seldom has, or what is not there to be picked up.
_NOT_IN_A_GYM = frozenset({"bicycle", "pool", "towel"})

PRESETS = {
    "nothing": (_("Nothing at all"), "equipment-none", ()),
    "household": (_("A chair and a towel"), "equipment-chair", ("chair", "towel")),
    "dumbbells": (_("Dumbbells and a bench"), "equipment-dumbbell", ("dumbbell", "bench", "chair", "towel")),
    "gym": (
        _("Full gym"),
        "gym",
        tuple(word for word in vocabulary.EQUIPMENT if word not in _NOT_IN_A_GYM),
    ),
}


def families():
    """Return ``[(code, name, words)]`` that hold every word of the vocabulary once."""
    rest = tuple(word for word in vocabulary.EQUIPMENT if word not in _PLACED)
    known = [(code, name, words) for code, (name, words) in FAMILIES.items()]
    return [*known, (OTHER, _("Other"), rest)]
