"""What sessions are made of: the catalogue as doses, seconds and volumes, by goal; and what a goal wants.

Only tables and arrays: nothing here asks the database, and nothing knows a person beyond the goal.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from exercises import vocabulary
from exercises.dosage import dose_for
from recommender import frames
from recommender.engine.timetable import Menu, opposed
from workouts.progression import STEPS, light_sets

SECONDS_PER_REPETITION = 4
# Muscles that work against each other.
OPPONENTS = (
    ("chest", "middle-back"), ("chest", "lats"), ("shoulders", "lats"), ("biceps", "triceps"),
    ("quadriceps", "hamstrings"), ("abdominals", "lower-back"), ("hip-flexors", "glutes"),
    ("abductors", "adductors"), ("calves", "shins"),
)  # fmt: skip
# What stands in its place, so that at a gym nobody should hold two of them.
STATIONS = frozenset(
    {
        "barbell", "rack", "cable", "machine", "smith-machine", "landmine", "pull-up-bar", "dip-bars", "sled",
        "treadmill", "stationary-bike", "rowing-machine", "elliptical", "stair-climber", "ski-ergometer",
    }
)  # fmt: skip
# What a whole session covers, beside single muscles: movements, and what is no muscle at all.
FAMILIES = {
    "legs": ("quadriceps", "hamstrings", "glutes"),
    "push": ("chest", "shoulders", "triceps"),
    "pull": ("lats", "middle-back", "biceps"),
    "core": ("abdominals", "obliques", "lower-back"),
}
QUALITIES = ("heart", "range", "balance", "speed")
TARGETS = (*frames.MUSCLES, *FAMILIES, *QUALITIES)
# What a person who asks for one region is promised.
IN_REGION = {
    "legs": ("quadriceps", "hamstrings", "glutes"),
    "back": ("lats", "middle-back"),
    "chest": ("chest",),
    "shoulders": ("shoulders",),
    "arms": ("biceps", "triceps"),
    "core": ("abdominals", "obliques"),
}
# A movement counts as trained by exercises that do this much of their work there.
FAMILY_SHARE = 0.35
SMALL_MUSCLES = frozenset({"neck", "forearms", "hip-flexors", "abductors", "adductors", "shins", "traps"})
# How much of a hard set one set of each type is; of cardio that is counted in minutes, one minute.
HARDNESS = {
    "strength": 1.0, "power": 0.7, "cardio": 0.5, "mobility": 0.25, "stretching": 0.2, "balance": 0.4,
    "rehabilitation": 0.4,
}  # fmt: skip
MINUTE = 0.06
# For goals that live on load: a hold of anything but the core is half of that, and a loaded exercise of many
# joints, with its long rests, more. Without load, every level below the person's own takes a quarter off.
HOLD, BELOW_LEVEL = 0.5, 0.25
LIFTS = {"strength": 2.5, "muscle": 1.5, "power": 1.75}
# At hand in a moment, so that it can be used before and after the main part.
SMALL_THINGS = frozenset({"band", "towel", "stick", "chair", "foam-roller", "exercise-ball", "box"})
# The volume of a target, in hard sets, that covers 63 % of it.
NEEDS = {"muscle": 3.0, "family": 4.0, "range": 4.0, "balance": 2.0, "speed": 4.0}
# The volume that is promised: half a hard set for a movement, and for what a goal is about.
FLOORS = {"family": 0.5, "muscle": 0.3, "heart": 0.6, "range": 1.0, "balance": 1.0, "speed": 1.0}


@dataclass(frozen=True)
class Aim:
    """What one goal asks of a session.

    ``types`` may be in its main part; ``qualities`` are how much each counts beside a movement, which
    counts 1; ``promised`` are targets every session of this goal covers; ``cardio`` is the part of the
    main part that one piece of cardio may take, ``cardio_first`` whether it comes before the strength work;
    ``heart`` is how much cardio is much.
    """

    types: tuple
    qualities: dict
    promised: tuple = tuple(FAMILIES)
    families: float = 1.0
    cardio: float = 0.25
    cardio_first: bool = False
    heart: float = 3.0


AIMS = {
    "strength": Aim(("strength", "power"), {"speed": 0.2}),
    "muscle": Aim(("strength",), {}),
    "power": Aim(("power", "strength"), {"speed": 2.0}, (*FAMILIES, "speed")),
    "endurance": Aim(
        ("cardio", "strength"), {"heart": 3.0}, ("heart", "legs"), 0.5, cardio=0.65, cardio_first=True,
        heart=6.0,
    ),
    "weight": Aim(
        ("cardio", "strength", "power"), {"heart": 2.0, "speed": 0.1}, (*FAMILIES, "heart"), cardio=0.45,
        heart=4.0,
    ),
    "mobility": Aim(
        ("mobility", "stretching", "balance", "rehabilitation"),
        {"range": 3.0, "balance": 0.7}, ("range",), 0.3,
    ),
    "health": Aim(
        ("strength", "cardio", "mobility", "balance"),
        {"heart": 0.8, "range": 0.3, "balance": 0.4}, cardio=0.35,
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class GoalMenu:
    """The catalogue as a :class:`~recommender.engine.timetable.Menu` for one goal, and the doses behind it.

    ``doses`` holds the :class:`~exercises.dosage.Dose` of every row; the masks say what a row may be used
    for: getting warm, preparing, stretching, and which rows carry a load.
    """

    goal: str
    menu: Menu
    doses: list
    types: np.ndarray
    in_minutes: np.ndarray
    general: np.ndarray
    specific: np.ndarray
    stretches: np.ndarray
    loaded: np.ndarray

    def lighter(self):
        """The same with half of the sets and none more: a lighter week."""
        halves = np.array([light_sets(sets) for sets in self.menu.sets.tolist()], dtype=int)
        sets = np.where(self.in_minutes, self.menu.sets, halves)
        least = np.minimum(self.menu.least, sets)
        most = np.where(self.in_minutes, self.menu.most, halves)
        return replace(self, menu=replace(self.menu, sets=sets, least=least, most=most))


class Menus:
    """The menus of one catalogue, made when first asked for."""

    def __init__(self, catalogue, facts):
        self.catalogue = catalogue
        self.rows = [facts[item] for item in catalogue.item_ids.tolist()]
        column = {muscle: index for index, muscle in enumerate(frames.MUSCLES)}
        self._opposed = opposed(
            catalogue.muscles, [(column[first], column[second]) for first, second in OPPONENTS]
        )
        self._menus = {}

    def of(self, goal, level, *, is_light=False):
        """Return the :class:`GoalMenu` of a goal and a person's level."""
        goal = goal if goal in AIMS else "health"
        key = goal, level, is_light
        if key not in self._menus:
            made = self.of(goal, level).lighter() if is_light else self._make(goal, level)
            self._menus[key] = made
        return self._menus[key]

    def _make(self, goal, level):
        rows, catalogue = self.rows, self.catalogue
        doses = [_dose(row, goal) for row in rows]
        spans = np.array([_span(row, dose) for row, dose in zip(rows, doses, strict=True)], dtype=int)
        in_minutes = np.array([row["measure"] == "minutes" for row in rows], dtype=bool)
        types = np.array([row["type"] for row in rows], dtype=object)
        sets, least, most, work, rest, brief = spans.reshape(-1, 6).T
        cardio = types == "cardio"
        at_hand = np.array([SMALL_THINGS.issuperset(row["equipment"]) for row in rows], dtype=bool)
        volumes = [
            _volume(row, _hardness(row, dose, goal, level)) for row, dose in zip(rows, doses, strict=True)
        ]
        menu = Menu(
            sets=sets, least=least, most=most, work=work, rest=rest, brief=brief,
            equipment=catalogue.equipment,
            stations=np.array([not STATIONS.isdisjoint(row["equipment"]) for row in rows], dtype=bool),
            groups=catalogue.groups,
            tiers=np.array([_tier(row, goal) for row in rows], dtype=int),
            shares=np.where(cardio & in_minutes, AIMS[goal].cardio, 0.34),
            alternates=types == "strength",
            muscles=np.nan_to_num(catalogue.muscles),
            volume=np.reshape(volumes, (-1, len(TARGETS))),
            opposed=self._opposed,
        )  # fmt: skip
        return GoalMenu(
            goal=goal, menu=menu, doses=doses, types=types, in_minutes=in_minutes,
            general=np.array([_gets_warm(row) for row in rows], dtype=bool),
            specific=(types == "mobility") & (brief <= 90) & at_hand,
            stretches=(types == "stretching") & at_hand,
            loaded=np.array([_is_loaded(row) for row in rows], dtype=bool),
        )  # fmt: skip


def wanted(goal, *, region, favoured, load):
    """Return ``(weights, needs, floors)`` over :data:`TARGETS`: what a session is to cover.

    Without a region that is the goal's movements and qualities and every favoured muscle; with one, its
    muscles. ``load`` maps muscles to 0 (fresh) to 1: a tired muscle is wanted that much less.
    """
    aim = AIMS.get(goal, AIMS["health"])
    weights = dict.fromkeys(TARGETS, 0.0)
    floors = dict.fromkeys(TARGETS, 0.0)
    inside = vocabulary.REGIONS[region][1] if region else frames.MUSCLES
    for muscle in frames.MUSCLES:
        weights[muscle] = 0.05 if muscle in SMALL_MUSCLES else 0.15
        if muscle not in inside:
            weights[muscle] = 0.0
        elif region:
            weights[muscle] *= 6
        if muscle in favoured and muscle in inside:
            weights[muscle] += 1.0
            floors[muscle] = FLOORS["muscle"]
        weights[muscle] *= 1 - load.get(muscle, 0.0)
    for quality, weight in aim.qualities.items():
        weights[quality] = weight
    if region:
        for muscle in IN_REGION[region]:
            floors[muscle] = FLOORS["muscle"]
    else:
        for family, muscles in FAMILIES.items():
            fresh = 1 - sum(load.get(muscle, 0.0) for muscle in muscles) / len(muscles)
            weights[family] = aim.families * fresh
        for target in aim.promised:
            floors[target] = FLOORS["family" if target in FAMILIES else target]
    weights = np.array(list(weights.values()))
    kinds = ["muscle"] * len(frames.MUSCLES) + ["family"] * len(FAMILIES) + list(QUALITIES)
    needs = np.array([aim.heart if kind == "heart" else NEEDS[kind] for kind in kinds])
    return weights / weights.sum(), needs, np.array(list(floors.values()))


def _dose(row, goal):
    return dose_for(
        type=row["type"], mechanic=row["mechanic"], measure=row["measure"], goal=goal,
        minutes=_known(row["minutes"], 5), own=row["doses"],
    )  # fmt: skip


def _known(value, default):
    """``value`` as a number, ``default`` where the catalogue does not say."""
    return default if value is None or math.isnan(value) or value <= 0 else float(value)


def _span(row, dose):
    """Usual, least and most sets, and seconds of a set, of the rest after it, and of a brief set."""
    if dose.unit == "minutes":
        usual = max(1, dose.high)
        return min(usual, 25), max(3, math.ceil(usual / 3)), usual, 60, 0, 60
    one = 1.0
    if dose.unit == "repetitions":
        one = _known(row.get("seconds_per_repetition"), SECONDS_PER_REPETITION)
    one *= 2 if row["is_unilateral"] else 1
    least = 1 if dose.sets <= 3 else math.ceil(dose.sets / 2)
    most = max(dose.sets, min(dose.sets + (2 if row["type"] == "strength" else 1), 6))
    work, brief = max(1, round(dose.high * one)), max(1, round(dose.low * one))
    return dose.sets, least, most, work, dose.rest, brief


def _is_loaded(row):
    return not set(STEPS).isdisjoint(row["equipment"])


def _tier(row, goal):
    """What has to be done fresh comes first: speed, balance, heavy compounds; then the rest."""
    kind = row["type"]
    if kind == "cardio":
        return 1 if AIMS[goal].cardio_first else 6
    if kind in ("strength", "rehabilitation"):
        core = sum(row["muscles"].get(muscle, 0) for muscle in FAMILIES["core"])
        if core >= 0.5:
            return 5
        if row["mechanic"] == "compound":
            return 2 if _is_loaded(row) else 3
        return 4
    return {"power": 0, "balance": 1, "mobility": 7, "stretching": 8}.get(kind, 4)


def _hardness(row, dose, goal, level):
    """How much of a hard set one set is, or one minute where minutes are counted."""
    if row["measure"] == "minutes":
        return MINUTE
    # Many sets are short ones: together they are worth no more than four.
    hard = HARDNESS.get(row["type"], 0.5) * min(1, 4 / dose.sets)
    if row["type"] != "strength":
        return hard
    is_core = row["pattern"] in ("brace", "carry", "rotate")
    if goal in LIFTS and row["measure"] == "seconds" and not is_core:
        hard *= HOLD
    if _is_loaded(row):
        if row["mechanic"] == "compound" and row["measure"] == "repetitions":
            hard *= LIFTS.get(goal, 1.0)
    else:
        hard *= max(0.25, 1 - BELOW_LEVEL * max(0, level - row["level"]))
    return hard


def _volume(row, hard):
    """(T,) what one set, or one minute, gives to each target."""
    kind, in_minutes = row["type"], row["measure"] == "minutes"
    shares = row["muscles"]
    muscles = [hard * shares.get(muscle, 0.0) for muscle in frames.MUSCLES]
    families = [sum(shares.get(muscle, 0.0) for muscle in members) for members in FAMILIES.values()]
    families = [hard * share if share >= FAMILY_SHARE else 0.0 for share in families]
    part = 0.2 if in_minutes else 1.0
    effort = min(1.5, _known(row["met"], 4) / 6)
    qualities = [
        0.2 * effort if kind == "cardio" else 0.0,
        part * {"mobility": 1.0, "stretching": 0.7}.get(kind, 0.0),
        part * (1.0 if kind == "balance" else 0.0),
        part * (1.0 if kind == "power" else 0.0),
    ]
    return muscles + families + qualities


def _gets_warm(row):
    """Easy cardio that one can simply begin: no run, no swim, no trip."""
    return (
        row["type"] == "cardio" and row["measure"] == "minutes"
        and _known(row["met"], 9) <= 5.5 and _known(row["minutes"], 60) <= 25
        and not {"pool", "bicycle", "weight-vest"} & set(row["equipment"])
    )  # fmt: skip
