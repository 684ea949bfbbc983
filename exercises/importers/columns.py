"""Guesses what the columns of a table hold: by their names, or by what stands in them.

Every guess comes with its reason, so that a person sees it and can say otherwise.
"""

import re
from dataclasses import dataclass

from exercises.importers import spellings
from exercises.search.words import fold

# Fields of a Row that a column can become, with the names people give such a column.
NAMES = """
key: id, key, slug, uuid, exercise id, code, pk, guid
name: name, exercise, exercise name, title, exercise title, movement, label, nombre, nom, nome, ubung,
    ejercicio
aliases: aliases, alias, aka, other names, synonyms, also known as, alternative names
type: type, category, exercise type, kind, categoria, kategorie, exercise category
level: level, difficulty, experience, difficulty level, experience level, nivel, skill level
force: force, force type, movement force, push pull
mechanic: mechanic, mechanics, mechanic type, movement type, joint type
equipment: equipment, equipments, gear, equipment needed, equipment required, apparatus, tools, equipo,
    gerat
primary: primary, primary muscle, primary muscles, primarymuscles, target, target muscle, target
    muscles, muscle, muscles, muscle group, muscle groups, main muscle, main muscles, muscle targeted,
    prime mover, body part, muscle primary, muscles primary
secondary: secondary, secondary muscle, secondary muscles, secondarymuscles, synergist, synergists,
    other muscles, muscle secondary, muscles secondary, muscles worked secondary, assisting muscles,
    tertiary muscles
minutes: minutes, duration, time, typical minutes, length, mins, min, seconds, sec, dauer
met: met, mets, intensity, met value, energy cost
summary: summary, purpose, about, short description, benefits
description: description, instructions, instruction, steps, how to, execution, directions, preparation,
    descripcion, beschreibung, details
licence: licence, license, rights
author: author, creator, credit, license author, source author, by
url: url, link, source url, website, page
"""
_UNIT = re.compile(r"[\[(]\s*([a-z]+)\s*[\])]|_(min|mins|minutes|sec|secs|seconds|s|h|hours)$")
_ADDRESS = re.compile(r"://|\.(jpe?g|png|gif|webp|svg|mp4|mov|webm|html?|json)\b", re.IGNORECASE)
_SURE = 0.6
_SAMPLE = 400


def _key(text):
    return " ".join(re.findall(r"[a-z0-9]+", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(text)))))


_BY_NAME = {_key(name): field for field, names in spellings.parsed(NAMES) for name in names}


@dataclass
class Column:
    """What one column became, and why; ``field`` is empty for a column that is not used."""

    label: str
    field: str
    reason: str
    unit: str = ""

    def as_dict(self):
        """Plain values, for the report."""
        return {"column": self.label, "field": self.field, "reason": self.reason}


def named_field(label):
    """The field that a column's name means, or ``""``; a unit in brackets is looked past."""
    for text in (label, _UNIT.sub("", fold(label)), str(label).rsplit(".", 1)[-1]):
        if _key(text) in _BY_NAME:
            return _BY_NAME[_key(text)]
    nested = _key(label).split()
    return next((f for f in ("primary", "secondary") if f in nested and "muscle" in " ".join(nested)), "")


def looks_like_header(cells, wanted=None):
    """Whether a first row names columns: two of its cells do, or its only one, or one a person named."""
    if {fold(cell).strip() for cell in cells} & {fold(label).strip() for label in wanted or ()}:
        return True
    said = [named_field(cell) for cell in cells if cell.strip()]
    named = [field for field in said if field]
    return len(set(named)) >= min(2, len(said)) and bool(named)


def guess(labels, table, *, is_named, wanted=None):
    """Return a :class:`Column` per column.

    ``table`` is a list of rows of texts; ``is_named`` says whether the labels are a header; ``wanted``
    maps labels (or numbers from 1, as text) to fields and wins over every guess. Where names say
    nothing, what stands in the columns decides: see :func:`_by_content`.
    """
    wanted = {fold(label).strip(): field for label, field in (wanted or {}).items()}
    columns, taken = [], set()
    for number, label in enumerate(labels, 1):
        field = wanted.get(fold(label).strip(), wanted.get(str(number)))
        reason = "as you said"
        if field is None and is_named:
            field, reason = named_field(label), "by its name"
        if field and field in taken:
            field, reason = "", f"another column is the {field} already"
        taken.add(field or "")
        unit = _UNIT.search(fold(label)) if is_named else None
        found_unit = next(filter(None, unit.groups()), "") if unit else ""
        if not unit and is_named and _key(label) in ("seconds", "sec"):
            found_unit = "s"
        columns.append(Column(label, field or "", reason if field else "not used", found_unit))
    # A file without a header, or one whose header does not say which column is the name.
    if not is_named or "name" not in taken:
        free = [index for index, column in enumerate(columns) if not column.field]
        for index, field in _by_content(table, free, taken).items():
            columns[index].field, columns[index].reason = field, "by what stands in it"
    return columns


def _by_content(table, free, taken):
    """Fields for the columns ``free``, from their values: words of the vocabulary, names, ids, long texts."""
    values = {index: [row[index].strip() for row in table[:_SAMPLE] if row[index].strip()] for index in free}
    found = {}

    def give(field, index):
        if field not in taken and index not in found:
            found[index] = field
            taken.add(field)

    shares = {
        (index, field): _known_share(values[index], field)
        for index in free
        for field in ("mechanic", "force", "level", "equipment", "type", "muscle")
    }
    for field in ("mechanic", "force", "level", "type", "equipment"):
        best = max(free, key=lambda i: (i not in found, shares[i, field]), default=None)
        others = [shares[best, other] for other in ("muscle",)] if best is not None else [0]
        if best is not None and best not in found and shares[best, field] >= max(_SURE, *others):
            give(field, best)
    muscles = [i for i in free if i not in found and shares[i, "muscle"] >= _SURE]
    # The primary muscles are the column that is filled more often, and the left one of equals.
    muscles.sort(key=lambda i: (-len(values[i]), i))
    for field, index in zip(("primary", "secondary"), muscles, strict=False):
        give(field, index)
    for index in free:
        if values[index] and _is_long(values[index]):
            give("description", index)
    texts = [
        i for i in free if i not in found and _distinct(values[i]) > 0.8 and not _are_addresses(values[i])
    ]
    names = [i for i in texts if _looks_like_names(values[i])]
    if names:
        give("name", max(names, key=lambda i: (_spaced(values[i]) - _joined(values[i]), -i)))
    for index in texts:
        if index not in found and values[index] and _spaced(values[index]) < 0.1:
            give("key", index)
    return found


def _known_share(values, field):
    words = [word for value in values for word in split_cell(value)]
    if not words:
        return 0.0
    known = sum(spellings.look_up(field, word) is not spellings.UNKNOWN for word in words)
    return known / len(words)


def _is_long(values):
    return sum(map(len, values)) / len(values) > 80


def _distinct(values):
    return len(set(values)) / len(values) if values else 0.0


def _spaced(values):
    return sum(" " in value for value in values) / len(values)


def _joined(values):
    return sum("_" in value for value in values) / len(values)


def _are_addresses(values):
    return sum(bool(_ADDRESS.search(value)) for value in values) > len(values) / 2


def _looks_like_names(values):
    lettered = sum(bool(re.search(r"[^\W\d_]{2}", value)) and len(value) <= 120 for value in values)
    return lettered > 0.9 * len(values)


_LISTED = re.compile(r"\s*(?:[,;|\n]|\s/\s|\s\+\s|\s&\s|(?<=\w)/(?=\w))\s*")


def split_cell(text):
    """The items of a list in one cell, however it was written.

    >>> split_cell("['chest', 'triceps']"), split_cell("Chest; Triceps"), split_cell("abs / obliques")
    (['chest', 'triceps'], ['Chest', 'Triceps'], ['abs', 'obliques'])
    """
    text = text.strip()
    if text.startswith(("[", "{", "(")) and text.endswith(("]", "}", ")")):
        text = text[1:-1]
    items = (item.strip().strip("\"'").strip() for item in _LISTED.split(text))
    return [item for item in items if item]
