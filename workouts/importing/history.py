"""A file of another app as a history: detect → read → clean. Nothing here touches the database."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from workouts.importing import fitnotes, hevy, nextset, strong
from workouts.importing.cleaning import Cleaner
from workouts.importing.headers import Columns
from workouts.importing.reading import HistoryError, read_table
from workouts.importing.report import ReadingReport
from workouts.importing.rows import Found

SOURCES = {source.NAME: source for source in (nextset, strong, hevy, fitnotes)}
UNITS = ("kg", "lb")
# A person does not know thousands of exercises: then the wrong column was read.
MOST_NAMES = 1000


@dataclass(frozen=True)
class Options:
    """What a person says of a file: its app (else it is told by the header), what its weights and dates
    mean where it does not say, and where its clock hung."""

    source: str = ""
    unit: str = "kg"
    order: str = ""
    time_zone: str = "UTC"


NOTHING_SAID = Options()


@dataclass
class History:
    """What a file holds: sessions and their sets, and the report of how it was read."""

    source: str
    sessions: list
    sets: list
    report: ReadingReport = field(default_factory=ReadingReport)

    def names(self):
        """The exercises' names as the file has them, in order of appearance."""
        return list(dict.fromkeys(taken.name for taken in self.sets))


def read_history(data, *, owner, at, options=NOTHING_SAID):
    """Return the :class:`History` in the bytes of a file; ``owner`` tells the UUIDs of people apart.

    Raises :class:`~reading.HistoryError` where a file cannot be imported at all; rows that cannot be kept
    are in the report.
    """
    table = read_table(data)
    columns = Columns(table.header)
    source = _source(columns, options.source)
    report = ReadingReport(rows=len(table.rows), notes=table.notes)
    found = list(_found(source, columns, table, report))
    cleaner = Cleaner(
        found, report=report, owner=f"{owner}:{source.NAME}", unit=options.unit, order=options.order,
        zone=ZoneInfo(options.time_zone), at=at,
    )  # fmt: skip
    sessions, sets = cleaner.clean()
    history = History(source.NAME, sessions, sets, report)
    if len(history.names()) > MOST_NAMES:
        raise HistoryError(
            _("The file names %(names)s different exercises; %(most)s are the most.")
            % {"names": len(history.names()), "most": MOST_NAMES}
        )
    return history


def _source(columns, name):
    if name:
        source = SOURCES[name]
        if missing := columns.missing(source.REQUIRED):
            raise HistoryError(
                _("This is no export of %(app)s: there is no column for %(missing)s.")
                % {"app": source.LABEL, "missing": ", ".join(missing)}
            )
        return source
    for source in SOURCES.values():
        if source.recognises(columns):
            return source
    header = ", ".join(f"“{label[:30]}”" for label in columns.header[:8])
    raise HistoryError(
        _("This is no export of Strong, Hevy or FitNotes that we know: its first row holds %(header)s.")
        % {"header": header}
    )


def _found(source, columns, table, report):
    for number, cells in table.rows:
        if any(cell.strip() for cell in cells[len(table.header) :]):
            report.reject(number, "", _("the row has more cells than there are columns"))
            continue
        row = source.read(columns, number, cells)
        if isinstance(row, Found):
            yield row
        else:
            report.passed[row] += 1
