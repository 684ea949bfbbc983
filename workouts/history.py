"""A member's log as it is read: by day and by workout, with totals."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, Prefetch, Q

from exercises.models import Exercise
from workouts.models import Workout, WorkoutSet

MOST_REMEMBERED = 200


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
