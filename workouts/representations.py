"""Workouts as plain values, ready to be JSON; the serializers describe the same fields."""

from django.db.models import Prefetch

from exercises.representations import number
from workouts.models import WorkoutSet


def with_sets(workouts):
    """What :func:`workout` reads, in two further queries."""
    sets = WorkoutSet.objects.select_related("exercise").order_by("position", "pk")
    return workouts.select_related("place").prefetch_related(Prefetch("sets", sets))


def set_(row):
    """One set with its exercise at hand."""
    return {
        "uuid": row.uuid,
        "exercise": row.exercise.slug,
        "repetitions": row.repetitions,
        "weight_kg": number(row.weight_kg),
        "seconds": row.seconds,
        "distance_m": row.distance_m,
        "effort": number(row.effort),
        "done_at": row.done_at,
        "position": row.position,
        "voided_at": row.voided_at,
    }


def workout(found):
    """A workout; sets that were taken out are there, with the time."""
    return {
        "uuid": found.uuid,
        "started_at": found.started_at,
        "finished_at": found.finished_at,
        "place": found.place and found.place.uuid,
        "note": found.note,
        "sets": [set_(row) for row in found.sets.all()],
    }
