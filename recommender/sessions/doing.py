"""What changes while a session is trained: sets done, corrected or skipped, the session over.

A set is never lost: it is written whatever has become of the plan meanwhile, and after the session is over
too, since phones send late. Its UUID is made by the client, so that sending it again changes nothing.
"""

from dataclasses import replace

from django.db.models import Max

from recommender.sessions.playing import is_logged
from workouts.actions import log_sets, replace_set
from workouts.models import WorkoutSet


def log_step(trainee, uuid, *, step, exercise, entry, at):
    """Note that a set was done, and log it where it is one of the main part; return the session's row.

    ``step`` names the set, ``entry`` is its :class:`~workouts.entries.SetEntry`, done at ``at``. With another
    UUID it corrects the set that stands for the step. Raises
    :class:`~recommender.models.TrainingSession.DoesNotExist`, and whatever
    :func:`~workouts.actions.log_sets` raises; nothing is written then.
    """
    with trainee.changing(uuid) as row:
        _begin(row, at)
        done = row.progress.setdefault("done", {})
        if is_logged(step):
            logged = _write(trainee.user, row, done.get(step), exercise, entry, at)
            if logged is None:
                return row
            row.workout = logged.workout
            done[step] = str(logged.uuid)
        else:
            done[step] = str(entry.uuid)
        row.progress["skipped"] = [name for name in row.progress.get("skipped", ()) if name != step]
        if row.finished_at:
            _end(row, max(row.finished_at, at))
    return row


def skip_step(trainee, uuid, *, step, at):
    """Note that a set is left out; one that was done stays done. Returns and raises as :func:`log_step`."""
    with trainee.changing(uuid) as row:
        _begin(row, at)
        skipped = row.progress.setdefault("skipped", [])
        if step not in row.progress.get("done", {}) and step not in skipped:
            skipped.append(step)
    return row


def finish(trainee, uuid, *, at):
    """End a session and its workout; ending it again changes nothing. Raises as :func:`log_step`."""
    with trainee.changing(uuid) as row:
        if row.finished_at is None:
            _begin(row, at)
            _end(row, at)
    return row


def _write(user, row, standing, exercise, entry, at):
    """Log a set or correct the one that stands; ``None`` where this very sending was written before."""
    if WorkoutSet.objects.filter(uuid=entry.uuid).exists():
        # Sent again, perhaps after it was corrected: compared, at whatever time it arrives, and not changed.
        log_sets(
            user=user, exercise=exercise, sets=[replace(entry, done_at=None)], at=at,
            workout_uuid=row.workout and row.workout.uuid,
        )  # fmt: skip
        return None
    if standing:
        # By its UUID alone: since then its exercise may have been merged into another one.
        old = WorkoutSet.objects.standing().filter(uuid=standing, workout__user=user)
        if old := old.select_related("workout").first():
            same = all(getattr(old, name) == value for name, value in entry.amounts().items())
            return old if same else replace_set(user=user, uuid=old.uuid, entry=entry, at=at)
    logged = log_sets(
        user=user, exercise=exercise, sets=[entry], at=at, place=row.place,
        workout_uuid=row.workout.uuid if row.workout else row.workout_uuid,
    )  # fmt: skip
    return logged.sets[0]


def _begin(row, at):
    if row.started_at is None or at < row.started_at:
        row.started_at = at


def _end(row, at):
    """The session is over at ``at``, or with its last set where that was later; so is its workout."""
    workout = row.workout
    last = workout and workout.sets.aggregate(last=Max("done_at"))["last"]
    row.finished_at = max(moment for moment in (row.started_at, at, last) if moment)
    if workout and workout.finished_at != row.finished_at:
        workout.finished_at = max(row.finished_at, workout.started_at)
        workout.save(update_fields=["finished_at"])
