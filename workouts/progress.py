"""What the log says of a body: tiredness and weekly work per muscle, strength per exercise.

Figures for people, not measurements. All functions but those that take a user are pure.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from workouts.models import WorkoutSet

# Tiredness: a set tires a muscle by the share of the work it does; half of that is gone after a day, and
# six fresh sets done for one muscle alone are as much as counts.
HALF_LIFE = timedelta(hours=24)
FULL = 6
RECENT = timedelta(days=10)
WEEK = timedelta(days=7)
# From how many sets in seven days a muscle gets the map's colours 1 to 4.
HEAT = (0.01, 3, 6, 10)
# Beyond this the number of repetitions says little about the most a person could lift once.
MOST_REPETITIONS = 12


@dataclass(frozen=True)
class Recovery:
    """How long ago a muscle last worked, in hours, and how tired it is, 0 (fresh) to 1."""

    hours: float
    load: float


@dataclass(frozen=True)
class Point:
    """One workout of an exercise: best set, total volume in kg, and the estimated one-repetition maximum.

    ``most`` is the most repetitions, or the most seconds where nothing was counted, of one set.
    """

    at: datetime
    sets: int
    most: int
    heaviest: float | None
    volume: float
    one_rep_max: float | None


def tiredness(rows, *, at):
    """Return ``{muscle: Recovery}`` at the time ``at`` from rows of muscle, share and time done.

    load = min(1, Σ share · 2^(−hours / 24) / 6). Rows after ``at`` or older than ten days do not count.
    """
    last, load = {}, defaultdict(float)
    for muscle, share, done_at in rows:
        age = at - done_at
        if not timedelta(0) <= age < RECENT:
            continue
        load[muscle] += float(share) * 0.5 ** (age / HALF_LIFE)
        last[muscle] = min(last.get(muscle, age), age)
    return {
        muscle: Recovery(hours=last[muscle] / timedelta(hours=1), load=min(1.0, total / FULL))
        for muscle, total in load.items()
    }


def recovery(user, at):
    """Return ``{muscle: Recovery}`` of a member, in one query; muscles that rested ten days are not in it."""
    return tiredness(_work(user, at, RECENT), at=at)


def recent_load(user, at):
    """Return ``{muscle: load}``, 0 to 1, as :func:`tiredness` defines it; in one query."""
    return {muscle: rested.load for muscle, rested in recovery(user, at).items()}


def weekly_sets(user, at, *, weeks=4):
    """Return ``{muscle: [sets of the last seven days, of the seven before, …]}``, in one query.

    A set counts for a muscle by the share of the work that the muscle does in it.
    """
    found = defaultdict(lambda: [0.0] * weeks)
    for muscle, share, done_at in _work(user, at, weeks * WEEK):
        back = (at - done_at) // WEEK
        if 0 <= back < weeks:
            found[muscle][back] += float(share)
    return {muscle: [round(sets, 2) for sets in counts] for muscle, counts in found.items()}


def heat_of(sets):
    """Return the map's level, 0 to 4, for a number of sets in a week."""
    return sum(sets >= least for least in HEAT)


def one_rep_max(weight, repetitions):
    """Return the estimated one-repetition maximum, or ``None`` where it cannot be told.

    Epley (1985): weight · (1 + repetitions / 30); one repetition is what it is. Above
    ``MOST_REPETITIONS`` the formula says too much.
    """
    if not weight or not repetitions or repetitions > MOST_REPETITIONS:
        return None
    if repetitions == 1:
        return float(weight)
    return float(weight) * (1 + repetitions / 30)


def points(sets):
    """Return a :class:`Point` per workout, the earliest first, from the sets of one exercise."""
    workouts = defaultdict(list)
    for row in sets:
        workouts[row.workout_id].append(row)
    found = [_point(rows) for rows in workouts.values()]
    return sorted(found, key=lambda point: point.at)


def _point(rows):
    weights = [float(row.weight_kg) for row in rows if row.weight_kg]
    maxima = [one_rep_max(row.weight_kg, row.repetitions) for row in rows]
    return Point(
        at=max(row.done_at for row in rows),
        sets=len(rows),
        most=max(row.repetitions or row.seconds or 0 for row in rows),
        heaviest=max(weights, default=None),
        volume=sum(float(row.volume) for row in rows),
        one_rep_max=max((value for value in maxima if value), default=None),
    )


def _work(user, at, window):
    sets = WorkoutSet.objects.standing().filter(
        workout__user=user, done_at__gt=at - window, done_at__lte=at, exercise__muscle_shares__isnull=False
    )
    return sets.values_list(
        "exercise__muscle_shares__muscle__slug", "exercise__muscle_shares__share", "done_at"
    )
