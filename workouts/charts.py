"""Small charts as figures for SVG attributes: the pages' policy allows no inline style, and needs none."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from exercises import vocabulary
from profiles import weights

MOST_BARS = 12
WIDTH, HEIGHT = 240, 64


@dataclass(frozen=True)
class Bar:
    """One bar: its place and size in the view box, and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    at: datetime
    sets: int
    value: float
    is_best: bool


@dataclass(frozen=True)
class Chart:
    """A row of bars that starts at zero, with its words; the table behind it reads the same bars."""

    label: str
    unit: str
    bars: list
    width: int = WIDTH
    height: int = HEIGHT


def progress(points):
    """Return the :class:`Chart` of the last workouts of an exercise, or ``None`` before the second one.

    It shows the estimated one-repetition maximum where it is known for all of them, else the heaviest
    weight, else the most repetitions or seconds of one set.
    """
    points, sign = points[-MOST_BARS:], weights.unit_word()
    for name, label, unit in (
        ("one_rep_max", _("Estimated one-repetition maximum"), sign),
        ("heaviest", _("Heaviest weight"), sign),
        ("most", _("Most in one set"), ""),
    ):
        values = [getattr(point, name) for point in points]
        if len(values) > 1 and all(values):
            shown = [float(weights.in_unit(value)) for value in values] if unit else values
            return Chart(label, unit, _bars(points, shown))
    return None


def _bars(points, values):
    slot, top = WIDTH / MOST_BARS, max(values)
    return [
        Bar(
            x=round(index * slot, 1), y=round(HEIGHT - HEIGHT * value / top, 1), width=round(slot - 3, 1),
            height=round(HEIGHT * value / top, 1), at=point.at, sets=point.sets, value=value,
            is_best=value == top,
        )
        for index, (point, value) in enumerate(zip(points, values, strict=True))
    ]  # fmt: skip


def muscles(weeks):
    """Return ``[(name, sets in the last seven days, in the seven before)]``, the most worked first."""
    rows = [
        (str(vocabulary.MUSCLES.get(muscle, muscle)), counts[0], counts[1])
        for muscle, counts in weeks.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))
