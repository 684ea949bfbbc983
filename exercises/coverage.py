"""How much remains for a person: goal × equipment at hand × joint that hurts × level.

The limits are those that picks keep (all equipment is there, no sore joint bears more than a low load, the
level is not above the person's, the duration is known); a goal asks for the types that serve it.
"""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _

from exercises import goals, vocabulary
from exercises.models import Equipment, Exercise, ExerciseJoint, ExerciseMuscle

# What people have: the sets the catalogue promises to serve.
KITS = {
    "nothing": (_("Nothing"), ()),
    "dumbbells": (_("A pair of dumbbells"), ("dumbbell",)),
    "bands": (_("Bands"), ("band",)),
    "kettlebell": (_("A kettlebell"), ("kettlebell",)),
    "full-gym": (
        _("Full gym"),
        tuple(word for word in vocabulary.EQUIPMENT if word not in {"bicycle", "pool", "towel"}),
    ),
    "outdoors": (_("Outdoors: bars, bench, box"), ("pull-up-bar", "dip-bars", "bench", "box")),
}
ANY, NONE = "any", "none"
# Every dimension with the words people read of its values, in the order of the command's table.
DIMENSIONS = {
    "goal": (_("Goal"), {ANY: _("Any goal"), **vocabulary.GOALS}),
    "kit": (_("Equipment"), {code: name for code, (name, _words) in KITS.items()}),
    "joint": (_("What hurts"), {NONE: _("Nothing hurts"), **vocabulary.JOINTS}),
    "level": (_("Level"), {str(level): name for level, name in vocabulary.LEVELS.items()}),
}
# What must be covered: these joints sore, at every level, with every kit, for every goal.
SORE_JOINTS = (NONE, "knee", "shoulder", "lower-back", "wrist")
# A sore joint still bears this much.
GENTLE = 1
FEWEST = 8
FEWEST_GROUPS = 3

_REGION_OF = {m: region for region, (_name, muscles) in vocabulary.REGIONS.items() for m in muscles}


@dataclass(frozen=True)
class Cell:
    """One combination: how many exercises remain, for each muscle group, and how good the best are.

    ``quality`` is the mean over the best ``FEWEST`` of how well each fits the goal by its kind, less a
    quarter for every level below the person's; one that is not there counts 0.
    """

    goal: str
    kit: str
    joint: str
    level: int
    exercises: int
    groups: dict
    quality: float

    @property
    def groups_covered(self):
        """How many muscle groups have at least ``FEWEST`` exercises."""
        return sum(count >= FEWEST for count in self.groups.values())

    @property
    def is_covered(self):
        """Whether at least ``FEWEST_GROUPS`` muscle groups have at least ``FEWEST`` exercises each."""
        return self.groups_covered >= FEWEST_GROUPS

    def as_dict(self):
        """Plain values, for JSON."""
        return {
            "goal": self.goal,
            "equipment": self.kit,
            "joint": self.joint,
            "level": self.level,
            "exercises": self.exercises,
            "groups": self.groups,
            "quality": round(self.quality, 3),
            "is_covered": self.is_covered,
        }


class Coverage:
    """A catalogue as arrays, so that any combination is counted in a moment.

    ``rows`` are records in the catalogue's file format, or what :func:`published_rows` reads of the
    database. An exercise counts for the groups of its primary muscles.
    """

    def __init__(self, rows):
        rows = list(rows)
        self._levels = np.array([row["level"] or 0 for row in rows], dtype=np.int16)
        # A duration nobody entered fits into no session.
        known = np.array([bool(row["minutes"]) for row in rows], dtype=bool) & (self._levels > 0)
        self._serving = {goal: self._served(rows, goal) for goal in DIMENSIONS["goal"][1]}
        self._fit = {goal: self._fits(rows, goal) for goal in DIMENSIONS["goal"][1]}
        needs = [row["equipment"] for row in rows]
        self._doable = {
            kit: known & np.array([owned.issuperset(need) for need in needs], dtype=bool)
            for kit, owned in ((kit, frozenset(words)) for kit, (_name, words) in KITS.items())
        }
        self._gentle = {
            joint: np.array([row["joints"].get(joint, 0) <= GENTLE for row in rows], dtype=bool)
            for joint in DIMENSIONS["joint"][1]
        }
        trained = [{_REGION_OF[muscle] for muscle in row["primary"]} for row in rows]
        self._groups = np.array(
            [[region in regions for region in vocabulary.REGIONS] for regions in trained], dtype=np.int32
        ).reshape(len(rows), len(vocabulary.REGIONS))

    @staticmethod
    def _served(rows, goal):
        if goal == ANY:
            return np.ones(len(rows), dtype=bool)
        types = goals.types_for(goal)
        return np.array([row["type"] in types for row in rows], dtype=bool)

    @staticmethod
    def _fits(rows, goal):
        if goal == ANY:
            return np.ones(len(rows))
        # Thousands of exercises are of a few dozen kinds.
        kinds = [(row["type"], row["mechanic"], row["pattern"]) for row in rows]
        fits = {kind: goals.fit(goal, type=kind[0], mechanic=kind[1], pattern=kind[2]) for kind in set(kinds)}
        return np.array([fits[kind] for kind in kinds])

    def cell(self, *, goal, kit, joint, level):
        """The :class:`Cell` of one combination of the words in ``DIMENSIONS``."""
        level = int(level)
        fitting = self._serving[goal] & self._doable[kit] & self._gentle[joint] & (self._levels <= level)
        below = level - self._levels[fitting]
        best = np.sort(self._fit[goal][fitting] * (1 - below / len(vocabulary.LEVELS)))[::-1][:FEWEST]
        counts = self._groups[fitting].sum(axis=0).tolist()
        return Cell(
            goal, kit, joint, level, exercises=int(np.count_nonzero(fitting)),
            groups=dict(zip(vocabulary.REGIONS, counts, strict=True)), quality=float(best.sum()) / FEWEST,
        )  # fmt: skip

    def table(self, rows, columns, fixed):
        """Lists of cells, one list per value of the dimension ``rows``; ``fixed`` holds the other two."""
        return [
            [self.cell(**{**fixed, rows: row, columns: column}) for column in DIMENSIONS[columns][1]]
            for row in DIMENSIONS[rows][1]
        ]

    def promised(self):
        """A :class:`Cell` for every combination that the catalogue promises to serve."""
        return [
            self.cell(goal=goal, kit=kit, joint=joint, level=level)
            for goal in vocabulary.GOALS
            for kit in KITS
            for joint in SORE_JOINTS
            for level in vocabulary.LEVELS
        ]


def published_rows():
    """What :class:`Coverage` reads of every published exercise, in four queries."""
    exercises = Exercise.objects.published()
    rows = {
        row.pop("pk"): row | {"equipment": [], "joints": {}, "primary": []}
        for row in exercises.values("pk", "type", "mechanic", "pattern", "level", "minutes")
    }
    ours = {"exercise__status": Exercise.Status.PUBLISHED}
    # Rows published after the first query are not counted yet.
    needed = Exercise.equipment.through.objects.filter(**ours).values_list("exercise_id", "equipment__slug")
    for pk, word in needed:
        if pk in rows:
            rows[pk]["equipment"].append(word)
    loads = ExerciseJoint.objects.filter(**ours).values_list("exercise_id", "joint__slug", "stress")
    for pk, joint, stress in loads:
        if pk in rows:
            rows[pk]["joints"][joint] = stress
    shares = ExerciseMuscle.objects.filter(role=ExerciseMuscle.Role.PRIMARY, **ours)
    for pk, muscle in shares.values_list("exercise_id", "muscle__slug"):
        if pk in rows:
            rows[pk]["primary"].append(muscle)
    return rows.values()


def narrow(queryset, *, goal=ANY, kit=None, joint=NONE, level=None):
    """The exercises of ``queryset`` that a cell counts; None, ``ANY`` and ``NONE`` set no limit."""
    if goal != ANY:
        queryset = queryset.filter(type__in=goals.types_for(goal))
    if kit is not None:
        owned = Equipment.objects.filter(slug__in=KITS[kit][1])
        queryset = queryset.filter(is_equipment_known=True, minutes__gt=0).doable_with(owned)
    if joint != NONE:
        loading = ExerciseJoint.objects.filter(joint__slug=joint, stress__gt=GENTLE)
        queryset = queryset.filter(is_joint_stress_known=True).exclude(pk__in=loading.values("exercise_id"))
    if level is not None:
        queryset = queryset.filter(level__lte=int(level))
    return queryset
