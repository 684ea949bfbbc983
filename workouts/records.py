"""Records: a workout that beats every earlier one of the same exercise. Nothing here runs a query."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from profiles import weights
from workouts.models import WorkoutSet

# kind = a field of progress.Point → what it is called. Weights are in kg, times in s, distances in m.
KINDS = {
    "heaviest": _("Heaviest weight"),
    "one_rep_max": _("Estimated one-repetition maximum"),
    "repetitions": _("Most repetitions without a weight"),
    "seconds": _("Longest set"),
    "metres": _("Longest distance"),
    "volume": _("Most weight moved in a workout"),
}
# A weight is said as it was lifted; what was computed is rounded.
DIGITS = {"heaviest": None, "one_rep_max": 1, "volume": 0}
# Rounding of sums is no record.
_SLACK = 1e-6


@dataclass(frozen=True)
class Record:
    """A best of one kind, the workout it was in, and the best before it."""

    kind: str
    at: datetime
    workout: int
    value: float
    before: float

    @property
    def name(self):
        """The kind in words."""
        return KINDS[self.kind]

    @property
    def text(self):
        """The value in words."""
        return value_text(self.kind, self.value)

    @property
    def before_text(self):
        """The best before in words."""
        return value_text(self.kind, self.before)


@dataclass(frozen=True)
class Best:
    """The best of one kind so far, and when it was first reached."""

    kind: str
    at: datetime
    value: float

    @property
    def name(self):
        """The kind in words."""
        return KINDS[self.kind]

    @property
    def text(self):
        """The value in words."""
        return value_text(self.kind, self.value)


def value_text(kind, value):
    """Return a value of a kind in words, as the reader reads: ``102.5 kg``, ``12``, ``40 s``, ``2.5 km``."""
    if kind == "seconds":
        return WorkoutSet(seconds=value).amount
    if kind == "metres":
        return WorkoutSet(distance_m=value).amount
    if kind == "repetitions":
        return number_format(value)
    return weights.shown(value, digits=DIGITS[kind])


def records_of(points):
    """Return every :class:`Record` among the :class:`~progress.Point` s of one exercise, the earliest first.

    The first workout that tells a kind sets the mark and is no record itself; to equal one is none either.
    """
    found, best = [], {}
    for point in _in_order(points):
        for kind in KINDS:
            value = getattr(point, kind)
            if not value:
                continue
            if kind in best and value > best[kind] + _SLACK:
                found.append(Record(kind, point.at, point.workout, value, best[kind]))
            best[kind] = max(value, best.get(kind, 0))
    return found


def bests_of(points):
    """Return the :class:`Best` of each kind that the points of one exercise tell."""
    found = {}
    for point in _in_order(points):
        for kind in KINDS:
            value = getattr(point, kind)
            if value and (kind not in found or value > found[kind].value + _SLACK):
                found[kind] = Best(kind, point.at, value)
    return [found[kind] for kind in KINDS if kind in found]


def _in_order(points):
    return sorted(points, key=lambda point: (point.at, point.workout))
