"""Taking an exercise back to what it was."""

from django.db import transaction
from django.utils.translation import gettext as _

from exercises.actions import ActionRefused, refuse_incomplete
from exercises.models import Exercise, Merge, Revision
from exercises.revisions import recording, restore, state_before

# Publishing and merging decide on these; people and phones know the address.
_STAY = ("status", "replacement", "slug")


@transaction.atomic
def revert_exercise(*, revision, at, by=None):
    """Take an exercise back to what it was before ``revision``; this is a revision as well.

    Status and address stay. Links to what was merged since lead to the exercise that was kept. Raises
    :class:`ActionRefused` when nothing would change, and when a published exercise would miss something.
    """
    fields = {name: value for name, value in state_before(revision).items() if name not in _STAY}
    note = f"{revision.at:%Y-%m-%d %H:%M}"
    with recording([revision.exercise_id], by=by, at=at, action=Revision.Action.REVERT, note=note) as made:
        exercise = Exercise.objects.select_for_update().get(pk=revision.exercise_id)
        restore(exercise, fields | _links_that_hold(exercise, fields), at=at)
    if not made:
        raise ActionRefused(_("%(name)s is like that already") % {"name": exercise.name})
    refuse_incomplete(exercise)
    return made[0]


def _links_that_hold(exercise, fields):
    """The links among ``fields``, those to merged exercises replaced by what stands for them now."""
    merged = dict(Merge.objects.filter(undone_at=None).values_list("double", "keep"))
    there = set(Exercise.objects.values_list("pk", flat=True))

    def held(key):
        while key in merged:
            key = merged[key]
        return key if key in there and key != exercise.pk else None

    found = {name: held(fields[name]) for name in ("easier", "harder") if name in fields}
    if "alternatives" in fields:
        found["alternatives"] = sorted({key for key in map(held, fields["alternatives"]) if key})
    return found
