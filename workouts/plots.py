"""Charts with axes, as figures for SVG attributes: the pages' policy allows no inline style.

A view box is 320 wide, as the narrowest phone; everything a chart shows stands in its rows as well, for
the table behind it.
"""

from dataclasses import dataclass, field
from datetime import date
from math import floor, log10

WIDTH, HEIGHT = 320, 168
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 10, 24
MOST_TICKS = 5
MOST_DATES = 3
# With more points than this, dots would hide the line.
MOST_DOTS = 40


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where it is, and the number or day it stands for."""

    at: float
    value: float | date
    anchor: str = "end"


@dataclass(frozen=True)
class Mark:
    """One value: where its dot or bar is, and what it stands for."""

    x: float
    y: float
    day: date
    value: float
    is_best: bool = False
    width: float = 0
    height: float = 0


@dataclass(frozen=True)
class Plot:
    """A line or bars over days. ``goal`` is the height of a line to reach; ``marks`` are the table's rows."""

    key: str
    title: str
    text: str
    unit: str
    marks: list
    ups: list
    days: list
    is_line: bool
    goal: Tick | None = None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM
    path: str = field(default="", compare=False)

    @property
    def has_dots(self):
        """Whether there is room for a dot at each value."""
        return len(self.marks) <= MOST_DOTS


def ticks(low, high, *, is_whole=False):
    """Return two to ``MOST_TICKS`` round numbers, evenly spaced, that hold ``low`` and ``high``.

    ``is_whole`` asks for whole ones.

    >>> ticks(0, 9), ticks(61.2, 83), ticks(5, 5), ticks(0, 1, is_whole=True)
    ([0, 5, 10], [60, 70, 80, 90], [5, 5.5, 6], [0, 1])
    """
    if high <= low:
        high = low + max(1, abs(low) / 100)
    power = 10 ** floor(log10(max(high - low, 1 if is_whole else 0) / MOST_TICKS))
    for step in (power * size for size in (1, 2, 5, 10, 20, 50, 100)):
        first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
        if last - first < MOST_TICKS and (step >= 1 or not is_whole):
            break
    return [_round(step * number) for number in range(first, last + 1)]


def line(rows, *, key, title, text, unit):
    """Return the :class:`Plot` of ``rows``, pairs of a day and a value, as a line; two at least, else
    ``None``. The axis begins near the smallest value, not at zero: it shows change."""
    rows = sorted(rows)
    if len(rows) < 2:
        return None
    first, last = rows[0][0], rows[-1][0]
    span = (last - first).days or 1
    values = [value for _day, value in rows]
    numbers, height_of = _scale(min(values), max(values))
    room, best = WIDTH - LEFT - RIGHT, max(values)
    marks = [
        Mark(round(LEFT + room * (day - first).days / span, 1), height_of(value), day, value, value == best)
        for day, value in rows
    ]
    return Plot(
        key=key, title=title, text=text, unit=unit, marks=marks, is_line=True,
        ups=[Tick(height_of(number), number) for number in numbers], days=_dates(first, last, room),
        path="M" + " L".join(f"{mark.x} {mark.y}" for mark in marks),
    )  # fmt: skip


def bars(rows, *, key, title, text, unit, goal=None):
    """Return the :class:`Plot` of ``rows``, pairs of a day and a value, as bars side by side from zero, with
    a line at ``goal``; ``None`` where every value is zero."""
    values = [value for _day, value in rows]
    if not any(values):
        return None
    numbers, height_of = _scale(0, max(*values, goal or 0), is_whole=True)
    slot, best, base = (WIDTH - LEFT - RIGHT) / len(rows), max(values), HEIGHT - BOTTOM
    marks = [
        Mark(
            round(LEFT + slot * (index + 0.1), 1), height_of(value), day, value, value == best,
            width=round(slot * 0.8, 1), height=round(base - height_of(value), 1),
        )
        for index, (day, value) in enumerate(rows)
    ]  # fmt: skip
    shown = sorted({0, (len(rows) - 1) // 2, len(rows) - 1})
    days = [
        Tick(round(LEFT + slot * (index + 0.5), 1), rows[index][0], _anchor(place, len(shown)))
        for place, index in enumerate(shown)
    ]
    return Plot(
        key=key, title=title, text=text, unit=unit, marks=marks, is_line=False, days=days,
        ups=[Tick(height_of(number), number) for number in numbers],
        goal=None if goal is None else Tick(height_of(goal), goal),
    )  # fmt: skip


def _scale(low, high, *, is_whole=False):
    """The numbers of the upright axis, and the function from a value to its height in the view box."""
    numbers = ticks(low, high, is_whole=is_whole)
    bottom, top = numbers[0], numbers[-1]
    base, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    return numbers, lambda value: round(base - room * (value - bottom) / (top - bottom), 1)


def _dates(first, last, room):
    """At most three days on the axis, the first and the last among them; one where both are one day."""
    if first == last:
        return [Tick(LEFT, first, "start")]
    count = min(MOST_DATES, (last - first).days + 1)
    return [
        Tick(
            round(LEFT + room * place / (count - 1), 1),
            first + (last - first) * place // (count - 1),
            _anchor(place, count),
        )
        for place in range(count)
    ]


def _anchor(place, count):
    if count == 1:
        return "middle"
    return "start" if place == 0 else "end" if place == count - 1 else "middle"


def _round(number):
    number = round(number, 9)
    return int(number) if number == int(number) else number
