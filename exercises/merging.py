"""Making one exercise of two, so that nothing of either is lost and all of it can be undone."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

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
_PAIRS = "exercises.NearDuplicate"


@transaction.atomic
def merge_exercises(*, keep, double, at, by=None, take=(), fill=True):
    """Merge ``double`` into ``keep``: it is retired with ``keep`` as its replacement. Return the merge.

    Sets, feedback, impressions and whatever else was registered with :mod:`exercises.following` move to
    ``keep``; what may not stand there twice stays with the double. ``keep`` learns the other's names and
    the ``take`` of :data:`CHOICES` (``"name"`` as well); with ``fill`` also the facts it lacks. Raises
    :class:`ActionRefused` when that would leave a published exercise incomplete, and for what is retired.
    """
    if keep.pk == double.pk:
        raise ActionRefused(_("%(name)s cannot be merged into itself") % {"name": keep.name})
    both = Exercise.objects.select_for_update().in_bulk([keep.pk, double.pk])
    keep, double = both[keep.pk], both[double.pk]
    _refuse_unmergeable(keep, double, take)
    linked = list(_linked_to(double).exclude(pk=keep.pk).values_list("pk", flat=True))
    note = f"{double.name} → {keep.name}"[:200]
    with recording(
        [keep.pk, double.pk, *linked], by=by, at=at, action=Revision.Action.MERGE, note=note
    ) as made:
        states = snapshots([keep.pk, double.pk])
        # First, so that no link of its own to the double is left to become one to itself.
        restore(keep, _taken(states[keep.pk], states[double.pk], take, fill), at=at)
        moved = following.move(keep=keep, double=double)
        Exercise.objects.filter(pk=double.pk).update(
            status=Exercise.Status.RETIRED, replacement=keep, updated_at=at
        )
    _stamp(made, at)
    refuse_incomplete(keep)
    if pairs := _decide_pairs(keep, double, at):
        moved[_PAIRS] = pairs
    changes = {revision.exercise_id: revision.changes for revision in made}
    merge = Merge.objects.create(
        keep=keep, double=double, at=at, by=by, moved=moved,
        keep_changes=changes.get(keep.pk, {}), double_changes=changes.get(double.pk, {}),
    )  # fmt: skip
    search.index(Exercise.objects.filter(pk__in=[keep.pk, double.pk]))
    return merge


def _refuse_unmergeable(keep, double, take):
    if keep.status == Exercise.Status.RETIRED:
        raise ActionRefused(_("%(name)s is retired, so nothing can be merged into it") % {"name": keep.name})
    if merged_of([double]):
        raise ActionRefused(_("%(name)s was merged into another exercise already") % {"name": double.name})
    unknown = set(take) - {"name", *CHOICES}
    if unknown:
        raise ActionRefused(
            _("%(names)s: nothing that can be taken over") % {"names": ", ".join(sorted(unknown))}
        )


def _linked_to(exercise):
    """Exercises that name this one: as what replaces them, as easier or harder, as what to do instead."""
    others = Exercise.alternatives.through.objects.filter(to_exercise=exercise).values("from_exercise")
    return Exercise.objects.filter(
        Q(replacement=exercise) | Q(easier=exercise) | Q(harder=exercise) | Q(pk__in=others)
    )


def _stamp(revisions, at):
    """Let clients and models see that these exercises changed."""
    changed = [revision.exercise_id for revision in revisions]
    Exercise.objects.filter(pk__in=changed).update(updated_at=at)


def _decide_pairs(keep, double, at):
    """Note that the two are one, and ask about ``keep`` what is open about the double.

    Return the keys of pairs that were not there before.
    """
    made = []
    first, second = sorted((keep.pk, double.pk))
    same = {"decision": NearDuplicate.Decision.SAME, "decided_at": at}
    pair, is_new = NearDuplicate.objects.update_or_create(
        first_id=first, second_id=second, defaults=same,
        create_defaults=same | {"found_at": at, "likeness": Decimal(1)},
    )  # fmt: skip
    if is_new:
        made.append(pair.pk)
    about = Q(first=double) | Q(second=double)
    for pair in NearDuplicate.objects.filter(about, decision=NearDuplicate.Decision.OPEN).order_by("pk"):
        third = pair.second_id if pair.first_id == double.pk else pair.first_id
        first, second = sorted((keep.pk, third))
        pair, is_new = NearDuplicate.objects.get_or_create(
            first_id=first, second_id=second,
            defaults={"likeness": pair.likeness, "reasons": pair.reasons, "found_at": at},
        )  # fmt: skip
        if is_new:
            made.append(pair.pk)
    return made


def _taken(keep, double, take, fill):
    """The fields of ``keep`` that a merge writes, both given as snapshots."""
    name, other = (double["name"], keep["name"]) if "name" in take else (keep["name"], double["name"])
    own = {word.casefold() for word in (name, *keep["aliases"])}
    others = [word for word in (other, *double["aliases"]) if word.casefold() not in own]
    fields = {"name": name, "aliases": [*keep["aliases"], *dict.fromkeys(others)]}
    for choice, names in CHOICES.items():
        if choice in take or (fill and choice in _FILLED and _lacks(keep, double, choice, names)):
            fields |= {name: double[name] for name in names}
    # Nothing is easier than itself, nor done instead of itself.
    both = (keep["id"], double["id"])
    for name in ("easier", "harder"):
        if keep[name] == double["id"]:
            fields[name] = None if double[name] in both else double[name]
    fields["alternatives"] = [key for key in keep["alternatives"] if key not in both]
    return fields


def _lacks(keep, double, choice, names):
    # A row that does not know what it needs lacks it, whatever it lists.
    known = f"is_{'joint_stress' if choice == 'joints' else choice}_known"
    if known in keep:
        return not keep[known] and double[known]
    return not keep[choice if choice in keep else names[0]]


@transaction.atomic
def undo_merge(*, merge, at, by=None):
    """Undo a merge: both exercises and every row it moved are as they were. Return what was kept instead.

    What somebody changed since then stays and is named (``[(exercise, field)]``). Raises
    :class:`ActionRefused` when it was undone before, or while a later merge of the kept one stands.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    keep, double = merge.keep, merge.double
    if merge.undone_at is not None:
        raise ActionRefused(_("This merge was undone before"))
    if merged_of([keep]):
        raise ActionRefused(_("%(name)s was merged further: undo that first") % {"name": keep.name})
    stayed = []
    linked = list(_linked_to(keep).exclude(pk=double.pk).values_list("pk", flat=True))
    note = f"{double.name} → {keep.name}"[:200]
    with recording(
        [keep.pk, double.pk, *linked], by=by, at=at, action=Revision.Action.UNMERGE, note=note
    ) as made:
        states = snapshots([keep.pk, double.pk])
        following.move_back(merge.moved, keep=keep, double=double)
        for exercise, changes in ((keep, merge.keep_changes), (double, merge.double_changes)):
            fields, kept_fields = inverse(changes, states[exercise.pk])
            restore(exercise, fields, at=at)
            stayed += [(exercise, name) for name in kept_fields]
    _stamp(made, at)
    refuse_incomplete(keep)
    refuse_incomplete(double)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    first, second = sorted((keep.pk, double.pk))
    NearDuplicate.objects.filter(first=first, second=second).update(
        decision=NearDuplicate.Decision.OPEN, decided_at=None
    )
    # Those that the merge asked about itself, as long as nobody has answered.
    asked = NearDuplicate.objects.filter(pk__in=merge.moved.get(_PAIRS, ()))
    asked.filter(decision=NearDuplicate.Decision.OPEN).delete()
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
