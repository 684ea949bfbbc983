"""Reads what Nextset exports: JSON in the record format, or its CSV after a spreadsheet had it."""

import json
import re
from decimal import Decimal

from exercises import vocabulary
from exercises.cells import plain_text
from exercises.importers import tabular
from exercises.importers.files import SourceError, read_json
from exercises.importers.report import ImportReport
from exercises.importers.rows import Row
from exercises.importers.texts import has_markup, is_formula, plain

NAME = "nextset-export"
_TELLING = {"slug", "name", "primary", "muscles", "joints", "variation_group"}
_TEXTS = ("setup", "breathing", "met_source")
_CHOICES = {"pattern": vocabulary.PATTERNS, "measure": vocabulary.MEASURES}
_LIST = re.compile(r"\s*[;,\n]\s*")


def recognises(path):
    """Whether ``path`` is a file with the fields that only our records have."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(6000).replace(b"\x00", b"")
    if not all(name.encode() in start for name in _TELLING):
        return False
    try:
        records = _records(path, ImportReport(source="", path="", dry_run=True))
        return bool(records) and set(records[0][1]) >= _TELLING
    except SourceError:
        return False


def read(path, report):
    """Yield a :class:`Row` per record, with everything that only our own format says in ``row.own``."""
    records = _records(path, report)
    if records and not set(records[0][1]) >= _TELLING:
        raise SourceError(f"{path.name}: no record has muscles with shares and joints, so this is no export")
    report.read = len(records)
    step = report.step("own format")
    for place, record in records:
        try:
            yield _row(place, record, step)
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            report.reject(place, f"a field is of the wrong kind: {error}", code="wrong_shape")


def _records(path, report):
    """``(place, record)`` of every record; of a CSV file with its cells read back."""
    if tabular.is_json(path):
        records, _encoding = read_json(path)
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise SourceError(f"{path.name}: expected a list of records")
        places = (f"record {number} ({record.get('slug')})"[:90] for number, record in enumerate(records, 1))
        return list(zip(places, records, strict=True))
    columns, table, places = tabular.look(path, report, header=True)
    report.columns = []
    labels = [column.label.strip().lower() for column in columns]
    return [
        (place, _from_cells(dict(zip(labels, map(_unquoted, cells), strict=True))))
        for place, cells in zip(places, table, strict=True)
    ]


def _unquoted(cell):
    return plain_text(cell.replace("\r\n", "\n")).strip()


def _from_cells(cells):
    record = dict(cells)
    for name in ("primary", "instead"):
        record[name] = _listed(cells.get(name))
    for name in ("aliases", "steps", "mistakes"):
        record[name] = [line.strip() for line in (cells.get(name) or "").split("\n") if line.strip()]
    needs = _listed(cells.get("equipment"))
    record["equipment_known"] = bool(needs) and "?" not in needs
    record["equipment"] = [word for word in needs if word not in ("?", "none")]
    joints = cells.get("joints") or "?"
    record["joints"] = None if joints == "?" else _pairs("" if joints == "none" else joints, int)
    record["muscles"] = _pairs(cells.get("muscles"), lambda text: float(text.replace(",", ".")))
    record["suitability"] = _pairs(cells.get("suitability"), str)
    record["doses"] = json.loads(cells["doses"]) if cells.get("doses") else {}
    for name in ("is_unilateral", "is_quiet"):
        record[name] = (cells.get(name) or "").lower() in ("yes", "true", "1", "ja", "wahr")
    return record


def _listed(text):
    return [word for word in _LIST.split(text or "") if word]


def _pairs(text, kind):
    parts = (part.rsplit(" ", 1) for part in re.split(r"\s*[;\n]\s*", text or "") if part.strip())
    return {name.strip(" :"): kind(value) for name, value in parts}


def _row(place, record, step):
    equipment = list(record.get("equipment") or [])
    is_known = record.get("equipment_known", True)
    primary = list(record.get("primary") or [])
    return Row(
        place=place,
        key=str(record.get("slug") or ""),
        name=str(record.get("name") or ""),
        aliases=[str(name) for name in record.get("aliases") or []],
        type=str(record.get("type") or ""),
        level=str(record.get("level") or ""),
        force=str(record.get("force") or ""),
        mechanic=str(record.get("mechanic") or ""),
        equipment=(equipment or ["none"]) if is_known else equipment or None,
        primary=primary,
        secondary=[muscle for muscle in record.get("muscles") or {} if muscle not in primary],
        minutes=str(record.get("minutes") or ""),
        met=str(record.get("met") or ""),
        summary=str(record.get("summary") or ""),
        description="\n".join(map(str, record.get("steps") or [])),
        licence=str(record.get("licence") or ("" if record.get("source") else "Apache-2.0")),
        author=str(record.get("author") or ""),
        url=str(record.get("source_url") or ""),
        own=_own(place, record, step, is_known),
    )


def _own(place, record, step, is_known):
    """What only our own format says, each value looked at; what cannot be is left out and told."""
    own = {"is_equipment_known": is_known, "columns": {}}

    def odd(field, value):
        step.found("not_ours", place, f"{str(value)[:60]!r} cannot be", field=field)

    for name, choices in _CHOICES.items():
        value = record.get(name)
        if value in choices:
            own["columns"][name] = value
        elif value:
            odd(name, value)
    for name in _TEXTS:
        text = plain(record.get(name) or "")
        if is_formula(text) or has_markup(text) or len(text) > (60 if name == "met_source" else 2000):
            odd(name, text)
        else:
            own["columns"][name] = text
    mistakes = [plain(line) for line in record.get("mistakes") or []]
    own["columns"]["mistakes"] = [line for line in mistakes if not (is_formula(line) or has_markup(line))]
    for name in ("is_unilateral", "is_quiet"):
        own["columns"][name] = bool(record.get(name))
    seconds = record.get("seconds_per_repetition")
    if seconds:
        seconds = Decimal(str(seconds).replace(",", "."))
        if 0 < seconds <= 999:
            own["columns"]["seconds_per_repetition"] = seconds
        else:
            odd("seconds_per_repetition", seconds)
    own["columns"]["doses"] = _doses(record.get("doses") or {}, odd)
    suits = record.get("suitability") or {}
    own["columns"]["suitability"] = {
        topic: word
        for topic, word in suits.items()
        if topic in vocabulary.SUITABILITY_TOPICS and word in vocabulary.SUITABILITY
    }
    if len(own["columns"]["suitability"]) < len(suits):
        odd("suitability", suits)
    own["joints"] = _joints(record.get("joints"), odd)
    own["shares"] = _shares(record.get("muscles") or {}, odd)
    own["group"] = str(record.get("variation_group") or "")[:40]
    own["slug"] = str(record.get("slug") or "")
    own["links"] = {name: record.get(name) or "" for name in ("easier", "harder")}
    own["instead"] = list(record.get("instead") or [])
    return own


def _doses(doses, odd):
    for goal, dose in doses.items():
        is_sound = goal in vocabulary.GOALS and len(dose) == 4 and all(isinstance(n, int) for n in dose)
        if not is_sound:
            odd("doses", {goal: dose})
            return {}
    return doses


def _joints(joints, odd):
    if joints is None:
        return None
    if any(joint not in vocabulary.JOINTS or stress not in (1, 2, 3) for joint, stress in joints.items()):
        odd("joints", joints)
        return None
    return joints


def _shares(shares, odd):
    """Shares that add to 1, or none: they are then made from the roles."""
    made = {muscle: Decimal(str(share)).quantize(Decimal("0.001")) for muscle, share in shares.items()}
    is_sound = all(muscle in vocabulary.MUSCLES and 0 < share <= 1 for muscle, share in made.items())
    if made and not (is_sound and abs(sum(made.values()) - 1) <= Decimal("0.001")):
        odd("muscles", shares)
        return {}
    return made
