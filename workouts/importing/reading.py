"""Bytes of an export to a table of cells: encodings, separators, quoted line breaks, files that lie."""

import codecs
import csv
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 60
LONGEST_CELL = 10_000
SEPARATORS = ",;\t|"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_NOT_TEXT = {
    b"PK": gettext_lazy("a zip archive or a spreadsheet: unpack it, or save it as CSV"),
    b"\x1f\x8b": gettext_lazy("a gzip archive: unpack it first"),
    b"SQLite format 3": gettext_lazy("a backup; choose the export as CSV (a spreadsheet) in the app instead"),
    b"%PDF": gettext_lazy("a PDF"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("an old Excel file: save it as CSV"),
    b"\x89PNG": gettext_lazy("a picture"),
    b"\xff\xd8\xff": gettext_lazy("a picture"),
}


class HistoryError(ValueError):
    """A file that cannot be imported at all; the message says why, and names row and column if there are."""


@dataclass
class Table:
    """The header of a file, and its rows as ``(number, cells)``, counted as spreadsheets count them."""

    header: list
    rows: list
    separator: str
    notes: list = field(default_factory=list)


def read_table(data):
    """Return the :class:`Table` in ``data``, the bytes of a file.

    Raises :class:`HistoryError` for what is empty, too large, or no table in a usual encoding.
    """
    if len(data) > MOST_BYTES:
        raise HistoryError(
            _("The file has %(size).0f MB; %(most).0f MB are the most.")
            % {"size": len(data) / 1e6, "most": MOST_BYTES / 1e6}
        )
    text, encoding = _decoded(data)
    notes = [] if encoding == "utf-8" else [_("Read as %(encoding)s.") % {"encoding": encoding}]
    first, _break, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == 5:  # A line some spreadsheets write for themselves.
        separator, text = first.strip()[4], rest
    else:
        separator = _separator(text)
    lines = _lines(text, separator)
    if not lines:
        raise HistoryError(_("The file is empty."))
    (_number, header), *rows = lines
    if len(rows) > MOST_ROWS:
        raise HistoryError(
            _("The file has %(rows)s rows; %(most)s are the most.") % {"rows": len(rows), "most": MOST_ROWS}
        )
    return Table([cell.strip() for cell in header], rows, separator, notes)


def _decoded(data):
    for mark, kind in _NOT_TEXT.items():
        if data.startswith(mark):
            raise HistoryError(_("This file is not a CSV file but %(kind)s.") % {"kind": kind})
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in [marked] if marked else [*_wide(data), "utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.lstrip("\ufeff"), encoding
    raise HistoryError(_("This file is not a text in any usual encoding: export it again as CSV."))


def _wide(data):
    """UTF-16 without its mark: in a table of mostly Latin letters every other byte is zero."""
    start = data[:400]
    if len(start) >= 4 and start[1::2].count(0) > len(start) // 3:
        yield "utf-16-le"
    elif len(start) >= 4 and start[::2].count(0) > len(start) // 3:
        yield "utf-16-be"


def _separator(text):
    """The separator that parts the first line that is not blank into the most columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    first = [first[:LONGEST_CELL]]
    return max(SEPARATORS, key=lambda separator: len(next(csv.reader(first, delimiter=separator), [])))


def _lines(text, separator):
    """``(number, cells)`` of every row that is not blank."""
    found, number = [], 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > MOST_COLUMNS:
                raise HistoryError(
                    _("Row %(row)s has %(columns)s columns; %(most)s are the most.")
                    % {"row": number, "columns": len(cells), "most": MOST_COLUMNS}
                )
            if max(map(len, cells)) > LONGEST_CELL:
                raise _too_long(number)
            found.append((number, cells))
    except csv.Error as error:
        raise _too_long(number + 1) from error
    return found


def _too_long(row):
    return HistoryError(
        _("Row %(row)s holds a cell of more than %(most)s characters: is a quotation mark missing?")
        % {"row": row, "most": LONGEST_CELL}
    )
