"""How one exercise goes for a member: estimated strength over time, volume, best sets, records, next step."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.dosage import Dose
from profiles import weights
from workouts import history, plots, progress, records
from workouts.models import WorkoutSet
from workouts.progression import Step
from workouts.suggestions import step_after

# How far back charts and tables reach; records and best sets are of all time.
SPANS = {
    "quarter": (timedelta(days=91), gettext_lazy("3 months")),
    "year": (timedelta(days=366), gettext_lazy("1 year")),
    "all": (None, gettext_lazy("All")),
}
USUAL_SPAN = "year"
MOST_BEST_SETS = 5
MOST_RECORDS = 10


@dataclass(frozen=True)
class BestSet:
    """One of the best sets: when, how much in words, and the estimated one-repetition maximum if any."""

    at: datetime
    amount: str
    one_rep_max: float | None

    @property
    def estimate(self):
        """The estimated maximum in words."""
        return weights.shown(self.one_rep_max, digits=1)


@dataclass(frozen=True)
class ExerciseProgress:
    """All that the page shows; ``points`` are of the span, ``has_history`` tells of any time."""

    dose: Dose
    step: Step
    has_history: bool
    points: list = field(default_factory=list)
    plots: list = field(default_factory=list)
    bests: list = field(default_factory=list)
    best_sets: list = field(default_factory=list)
    records: list = field(default_factory=list)

    @property
    def aim(self):
        """What to do next time, in words: ``3 × 8 × 62.5 kg``; the dose where no amount is known yet."""
        if self.step.amount is None:
            return str(self.dose)
        weight = self.step.weight_kg and Decimal(str(self.step.weight_kg))
        of_a_set = WorkoutSet(**{self.dose.unit: self.step.amount}, weight_kg=weight)
        return f"{self.dose.sets} × {of_a_set.amount}"

    @property
    def has_estimate(self):
        """Whether any one-repetition maximum could be estimated."""
        return any(best.kind == "one_rep_max" for best in self.bests)


def progress_of(user, exercise, *, goal, at, span=USUAL_SPAN):
    """Return the :class:`ExerciseProgress` of a member in an exercise; one query of its own."""
    sets = history.done_sets(user, [exercise.pk])
    dose = exercise.dose(goal)
    step = step_after(sets, exercise, dose=dose, at=at)
    points = progress.points(sets)
    reach, _name = SPANS[span]
    seen = [point for point in points if reach is None or point.at >= at - reach]
    return ExerciseProgress(
        dose=dose,
        step=step,
        has_history=bool(sets),
        points=seen,
        plots=_plots(seen),
        bests=records.bests_of(points),
        best_sets=_best_sets(sets),
        records=records.records_of(points)[::-1][:MOST_RECORDS],
    )


def _plots(points):
    """A line of the strength where it can be told, else of what was counted; and bars of the volume."""
    sign = weights.unit_word()
    drawn = [
        _line(points, "one_rep_max", "strength", _("Estimated one-repetition maximum"), sign)
        or _line(points, "heaviest", "weight", _("Heaviest weight"), sign)
        or _line(points, "repetitions", "most", _("Most repetitions in one set"), "")
        or _line(points, "metres", "distance", _("Longest distance"), "m")
        or _line(points, "seconds", "time", _("Longest set"), "s"),
        plots.bars(
            [(timezone.localdate(point.at), round(weights.in_unit(point.volume))) for point in points],
            key="volume", title=_("Weight moved per workout"), unit=sign,
            text=_("Repetitions times weight, summed over the sets of each workout."),
        ) if len(points) > 1 else None,
    ]  # fmt: skip
    return [plot for plot in drawn if plot]


def _line(points, name, key, title, unit):
    rows = [(timezone.localdate(point.at), getattr(point, name)) for point in points if getattr(point, name)]
    if unit == weights.unit_word():
        rows = [(day, float(weights.in_unit(value))) for day, value in rows]
    if len(rows) < 2 or len(rows) < len(points) / 2:
        return None
    text = _("%(count)s workouts, from %(first)s to %(last)s.") % {
        "count": len(rows), "first": _short(rows[0][1], unit), "last": _short(rows[-1][1], unit),
    }  # fmt: skip
    return plots.line(rows, key=key, title=title, text=text, unit=unit)


def _short(value, unit):
    value = round(value, 1)
    number = number_format(value, 0 if value == int(value) else 1, use_l10n=True)
    return f"{number} {unit}" if unit else number


def _best_sets(sets):
    """The best sets of all time, one of each kind and amount: by estimate, then by what was counted."""
    found = {}
    for row in sets:
        estimate = progress.one_rep_max(row.weight_kg, row.repetitions)
        amounts = (row.weight_kg or 0, row.repetitions or 0, row.distance_m or 0, row.seconds or 0)
        found.setdefault((estimate or 0, *amounts), (row, estimate))
    best = sorted(found.items(), reverse=True, key=lambda pair: pair[0])[:MOST_BEST_SETS]
    return [
        BestSet(row.done_at, _amount(row), estimate) for _key, (row, estimate) in best
    ]  # fmt: skip


def _amount(row):
    return WorkoutSet(
        repetitions=row.repetitions, weight_kg=row.weight_kg, seconds=row.seconds, distance_m=row.distance_m
    ).amount
