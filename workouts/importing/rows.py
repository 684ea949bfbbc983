"""What an import carries from step to step: a set as a file says it, and a set as the log can hold it."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

NORMAL, WARM_UP, DROP, FAILURE = "normal", "warm-up", "drop", "failure"


class Cell(NamedTuple):
    """A cell of a table: its text, the label of its column, and the unit which that label names."""

    text: str = ""
    column: str = ""
    unit: str = ""


NO_CELL = Cell()


class Found(NamedTuple):
    """A set as a file says it: cells, not yet understood. ``row`` counts from 1, the header included."""

    row: int
    start: Cell
    exercise: Cell
    end: Cell = NO_CELL
    duration: Cell = NO_CELL
    title: Cell = NO_CELL
    workout_note: Cell = NO_CELL
    kind: str = NORMAL
    repetitions: Cell = NO_CELL
    weight: Cell = NO_CELL
    weight_unit: Cell = NO_CELL
    distance: Cell = NO_CELL
    distance_unit: Cell = NO_CELL
    seconds: Cell = NO_CELL
    effort: Cell = NO_CELL
    note: Cell = NO_CELL


@dataclass
class Finding:
    """Something to know of one row: why it cannot be kept, or what was left out of it."""

    row: int
    column: str
    message: str

    def as_dict(self):
        """As plain values."""
        return asdict(self)


@dataclass
class HistorySession:
    """One workout of a file: when, how long, and what was written about it."""

    start: datetime
    end: datetime | None = None
    note: str = ""

    @property
    def lasted(self):
        """From start to end, or ``None``."""
        return None if self.end is None else self.end - self.start

    def as_list(self):
        """As plain values, short: thousands are kept together."""
        lasted = None if self.lasted is None else round(self.lasted.total_seconds())
        return [self.start.isoformat(), lasted, self.note]

    @classmethod
    def from_list(cls, values):
        """The session that :meth:`as_list` wrote."""
        start, lasted, note = values
        start = datetime.fromisoformat(start)
        return cls(start, None if lasted is None else start + timedelta(seconds=lasted), note)


@dataclass
class HistorySet:
    """One set of a file, clean: what the log can hold of it, and the exercise by its name in the file.

    ``session`` is the index of its :class:`HistorySession`, ``position`` its place in there; ``uuid`` (32
    hexadecimal digits) is the same whenever the same set is read again for the same person.
    """

    uuid: str
    row: int
    session: int
    position: int
    name: str
    kind: str = NORMAL
    repetitions: int | None = None
    weight_kg: Decimal | None = None
    seconds: int | None = None
    distance_m: int | None = None
    effort: Decimal | None = None

    def amounts(self):
        """``{field: value}`` of everything that is measured, as :class:`workouts.entries.SetEntry` has it."""
        return {
            "repetitions": self.repetitions,
            "weight_kg": self.weight_kg,
            "seconds": self.seconds,
            "distance_m": self.distance_m,
            "effort": self.effort,
        }

    def as_list(self):
        """As plain values, short: thousands are kept together."""
        return [
            self.uuid, self.row, self.session, self.position, self.name, self.kind, self.repetitions,
            _text(self.weight_kg), self.seconds, self.distance_m, _text(self.effort),
        ]  # fmt: skip

    @classmethod
    def from_list(cls, values):
        """The set that :meth:`as_list` wrote."""
        *some, weight, seconds, metres, effort = values
        return cls(*some, _number(weight), seconds, metres, _number(effort))


def _text(number):
    return None if number is None else str(number)


def _number(text):
    return None if text is None else Decimal(text)
