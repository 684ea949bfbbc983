"""What changes in a log: sets are added, voided and restored; none is overwritten or lost."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from exercises.merging import kept
from exercises.models import Exercise
from workouts.entries import SetEntry
from workouts.models import Workout, WorkoutSet

# Sets this close in time belong to one workout, unless the client says otherwise.
SAME_WORKOUT = timedelta(hours=3)
# Clocks of phones run ahead by some minutes.
AHEAD = timedelta(minutes=15)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
MOST_SETS = 100
MOST_POSITION = 32_000


class Conflict(ValueError):
    """The same UUID was used before for something else; the message names it."""


@dataclass(frozen=True)
class Logged:
    """What a log holds now: the workout, its rows for the sets that were sent, and how many are new."""

    workout: Workout
    sets: list
    new: int


def log_sets(*, user, exercise, sets, at, workout_uuid=None, place=None):
    """Write the sets that ``user`` did of ``exercise``; return :class:`Logged`.

    ``sets`` are :class:`~workouts.entries.SetEntry`; ``at`` is now. UUIDs are made by the client: a set
    sent again with the same content changes nothing, voided or not. With ``workout_uuid`` they join that
    workout (made when it is new), without it the one that was going on within the last three hours.

    Raises :class:`Conflict` naming the UUID when it stands for another set or workout, and
    ``ValidationError`` naming the field, as in ``sets[1].weight_kg``. Nothing is written then.
    """
    try:
        return _log(user, exercise, list(sets), at, workout_uuid, place)
    except IntegrityError:
        # The same sets arrived twice at the same moment: now the other request's rows are there to compare.
        return _log(user, exercise, list(sets), at, workout_uuid, place)


@transaction.atomic
def void_sets(*, user, uuids, at):
    """Take sets out of the log; the rows stay. Return how many changed; voiding again changes none.

    Raises ``WorkoutSet.DoesNotExist`` when one is unknown or somebody else's.
    """
    return _own(user, uuids).filter(voided_at__isnull=True).update(voided_at=at)


@transaction.atomic
def restore_sets(*, user, uuids):
    """Put voided sets back; return how many changed. Raises like :func:`void_sets`."""
    return _own(user, uuids).filter(voided_at__isnull=False).update(voided_at=None)


def void_set(*, user, uuid, at):
    """Take one set out of the log, as :func:`void_sets` does."""
    return void_sets(user=user, uuids=[uuid], at=at)


@transaction.atomic
def replace_set(*, user, uuid, entry, at):
    """Correct a set: the old one is voided and ``entry`` stands in its place; return the new row.

    The new set keeps the old one's time and position. Sent again it changes nothing. Raises
    ``WorkoutSet.DoesNotExist`` for an unknown set, and ``Conflict`` and ``ValidationError`` as
    :func:`log_sets` does; also a ``Conflict`` when the old set was taken out before.
    """
    old = WorkoutSet.objects.select_for_update(of=("self",)).select_related("workout", "exercise")
    old = old.get(workout__user=user, uuid=uuid)
    if faults := faults_of(entry, at):
        raise ValidationError(faults)
    known = WorkoutSet.objects.filter(uuid=entry.uuid).select_related("workout").first()
    if known:
        _same_or_conflict(known, user, old.exercise, entry)
        return known
    if old.voided_at is not None:
        raise Conflict(_("uuid %(uuid)s: that set was removed before") % {"uuid": uuid})
    old.voided_at = at
    old.save(update_fields=["voided_at"])
    return WorkoutSet.objects.create(
        uuid=entry.uuid, workout=old.workout, exercise=old.exercise, position=old.position,
        done_at=entry.done_at or old.done_at, **entry.amounts(),
    )  # fmt: skip


def faults_of(entry, at):
    """Return ``{field: [reasons]}`` for a :class:`SetEntry` that cannot be kept; empty when it can."""
    row = WorkoutSet(uuid=entry.uuid, **entry.amounts())
    try:
        row.clean_fields(exclude=["workout", "exercise", "done_at", "position", "voided_at"])
        faults = {}
    except ValidationError as error:
        faults = error.message_dict
    if entry.repetitions is None and entry.seconds is None and entry.distance_m is None:
        faults["repetitions"] = [_("Say how much: repetitions, seconds or metres.")]
    done_at = entry.done_at or at
    if done_at > at + AHEAD:
        faults["done_at"] = [_("It lies in the future.")]
    elif done_at < EARLIEST:
        faults["done_at"] = [_("It lies too far in the past.")]
    return faults


@transaction.atomic
def _log(user, exercise, sets, at, uuid, place):
    _check(sets, at)
    if exercise.status == Exercise.Status.DRAFT:
        raise ValidationError({"exercise": _("This exercise is not published.")})
    exercise = kept(exercise)
    if place is not None and place.user_id != user.pk:
        raise ValidationError({"place": _("This is not one of your places.")})
    rows = WorkoutSet.objects.filter(uuid__in=[entry.uuid for entry in sets]).select_related("workout")
    known = {row.uuid: row for row in rows}
    for entry in sets:
        if entry.uuid in known:
            _same_or_conflict(known[entry.uuid], user, exercise, entry)
    fresh = [entry for entry in sets if entry.uuid not in known]
    if uuid is None and known:
        workout = next(iter(known.values())).workout
    else:
        workout = _workout_for(user, [entry.done_at or at for entry in fresh] or [at], uuid, place)
    for row in known.values():
        if row.workout_id != workout.pk:
            raise Conflict(_("uuid %(uuid)s: that set is part of another workout") % {"uuid": row.uuid})
    written = {row.uuid: row for row in _add(workout, exercise, fresh, at)}
    return Logged(workout=workout, sets=[(known | written)[entry.uuid] for entry in sets], new=len(written))


def _add(workout, exercise, entries, at):
    last = workout.sets.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    return WorkoutSet.objects.bulk_create(
        WorkoutSet(
            uuid=entry.uuid, workout=workout, exercise=exercise, position=min(first + index, MOST_POSITION),
            done_at=entry.done_at or at, **entry.amounts(),
        )
        for index, entry in enumerate(entries)
    )  # fmt: skip


def _workout_for(user, times, uuid, place):
    """The workout that sets done at ``times`` belong to, made where there is none."""
    if uuid is not None:
        found = Workout.objects.filter(uuid=uuid).first()
        if found and found.user_id != user.pk:
            raise Conflict(_("workout %(uuid)s: it was used before; make a new one") % {"uuid": uuid})
        return found or Workout.objects.create(uuid=uuid, user=user, place=place, started_at=min(times))
    found = _going_on(user, times, place)
    if found is None:
        return Workout.objects.create(user=user, place=place, started_at=min(times))
    if min(times) < found.started_at:
        found.started_at = min(times)
        found.save(update_fields=["started_at"])
    return found


def _going_on(user, times, place):
    near = (
        Workout.objects.filter(user=user, started_at__lte=max(times) + SAME_WORKOUT, finished_at__isnull=True)
        .annotate(last=Max("sets__done_at"))
        .filter(last__gte=min(times) - SAME_WORKOUT)
        .order_by("-started_at", "-pk")
        .first()
    )
    elsewhere = near and place and near.place_id and near.place_id != place.pk
    return None if elsewhere else near


def _own(user, uuids):
    wanted = set(uuids)
    rows = WorkoutSet.objects.filter(workout__user=user, uuid__in=wanted)
    if rows.count() != len(wanted):
        raise WorkoutSet.DoesNotExist("A set is not there.")
    return WorkoutSet.objects.filter(pk__in=rows.values("pk"))


def _check(sets, at):
    """Raise ``ValidationError`` naming every wrong field of every set."""
    errors = {}
    if not sets:
        errors["sets"] = [_("Write down at least one set.")]
    if len(sets) > MOST_SETS:
        errors["sets"] = [_("At most %(most)s sets at a time.") % {"most": MOST_SETS}]
    if len({entry.uuid for entry in sets}) < len(sets):
        errors["sets"] = [_("Two sets have the same UUID.")]
    for index, entry in enumerate(sets[:MOST_SETS]):
        for field, messages in faults_of(entry, at).items():
            errors[f"sets[{index}].{field}"] = messages
    if errors:
        raise ValidationError(errors)


def _same_or_conflict(row, user, exercise, entry: SetEntry):
    same = (
        row.workout.user_id == user.pk
        and row.exercise_id == exercise.pk
        and all(getattr(row, name) == value for name, value in entry.amounts().items())
        and (entry.done_at is None or row.done_at == entry.done_at)
    )
    if not same:
        raise Conflict(_("uuid %(uuid)s: it was used before for another set") % {"uuid": entry.uuid})
