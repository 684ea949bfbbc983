"""What changes in a log: sets are added, voided and restored; none is overwritten or lost."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

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
LONGEST_NOTE = 500


class Conflict(ValueError):
    """The same UUID was used before for something else; the message names it."""


@dataclass(frozen=True)
class Logged:
    """What a log holds now: the workout, its rows for the sets that were sent, and how many are new."""

    workout: Workout
    sets: list
    new: int


@dataclass(frozen=True)
class Span:
    """What a client says of a whole workout: when it began and ended, and a note; all may be missing."""

    started_at: datetime | None = None
    finished_at: datetime | None = None
    note: str | None = None

    def faults(self, at):
        """``{field: messages}`` of what cannot be."""
        faults = {}
        for name in ("started_at", "finished_at"):
            time = getattr(self, name)
            if time and (fault := _fault_of_time(time, at)):
                faults[name] = [fault]
        if self.started_at and self.finished_at and self.finished_at < self.started_at:
            faults["finished_at"] = [_("It ends before it starts.")]
        if len(self.note or "") > LONGEST_NOTE:
            faults["note"] = [_("At most %(most)s characters.") % {"most": LONGEST_NOTE}]
        return faults


def log_sets(*, user, exercise, sets, at, workout_uuid=None, place=None):
    """Write the sets that ``user`` did of ``exercise``; return :class:`Logged`.

    ``sets`` are :class:`~workouts.entries.SetEntry`; ``at`` is now. UUIDs are made by the client: a set
    sent again with the same content changes nothing, voided or not. With ``workout_uuid`` they join that
    workout (made when it is new), without it the one that was going on within the last three hours.

    Raises :class:`Conflict` naming the UUID when it stands for another set or workout, and
    ``ValidationError`` naming the field, as in ``sets[1].weight_kg``. Nothing is written then.
    """
    if not sets:
        raise ValidationError({"sets": _("Write down at least one set.")})
    done = [(exercise, entry) for entry in sets]
    return log_workout(user=user, done=done, at=at, uuid=workout_uuid, place=place)


def log_workout(*, user, done, at, uuid=None, place=None, started_at=None, finished_at=None, note=None):
    """Write a workout of several exercises, whole or a part at a time; return :class:`Logged`.

    ``done`` are pairs of an exercise and a :class:`~workouts.entries.SetEntry`, in order. Sent again with
    more sets, a later end or another note, the workout grows and loses nothing: it starts at the earliest
    time and ends at the latest one that was said of it. Raises as :func:`log_sets` does.
    """
    span = Span(started_at, finished_at, note)
    try:
        return _log(user, list(done), at, uuid, place, span)
    except IntegrityError:
        # The same sets arrived twice at the same moment: now the other request's rows are there to compare.
        return _log(user, list(done), at, uuid, place, span)


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
    if faults := _faults(entry, at):
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


@transaction.atomic
def _log(user, done, at, uuid, place, span):
    _check(done, at, place=place, user=user, span=span)
    entries = [entry for _exercise, entry in done]
    known = {
        row.uuid: row
        for row in WorkoutSet.objects.filter(uuid__in=[entry.uuid for entry in entries]).select_related(
            "workout"
        )
    }
    for exercise, entry in done:
        if entry.uuid in known:
            _same_or_conflict(known[entry.uuid], user, exercise, entry)
    fresh = [(exercise, entry) for exercise, entry in done if entry.uuid not in known]
    times = [entry.done_at or at for _exercise, entry in fresh]
    if uuid is None and known:
        workout = next(iter(known.values())).workout
    else:
        workout = _workout_for(user, times, at, uuid, place, span)
    for row in known.values():
        if row.workout_id != workout.pk:
            raise Conflict(_("uuid %(uuid)s: that set is part of another workout") % {"uuid": row.uuid})
    _stretch(workout, times, span)
    rows = {row.uuid: row for row in _add(workout, fresh, at)}
    return Logged(workout=workout, sets=[(known | rows)[entry.uuid] for entry in entries], new=len(rows))


def _add(workout, done, at):
    last = workout.sets.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    return WorkoutSet.objects.bulk_create(
        WorkoutSet(
            uuid=entry.uuid, workout=workout, exercise=exercise, position=min(first + index, MOST_POSITION),
            done_at=entry.done_at or at, **entry.amounts(),
        )
        for index, (exercise, entry) in enumerate(done)
    )  # fmt: skip


def _workout_for(user, times, at, uuid, place, span):
    """The workout that sets done at ``times`` belong to, made where there is none."""
    first = span.started_at or min(times, default=at)
    found = _going_on(user, times or [first], place) if uuid is None else _own_workout(user, uuid)
    if found:
        return found
    fields = {"user": user, "place": place, "started_at": first, "note": span.note or ""}
    return Workout.objects.create(**fields, **({"uuid": uuid} if uuid else {}))


def _stretch(workout, times, span):
    """Let a workout reach from the earliest to the latest time that is known of it."""
    starts = [*times, workout.started_at, *([span.started_at] if span.started_at else [])]
    ends = [end for end in (workout.finished_at, span.finished_at) if end]
    wanted = {
        "started_at": min(starts),
        "finished_at": max([*times, *ends, min(starts)]) if ends else None,
        "note": workout.note if span.note is None else span.note,
    }
    changed = [name for name, value in wanted.items() if getattr(workout, name) != value]
    for name in changed:
        setattr(workout, name, wanted[name])
    if changed:
        workout.save(update_fields=changed)


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


def _own_workout(user, uuid):
    workout = Workout.objects.filter(uuid=uuid).first()
    if workout and workout.user_id != user.pk:
        raise Conflict(_("workout %(uuid)s: it was used before; make a new one") % {"uuid": uuid})
    return workout


def _own(user, uuids):
    wanted = set(uuids)
    rows = WorkoutSet.objects.filter(workout__user=user, uuid__in=wanted)
    if rows.count() != len(wanted):
        raise WorkoutSet.DoesNotExist("A set is not there.")
    return WorkoutSet.objects.filter(pk__in=rows.values("pk"))


def _check(done, at, *, place, user, span):
    """Raise ``ValidationError`` naming every wrong field of a workout and of its sets."""
    errors = {}
    if place is not None and place.user_id != user.pk:
        errors["place"] = [_("This is not one of your places.")]
    if len(done) > MOST_SETS:
        errors["sets"] = [_("At most %(most)s sets at a time.") % {"most": MOST_SETS}]
    if len({entry.uuid for _exercise, entry in done}) < len(done):
        errors["sets"] = [_("Two sets have the same UUID.")]
    errors |= span.faults(at)
    for index, (exercise, entry) in enumerate(done[:MOST_SETS]):
        if exercise.status == Exercise.Status.DRAFT:
            errors[f"sets[{index}].exercise"] = [_("This exercise is not published.")]
        for field, messages in _faults(entry, at).items():
            errors[f"sets[{index}].{field}"] = messages
    if errors:
        raise ValidationError(errors)


def _faults(entry, at):
    row = WorkoutSet(uuid=entry.uuid, **entry.amounts())
    try:
        row.clean_fields(exclude=["workout", "exercise", "done_at", "position", "voided_at"])
        faults = {}
    except ValidationError as error:
        faults = error.message_dict
    if entry.repetitions is None and entry.seconds is None and entry.distance_m is None:
        faults["repetitions"] = [_("Say how much: repetitions, seconds or metres.")]
    if fault := _fault_of_time(entry.done_at or at, at):
        faults["done_at"] = [fault]
    return faults


def _fault_of_time(time, at):
    if time > at + AHEAD:
        return _("It lies in the future.")
    return _("It lies too far in the past.") if time < EARLIEST else None


def _same_or_conflict(row, user, exercise, entry: SetEntry):
    same = (
        row.workout.user_id == user.pk
        and row.exercise_id == exercise.pk
        and all(getattr(row, name) == value for name, value in entry.amounts().items())
        and (entry.done_at is None or row.done_at == entry.done_at)
    )
    if not same:
        raise Conflict(_("uuid %(uuid)s: it was used before for another set") % {"uuid": entry.uuid})
