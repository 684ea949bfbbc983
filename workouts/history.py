"""A member's log as it is read: by day and by workout, with totals."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q

from exercises.models import Exercise
from workouts.models import Workout, WorkoutSet

MOST_REMEMBERED = 200


class DoneSet(NamedTuple):
    """A set as thousands of them are read at once: values only."""

    exercise_id: int
    workout_id: int
    done_at: datetime
    repetitions: int | None
    weight_kg: Decimal | None
    seconds: int | None
    distance_m: int | None
    effort: Decimal | None

    @property
    def volume(self):
        """Repetitions times kilograms; nothing where either is missing."""
        return self.repetitions * self.weight_kg if self.repetitions and self.weight_kg else Decimal(0)


@dataclass(frozen=True)
class Group:
    """The sets of one exercise in one workout, in order."""

    exercise: Exercise
    sets: list

    @property
    def text(self):
        """In short: equal sets are counted (``3 × 10 × 20 kg``), others stand one by one."""
        amounts = [row.amount for row in self.sets]
        if len(amounts) > 1 and len(set(amounts)) == 1:
            return f"{len(amounts)} × {amounts[0]}"
        return ", ".join(amounts)


@dataclass(frozen=True)
class Summary:
    """A workout as a list shows it; volume is repetitions times kilograms."""

    workout: Workout
    groups: list
    sets: int
    volume: Decimal


def workouts_of(user):
    """The member's workouts that hold standing sets, the latest first, with what a summary reads."""
    sets = WorkoutSet.objects.standing().select_related("exercise").order_by("position", "pk")
    standing = WorkoutSet.objects.standing().filter(workout=OuterRef("pk"))
    return (
        Workout.objects.filter(Exists(standing), user=user)
        .select_related("place")
        .prefetch_related(Prefetch("sets", sets, to_attr="standing_sets"))
        .order_by("-started_at", "-pk")
    )


def summary(workout):
    """Return the :class:`Summary` of a workout from :func:`workouts_of`; free of queries."""
    groups = {}
    for row in workout.standing_sets:
        groups.setdefault(row.exercise_id, Group(row.exercise, [])).sets.append(row)
    return Summary(
        workout=workout,
        groups=list(groups.values()),
        sets=len(workout.standing_sets),
        volume=sum((row.volume for row in workout.standing_sets), Decimal(0)),
    )


def sets_of(user, exercise):
    """The member's latest standing sets of one exercise, the earliest first: a list, in one query."""
    rows = WorkoutSet.objects.standing().filter(workout__user=user, exercise=exercise)
    return list(rows.order_by("-done_at", "-position", "-pk")[:MOST_REMEMBERED])[::-1]


def last_time(sets):
    """The sets of the latest workout among ``sets``, which are in order of time."""
    return [row for row in sets if row.workout_id == sets[-1].workout_id] if sets else []


def lately(user, *, n=6):
    """Published exercises that the member did lately, the latest first."""
    standing = Q(sets__workout__user=user, sets__voided_at__isnull=True)
    return (
        Exercise.objects.published()
        .annotate(last=Max("sets__done_at", filter=standing))
        .filter(last__isnull=False)
        .order_by("-last", "pk")[:n]
    )


def done_sets(user, exercises):
    """Every standing set of these exercises as a :class:`DoneSet`, the earliest first; in one query."""
    rows = WorkoutSet.objects.standing().filter(workout__user=user, exercise__in=exercises)
    rows = rows.order_by("done_at", "position", "pk").values_list(*DoneSet._fields)
    return [DoneSet(*values) for values in rows.iterator()]


def done_exercises(user):
    """All exercises that the member logged, the latest first, with ``last`` and ``workouts``."""
    standing = Q(sets__workout__user=user, sets__voided_at__isnull=True)
    return (
        Exercise.objects.filter(standing)
        .annotate(last=Max("sets__done_at"), workouts=Count("sets__workout", distinct=True))
        .only("slug", "name", "status")
        .order_by("-last", "pk")
    )


def start_times(user):
    """When each of the member's workouts with a standing set began; in one query."""
    standing = WorkoutSet.objects.standing().filter(workout=OuterRef("pk"))
    return list(Workout.objects.filter(Exists(standing), user=user).values_list("started_at", flat=True))
