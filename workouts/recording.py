"""A whole workout as a client sends it, perhaps in parts, perhaps again: written once, never overwritten."""

from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from workouts.actions import Conflict, log_sets
from workouts.models import Workout


@transaction.atomic
def record_workout(*, user, uuid, started_at, sets, at, finished_at=None, place=None, note=""):
    """Write a workout and its sets; return ``(workout, is_new)``, new when anything was written.

    ``sets`` are ``(exercise, SetEntry)`` pairs in the order they were done. Sent again, the same writes
    nothing; with further sets, a later end, or a place or note where there was none, just these are added.
    Raises :class:`~workouts.actions.Conflict` naming what stands for something else already, and whatever
    :func:`~workouts.actions.log_sets` raises. Nothing is written then.
    """
    workout, is_new = Workout.objects.select_for_update().get_or_create(
        uuid=uuid,
        defaults={
            "user": user, "started_at": started_at, "finished_at": finished_at, "place": place, "note": note,
        },
    )  # fmt: skip
    if workout.user_id != user.pk:
        raise Conflict(_("uuid: it was used before; make a new one"))
    if not is_new:
        is_new = _fill_in(workout, started_at, finished_at, place, note)
    for exercise, run in groupby(sets, key=lambda pair: pair[0]):
        entries = [entry for _exercise, entry in run]
        logged = log_sets(user=user, exercise=exercise, sets=entries, at=at, workout_uuid=uuid)
        is_new = is_new or bool(logged.new)
    return workout, is_new


def _fill_in(workout, started_at, finished_at, place, note):
    """Add what was not known before; return whether there was any. What differs is a conflict."""
    if started_at != workout.started_at:
        raise Conflict(_("started_at: this workout began at another time"))
    changed = []
    if finished_at and (workout.finished_at is None or finished_at > workout.finished_at):
        workout.finished_at = finished_at
        changed.append("finished_at")
    for name, value in (("place", place), ("note", note)):
        there = getattr(workout, name)
        if value and not there:
            setattr(workout, name, value)
            changed.append(name)
        elif value and value != there:
            raise Conflict(_("%(name)s: this workout has another one") % {"name": name})
    if changed:
        workout.save(update_fields=changed)
    return bool(changed)
