"""Making one exercise of two, so that nothing of either is lost and all of it can be undone."""

from decimal import Decimal

from django.db import transaction

from exercises import following, search
from exercises.actions import ActionRefused, merged_of, refuse_incomplete
from exercises.models import Exercise, Merge, NearDuplicate, Revision
from exercises.revisions import inverse, recording, restore, snapshots

# What a person chooses from either of two exercises: one choice each, and what goes with it.
CHOICES = {
    **{name: (name,) for name in ("type", "level", "force", "mechanic", "pattern", "minutes", "doses")},
    **{name: (name,) for name in ("is_unilateral", "is_quiet", "suitability", "muscles", "variation_group")},
    "met": ("met", "met_source"),
    "measure": ("measure", "seconds_per_repetition"),
    "equipment": ("equipment", "is_equipment_known"),
    "joints": ("joints", "is_joint_stress_known"),
    # Words never part from the licence they came with.
    "words": ("summary", "setup", "steps", "breathing", "mistakes", "licence", "author", "source_url"),
}  # fmt: skip
# Facts that a double fills in where the other lacks them, without being asked.
_FILLED = (
    "type",
    "level",
    "force",
    "mechanic",
    "pattern",
    "met",
    "minutes",
    "muscles",
    "equipment",
    "joints",
)


@transaction.atomic
def merge_exercises(*, keep, double, at, by=None, take=()):
    """Merge ``double`` into ``keep``: it is retired with ``keep`` as its replacement. Return the merge.

    Sets, feedback, impressions and whatever else was registered with :mod:`exercises.following` move to
    ``keep``; what may not stand there twice stays with the double. ``keep`` learns the other's names, the
    facts it lacks, and the ``take`` of :data:`CHOICES` (``"name"`` as well). Raises :class:`ActionRefused`
    when that would leave a published exercise incomplete, and for what is retired already.
    """
    both = Exercise.objects.select_for_update().in_bulk([keep.pk, double.pk])
    if keep.pk == double.pk:
        raise ActionRefused(f"{keep.name} cannot be merged into itself")
    keep, double = both[keep.pk], both[double.pk]
    if keep.status == Exercise.Status.RETIRED:
        raise ActionRefused(f"{keep.name} is retired, so nothing can be merged into it")
    if merged_of([double]):
        raise ActionRefused(f"{double.name} was merged into another exercise already")
    unknown = set(take) - {"name", *CHOICES}
    if unknown:
        raise ActionRefused(f"{', '.join(sorted(unknown))}: nothing that can be taken over")
    note = f"{double.name} → {keep.name}"
    with recording(
        [keep.pk, double.pk], by=by, at=at, action=Revision.Action.MERGE, note=note[:200]
    ) as revisions:
        states = snapshots([keep.pk, double.pk])
        restore(keep, _taken(states[keep.pk], states[double.pk], take), at=at)
        moved = following.move(keep=keep, double=double)
        Exercise.objects.filter(pk__in=moved.get("exercises.Exercise.replacement", ())).update(updated_at=at)
        Exercise.objects.filter(pk=double.pk).update(
            status=Exercise.Status.RETIRED, replacement=keep, updated_at=at
        )
    changes = {revision.exercise_id: revision.changes for revision in revisions}
    refuse_incomplete(keep)
    merge = Merge.objects.create(
        keep=keep, double=double, at=at, by=by, moved=moved,
        keep_changes=changes.get(keep.pk, {}), double_changes=changes.get(double.pk, {}),
    )  # fmt: skip
    pair = sorted((keep.pk, double.pk))
    NearDuplicate.objects.update_or_create(
        first_id=pair[0], second_id=pair[1],
        defaults={"decision": NearDuplicate.Decision.SAME, "decided_at": at},
        create_defaults={
            "decision": NearDuplicate.Decision.SAME, "decided_at": at, "found_at": at, "likeness": Decimal(1),
        },
    )  # fmt: skip
    search.index(Exercise.objects.filter(pk__in=pair))
    return merge


def _taken(keep, double, take):
    """The fields of ``keep`` that a merge writes, both given as snapshots."""
    name, other = (double["name"], keep["name"]) if "name" in take else (keep["name"], double["name"])
    own = {word.casefold() for word in (name, *keep["aliases"])}
    others = [word for word in (other, *double["aliases"]) if word.casefold() not in own]
    fields = {"name": name, "aliases": [*keep["aliases"], *dict.fromkeys(others)]}
    for choice, names in CHOICES.items():
        # A row that does not know what it needs lacks it, whatever it lists.
        known = f"is_{'joint_stress' if choice == 'joints' else choice}_known"
        lacks = (
            not keep[known] and double[known]
            if known in keep
            else not keep[choice if choice in keep else names[0]]
        )
        if choice in take or (choice in _FILLED and lacks):
            fields |= {name: double[name] for name in names}
    return fields


@transaction.atomic
def undo_merge(*, merge, at, by=None):
    """Undo a merge: both exercises and every row it moved are as they were. Return what was kept instead.

    What somebody changed since then stays and is named (``[(exercise, field)]``). Raises
    :class:`ActionRefused` when it was undone before, or while a later merge of the kept one stands.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise ActionRefused("This merge was undone before")
    if merged_of([merge.keep]):
        raise ActionRefused(f"{merge.keep.name} was merged further: undo that first")
    stayed = []
    with recording(
        [merge.keep_id, merge.double_id], by=by, at=at, action=Revision.Action.UNMERGE, note=str(merge)
    ):
        states = snapshots([merge.keep_id, merge.double_id])
        following.move_back(merge.moved, keep=merge.keep, double=merge.double)
        for exercise, changes in (
            (merge.keep, merge.keep_changes), (merge.double, merge.double_changes),
        ):  # fmt: skip
            fields, kept = inverse(changes, states[exercise.pk])
            restore(exercise, fields, at=at)
            stayed += [(exercise, name) for name in kept]
    replacing = merge.moved.get("exercises.Exercise.replacement", ())
    Exercise.objects.filter(pk__in=replacing).update(updated_at=at)
    refuse_incomplete(merge.keep)
    refuse_incomplete(merge.double)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    first, second = sorted((merge.keep_id, merge.double_id))
    NearDuplicate.objects.filter(first=first, second=second).update(
        decision=NearDuplicate.Decision.OPEN, decided_at=None
    )
    return stayed


def kept(exercise):
    """The exercise that stands for this one now: itself, or what it was merged into.

    A phone may still know a double that was merged yesterday. Free of queries unless it is retired.
    """
    while exercise.status == Exercise.Status.RETIRED:
        merge = Merge.objects.filter(double=exercise, undone_at=None).select_related("keep").first()
        if merge is None:
            break
        exercise = merge.keep
    return exercise
