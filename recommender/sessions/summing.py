"""What was done of a session against its plan: sets, time, load, and what was more than ever before."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from recommender.engine.timetable import MAIN
from recommender.sessions import showing
from recommender.sessions.plans import Session, Slot
from workouts import history, progress
from workouts.models import WorkoutSet


@dataclass(frozen=True)
class Result:
    """One exercise of the main part: what was planned, and the sets that were done of it."""

    slot: Slot | None
    group: history.Group | None
    records: list

    @property
    def name(self):
        """The exercise's name."""
        return self.slot.name if self.slot else self.group.exercise.name

    @property
    def slug(self):
        """The exercise's slug."""
        return self.slot.slug if self.slot else self.group.exercise.slug

    @property
    def done(self):
        """How many sets were done."""
        return len(self.group.sets) if self.group else 0

    @property
    def planned(self):
        """How many sets were planned; none where it was swapped away in the middle."""
        return self.slot.sets if self.slot else 0

    @property
    def dose(self):
        """What was planned, in words."""
        if self.slot is None:
            return ""
        load = [showing.kilograms(self.slot.weight_kg)] if self.slot.weight_kg else []
        return ", ".join([showing.dose_of(self.slot), *load])


@dataclass(frozen=True)
class Summary:
    """A whole session that was trained."""

    session: Session
    results: list
    minutes: int
    volume: Decimal

    @property
    def done(self):
        """Sets done, in all."""
        return sum(result.done for result in self.results)

    @property
    def planned(self):
        """Sets planned, in all."""
        return sum(result.planned for result in self.results)

    @property
    def records(self):
        """``(name, sentence)`` of everything that was more than ever before."""
        return [(result.name, record) for result in self.results for record in result.records]


def sum_up(user, row):
    """Return the :class:`Summary` of a session's row, in one query."""
    session = Session.from_dict(row.plan)
    exercises = {slot.exercise_id for slot in session.section(MAIN)}
    rows = WorkoutSet.objects.standing().filter(workout__user=user).select_related("exercise")
    rows = rows.filter(exercise__in=WorkoutSet.objects.filter(workout=row.workout_id).values("exercise"))
    by_exercise = {}
    for one in rows.order_by("done_at", "position", "pk"):
        by_exercise.setdefault(one.exercise_id, []).append(one)
    results = [_result(slot, by_exercise.get(slot.exercise_id, ()), row) for slot in session.section(MAIN)]
    # What was done before it was swapped away was done all the same.
    others = [_result(None, rows, row) for key, rows in by_exercise.items() if key not in exercises]
    results += [result for result in others if result.done]
    end = row.finished_at or max(
        (one.done_at for r in results if r.group for one in r.group.sets), default=None
    )
    return Summary(
        session=session, results=results,
        minutes=showing.whole_minutes((end - row.started_at).total_seconds()) if end else 0,
        volume=sum((one.volume for r in results if r.group for one in r.group.sets), Decimal(0)),
    )  # fmt: skip


def _result(slot, rows, row):
    own = [one for one in rows if one.workout_id == row.workout_id]
    group = history.Group(own[0].exercise, own) if own else None
    before = [one for one in rows if one.done_at < own[0].done_at and one not in own] if own else []
    return Result(slot, group, _records(before, own))


def _records(before, own):
    """What of ``own`` sets is more than in any workout ``before``; the first time there is no record."""
    if not before or not own:
        return []
    earlier, now = progress.points(before), progress.points(own)[0]
    best = max((point.one_rep_max or 0 for point in earlier), default=0)
    heaviest = max((point.heaviest or 0 for point in earlier), default=0)
    said = []
    if now.heaviest and now.heaviest > heaviest > 0:
        said.append(_("%(load)s, the heaviest so far") % {"load": showing.kilograms(now.heaviest)})
    if now.one_rep_max and now.one_rep_max > best > 0:
        load = showing.kilograms(round(now.one_rep_max, 1))
        said.append(_("an estimated best of %(load)s for one repetition") % {"load": load})
    if not now.heaviest and now.most > max(point.most for point in earlier):
        unit = _("%(count)d repetitions") if own[0].repetitions else _("%(count)d seconds")
        said.append(_("%(amount)s in one set, the most so far") % {"amount": unit % {"count": now.most}})
    return said
