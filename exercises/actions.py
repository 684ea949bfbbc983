"""What curators do: publish, retire, decide on doubles. Nothing is ever deleted."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from exercises import search
from exercises.models import Exercise, Merge, NearDuplicate, Report, Revision
from exercises.revisions import recording

# More in a day is no longer one person finding mistakes.
MOST_REPORTS, REPORTS_WITHIN = 20, timedelta(days=1)
# What a merged exercise lacks to be published.
MERGED = "undo the merge first"


class ActionRefused(ValueError):
    """An action that would break a rule; the message says which."""


@dataclass
class Published:
    """Which exercises were published, and which were refused with the fields they miss."""

    published: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def publish_exercises(*, exercises, at, by=None):
    """Publish those that are complete; the others are left as they are and named with what they miss."""
    result = Published()
    rows = Exercise.objects.with_card().filter(pk__in=[exercise.pk for exercise in exercises]).order_by("pk")
    merged = merged_of(rows)
    for exercise in rows:
        missing = [MERGED] if exercise.pk in merged else exercise.missing_to_publish()
        if missing:
            result.refused.append((exercise, missing))
        else:
            result.published.append(exercise)
    _set_status(result.published, Exercise.Status.PUBLISHED, at=at, by=by, action=Revision.Action.PUBLISH)
    return result


def merged_of(rows):
    """Keys of the rows that stand merged into another: undoing the merge is their only way back."""
    merges = Merge.objects.filter(double__in=[row.pk for row in rows], undone_at=None)
    return set(merges.values_list("double", flat=True))


@transaction.atomic
def retire_exercises(*, exercises, at, replacement=None, by=None):
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
    merged = merged_of(rows)
    rows = [row for row in rows if row.pk not in merged]
    pointing = Exercise.objects.filter(replacement__in=keys).exclude(pk__in=keys)
    earlier = list(pointing.values_list("pk", flat=True))
    action = Revision.Action.RETIRE
    with recording(earlier, by=by, at=at, action=action):
        _set_status(rows, Exercise.Status.RETIRED, at=at, by=by, action=action, replacement=replacement)
        Exercise.objects.filter(pk__in=earlier).update(replacement=replacement, updated_at=at)
    return rows


@transaction.atomic
def return_to_draft(*, exercises, at, by=None):
    """Take exercises back to the drafts: they are shown to nobody until they are published again.

    Those that were merged into another stay as they are.
    """
    rows = list(Exercise.objects.filter(pk__in=[exercise.pk for exercise in exercises]).order_by("pk"))
    merged = merged_of(rows)
    rows = [row for row in rows if row.pk not in merged]
    _set_status(rows, Exercise.Status.DRAFT, at=at, by=by, action=Revision.Action.DRAFT)
    return rows


def _set_status(rows, status, *, at, by, action, replacement=None):
    withdrawn = [row.pk for row in rows if row.status != Exercise.Status.DRAFT]
    with recording([row.pk for row in rows], by=by, at=at, action=action):
        for exercise in rows:
            exercise.status, exercise.replacement, exercise.updated_at = status, replacement, at
        written = Exercise.objects.filter(pk__in=[exercise.pk for exercise in rows])
        written.update(status=status, replacement=replacement, updated_at=at)
        if status == Exercise.Status.DRAFT:
            # Clients that keep a copy are told of these; of drafts that nobody ever saw they are not.
            Exercise.objects.filter(pk__in=withdrawn).update(withdrawn_at=at)
        else:
            written.update(withdrawn_at=None)
    search.index(rows)


def refuse_incomplete(exercise):
    """Raise :class:`ActionRefused` for a published exercise that misses something."""
    fresh = Exercise.objects.with_card().get(pk=exercise.pk)
    missing = fresh.missing_to_publish() if fresh.status == Exercise.Status.PUBLISHED else []
    if missing:
        raise ActionRefused(f"{fresh.name} is published and would miss: {', '.join(missing)}")


@transaction.atomic
def report_mistake(*, exercise, kind, text, user, at, uuid):
    """Put what a member says is wrong with an exercise into the queue; the same UUID writes once.

    Raises :class:`ActionRefused` for a UUID that stands for something else, and when somebody has sent
    :data:`MOST_REPORTS` within a day.
    """
    earlier = Report.objects.filter(uuid=uuid).first()
    if earlier is not None:
        if (earlier.user_id, earlier.exercise_id, earlier.kind) != (user.pk, exercise.pk, kind):
            raise ActionRefused(_("This report was sent before. Load the page again to send another."))
        return earlier
    if user.reports.filter(created_at__gt=at - REPORTS_WITHIN).count() >= MOST_REPORTS:
        raise ActionRefused(
            _("You have sent %(most)d reports today. Thank you; the next ones tomorrow, please.")
            % {"most": MOST_REPORTS}
        )
    said = {"exercise": exercise, "user": user, "kind": kind, "text": text, "created_at": at}
    # Two requests of one UUID at once write once too.
    return Report.objects.get_or_create(uuid=uuid, defaults=said)[0]


@transaction.atomic
def decide_reports(*, reports, decision, at, by=None):
    """Decide on open reports: ``fixed`` or ``declined``; return how many were open."""
    keys = [report.pk for report in reports]
    waiting = Report.objects.filter(pk__in=keys, decision=Report.Decision.OPEN)
    return waiting.update(decision=decision, decided_at=at, decided_by=by)


@transaction.atomic
def tell_apart(*, pairs, at):
    """Decide that the two of each open pair are different: they do not come up again. Return how many.

    What was merged stays decided: undoing the merge is the way back.
    """
    keys = [pair.pk for pair in pairs]
    waiting = NearDuplicate.objects.filter(pk__in=keys, decision=NearDuplicate.Decision.OPEN)
    return waiting.update(decision=NearDuplicate.Decision.DIFFERENT, decided_at=at)
