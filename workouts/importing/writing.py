"""Puts many sets into a log at once: the same checks as one at a time, and few queries."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from workouts import actions
from workouts.entries import SetEntry
from workouts.importing.reading import HistoryError
from workouts.models import Workout, WorkoutSet

BATCH = 500


@transaction.atomic
def write_sets(*, user, source, sessions, sets, at):
    """Write ``sets``, pairs of a :class:`rows.HistorySet` and its exercise's entry; return how many.

    Workouts are made where there are none of that start from that source. The sets must be new: see
    :func:`plan.plan_import`. Raises :class:`HistoryError` naming the row that cannot be kept; nothing is
    written then.
    """
    workouts = _workouts(user, source, {row.session: sessions[row.session] for row, _entry in sets})
    made = []
    for row, exercise in sets:
        entry = SetEntry(uuid=UUID(hex=row.uuid), done_at=sessions[row.session].start, **row.amounts())
        for field, reasons in actions.faults_of(entry, at).items():
            raise HistoryError(
                _("Row %(row)s, %(field)s: %(reason)s")
                % {"row": row.row, "field": field, "reason": " ".join(reasons)}
            )
        made.append(
            WorkoutSet(
                uuid=entry.uuid, workout_id=workouts[row.session], exercise_id=exercise.pk,
                position=min(row.position, actions.MOST_POSITION), done_at=entry.done_at, **entry.amounts(),
            )
        )  # fmt: skip
    WorkoutSet.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


def _workouts(user, source, sessions):
    """``{session: id}`` of the workouts of these sessions, the missing ones made."""
    uuids = {index: _uuid(user, source, session) for index, session in sessions.items()}
    there = dict(Workout.objects.filter(user=user).values_list("uuid", "pk"))
    missing = {uuids[index]: session for index, session in sessions.items() if uuids[index] not in there}
    made = Workout.objects.bulk_create(
        [
            Workout(
                uuid=uuid, user=user, started_at=session.start, finished_at=session.end, note=session.note
            )
            for uuid, session in missing.items()
        ],
        batch_size=BATCH,
    )
    there |= {workout.uuid: workout.pk for workout in made}
    return {index: there[uuid] for index, uuid in uuids.items()}


def _uuid(user, source, session):
    """The same for the same start, however the time zone is set when a file is read again."""
    owner = uuid5(NAMESPACE_URL, f"nextset:history:{user.pk}:{source}")
    return uuid5(owner, f"workout {session.start.replace(tzinfo=None).isoformat()}")
