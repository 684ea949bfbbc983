"""The steps of :mod:`recommender.engine.cleaning`: what can be wrong with a table, one class each.

Every step has a ``name``, and ``apply(table)`` returns the table after it and its findings, a DataFrame with
the columns of ``FINDINGS``.
"""

import html
import re
import unicodedata

import numpy as np
import pandas as pd

FINDINGS = ["row", "column", "problem", "before", "after"]
DROPPED = "row dropped"
TAG = re.compile(r"<[^>]*>")


class Texts:
    """Tidy texts: tags and entities of HTML out, one form of each letter, single spaces."""

    name = "texts"

    def __init__(self, names):
        self.names = names

    def apply(self, table):
        found = []
        for column in _present(table, self.names):
            tidy = table[column].map(_tidy)
            changed = _differs(table[column], tidy)
            rows, raw = table.index[changed], table[column][changed]
            found.append(_findings(rows, column, "untidy text", raw, tidy[changed]))
            table = table.assign(**{column: tidy})
        return table, _joined(found)


class Spellings:
    """Every word of a column as the vocabulary spells it; words it does not know are taken out.

    Compared without regard to case, to spaces, hyphens and underscores, and to a plural s, after the explicit
    ``spellings``. A cell that loses its only word becomes missing; a list may become empty. With ``whole`` a
    list with an unknown word becomes missing: half of what an exercise needs would be read as all of it.
    """

    def __init__(self, column, vocabulary, spellings=None, *, whole=False):
        self.name = f"spellings of {column}"
        self.column = column
        self.whole = whole
        self._words = {}
        for word in vocabulary:
            self._words[_folded(word)] = word
        for word in vocabulary:
            self._words.setdefault(_folded(word).removesuffix("s"), word)
        for spelling, word in (spellings or {}).items():
            if word is not None and word not in vocabulary:
                raise ValueError(
                    f"{spelling!r} is mapped to {word!r}, which is not in the vocabulary of {column}"
                )
            # None: a spelling that is known to mean nothing here ("body only" is no equipment).
            self._words[_folded(spelling)] = word

    def apply(self, table):
        if self.column not in table:
            return table, _joined([])
        rows, problems, before, after, cells = [], [], [], [], []
        for label, cell in zip(table.index, table[self.column], strict=True):
            new, unknown = self._translate(cell)
            cells.append(new)
            if unknown:
                rows.append(label), problems.append("unknown word"), before.append(unknown), after.append(new)
            elif not _same(cell, new):
                rows.append(label), problems.append("other spelling"), before.append(cell), after.append(new)
        table = table.assign(**{self.column: pd.Series(cells, index=table.index, dtype=object)})
        return table, _findings(rows, self.column, problems, before, after)

    def _translate(self, cell):
        if is_missing(cell):
            return None, []
        many = isinstance(cell, list | tuple | set | frozenset | np.ndarray)
        known, unknown = [], []
        for word in cell if many else [cell]:
            folded = _folded(word)
            target = self._words.get(folded, self._words.get(folded.removesuffix("s"), ...))
            if target is ...:
                unknown.append(word)
            elif target is not None and target not in known:
                known.append(target)
        if many:
            return (None if unknown and self.whole else known), unknown
        return (known[0] if known else None), unknown


class Overlap:
    """Take out of the words of ``second`` what ``first`` already names."""

    def __init__(self, first, second):
        self.name = f"{second} apart from {first}"
        self.first, self.second = first, second

    def apply(self, table):
        if not {self.first, self.second} <= set(table.columns):
            return table, _joined([])
        rows, before, after, cells = [], [], [], []
        for label, first, second in zip(table.index, table[self.first], table[self.second], strict=True):
            kept = second
            if isinstance(first, list) and isinstance(second, list):
                kept = [word for word in second if word not in first]
                if len(kept) < len(second):
                    rows.append(label), before.append(second), after.append(kept)
            cells.append(kept)
        table = table.assign(**{self.second: pd.Series(cells, index=table.index, dtype=object)})
        return table, _findings(rows, self.second, f"also among {self.first}", before, after)


class Numbers:
    """Read columns as numbers; what is not a finite number becomes missing."""

    name = "invalid values"

    def __init__(self, names):
        self.names = names

    def apply(self, table):
        found = []
        for column in _present(table, self.names):
            raw = table[column]
            numbers = pd.to_numeric(raw, errors="coerce").astype(np.float64)
            numbers = numbers.where(np.isfinite(numbers))
            bad = numbers.isna() & raw.notna()
            found.append(_findings(table.index[bad], column, "not a number", raw[bad], np.nan))
            table = table.assign(**{column: numbers})
        return table, _joined(found)


class Ranges:
    """Numbers outside ``low`` .. ``high`` become missing, or their rows are dropped."""

    def __init__(self, column, low, high, *, drop=False):
        self.name = f"range of {column}"
        self.column, self.low, self.high, self.drop = column, low, high, drop

    def apply(self, table):
        if self.column not in table:
            return table, _joined([])
        values = table[self.column]
        out = (values < self.low) | (values > self.high)
        after = DROPPED if self.drop else np.nan
        problem = f"not within {self.low} to {self.high}"
        findings = _findings(table.index[out], self.column, problem, values[out], after)
        return (table[~out] if self.drop else table.assign(**{self.column: values.mask(out)})), findings


class Missing:
    """Drop rows that lack something required; fill other gaps as told.

    Parameters
    ----------
    required : columns a row must have; a required column that the table lacks raises ValueError
    fill : mapping of column to a value, or to "median" or "most common" of the column
    """

    name = "missing values"

    def __init__(self, required=(), fill=None):
        self.required, self.fill = list(required), dict(fill or {})

    def apply(self, table):
        absent = [column for column in self.required if column not in table]
        if absent:
            raise ValueError(f"the table lacks the required columns {', '.join(absent)}")
        found = []
        lacking = pd.Series(data=False, index=table.index)
        for column in self.required:
            gaps = _gaps(table[column]) & ~lacking
            found.append(_findings(table.index[gaps], column, "required and missing", None, DROPPED))
            lacking |= gaps
        table = table[~lacking]
        for column, value in self.fill.items():
            if column not in table:
                continue
            gaps = _gaps(table[column])
            if not gaps.any():
                continue
            value = _filling(table[column][~gaps], value)
            found.append(_findings(table.index[gaps], column, "missing", None, value))
            table = table.assign(**{column: table[column].where(~gaps, value)})
        return table, _joined(found)


class Duplicates:
    """Of rows that agree on ``keys`` keep the one with the fewest gaps, and of those the first.

    Texts are compared without regard to case and to spaces, hyphens and underscores. Keys that the table
    lacks are left out; rows that lack a key are no duplicates of anything.
    """

    name = "duplicates"

    def __init__(self, keys):
        self.keys = list(keys)

    def apply(self, table):
        keys = _present(table, self.keys)
        if not keys:
            return table, _joined([])
        compared = pd.DataFrame({key: _comparable(table[key]) for key in keys}, index=table.index)
        complete = compared.notna().all(axis=1)
        if not compared[complete].duplicated().any():
            return table, _joined([])
        gaps = sum(_gaps(table[column]).astype(int) for column in table.columns)
        order = np.lexsort((np.arange(len(table)), gaps.to_numpy()))
        repeated = compared.iloc[order].duplicated(keys).to_numpy()
        drop = np.zeros(len(table), dtype=bool)
        drop[order[repeated]] = True
        drop &= complete.to_numpy()
        before = table.loc[drop, keys].astype(str).agg(", ".join, axis=1) if drop.any() else []
        return table[~drop], _findings(table.index[drop], ", ".join(keys), "duplicate", before, DROPPED)


class LikelyDuplicates:
    """Report, and keep, rows whose names have the same words in another order.

    Nothing fuzzier than that: "Incline Bench Press" and "Decline Bench Press" are nearly the same text.
    """

    name = "likely duplicates"

    def __init__(self, column):
        self.column = column

    def apply(self, table):
        if self.column not in table:
            return table, _joined([])
        words = table[self.column].map(lambda name: None if is_missing(name) else _bag(name))
        first = {}
        rows, before, after = [], [], []
        for label, name, bag in zip(table.index, table[self.column], words, strict=True):
            if bag and first.setdefault(bag, (label, name))[0] != label:
                rows.append(label), before.append(name), after.append(f"kept; compare {first[bag][1]!r}")
        return table, _findings(rows, self.column, "same words as another", before, after)


def _present(table, names):
    return [name for name in names if name in table.columns]


def _findings(rows, column, problem, before, after):
    """Findings, one per row label in ``rows``; the other values are lists or hold for all rows."""
    rows = list(rows)
    values = {"column": column, "problem": problem, "before": before, "after": after}
    filled = {
        name: list(value) if isinstance(value, list | pd.Series) else [value] * len(rows)
        for name, value in values.items()
    }
    return pd.DataFrame({"row": rows, **filled}, columns=FINDINGS, dtype=object)


def _joined(found):
    found = [findings for findings in found if len(findings)]
    return pd.concat(found, ignore_index=True) if found else _findings([], "", "", None, None)


def is_missing(cell):
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    if isinstance(cell, str):
        return not cell.strip()
    return isinstance(cell, float | np.floating) and bool(np.isnan(cell))


def _gaps(column):
    if column.dtype.kind in "biuf":
        return column.isna()
    return column.map(is_missing).astype(bool)


def _same(before, after):
    if is_missing(before) or is_missing(after):
        return is_missing(before) and is_missing(after)
    if isinstance(before, tuple | set | frozenset | np.ndarray):
        before = list(before)
    return type(before) is type(after) and before == after


def _differs(before, after):
    pairs = zip(before, after, strict=True)
    return np.array([not _same(old, new) for old, new in pairs], dtype=bool)


def _tidy(text):
    if not isinstance(text, str):
        return text
    text = html.unescape(TAG.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _folded(word):
    return " ".join(re.split(r"[\s_-]+", unicodedata.normalize("NFKC", str(word)).casefold().strip()))


def _bag(name):
    words = re.findall(r"\w+", _folded(name))
    return tuple(sorted(word.removesuffix("s") for word in words))


def _comparable(column):
    if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
        return column.map(lambda cell: np.nan if is_missing(cell) else _folded(cell))
    return column


def _filling(values, how):
    if how == "median":
        return values.median()
    if how == "most common":
        return values.mode().iloc[0] if len(values) else None
    return how
