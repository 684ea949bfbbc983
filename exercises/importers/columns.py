"""Guesses what the columns of a table hold: by their names, or by what stands in them.

Every guess comes with its reason, so that a person sees it and can say otherwise.
"""

import re
from dataclasses import dataclass

from exercises.importers import foreign_words, spellings, texts
from exercises.importers.files import SourceError
from exercises.search.words import fold

# Fields of a Row that a column can become, with the names people give such a column.
NAMES = """
key: id, key, slug, uuid, exercise id, code, pk, guid
name: name, exercise, exercise name, title, exercise title, movement, label, nombre, nom, nome, ubung,
    ejercicio
aliases: aliases, alias, aka, other names, synonyms, also known as, alternative names
type: type, types, category, exercise type, kind, categoria, kategorie, exercise category
level: level, difficulty, experience, difficulty level, experience level, nivel, skill level
force: force, force type, movement force, push pull
mechanic: mechanic, mechanics, mechanic type, movement type, joint type
equipment: equipment, equipments, gear, equipment category, equipment type, equipment name,
    exercise equipment, main equipment, primary equipment, default equipment, equipment needed,
    equipment required, apparatus, tools, equipo, gerat
primary: primary, primary muscle, primary muscles, primarymuscles, target, target muscle, target
    muscles, muscle, muscles, muscle group, muscle groups, main muscle, main muscles, muscle targeted,
    prime mover, body part, muscle primary, muscles primary
secondary: secondary, secondary muscle, secondary muscles, secondarymuscles, synergist, synergists,
    synergist muscles, other muscles, muscle secondary, muscles secondary, muscles worked secondary,
    assisting muscles, tertiary muscles
minutes: minutes, duration, time, typical minutes, length, mins, min, seconds, sec, dauer
met: met, mets, intensity, met value, energy cost
summary: summary, purpose, about, short description, benefits
description: instructions, instruction, steps, how to, execution, directions, description, desc,
    preparation, descripcion, beschreibung, details
licence: licence, license, rights
author: author, creator, credit, license author, source author, by
url: url, link, source url, website, page
"""
_UNIT = re.compile(r"[\[(]\s*([a-z]+)\s*[\])]|_(min|mins|minutes|sec|secs|seconds|s|h|hours)$")
_ADDRESS = re.compile(r"://|\.(jpe?g|png|gif|webp|svg|mp4|mov|webm|html?|json)\b", re.IGNORECASE)
_SURE, _CERTAIN = 0.6, 0.9
# What people and programs write into a cell that holds nothing.
_BLANK = {
    "null", "nan", "na", "n/a", "#n/a", "nil", "undefined", "not available", "-", "--", "–", "—", "?", "\\n",
}  # fmt: skip
_SAMPLE = 400
# What a person says of a column that shall not be used.
UNUSED = "-"
FIELDS = tuple(field for field, _names in spellings.parsed(NAMES))


def _key(text):
    return " ".join(re.findall(r"[a-z0-9]+", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(text)))))


# Name → field and rank: earlier names say it more plainly.
_BY_NAME = {
    _key(name): (field, rank)
    for table in (foreign_words.COLUMNS, NAMES)
    for field, names in spellings.parsed(table)
    for rank, name in enumerate(names)
}
_LAST = 99


@dataclass
class Column:
    """What one column became, and why; ``field`` is empty for a column that is not used."""

    label: str
    field: str
    reason: str
    unit: str = ""
    examples: tuple = ()

    def as_dict(self):
        """Plain values, for the report."""
        return {"column": self.label, "field": self.field, "reason": self.reason}


def _named(label):
    """The field that a column's name means and how plainly it says so (less is plainer), or ``("", 0)``."""
    parts = str(label).split(".")
    for text in (label, _UNIT.sub("", fold(label)), parts[-1], parts[0]):
        if _key(text) in _BY_NAME:
            return _BY_NAME[_key(text)]
    nested = _key(label).split()
    field = next((name for name in ("primary", "secondary") if name in nested), "")
    return (field, _LAST) if field and "muscle" in " ".join(nested) else ("", 0)


def named_field(label):
    """The field that a column's name means, or ``""``; a unit in brackets is looked past."""
    return _named(label)[0]


def looks_like_header(cells, below=(), wanted=None):
    """Whether a first row names columns.

    Two of its cells do, or one that names the exercises; or it is the one row of strange words above
    columns of known ones (``below`` are the rows that follow).
    """
    if {fold(cell).strip() for cell in cells} & {fold(label).strip() for label in wanted or ()}:
        return True
    said = [named_field(cell) for cell in cells if cell.strip()]
    named = [field for field in said if field]
    return "name" in named or len(set(named)) >= 2 or _stands_above(cells, below)


def _stands_above(cells, below):
    """Whether every column of known words begins with a word that is not known."""
    rows = [row for row in below[:_SAMPLE] if len(row) == len(cells)]
    if len(rows) < 3 or len({cell.strip().lower() for cell in cells}) < len(cells):
        return False
    known = []
    for index, cell in enumerate(cells):
        values = [row[index] for row in rows if row[index].strip()]
        known += [
            bool(cell.strip()) and _known_share([cell], field) == 0
            for field in ("mechanic", "force", "level", "type", "equipment", "muscle")
            if _known_share(values, field) >= _CERTAIN
        ]
    return bool(known) and all(known)


def guess(labels, table, *, is_named, wanted=None):
    """Return a :class:`Column` per column.

    ``table`` is a list of rows of texts; ``is_named`` says whether the labels are a header; ``wanted``
    maps labels (or numbers from 1, as ``3`` or ``#3``) to fields, or to ``-`` for a column not to use,
    and wins over every guess. Where names say nothing, what stands in the columns decides: see
    :func:`_by_content`.
    """
    wanted = _checked(wanted or {})
    columns = [Column(label, "", "not used", _unit(label) if is_named else "") for label in labels]
    for number, column in enumerate(columns, 1):
        by_number = wanted.get(f"#{number}", wanted.get(str(number)))
        said = by_number if f"#{number}" in wanted else wanted.get(fold(column.label).strip(), by_number)
        if said:
            column.field, column.reason = said if said != UNUSED else "", "as you said"
    taken = {column.field for column in columns if column.field}
    if is_named:
        # Where several columns would be one field, the one whose name says it most plainly is.
        claims = [(*_named(c.label)[::-1], c) for c in columns if c.reason == "not used"]
        for _rank, field, column in sorted(claims, key=lambda claim: claim[0]):
            if field == "description" and field in taken:
                field = "summary"
            if field and field in taken:
                column.reason = f"another column is the {field} already"
            elif field:
                column.field, column.reason = field, "by its name"
                taken.add(field)
    free = [index for index, column in enumerate(columns) if column.reason == "not used"]
    for index, field in _by_content(table, free, taken, is_bare="name" not in taken).items():
        columns[index].field, columns[index].reason = field, "by what stands in it"
    for index, column in enumerate(columns):
        column.examples = _examples(row[index] for row in table[:_SAMPLE])
    return columns


def _examples(cells, most=3, longest=60):
    """The first different values of a column, shortened."""
    found = {}
    for cell in cells:
        text = " ".join(cell[: 4 * longest].split())
        if text:
            found[text if len(text) <= longest else f"{text[: longest - 1]}…"] = None
        if len(found) == most:
            break
    return tuple(found)


def _checked(wanted):
    for label, field in wanted.items():
        if field not in FIELDS and field != UNUSED:
            raise SourceError(f"{label}={field}: no such field; there are {', '.join(sorted(FIELDS))}")
    return {fold(label).strip(): field for label, field in wanted.items()}


def _unit(label):
    found = _UNIT.search(fold(label))
    if found:
        return next(filter(None, found.groups()), "")
    return "s" if _key(label) in ("seconds", "sec") else ""


def _by_content(table, free, taken, *, is_bare):
    """Fields for the columns ``free`` from their values: words of the vocabulary.

    When the names of exercises are not found yet (``is_bare``) names, ids and long texts are told too.
    """
    cells = {index: [said(row[index]).strip() for row in table[:_SAMPLE]] for index in free}
    values = {index: [cell for cell in cells[index] if cell] for index in free}
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
    if not is_bare:
        return found
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


def said(text):
    """What a cell says: without markup and entities, and nothing where it says so in words.

    >>> said("<b>Bench&nbsp;press</b>"), said(" N/A "), said("NULL")
    ('Bench press', '', '')
    """
    if "<" in text or "&" in text:
        text = "\n".join(texts.paragraphs(text)[0])
    return "" if text.strip().lower() in _BLANK else text


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
