"""A log as one CSV file, a row per set, which the import of histories reads back."""

from django.utils import timezone

from profiles.spreadsheets import csv_text
from workouts.models import WorkoutSet

# ``workouts.importing.headers`` knows these labels; by the last one ``nextset`` knows its own files.
HEADER = (
    "Start time", "End time", "Exercise", "Set number", "Reps", "Weight (kg)", "Seconds", "Distance (m)",
    "RPE", "Done at", "Place", "Workout notes", "Exercise code", "Set UUID",
)  # fmt: skip


def sets_file(user):
    """Return the file: every standing set of ``user``, the earliest first; in one query."""
    rows = (
        WorkoutSet.objects.standing()
        .filter(workout__user=user)
        .order_by("workout__started_at", "workout_id", "position", "pk")
        .values_list(
            "workout_id", "workout__started_at", "workout__finished_at", "exercise__name", "repetitions",
            "weight_kg", "seconds", "distance_m", "effort", "done_at", "workout__place__name",
            "workout__note", "exercise__slug", "uuid",
        )
    )  # fmt: skip
    return csv_text(HEADER, _lines(rows.iterator()))


def _lines(rows):
    last, number = None, 0
    for workout, start, end, exercise, reps, weight, seconds, metres, effort, done_at, *rest in rows:
        number = number + 1 if workout == last else 1
        last = workout
        yield (
            _moment(start), _moment(end), exercise, number, reps, _number(weight), seconds, metres,
            _number(effort), _moment(done_at), *rest,
        )  # fmt: skip


def _moment(at):
    return at and timezone.localtime(at).isoformat(timespec="seconds")


def _number(value):
    return None if value is None else float(value)
