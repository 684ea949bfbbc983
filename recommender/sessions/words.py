"""The sentences of a session: why this exercise, why beside that one, why not more."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises import vocabulary
from recommender.engine.timetable import WARM_UP
from recommender.wording import listed

FAMILIES = {
    "legs": gettext_lazy("legs"),
    "push": gettext_lazy("pushing"),
    "pull": gettext_lazy("pulling"),
    "core": gettext_lazy("core"),
    "heart": gettext_lazy("heart and lungs"),
    "range": gettext_lazy("range of motion"),
    "balance": gettext_lazy("balance"),
    "speed": gettext_lazy("speed"),
}


def target(name):
    """Return the word for a target: a muscle, a movement or a quality."""
    return vocabulary.in_sentence(FAMILIES.get(name) or vocabulary.MUSCLES[name])


def trains(targets, muscles):
    """Why an exercise of the main part is there: what it covers, and with which muscles."""
    muscles = listed(target(muscle) for muscle in muscles)
    if targets:
        return _("For today's %(targets)s: mostly your %(muscles)s work.") % {
            "targets": listed(map(target, targets)), "muscles": muscles,
        }  # fmt: skip
    return _("Adds to the work of your %(muscles)s.") % {"muscles": muscles}


def around(section, muscles, *, is_general):
    """Why an exercise of the warm-up or the cool-down is there."""
    if is_general:
        return _("Gets you warm and a little out of breath before the work.")
    muscles = listed(target(muscle) for muscle in muscles)
    if section == WARM_UP:
        return _("Prepares what you are about to train: %(muscles)s.") % {"muscles": muscles}
    return _("Stretches what you have trained: %(muscles)s.") % {"muscles": muscles}


def light_set():
    """Why there is a light set before the main part."""
    return _("One light set of your first exercise, with about half of the load.")


def alternated(name, *, held, is_same):
    """Why two exercises are alternated; ``held`` counts the stations the pair needs."""
    text = _(
        "Alternate with %(name)s: the muscles are opposed, so that each rests while the other works."
    ) % {"name": name}
    if is_same and held:
        return f"{text} " + _("Both use the same equipment, and nobody else waits for it here.")
    if held:
        return f"{text} " + _("Only one of the two needs a station.")
    return f"{text} " + _("Neither needs a station.")


def missed(reason, minutes):
    """Why a promised target is not covered."""
    return {
        "tired": _("Still tired from the last days: left to recover."),
        "none": _("Nothing that you may do here trains it enough."),
        "time": _("No room for it in %(minutes)d minutes beside the rest.") % {"minutes": minutes},
    }[reason]


def dropped(names):
    """What a locked exercise that is not in the session any more is told."""
    return _("No longer in the session, because of the time or of your limits: %(names)s.") % {
        "names": listed(names)
    }


def notes(kinds, *, region, goal):
    """Return the sentence of each kind of note."""
    words = {
        "region": _("Nothing that trains your %(region)s fits your limits here: a whole session instead.")
        % {"region": vocabulary.in_sentence(vocabulary.REGIONS[region][0]) if region else ""},
        "types": _(
            "What usually serves “%(goal)s” does not fill the time within your limits: other kinds beside it."
        )
        % {"goal": vocabulary.in_sentence(vocabulary.GOALS.get(goal, goal))},
        "tired": _("Everything that fits trains muscles that are still tired: take it easy."),
        "warmup": _("No warm-up exercise fits your limits here: begin the first exercise slowly."),
        "short": _("Nothing more fits your limits here: the session is shorter than you asked for."),
        "same": _("Nothing else fits in its place."),
    }
    return [words[kind] for kind in kinds]
