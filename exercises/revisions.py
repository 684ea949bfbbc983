"""What every exercise was, when, and by whose hand: fields before and after, and the way back.

Bulk updates and relations through other tables go past hooks on a single row, so that an action says
itself what it changes: it works inside :func:`recording`, which compares before and after.
"""

from contextlib import contextmanager
from decimal import Decimal

from django.db import transaction

from exercises import search
from exercises.models import Equipment, Exercise, ExerciseJoint, ExerciseMuscle, Joint, Muscle, Revision

_APART = {"id", "created_at", "updated_at", "loaded_digest", "withdrawn_at"}
FIELDS = tuple(field for field in Exercise._meta.concrete_fields if field.name not in _APART)
RELATIONS = ("muscles", "joints", "equipment", "alternatives")


def snapshots(keys):
    """Return ``{pk: {field: plain value}}`` of exercises, in six queries whatever their number."""
    rows = Exercise.objects.filter(pk__in=keys).with_details().prefetch_related("alternatives")
    return {exercise.pk: _snapshot(exercise) for exercise in rows}


def _snapshot(exercise):
    state = {"id": exercise.pk}
    for field in FIELDS:
        value = getattr(exercise, field.attname)
        # The column's own number of places, so that 5 and 5.0 are the same.
        state[field.name] = str(field.to_python(value).quantize(_unit(field))) if _is_number(value) else value
    return state | {
        "muscles": {
            share.muscle.slug: [share.role, str(share.share.quantize(Decimal("0.001")))]
            for share in sorted(exercise.muscle_shares.all(), key=lambda share: share.muscle.slug)
        },
        "joints": {load.joint.slug: load.stress for load in exercise.joint_loads.all()},
        "equipment": sorted(item.slug for item in exercise.equipment.all()),
        "alternatives": sorted(other.pk for other in exercise.alternatives.all()),
    }


def _is_number(value):
    return isinstance(value, Decimal)


def _unit(field):
    return Decimal(1).scaleb(-field.decimal_places)


def differences(before, after):
    """Return ``{field: [before, after]}`` of what differs."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


@contextmanager
def recording(keys, *, by, at, action, note="", source=""):
    """Write a :class:`Revision` for each of the exercises that the block changes, in one transaction.

    Yields a list that holds the revisions afterwards.
    """
    keys, made = list(keys), []
    with transaction.atomic():
        before = snapshots(keys)
        yield made
        made += record(before, by=by, at=at, action=action, note=note, source=source)


def record(before, *, by, at, action, note="", source=""):
    """Write revisions of the exercises of ``before`` (see :func:`snapshots`) that are different now."""
    after = snapshots(before)
    changes = {key: differences(before[key], after[key]) for key in before if key in after}
    return Revision.objects.bulk_create(
        [
            Revision(
                exercise_id=key, action=action, by=by, at=at, note=note, source=source, changes=changes[key]
            )
            for key in changes
            if changes[key]
        ],
        batch_size=400,
    )


def record_new(keys, *, at, by=None, source="", note=""):
    """Write the first revision of new exercises: what they are like is what later ones start from."""
    action = Revision.Action.CREATE
    return Revision.objects.bulk_create(
        [Revision(exercise_id=key, action=action, by=by, at=at, source=source, note=note) for key in keys],
        batch_size=400,
    )


def inverse(changes, now):
    """Return ``(fields, kept)``: what takes ``changes`` back, and the fields that somebody changed since.

    A list that grew loses what was added, whatever else was done to it since.
    """
    fields, kept = {}, []
    for name, (before, after) in changes.items():
        if now[name] == after:
            fields[name] = before
        elif isinstance(before, list) and isinstance(after, list) and name != "steps":
            fields[name] = [item for item in now[name] if item in before or item not in after]
        elif now[name] != before:
            kept.append(name)
    return fields, kept


def restore(exercise, fields, *, at):
    """Write plain values, as :func:`snapshots` gives them, into an exercise and its relations."""
    columns = [field for field in FIELDS if field.name in fields]
    for field in columns:
        setattr(exercise, field.attname, field.to_python(fields[field.name]))
    exercise.updated_at = at
    exercise.save(update_fields=[*(field.name for field in columns), "updated_at"])
    if "equipment" in fields:
        exercise.equipment.set(Equipment.objects.filter(slug__in=fields["equipment"]))
    if "alternatives" in fields:
        exercise.alternatives.set(Exercise.objects.filter(pk__in=fields["alternatives"]))
    if "muscles" in fields:
        muscles = Muscle.objects.in_bulk(fields["muscles"], field_name="slug")
        exercise.muscle_shares.all().delete()
        ExerciseMuscle.objects.bulk_create(
            ExerciseMuscle(exercise=exercise, muscle=muscles[slug], role=role, share=Decimal(share))
            for slug, (role, share) in fields["muscles"].items()
        )
    if "joints" in fields:
        joints = Joint.objects.in_bulk(fields["joints"], field_name="slug")
        exercise.joint_loads.all().delete()
        ExerciseJoint.objects.bulk_create(
            ExerciseJoint(exercise=exercise, joint=joints[slug], stress=stress)
            for slug, stress in fields["joints"].items()
        )
    # bulk_create and update_fields leave the moment of change to us.
    Exercise.objects.filter(pk=exercise.pk).update(updated_at=at)
    search.index(Exercise.objects.filter(pk=exercise.pk))


def state_before(revision):
    """Return ``{field: value}`` that was changed by this revision or later ones, as it was before them."""
    later = Revision.objects.filter(exercise=revision.exercise_id, pk__gte=revision.pk).order_by("-pk")
    fields = {}
    for row in later:
        fields |= {name: before for name, (before, _after) in row.changes.items()}
    return fields
