"""The catalogue as others can read it: JSON in the record format, CSV that a spreadsheet shows safely.

Both are read back by the importer (:mod:`exercises.importers.exported`) as the same exercises.
"""

import csv
import json

from exercises.cells import guarded
from exercises.loading import SOURCE
from exercises.records import record_of

# Of exercises that came from elsewhere: what their licence asks to be passed on.
ORIGIN = ("source", "source_key", "source_url", "licence", "author")
COLUMNS = (
    "slug", "name", "aliases", "status", "type", "level", "force", "mechanic", "pattern", "is_unilateral",
    "is_quiet", "met", "met_source", "measure", "seconds_per_repetition", "minutes", "primary", "muscles",
    "equipment", "joints", "suitability", "variation_group", "easier", "harder", "instead", "doses",
    "summary", "setup", "steps", "breathing", "mistakes", *ORIGIN,
)  # fmt: skip
UNKNOWN = "?"

_CHUNK = 500


def rows_of(exercises):
    """Every exercise of a queryset with its relations at hand, few at a time."""
    rows = exercises.with_details().select_related("variation_group", "easier", "harder")
    return rows.prefetch_related("alternatives").iterator(chunk_size=_CHUNK)


def as_record(exercise):
    """The record of an exercise, without what is not known; others' exercises say where they come from."""
    record = record_of(exercise, plain=True)
    for name in ("met", "minutes", "seconds_per_repetition"):
        record[name] = record[name] or None
    if not exercise.is_equipment_known:
        record["equipment_known"] = False
    if not exercise.is_joint_stress_known:
        record["joints"] = None
    if exercise.source != SOURCE:
        record |= {name: getattr(exercise, name) for name in ORIGIN}
    return record


def json_lines_of(exercises):
    """The parts of a JSON list, one record each."""
    first = True
    yield "[\n"
    for exercise in rows_of(exercises):
        yield ("" if first else ",\n") + json.dumps(as_record(exercise), ensure_ascii=False, indent=1)
        first = False
    yield "\n]\n"


def csv_lines_of(exercises):
    """The lines of a CSV file: a mark that tells spreadsheets it is UTF-8, the header, a line each."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for exercise in rows_of(exercises):
        cells = as_cells(exercise)
        yield writer.writerow([neutral(cells[name]) for name in COLUMNS])


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text):
        return text


def as_cells(exercise):
    """Column → text: lists one a line, pairs as ``knee 2; hip 1``, what is not known as ``?``."""
    record = as_record(exercise)
    known = [*(record["equipment"] or ["none"])] if exercise.is_equipment_known else record["equipment"]
    cells = {
        "status": exercise.status,
        "equipment": "; ".join(known) or UNKNOWN,
        "joints": _pairs(record["joints"]) or "none" if exercise.is_joint_stress_known else UNKNOWN,
        "muscles": _pairs(record["muscles"]),
        "suitability": "; ".join(f"{topic} {word}" for topic, word in (record["suitability"] or {}).items()),
        "doses": json.dumps(record["doses"]) if record["doses"] else "",
        **{name: getattr(exercise, name) for name in ORIGIN},
    }
    if not exercise.is_equipment_known and record["equipment"]:
        cells["equipment"] += f"; {UNKNOWN}"
    for name in ("primary", "instead"):
        cells[name] = "; ".join(record[name])
    for name in ("aliases", "steps", "mistakes"):
        cells[name] = "\n".join(record[name])
    for name in ("is_unilateral", "is_quiet"):
        cells[name] = "yes" if record[name] else "no"
    return {name: cells.get(name, record.get(name, "")) for name in COLUMNS}


def _pairs(values):
    return "; ".join(f"{name} {value:g}" for name, value in (values or {}).items())


def neutral(value):
    """A cell that a spreadsheet shows instead of running it.

    >>> neutral("=1+1"), neutral("Plank"), neutral(None), neutral(-2)
    ("'=1+1", 'Plank', '', -2)
    """
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else value
