"""Reads tables as people have them: CSV with any separator, with or without a header, and JSON lists."""

import csv
import io
import json
import re
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.importers import columns as guessing
from exercises.importers.files import MOST_BYTES, SourceError, read_json, read_text
from exercises.importers.rows import Row

NAME = "table"
MOST_COLUMNS = 200
MOST_ROWS = 100_000
SEPARATORS = ",;\t|"
_SEPARATOR_WORDS = {
    ",": gettext_lazy("commas"), ";": gettext_lazy("semicolons"), "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("bars"),
}  # fmt: skip
_SEPARATOR_SAID = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
# A row of dashes or bars alone is a line that somebody drew.
_SAYS = re.compile(r"[^\W_]")
_LISTS = {"aliases", "equipment", "primary", "secondary"}
_DEEPEST = 4
_NESTED = ("exercises", "data", "results", "items", "records", "rows")


def recognises(path):
    """Whether ``path`` is a file at all: this is the reader for whatever no other one knows."""
    return path.is_file()


def read(path, report, *, wanted=None, header=None):
    """Yield a :class:`Row` per row of the table.

    The separator, the header and the meaning of the columns are guessed and told to ``report``;
    ``wanted`` maps columns to fields and ``header`` says whether the first row names them, where a
    person knows better.
    """
    found, table, places = look(path, report, wanted=wanted, header=header)
    if not any(column.field == "name" for column in found):
        text = _(
            "no column looks like the names of exercises; say which one is (in a command: --map COLUMN=name)"
        )
        raise SourceError(f"{Path(path).name}: {text}")
    for place, cells in zip(places, table, strict=True):
        yield _row(place, cells, found)


def look(path, report, *, wanted=None, header=None):
    """Return ``(columns, rows, places)`` of a table, whatever its columns may turn out to be."""
    path = Path(path)
    if path.is_dir():
        raise SourceError(f"{path.name}: " + _("a folder, and not one of wger's: name the file in it"))
    if is_json(path):
        labels, table, places, is_named = _from_json(path, report)
    else:
        labels, table, places, is_named = _from_csv(path, report, wanted, header)
    found = guessing.guess(labels, table, is_named=is_named, wanted=wanted)
    report.columns = [column.as_dict() for column in found]
    return found, table, places


def _row(place, cells, columns):
    row = Row(place=place)
    for cell, column in zip(cells, columns, strict=True):
        if column.field and column.field not in ("description", "summary"):
            cell = guessing.said(cell)
            if column.field != "equipment" and cell.strip().lower() in ("none", "[]"):
                continue
        if not column.field or not cell.strip():
            continue
        if column.field in _LISTS:
            setattr(row, column.field, guessing.split_cell(cell))
        elif column.field in ("minutes", "met") and column.unit and cell.strip().replace(",", "").isdecimal():
            setattr(row, column.field, f"{cell.strip()} {column.unit}")
        elif column.field in ("description", "summary"):
            setattr(row, column.field, _lines(cell))
        else:
            setattr(row, column.field, cell if column.field == "name" else cell.strip())
    return row


def _lines(cell):
    """A text, or a list of sentences that was written into one cell."""
    text = cell.strip()
    if text.startswith("[") and text.endswith("]"):
        try:
            items = json.loads(text)
        except ValueError:
            return "" if text == "[]" else text
        return "\n".join(map(str, items))
    return text


def is_json(path):
    """Whether a file is JSON, by its name or its first characters; ``[`` can begin a cell as well."""
    if path.suffix.lower() == ".json":
        return True
    with path.open("rb") as file:
        start = re.sub(rb"[\x00\s]", b"", file.read(4096).lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return start[:2] in (b'{"', b"[{") or (start[:2] == b"[[" and path.suffix.lower() == ".txt")
    return start[:1] in (b"[", b"{")


def _from_csv(path, report, wanted=None, header=None):
    text, encoding = read_text(path)
    if encoding != "utf-8":
        report.notes.append(_("Read as %s.") % encoding)
    if not text.strip():
        raise SourceError(f"{path.name}: " + _("the file is empty"))
    # The limit is the module's and for all readers: a cell that is too long is rejected with its row later.
    csv.field_size_limit(MOST_BYTES)
    said = _SEPARATOR_SAID.match(text)
    if said:  # A line some spreadsheets write for themselves.
        text = text[said.end() :]
    separator = said.group(1) if said else _separator(text)
    report.notes.append(_("Columns are parted by %s.") % _SEPARATOR_WORDS[separator])
    try:
        lines = _lines_of(path, report, csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise SourceError(f"{path.name}: " + _("not readable as a table") + f": {error}") from error
    width = max(len(cells) for _number, cells in lines)
    is_named = header
    if header is None:
        is_named = guessing.looks_like_header(lines[0][1], [cells for _number, cells in lines[1:]], wanted)
    if is_named:
        labels, lines = lines[0][1], lines[1:]
        width = max(len(labels), *(len(cells) for _number, cells in lines)) if lines else len(labels)
        labels = [*labels, *(f"column {n}" for n in range(len(labels) + 1, width + 1))]
    else:
        report.notes.append(_("There is no header: the columns were told by what stands in them."))
        labels = [f"column {number}" for number in range(1, width + 1)]
    report.read = len(lines)
    table, places = [], []
    for number, cells in lines:
        table.append([*cells, *[""] * (width - len(cells))])
        places.append(f"row {number}")
    return labels, table, places, is_named


def _lines_of(path, report, cells_of_lines):
    """``(number, cells)`` of every line that holds something; stops at the first that is too much."""
    lines, blank = [], 0
    for number, cells in enumerate(cells_of_lines, 1):
        if not any(_SAYS.search(cell) for cell in cells):
            blank += 1
            continue
        if len(cells) > MOST_COLUMNS:
            text = _("%(count)d columns; %(most)d are the most (row %(row)d)")
            text %= {"count": len(cells), "most": MOST_COLUMNS, "row": number}
            raise SourceError(f"{path.name}: {text}")
        lines.append((number, cells))
        if len(lines) > MOST_ROWS:
            raise SourceError(f"{path.name}: " + _("more than %d rows") % MOST_ROWS)
    if blank:
        report.notes.append(_("%d blank rows were passed over.") % blank)
    if not lines:
        raise SourceError(f"{path.name}: " + _("there is nothing in its rows"))
    return lines


def _separator(text):
    """The separator that parts most rows into the same number of columns, the more the better."""
    sample = "\n".join(text.splitlines()[:200])

    def evenness(separator):
        rows = [row for row in csv.reader(io.StringIO(sample), delimiter=separator) if row]
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=widths.count)
        return (usual > 1, widths.count(usual) / len(widths), usual)

    return max(SEPARATORS, key=evenness)


def _from_json(path, report):
    value, encoding = read_json(path)
    if encoding != "utf-8":
        report.notes.append(_("Read as %s.") % encoding)
    records, names = _records(path, value)
    if len(records) > MOST_ROWS:
        text = _("%(count)d records; %(most)d are the most") % {"count": len(records), "most": MOST_ROWS}
        raise SourceError(f"{path.name}: {text}")
    report.read = len(records)
    table, places, labels = [], [], {}
    flat = []
    for number, record in enumerate(records, 1):
        place = f"record {number}"
        if not isinstance(record, dict):
            report.reject(place, _("expected a record, found %s") % type(record).__name__, code="wrong_shape")
            continue
        cells = dict(_flattened(record))
        if names and "id" not in cells:
            cells["id"] = names[number - 1]
        flat.append(cells)
        places.append(place)
        labels.update(dict.fromkeys(cells))
        if len(labels) > MOST_COLUMNS:
            text = _("more than %(most)d different fields by %(row)s")
            raise SourceError(f"{path.name}: {text % {'most': MOST_COLUMNS, 'row': place}}")
    table = [[cells.get(label, "") for label in labels] for cells in flat]
    return list(labels), table, places, True


def _records(path, value, depth=0):
    """The list of records in a JSON value, and their keys when they stood in an object."""
    if isinstance(value, dict):
        inside = next((value[name] for name in _NESTED if isinstance(value.get(name), (list, dict))), None)
        if inside is not None and depth < _DEEPEST:
            return _records(path, inside, depth + 1)
        if isinstance(value, dict) and value and all(isinstance(item, dict) for item in value.values()):
            return list(value.values()), list(value)
    if not isinstance(value, list):
        text = _("expected a list of records, found %s") % type(value).__name__
        raise SourceError(f"{path.name}: {text}")
    return value, None


def _flattened(record, prefix=""):
    """Label and text of every field; fields of an inner record are named ``outer.inner``."""
    for name, value in record.items():
        label = f"{prefix}{name}"
        if isinstance(value, dict):
            if not prefix:
                yield from _flattened(value, f"{label}.")
        elif isinstance(value, list):
            items = [item.get("name", "") if isinstance(item, dict) else item for item in value]
            yield (
                label,
                json.dumps([str(item) for item in items]) if _is_text(name) else "; ".join(map(str, items)),
            )
        elif value is not None:
            yield label, str(value)


def _is_text(name):
    return guessing.named_field(name) in ("description", "summary")
