"""Plain values as CSV files that spreadsheets open safely, one or many in an archive.

A text that a spreadsheet would take for a formula gets an apostrophe before it, see :mod:`exercises.cells`.
"""

import csv
import io
import zipfile
from datetime import datetime

from exercises.cells import guarded

# Without it spreadsheets read UTF-8 as something else.
MARK = "\ufeff"
JOINED = "; "


def safe_cell(value):
    """Return a value as a cell.

    >>> safe_cell("=1+1"), safe_cell(-5), safe_cell(None), safe_cell(["dumbbell", "bench"])
    ("'=1+1", '-5', '', 'dumbbell; bench')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    text = JOINED.join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return guarded(text)


def csv_text(header, rows):
    """Return a CSV file: the header, then rows of values."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return MARK + file.getvalue()


def tables_of(data):
    """Return ``{name: rows}`` of a dict of sections, rows being flat dicts.

    A dict in a row becomes columns (``place.name``); a list of dicts becomes a table of its own, whose
    rows name the one they belong to in their first column.
    """
    found, single = {}, {}
    for name, value in data.items():
        if isinstance(value, dict):
            _add(found, name, [value])
        elif _is_rows(value):
            _add(found, name, value)
        elif value not in ([], ()):
            single[name] = value
    if single:
        _add(found, "export", [single])
    return found


def archive_of(data):
    """Return the bytes of a zip archive with a CSV file for each table of ``data``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables_of(data).items():
            header = list(dict.fromkeys(column for row in rows for column in row))
            text = csv_text(header, ([row.get(column) for column in header] for row in rows))
            archive.writestr(f"{name}.csv", text)
    return file.getvalue()


def _add(found, name, rows, belongs=None):
    table = found.setdefault(name, [])
    for number, row in enumerate(rows, 1):
        flat, lists = dict(belongs or {}), {}
        _flatten(row, "", flat, lists)
        table.append(flat)
        for key, inner in lists.items():
            _add(found, f"{name}_{key}", inner, {f"{name}_row": row.get("uuid", number)})


def _flatten(row, before, flat, lists):
    for key, value in row.items():
        if isinstance(value, dict):
            _flatten(value, f"{before}{key}.", flat, lists)
        elif _is_rows(value):
            lists[f"{before}{key}".replace(".", "_")] = value
        else:
            flat[f"{before}{key}"] = value


def _is_rows(value):
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
