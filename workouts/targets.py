"""How many sets a week each muscle is to get, by goal and by the time there is.

Ten or more a week grew muscle more than five to nine, and those more than fewer (Schoenfeld, Ogborn and
Krieger, Journal of Sports Sciences, 2017). The numbers for other goals, and how many sets go into an hour,
are ours.
"""

from dataclasses import dataclass

# Sets a week per muscle.
IDEAL = {
    "muscle": 10, "strength": 6, "power": 6, "endurance": 6, "weight": 5, "health": 4, "mobility": 3,
}  # fmt: skip
USUAL = "health"
# A set with its rest; and, as sets are counted, how many muscles' sets one is.
MINUTES_PER_SET = 2.5
MUSCLES_PER_SET = 1.8
LEAST = 2
FAVOURED = 1.5
# The muscles a week is to reach. The others work along, or are a matter of taste: they are counted, with
# nothing to reach.
AIMED = (
    "chest", "lats", "middle-back", "shoulders", "biceps", "triceps", "abdominals", "glutes", "quadriceps",
    "hamstrings", "calves", "lower-back",
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """Sets a week for a muscle; ``ideal`` is what the goal asks for, were there time."""

    sets: int
    ideal: int

    @property
    def is_cut(self):
        """Whether the time there is decides, not the goal."""
        return self.sets < self.ideal

    def of(self, muscle, favoured=()):
        """Return the sets for one muscle: half again for a favoured one, ``None`` where there is none."""
        if muscle in favoured:
            return round(FAVOURED * self.sets)
        return self.sets if muscle in AIMED else None


def weekly_target(*, goal, minutes, days):
    """Return the :class:`Target` for a goal and ``days`` sessions of ``minutes`` a week.

    >>> weekly_target(goal="muscle", minutes=75, days=4), weekly_target(goal="muscle", minutes=30, days=3)
    (Target(sets=10, ideal=10), Target(sets=5, ideal=10))
    """
    ideal = IDEAL.get(goal, IDEAL[USUAL])
    room = int(minutes * days / MINUTES_PER_SET * MUSCLES_PER_SET / len(AIMED))
    return Target(sets=min(ideal, max(LEAST, room)), ideal=ideal)
