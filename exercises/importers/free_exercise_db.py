"""Reads the JSON of free-exercise-db: one list of records, each field a word or a list of words."""

from exercises.importers.files import SourceError, read_json
from exercises.importers.rows import Row

NAME = "free-exercise-db"
LICENCE = "Unlicense"
AUTHOR = "free-exercise-db"

_WORDS = ("name", "force", "level", "mechanic", "equipment", "category", "id")
_LISTS = ("primaryMuscles", "secondaryMuscles", "instructions")


def recognises(path):
    """Whether ``path`` is a JSON file whose records look like this source's."""
    if not path.is_file() or path.suffix.lower() != ".json":
        return False
    try:
        records = read_json(path)[0]
    except SourceError:
        return False
    first = records[0] if isinstance(records, list) and records else None
    return isinstance(first, dict) and {"name", "primaryMuscles", "secondaryMuscles"} <= set(first)


def read(path, report):
    """Yield a :class:`Row` per record; a record of another shape is rejected with the reason."""
    records, _encoding = read_json(path)
    if not isinstance(records, list):
        raise SourceError(f"{path.name}: expected a list of records, found {type(records).__name__}")
    if records and not any(isinstance(record, dict) and "primaryMuscles" in record for record in records):
        raise SourceError(f"{path.name}: no record has primaryMuscles, so this is not {NAME}")
    report.read = len(records)
    for number, record in enumerate(records, 1):
        place = f"record {number}"
        fault = _fault(record)
        if fault:
            report.reject(place, fault, code="wrong_shape")
            continue
        said = {name: record.get(name) or "" for name in _WORDS}
        yield Row(
            place=f"{place} ({said['id'] or said['name']})"[:90],
            key=said["id"],
            name=said["name"],
            type=said["category"],
            level=said["level"],
            force=said["force"],
            mechanic=said["mechanic"],
            equipment=[said["equipment"]] if said["equipment"] else None,
            primary=record.get("primaryMuscles") or [],
            secondary=record.get("secondaryMuscles") or [],
            description="\n".join(record.get("instructions") or []),
            # Others use the same shape; what they allow is theirs to say.
            licence=LICENCE if report.source == NAME else "",
            author=AUTHOR if report.source == NAME else "",
        )


def _fault(record):
    if not isinstance(record, dict):
        return f"expected a record, found {type(record).__name__}"
    for name in _WORDS:
        if not isinstance(record.get(name), (str, type(None))):
            return f"{name}: expected a word, found {type(record[name]).__name__}"
    for name in _LISTS:
        value = record.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return f"{name}: expected a list of words"
    return ""
