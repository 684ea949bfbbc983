"""What changes: feedback given and undone, models published and rolled back, runs begun and ended."""

from dataclasses import replace
from uuid import uuid5

from django.db import IntegrityError, transaction
from django.db.models import Q

from exercises.merging import kept
from profiles.models import Profile
from recommender.models import Feedback, Impression, ModelRun
from workouts.actions import log_sets
from workouts.entries import entries_for
from workouts.models import WorkoutSet

MOST_SETS_OF_A_DOSE = 20


class Conflict(ValueError):
    """The same UUID was used before for something else; the message says for what."""


class NothingToRollBack(ValueError):
    """No earlier model is there to go back to."""


@transaction.atomic
def record_feedback(*, user, exercise, kind, at, uuid, request=None):
    """Record what ``user`` said of ``exercise``; return ``(feedback, is_new)``.

    The UUID is made by the client: sending the same again changes nothing and returns the first row.
    Raises :class:`Conflict` when the UUID stands for other feedback, and ``ValueError`` naming the
    field when ``kind`` is not one of :class:`Feedback.Kind`.
    """
    if kind not in Feedback.Kind.values:
        raise ValueError(f"kind: {kind!r} is not one of {', '.join(Feedback.Kind.values)}")
    exercise = kept(exercise)
    row, is_new = Feedback.objects.get_or_create(
        uuid=uuid,
        defaults={"user": user, "exercise": exercise, "kind": kind, "request": request, "created_at": at},
    )
    same = (row.user_id, row.exercise_id, row.kind) == (user.pk, exercise.pk, kind)
    if not same:
        raise Conflict("uuid: it was used before for other feedback; make a new one")
    return row, is_new


@transaction.atomic
def record_done(*, user, exercise, at, uuid, request=None):
    """Record that ``user`` did the usual dose of ``exercise``: feedback, and its sets in the log.

    Sets and feedback carry the same moment, so that they count as one doing; the sets' UUIDs derive from
    the feedback's, so that a retry writes once. Returns and raises as :func:`record_feedback` does.
    """
    row, is_new = record_feedback(
        user=user, exercise=exercise, kind=Feedback.Kind.DONE, at=at, uuid=uuid, request=request
    )
    if is_new:
        goal = Profile.objects.filter(user=user).values_list("goal", flat=True).first()
        dose = exercise.dose(goal or "health")
        entries = entries_for(dose, _sets_of(uuid))
        log_sets(user=user, exercise=exercise, sets=[replace(e, done_at=at) for e in entries], at=at)
    return row, is_new


def _sets_of(uuid):
    """The UUIDs of the sets that are logged with feedback "done", at most as many as a dose has."""
    return [uuid5(uuid, f"set {number}") for number in range(MOST_SETS_OF_A_DOSE)]


@transaction.atomic
def undo_feedback(*, user, uuid, at):
    """Undo one's own feedback, and the sets that came with it; return the row. Twice is once.

    Raises ``Feedback.DoesNotExist`` for an unknown UUID or somebody else's.
    """
    row = Feedback.objects.select_for_update().get(user=user, uuid=uuid)
    if row.undone_at is None:
        row.undone_at = at
        row.save(update_fields=["undone_at"])
        if row.kind == Feedback.Kind.DONE:
            own = WorkoutSet.objects.standing().filter(workout__user=user, uuid__in=_sets_of(row.uuid))
            own.update(voided_at=at)
    return row


def record_impressions(*, user, request, picks, model, surface, at):
    """Note what was shown, with the probability of showing it: the basis of honest evaluation later."""
    return Impression.objects.bulk_create(
        Impression(
            request=request, user=user, exercise_id=pick.exercise_id, model_id=model, surface=surface,
            rank=pick.rank, score=pick.score, propensity=pick.propensity, created_at=at,
        )
        for pick in picks
    )  # fmt: skip


@transaction.atomic
def publish_model(*, run, at):
    """Make ``run`` the one that serves, in one transaction; the others stay for rolling back.

    Raises ``ValueError`` for a run that has no finished artifact.
    """
    if run.status != ModelRun.Status.FINISHED or not run.sha256:
        raise ValueError(f"{run}: only a finished run with an artifact can be published")
    ModelRun.objects.filter(is_current=True).exclude(pk=run.pk).update(is_current=False)
    run.is_current = True
    run.published_at = at
    run.save(update_fields=["is_current", "published_at"])
    return run


@transaction.atomic
def roll_back(*, at):
    """Serve the model published before the current one; return it.

    Raises :class:`NothingToRollBack` when there is none.
    """
    current = ModelRun.objects.select_for_update().filter(is_current=True).first()
    earlier = ModelRun.objects.filter(status=ModelRun.Status.FINISHED, published_at__isnull=False)
    if current:
        earlier = earlier.filter(published_at__lt=current.published_at)
    target = earlier.order_by("-published_at", "-pk").first()
    if target is None:
        raise NothingToRollBack("There is no earlier model to go back to.")
    ModelRun.objects.filter(is_current=True).update(is_current=False)
    # published_at stays as it was, so that rolling back twice goes back two models.
    target.is_current = True
    target.save(update_fields=["is_current"])
    return target


def begin_run(*, seed, at, trainer=""):
    """Begin a training run, or return ``None`` when one is already running (the database says so)."""
    try:
        with transaction.atomic():
            return ModelRun.objects.create(started_at=at, heartbeat_at=at, seed=seed, trainer=trainer)
    except IntegrityError:
        return None


def beat_run(*, run, step, progress, at):
    """Note that a run is alive, and what it is doing."""
    run.step, run.progress, run.heartbeat_at = step, progress, at
    run.save(update_fields=["step", "progress", "heartbeat_at"])


def fail_run(*, run, error, at):
    """End a run that raised."""
    run.status, run.error, run.finished_at = ModelRun.Status.FAILED, error[:2000], at
    run.save(update_fields=["status", "error", "finished_at"])


def sweep_stale_runs(*, before, at, dead=()):
    """End runs whose heart stopped before ``before``, or whose trainer is known ``dead``; return how many."""
    gone = Q(heartbeat_at__lt=before) | Q(trainer__in=dead)
    return ModelRun.objects.filter(gone, status=ModelRun.Status.RUNNING).update(
        status=ModelRun.Status.FAILED, error="It stopped without a word: killed, or the machine went down.",
        finished_at=at,
    )  # fmt: skip
