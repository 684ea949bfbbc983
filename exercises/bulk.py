"""Change one thing about many exercises: what is it now, what would it be, what would be odd then.

:func:`preview` shows an edit (see :mod:`exercises.edits`) on every exercise without writing,
:func:`apply_edit` writes it in one transaction.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext

from exercises import actions, catalogue, review, search
from exercises.edits import EDITS
from exercises.models import Exercise, Revision
from exercises.records import record_of
from exercises.revisions import recording

MOST = 1000


@dataclass
class Line:
    """One exercise of a preview: in words what is and what would be, and what would be odd then."""

    exercise: Exercise
    now: str
    then: str
    faults: list = field(default_factory=list)
    is_refused: bool = False


@dataclass
class Preview:
    """Every exercise that would change; how many are that way already; and the state it was made of."""

    lines: list = field(default_factory=list)
    unchanged: int = 0
    state: str = ""

    @property
    def keys(self):
        """Keys of those that would be written."""
        return [line.exercise.pk for line in self.lines if not line.is_refused]

    @property
    def fault_count(self):
        """How many of them something is odd with."""
        return sum(bool(line.faults) for line in self.lines)


def preview(code, value, exercises):
    """What an edit would do to exercises (a queryset): :class:`Preview`, those with faults first."""
    edit = EDITS[code]
    rows = exercises.with_details().select_related("variation_group", "easier", "harder")
    rows = rows.prefetch_related("alternatives").order_by("name", "pk")
    made, states = Preview(), []
    for exercise in rows:
        now, then = edit.now(exercise), edit.then(exercise, value)
        states.append([exercise.pk, now])
        if now == then:
            made.unchanged += 1
            continue
        line = Line(exercise, str(edit.said(now)), str(edit.said(then)))
        _look_at(line, edit, code, then)
        made.lines.append(line)
    made.lines.sort(key=lambda line: (not line.is_refused, not line.faults))
    made.state = hashlib.sha256(json.dumps([code, value, states], default=str).encode()).hexdigest()
    return made


def _look_at(line, edit, code, then):
    """Note what would be odd about a line that is not odd now, and whether it cannot be at all."""
    exercise = line.exercise
    if code == "status":
        if then == Exercise.Status.PUBLISHED:
            missing = exercise.missing_to_publish()
            if missing:
                line.is_refused = True
                line.faults = [gettext("is not complete: %(fields)s") % {"fields": ", ".join(missing)}]
        return
    is_published = exercise.status == Exercise.Status.PUBLISHED
    if is_published and code == "is_joint_stress_known" and not then:
        line.is_refused = True
        line.faults = [gettext("is published, so it must be said what the joints bear")]
        return
    record = record_of(exercise, plain=True)
    before = set(faults_of(record, exercise))
    edit.change(record, then)
    line.faults = [fault for fault in faults_of(record, exercise) if fault not in before]


def faults_of(record, exercise):
    """What is wrong or contradictory with a record alone and beside its easier and harder version."""
    levels = {other.slug: other.level or 0 for other in (exercise.easier, exercise.harder) if other}
    levels |= {other.slug: other.level or 0 for other in exercise.alternatives.all()}
    found = list(catalogue.problems(record)) + [text for _slug, text in review.contradictions([record])]
    if record["level"] and all(levels.values()):
        found += [text for _slug, text in review.links([record], {**levels, record["slug"]: record["level"]})]
    return found


@transaction.atomic
def apply_edit(code, value, *, keys, by, at):
    """Write an edit into the exercises of these keys, note it with each, and return how many."""
    edit = EDITS[code]
    if code == "status":
        return _set_status(value, keys, by=by, at=at)
    with recording(keys, by=by, at=at, action=Revision.Action.BULK) as made:
        edit.write(keys, value, at=at)
    written = [revision.exercise_id for revision in made]
    rows = Exercise.objects.filter(pk__in=written)
    if written:
        LogEntry.objects.log_actions(by.pk, rows, CHANGE, change_message=f"Changed with others: {edit.words}")
    search.index(rows)
    return len(written)


def _set_status(status, keys, *, by, at):
    rows = list(Exercise.objects.filter(pk__in=keys))
    if status == Exercise.Status.PUBLISHED:
        return len(actions.publish_exercises(exercises=rows, at=at, by=by).published)
    if status == Exercise.Status.RETIRED:
        return len(actions.retire_exercises(exercises=rows, at=at, by=by))
    return len(actions.return_to_draft(exercises=rows, at=at, by=by))
