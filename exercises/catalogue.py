"""The catalogue's own file format: what one record must look like, and what is wrong with it.

A catalogue file (``fixtures/catalogue/*.json``) is a JSON list of records. Everything here is plain
Python, so that a file can be checked without a database.
"""

import json
import re
from pathlib import Path

from exercises import vocabulary

SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")

TEXTS = {
    "summary": (40, 300),
    "setup": (20, 500),
    "breathing": (15, 250),
}
FIELDS = {
    "slug", "name", "aliases", "type", "level", "met", "met_source", "force", "mechanic", "pattern",
    "is_unilateral", "is_quiet", "measure", "seconds_per_repetition", "minutes", "primary", "muscles",
    "equipment", "joints", "suitability", "variation_group", "summary", "setup", "steps", "breathing",
    "mistakes", "easier", "harder", "instead", "doses",
}  # fmt: skip
OPTIONAL = {"aliases", "easier", "harder", "instead", "doses"}


class CatalogueError(ValueError):
    """A catalogue file that cannot be used; the message names the file, the record and the field."""


def read_records(path):
    """Return the records of one catalogue file, or raise :class:`CatalogueError` naming the place."""
    path = Path(path)
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: not readable as JSON: {error}") from error
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise CatalogueError(f"{path.name}: expected a list of records")
    return records


def problems(record):
    """Return sentences, one per fault of ``record``; an empty list means the record is sound."""
    faults = [f"{field}: unknown field" for field in sorted(set(record) - FIELDS)]
    faults += [f"{field}: missing" for field in sorted(FIELDS - OPTIONAL - set(record))]
    if faults:
        return faults
    return [
        *_word_faults(record),
        *_number_faults(record),
        *_muscle_faults(record),
        *_text_faults(record),
    ]


def _one_of(record, field, words):
    value = record[field]
    if value not in words:
        yield f"{field}: {value!r} is not one of {', '.join(map(str, words))}"


def _word_faults(record):
    for field in ("slug", "variation_group"):
        if not SLUG.match(str(record[field])):
            yield f"{field}: {record[field]!r} must be lower-case words joined by hyphens"
    yield from _one_of(record, "type", vocabulary.TYPES)
    yield from _one_of(record, "level", vocabulary.LEVELS)
    yield from _one_of(record, "force", vocabulary.FORCES)
    yield from _one_of(record, "mechanic", vocabulary.MECHANICS)
    yield from _one_of(record, "pattern", vocabulary.PATTERNS)
    yield from _one_of(record, "measure", vocabulary.MEASURES)
    for word in record["equipment"]:
        if word not in vocabulary.EQUIPMENT:
            yield f"equipment: {word!r} is not in the vocabulary"
    for joint, stress in record["joints"].items():
        if joint not in vocabulary.JOINTS or stress not in (1, 2, 3):
            yield f"joints: {joint!r}: {stress!r} must be a known joint with 1, 2 or 3 (left out for none)"
    for topic in vocabulary.SUITABILITY_TOPICS:
        if record["suitability"].get(topic) not in vocabulary.SUITABILITY:
            yield f"suitability: {topic!r} must be one of {', '.join(vocabulary.SUITABILITY)}"
    for field in ("is_unilateral", "is_quiet"):
        if not isinstance(record[field], bool):
            yield f"{field}: must be true or false"
    for field in ("easier", "harder"):
        if record.get(field) is not None and not SLUG.match(str(record[field])):
            yield f"{field}: {record[field]!r} must be the slug of an exercise"


def _number_faults(record):
    for field, low, high in (("met", 1.0, 20.0), ("seconds_per_repetition", 1, 20), ("minutes", 1, 90)):
        value = record[field]
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not low <= value <= high:
            yield f"{field}: {value!r} must be a number from {low} to {high}"


def _muscle_faults(record):
    shares, primary = record["muscles"], record["primary"]
    for muscle in {*shares, *primary}:
        if muscle not in vocabulary.MUSCLES:
            yield f"muscles: {muscle!r} is not in the vocabulary"
    if not primary or not set(primary) <= set(shares):
        yield "primary: must name at least one muscle, each of them among muscles"
    if any(share <= 0 for share in shares.values()) or abs(sum(shares.values()) - 1) > 0.001:
        yield f"muscles: shares must be above 0 and add to 1, got {sum(shares.values()):.3f}"
    elif primary and set(primary) <= set(shares):
        weakest = min(shares[muscle] for muscle in primary)
        stronger = [m for m, share in shares.items() if m not in primary and share > weakest]
        if stronger:
            yield f"muscles: {', '.join(stronger)} outweigh a primary muscle"


def _text_faults(record):
    if not 3 <= len(record["name"]) <= 60:
        yield "name: must have 3 to 60 characters"
    for field, (low, high) in TEXTS.items():
        if not low <= len(record[field]) <= high:
            yield f"{field}: must have {low} to {high} characters, has {len(record[field])}"
    if not 3 <= len(record["steps"]) <= 7:
        yield f"steps: must be 3 to 7, are {len(record['steps'])}"
    if not 2 <= len(record["mistakes"]) <= 3:
        yield f"mistakes: must be 2 or 3, are {len(record['mistakes'])}"
    for field in ("steps", "mistakes"):
        for sentence in record[field]:
            if not 15 <= len(sentence) <= 240:
                yield f"{field}: {sentence[:40]!r} must have 15 to 240 characters"
