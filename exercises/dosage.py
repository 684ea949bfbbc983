"""How much of an exercise to do: sets, repetitions, seconds or minutes, and rest, by goal.

The ranges follow the loading recommendations of the American College of Sports Medicine's position
stand on progression models in resistance training (2009) and its guidance on flexibility and balance
(2011): figures only. An exercise may carry doses of its own where the usual ones are wrong.
"""

from dataclasses import dataclass

# (sets, from, to, rest in seconds) for repetitions of strength work.
_STRENGTH = {
    "strength": ((4, 4, 6, 150), (3, 8, 10, 90)),
    "muscle": ((3, 8, 12, 90), (3, 10, 15, 60)),
    "power": ((4, 3, 5, 150), (3, 8, 10, 75)),
    "endurance": ((3, 15, 20, 45), (2, 15, 20, 45)),
    "weight": ((3, 10, 15, 60), (2, 12, 15, 45)),
    "mobility": ((2, 10, 12, 60), (2, 12, 15, 45)),
    "health": ((2, 8, 12, 75), (2, 10, 15, 60)),
}
_POWER = {"power": (5, 3, 5, 120), "strength": (4, 3, 5, 120)}
_SECONDS = {
    "strength": (3, 20, 40, 60),
    "stretching": (2, 30, 45, 15),
    "mobility": (2, 20, 30, 15),
    "balance": (3, 20, 40, 30),
    "rehabilitation": (3, 10, 20, 30),
}
_GENTLE = (2, 8, 12, 30)


@dataclass(frozen=True)
class Dose:
    """Sets of ``low`` to ``high`` units (repetitions, seconds or minutes), and the rest in seconds."""

    sets: int
    low: int
    high: int
    unit: str
    rest: int

    def __str__(self):
        amount = str(self.low) if self.low == self.high else f"{self.low}–{self.high}"
        if self.unit == "minutes":
            return f"{amount} min"
        return f"{self.sets} × {amount}" + (" s" if self.unit == "seconds" else "")


def dose_for(*, type, mechanic, measure, goal, minutes, own=None):
    """Return the :class:`Dose` for an exercise of this kind and a goal.

    ``minutes`` is the typical duration, used where the measure is minutes; ``own`` maps goals to
    ``[sets, low, high, rest]`` and wins over the table. Unknown goals are treated as ``health``.
    """
    if own and goal in own:
        sets, low, high, rest = own[goal]
    elif measure == "minutes":
        sets, low, high, rest = 1, round(minutes), round(minutes), 0
    elif measure == "seconds":
        sets, low, high, rest = _SECONDS.get(type, _SECONDS["strength"])
    elif type == "power":
        sets, low, high, rest = _POWER.get(goal, (3, 5, 8, 90))
    elif type in ("mobility", "stretching", "balance", "rehabilitation"):
        sets, low, high, rest = _GENTLE
    else:
        compound, isolation = _STRENGTH.get(goal, _STRENGTH["health"])
        sets, low, high, rest = isolation if mechanic == "isolation" else compound
    return Dose(sets=sets, low=low, high=high, unit=measure, rest=rest)
