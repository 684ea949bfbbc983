"""What curators do: publish, retire, decide on doubles. Nothing is ever deleted."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from exercises import search
from exercises.models import Exercise, ExerciseMuscle, ImportedRecord, NearDuplicate

# Facts that a merged double may fill in; texts stay with the licence they came with.
_FACTS = ("type", "level", "force", "mechanic", "pattern", "met", "minutes")


class ActionRefused(ValueError):
    """An action that would break a rule; the message says which."""


@dataclass
class Published:
    """Which exercises were published, and which were refused with the fields they miss."""

    published: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def publish_exercises(*, exercises, at):
    """Publish those that are complete; the others are left as they are and named with what they miss."""
    result = Published()
    rows = Exercise.objects.with_card().filter(pk__in=[exercise.pk for exercise in exercises]).order_by("pk")
    for exercise in rows:
        missing = exercise.missing_to_publish()
        if missing:
            result.refused.append((exercise, missing))
        else:
            result.published.append(exercise)
    _set_status(result.published, Exercise.Status.PUBLISHED, at=at, replacement=None)
    return result


@transaction.atomic
def retire_exercises(*, exercises, at, replacement=None):
    """Retire exercises; histories keep them, and what they are replaced by is shown instead.

    Raises :class:`ActionRefused` when the replacement is not published or is retired with them. What an
    earlier retirement pointed at one of them points at the replacement from now on.
    """
    keys = [exercise.pk for exercise in exercises]
    if replacement is not None:
        if replacement.pk in keys:
            raise ActionRefused(f"{replacement.name} cannot replace itself")
        if replacement.status != Exercise.Status.PUBLISHED:
            raise ActionRefused(f"{replacement.name} is not published, so it cannot replace anything")
    rows = list(Exercise.objects.filter(pk__in=keys).order_by("pk"))
    _set_status(rows, Exercise.Status.RETIRED, at=at, replacement=replacement)
    Exercise.objects.filter(replacement__in=keys).update(replacement=replacement, updated_at=at)
    return rows


@transaction.atomic
def return_to_draft(*, exercises, at):
    """Take exercises back to the drafts: they are shown to nobody until they are published again."""
    rows = list(Exercise.objects.filter(pk__in=[exercise.pk for exercise in exercises]).order_by("pk"))
    _set_status(rows, Exercise.Status.DRAFT, at=at, replacement=None)
    return rows


def _set_status(rows, status, *, at, replacement):
    for exercise in rows:
        exercise.status, exercise.replacement, exercise.updated_at = status, replacement, at
    Exercise.objects.filter(pk__in=[exercise.pk for exercise in rows]).update(
        status=status, replacement=replacement, updated_at=at
    )
    search.index(rows)


@transaction.atomic
def merge_exercises(*, keep, double, at):
    """Merge ``double`` into ``keep``: it is retired with ``keep`` as its replacement.

    Feedback, sets and impressions stay with the retired row, which leads to its replacement. ``keep``
    learns the other's names and the facts it lacks itself, never its texts: they have their own licence.
    """
    if keep.pk == double.pk:
        raise ActionRefused(f"{keep.name} cannot be merged into itself")
    keep = Exercise.objects.with_card().get(pk=keep.pk)
    double = Exercise.objects.with_card().get(pk=double.pk)
    if keep.status == Exercise.Status.RETIRED:
        raise ActionRefused(f"{keep.name} is retired, so nothing can be merged into it")
    own = {name.casefold() for name in (keep.name, *keep.aliases)}
    others = [name for name in (double.name, *double.aliases) if name.casefold() not in own]
    keep.aliases = [*keep.aliases, *dict.fromkeys(others)]
    for name in _FACTS:
        if not getattr(keep, name):
            setattr(keep, name, getattr(double, name))
    if not keep.is_equipment_known and double.is_equipment_known:
        keep.equipment.set(double.equipment.all())
        keep.is_equipment_known = True
    if not keep.muscle_shares.all():
        ExerciseMuscle.objects.bulk_create(
            ExerciseMuscle(exercise=keep, muscle=share.muscle, role=share.role, share=share.share)
            for share in double.muscle_shares.all()
        )
    keep.updated_at = at
    keep.save(update_fields=["aliases", *_FACTS, "is_equipment_known", "updated_at"])
    ImportedRecord.objects.filter(exercise=double).update(exercise=keep)
    Exercise.objects.filter(Q(pk=double.pk) | Q(replacement=double)).update(replacement=keep, updated_at=at)
    Exercise.objects.filter(pk=double.pk).update(status=Exercise.Status.RETIRED)
    pair = sorted((keep.pk, double.pk))
    NearDuplicate.objects.update_or_create(
        first_id=pair[0], second_id=pair[1],
        defaults={"decision": NearDuplicate.Decision.SAME, "decided_at": at},
        create_defaults={
            "decision": NearDuplicate.Decision.SAME, "decided_at": at, "found_at": at, "likeness": Decimal(1),
        },
    )  # fmt: skip
    search.index([keep, double])
    return keep


@transaction.atomic
def tell_apart(*, pairs, at):
    """Decide that the two of each pair are different: they do not come up again."""
    keys = [pair.pk for pair in pairs]
    return NearDuplicate.objects.filter(pk__in=keys).update(
        decision=NearDuplicate.Decision.DIFFERENT, decided_at=at
    )
