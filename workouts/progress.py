"""What the log says of a body: tiredness and weekly work per muscle, strength per exercise.

Figures for people, not measurements. All functions but those that take a user are pure.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

from django.db.models import Case, Count, FloatField, IntegerField, Max, Q, When
from django.db.models.functions import Cast, Coalesce

from exercises.models import ExerciseMuscle
from workouts.models import WorkoutSet

# Tiredness: a set tires a muscle by the share of the work it does; half of that is gone after a day, and
# six fresh sets done for one muscle alone are as much as counts.
HALF_LIFE = timedelta(hours=24)
FULL = 6
RECENT = timedelta(days=10)
WEEK = timedelta(days=7)
# From how many sets in seven days a muscle gets the map's colours 1 to 4.
HEAT = (0.01, 3, 6, 10)
# A set counts 1 for a muscle it is done for and ½ for one that helps, as studies of weekly sets count;
# stretching or running makes no set of a muscle.
CREDIT = {ExerciseMuscle.Role.PRIMARY: 1.0, ExerciseMuscle.Role.SECONDARY: 0.5}
COUNTED = ("strength", "power", "rehabilitation")
# From how much tiredness a muscle gets the map's colours 1 to 4, and below how much it is fresh.
TIRED = (0.05, 0.2, 0.4, 0.7)
FRESH = 0.2
# Beyond this the number of repetitions says little about the most a person could lift once.
MOST_REPETITIONS = 12
MUSCLE, ROLE, SHARE = (f"exercise__muscle_shares__{name}" for name in ("muscle__slug", "role", "share"))


@dataclass(frozen=True)
class Recovery:
    """How long ago a muscle last worked, in hours, and how tired it is, 0 (fresh) to 1."""

    hours: float
    load: float

    @property
    def is_fresh(self):
        """Whether little tiredness is left."""
        return self.load < FRESH

    @property
    def hours_left(self):
        """In how many hours it will be fresh, when it rests."""
        return 0.0 if self.is_fresh else log2(self.load / FRESH) * (HALF_LIFE / timedelta(hours=1))

    @property
    def level(self):
        """The map's level, 0 to 4."""
        return sum(self.load >= least for least in TIRED)


@dataclass(frozen=True)
class Point:
    """One workout of an exercise: best set, total volume in kg, and the estimated one-repetition maximum.

    ``most`` is the most repetitions, or the most seconds where nothing was counted, of one set;
    ``repetitions`` the most of a set without a weight, ``seconds`` and ``metres`` the most of any set.
    """

    at: datetime
    sets: int
    most: int
    heaviest: float | None
    volume: float
    one_rep_max: float | None
    repetitions: int = 0
    seconds: int = 0
    metres: int = 0
    workout: int = 0


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
    rows = _work(user, since=at - RECENT, at=at)
    return tiredness(rows.values_list(MUSCLE, SHARE, "done_at"), at=at)


def recent_load(user, at):
    """Return ``{muscle: load}``, 0 to 1, as :func:`tiredness` defines it; in one query."""
    return {muscle: rested.load for muscle, rested in recovery(user, at).items()}


def weekly_sets(user, at, *, weeks=4):
    """Return ``{muscle: [sets of the last seven days, of the seven before, …]}``, in one query.

    A set counts 1 for a muscle it is done for and ½ for one that helps.
    """
    found = defaultdict(lambda: [0.0] * weeks)
    for muscle, role, done_at in _sets(user, since=at - weeks * WEEK, at=at):
        back = (at - done_at) // WEEK
        if 0 <= back < weeks:
            found[muscle][back] += CREDIT[role]
    return dict(found)


def sets_since(user, since, at):
    """Return ``{muscle: sets}`` from ``since`` on, counted as :func:`weekly_sets` does, in one query."""
    found = defaultdict(float)
    for muscle, role, _done_at in _sets(user, since=since, at=at):
        found[muscle] += CREDIT[role]
    return dict(found)


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


def points_of(user, exercises):
    """Return ``{exercise id: points}`` like :func:`points`, summed up by the database in one query.

    Volume is left out: who needs it for a few exercises reads their sets.
    """
    weight, repetitions = Cast("weight_kg", FloatField()), Cast("repetitions", FloatField())
    lifted = Q(weight_kg__gt=0, repetitions__gte=1)
    maximum = Case(
        When(lifted & Q(repetitions=1), then=weight),
        When(lifted & Q(repetitions__lte=MOST_REPETITIONS), then=weight * (1 + repetitions / 30.0)),
        output_field=FloatField(),
    )
    counted = Coalesce("repetitions", "seconds", 0, output_field=IntegerField())
    unloaded = Q(weight_kg__isnull=True) | Q(weight_kg=0)
    rows = WorkoutSet.objects.standing().filter(workout__user=user, exercise__in=exercises)
    rows = rows.values("exercise_id", "workout_id").annotate(
        at=Max("done_at"), sets=Count("pk"), heaviest=Max(weight, filter=Q(weight_kg__gt=0)),
        one_rep_max=Max(maximum), most=Max(counted),
        unloaded=Max("repetitions", filter=unloaded), longest=Max("seconds"), farthest=Max("distance_m"),
    )  # fmt: skip
    found = defaultdict(list)
    for row in rows.order_by("at", "workout_id"):
        point = Point(
            at=row["at"], sets=row["sets"], most=row["most"], heaviest=row["heaviest"], volume=0.0,
            one_rep_max=row["one_rep_max"], repetitions=row["unloaded"] or 0, seconds=row["longest"] or 0,
            metres=row["farthest"] or 0, workout=row["workout_id"],
        )  # fmt: skip
        found[row["exercise_id"]].append(point)
    return dict(found)


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
        repetitions=max((row.repetitions or 0 for row in rows if not row.weight_kg), default=0),
        seconds=max((row.seconds or 0 for row in rows), default=0),
        metres=max((row.distance_m or 0 for row in rows), default=0),
        workout=rows[0].workout_id,
    )


def _sets(user, *, since, at):
    rows = _work(user, since=since, at=at).filter(exercise__type__in=COUNTED)
    return rows.values_list(MUSCLE, ROLE, "done_at")


def _work(user, *, since, at):
    """A row for each muscle of each set that was done from ``since`` to ``at``."""
    return WorkoutSet.objects.standing().filter(
        workout__user=user, done_at__gte=since, done_at__lte=at, exercise__muscle_shares__isnull=False
    )
