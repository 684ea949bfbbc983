"""How much remains for a person: equipment at hand × joint that hurts × level."""

from dataclasses import dataclass

from exercises import vocabulary

# What people have: the sets the catalogue promises to serve.
EQUIPMENT_SETS = {
    "nothing": (),
    "dumbbells": ("dumbbell",),
    "bands": ("band",),
    "kettlebell": ("kettlebell",),
    "full gym": tuple(vocabulary.EQUIPMENT),
}
SORE_JOINTS = (None, "knee", "shoulder", "lower-back", "wrist")
# A sore joint still bears this much.
GENTLE = 1
FEWEST = 8
FEWEST_GROUPS = 3

_REGION_OF = {m: region for region, (_name, muscles) in vocabulary.REGIONS.items() for m in muscles}


@dataclass(frozen=True)
class Cell:
    """One combination: how many exercises remain, and how many of them for each muscle group."""

    equipment: str
    joint: str | None
    level: int
    exercises: int
    groups: dict

    @property
    def is_covered(self):
        """Whether at least ``FEWEST_GROUPS`` muscle groups have at least ``FEWEST`` exercises each."""
        return sum(count >= FEWEST for count in self.groups.values()) >= FEWEST_GROUPS

    def as_dict(self):
        """Plain values, for JSON."""
        return {
            "equipment": self.equipment,
            "joint": self.joint or "none",
            "level": self.level,
            "exercises": self.exercises,
            "groups": self.groups,
            "is_covered": self.is_covered,
        }


def coverage(records):
    """Return a :class:`Cell` for every equipment set, sore joint and level ceiling.

    ``records`` are in the catalogue's file format. An exercise counts for the groups of its primary
    muscles.
    """
    cells = []
    for name, owned in EQUIPMENT_SETS.items():
        doable = [record for record in records if set(record["equipment"]) <= set(owned)]
        for joint in SORE_JOINTS:
            gentle = [record for record in doable if record["joints"].get(joint, 0) <= GENTLE]
            for level in vocabulary.LEVELS:
                fitting = [record for record in gentle if record["level"] <= level]
                groups = dict.fromkeys(vocabulary.REGIONS, 0)
                for record in fitting:
                    for region in {_REGION_OF[muscle] for muscle in record["primary"]}:
                        groups[region] += 1
                cells.append(Cell(name, joint, level, len(fitting), groups))
    return cells
