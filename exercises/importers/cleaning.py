"""The cleaning steps every import goes through; each says what it did, and to which rows.

Texts, duplicates, missing values, spellings, invalid values, ranges: in that order, whatever the source.
Nothing is dropped silently. A row is rejected only when nothing useful can be made of it.
"""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from exercises import vocabulary
from exercises.importers import texts
from exercises.importers.mapping import map_words
from exercises.importers.ranges import check_ranges
from exercises.search.words import raw_tokens

LONGEST_NAME = 120
LONGEST_TEXT = 20_000

_WANTED = ("primary", "secondary", "type", "level", "force", "mechanic")
_LETTER = re.compile(r"[^\W\d_]")


def clean(rows, report, *, own_words=None):
    """Turn rows as found into :class:`Draft` s, telling ``report`` everything on the way.

    ``own_words`` maps ``(field, word)`` to a code: words a person has decided on.
    """
    rows = _texts(list(rows), report)
    rows = _duplicates(rows, report)
    _missing(rows, report.step("missing values"))
    drafts = map_words(rows, report, own_words or {})
    drafts = _invalid(drafts, report)
    return check_ranges(rows, drafts, report.step("ranges"))


def _texts(rows, report):
    """Plain text everywhere: no markup, no formulas; rows that are no text at all are rejected."""
    step = report.step("texts")
    kept = []
    for row in rows:
        if texts.is_formula(row.name):
            step.found("formula")
            report.reject(
                row.place, _("the name is a formula: %r") % row.name[:60], field="name", code="formula"
            )
            continue
        if any(len(text) > LONGEST_TEXT for text in (row.name, row.summary, row.description)):
            step.found("text_too_long")
            report.reject(
                row.place,
                _("a cell of more than %d characters: is a quotation mark missing?") % LONGEST_TEXT,
                code="text_too_long",
            )  # fmt: skip
            continue
        for name in (
            "type",
            "level",
            "force",
            "mechanic",
            "minutes",
            "met",
            "summary",
            "description",
            "author",
        ):
            if texts.is_formula(getattr(row, name)):
                step.found("formula", row.place, _("%r was left out") % getattr(row, name)[:60], field=name)
                setattr(row, name, "")
        for translation in row.translations:
            step.found("translations")
            if texts.has_markup(translation.description):
                step.found("description_with_html")
            if not translation.description.strip():
                step.found("description_empty")
        if not row.translations and texts.has_markup(row.description):
            step.found("description_with_html")
        if texts.plain(row.name) != row.name:
            step.found("name_with_odd_spaces", row.place, repr(row.name), field="name")
        row.name = " ".join(texts.paragraphs(row.name)[0])
        row.key = texts.plain(row.key)
        kept.append(row)
    return kept


def _duplicates(rows, report):
    """One row per id; rows with one name are counted here and merged when they are matched."""
    step = report.step("duplicates")
    kept, seen = [], {}
    for row in rows:
        if row.key and row.key in seen:
            same = _facts(seen[row.key]) == _facts(row)
            step.found("repeated_row" if same else "duplicate_id")
            text = _("repeats %(row)s: %(id)r") if same else _("has the id of %(row)s: %(id)r")
            message = text % {"row": seen[row.key].place, "id": row.key}
            report.reject(row.place, message, field="id", code="duplicate_id")
            continue
        if row.key:
            seen[row.key] = row
        kept.append(row)
    names, nearly = defaultdict(list), defaultdict(dict)
    for row in kept:
        if row.name:
            names[row.name].append(row.place)
            nearly[" ".join(raw_tokens(row.name))][row.name] = row.place
    for name, places in names.items():
        if len(places) > 1:
            text = _("%(name)r is also the name of %(rows)s") % {
                "name": name,
                "rows": ", ".join(places[:-1]),
            }
            step.found("exact_duplicate_name", places[-1], text)
    for spellings_of in nearly.values():
        for name in list(spellings_of)[1:]:
            first = next(iter(spellings_of))
            text = _("%(name)r is %(first)r written otherwise") % {"name": name, "first": first}
            step.found("near_duplicate_name", spellings_of[name], text)
    return kept


def _facts(row):
    return (row.name, row.type, row.level, row.equipment, row.primary, row.secondary, row.description)


def _missing(rows, step):
    """What rows do not say. They stay: a curator fills it in before the draft can be published."""
    for row in rows:
        empty = {name: not getattr(row, name) for name in _WANTED}
        empty |= {"equipment": row.equipment is None, "description": not row.description.strip()}
        for name, is_empty in empty.items():
            if is_empty:
                step.found(f"{name}_missing", row.place, _("not said"), field=name)


def _invalid(drafts, report):
    """What cannot be: no name, muscles that are both primary and secondary."""
    step = report.step("invalid values")
    kept = []
    for draft in drafts:
        if not _LETTER.search(draft.name):
            step.found("name_missing")
            report.reject(draft.place, _("there is no name"), field="name", code="name_missing")
            continue
        if len(draft.name) > LONGEST_NAME:
            step.found("name_too_long")
            report.reject(
                draft.place,
                _("the name has %(count)d characters, %(most)d are the most")
                % {"count": len(draft.name), "most": LONGEST_NAME},
                field="name", code="name_too_long",
            )  # fmt: skip
            continue
        both = [muscle for muscle in draft.secondary if muscle in draft.primary]
        if both:
            names = ", ".join(str(vocabulary.MUSCLES[muscle]) for muscle in both)
            step.found(
                "muscle_primary_and_secondary",
                draft.place,
                _("%s: kept as primary") % names,
                field="secondary",
            )
            draft.secondary = [muscle for muscle in draft.secondary if muscle not in draft.primary]
        kept.append(draft)
    return kept
