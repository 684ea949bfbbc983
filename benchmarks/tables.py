"""CSV files of any naming, as the tables the engine reads; every complaint names the file and the column."""

from pathlib import Path

import numpy as np
import pandas as pd

from recommender.engine import columns

MAX_WORDS = 1000


class TableError(ValueError):
    """A file that cannot be used as asked."""


def read(path, needed):
    """Read a CSV and see that it has the columns ``needed``."""
    path = Path(path)
    if not path.is_file():
        raise TableError(f"{path}: no such file")
    try:
        table = pd.read_csv(path)
    except (ValueError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: not readable as CSV: {error}") from error
    for name in needed:
        if name not in table:
            raise TableError(f"{path}: no column {name!r}; it has {', '.join(map(str, table.columns))}")
    if table.empty:
        raise TableError(f"{path}: has no rows")
    return table


def _wrong_cell(table, name, path, row, what):
    cell = table[name].iloc[row]
    said = "empty" if pd.isna(cell) else f"{str(cell)!r} {what}"
    return TableError(f"{path}: column {name!r}, row {row + 2}: {said}")


def numbers(table, name, path):
    """A column as floats; raises naming the first row that is not a number."""
    values = pd.to_numeric(table[name], errors="coerce")
    bad = np.flatnonzero(~np.isfinite(values.to_numpy(dtype=float)))
    if len(bad):
        raise _wrong_cell(table, name, path, bad[0], "is not a number")
    return values.to_numpy(dtype=float)


def times(table, name, path):
    """A column of numbers or dates as float days or seconds; only their order and differences matter."""
    if pd.api.types.is_numeric_dtype(table[name]):
        return numbers(table, name, path)
    parsed = pd.to_datetime(table[name], errors="coerce", utc=True)
    bad = np.flatnonzero(parsed.isna())
    if len(bad):
        raise _wrong_cell(table, name, path, bad[0], "is neither a number nor a date")
    return (parsed - parsed.min()).dt.total_seconds().to_numpy() / 86_400


def interactions(path, *, user, item, rating=None, time=None, positive=4.0, minimum=5):
    """Ratings as interactions: VALUE 1 from ``positive`` up, below it from 0 down to -1 at the worst rating.

    The last rating of a pair counts. Members and items with fewer than ``minimum`` positive ratings are left
    out, again and again until none is left.
    """
    table = read(path, [name for name in (user, item, rating, time) if name])
    for name in (user, item):
        if table[name].isna().any():
            raise _wrong_cell(table, name, path, int(np.flatnonzero(table[name].isna())[0]), "")
    stars = np.full(len(table), positive, dtype=float) if rating is None else numbers(table, rating, path)
    result = pd.DataFrame({columns.USER: table[user].to_numpy(), columns.ITEM: table[item].to_numpy()})
    lowest = stars.min(initial=positive)
    below = np.where(stars < positive, (positive - stars) / max(positive - lowest, 1e-12), 0)
    result[columns.VALUE] = np.where(stars >= positive, 1.0, -below)
    if time:
        result[columns.TIME] = times(table, time, path)
        result = result.sort_values(columns.TIME, kind="stable", ignore_index=True)
    result = result.drop_duplicates([columns.USER, columns.ITEM], keep="last", ignore_index=True)
    while True:
        liked = result[result[columns.VALUE] > 0]
        keep = np.ones(len(result), dtype=bool)
        for name in (columns.USER, columns.ITEM):
            counts = liked[name].value_counts()
            keep &= result[name].isin(counts.index[counts >= minimum]).to_numpy()
        if keep.all():
            break
        result = result[keep].reset_index(drop=True)
    if result.empty:
        column = rating or item
        raise TableError(
            f"{path}: column {column!r}: nothing is left of members and items with at least {minimum} "
            f"ratings of {positive:g} or more"
        )
    return result


def features(path, *, key, names, ids):
    """Columns of a file as numbers, indexed by ``key``, for those of ``ids`` that the file has.

    A column of many different numbers is standardised; any other is read as words, several in a cell split
    on ``|``, one column a word. Words of a single row are left out. An empty cell is nan.
    """
    table = read(path, [key, *names])
    repeated = table[key].duplicated()
    if repeated.any():
        raise TableError(f"{path}: column {key!r}: {table[key][repeated].iloc[0]!r} occurs more than once")
    table = table[table[key].isin(ids)].set_index(key)
    if table.empty:
        raise TableError(f"{path}: column {key!r}: has none of the ids of the interactions")
    parts = []
    for name in names:
        column = table[name]
        if pd.api.types.is_numeric_dtype(column) and column.nunique() > 12:
            spread = column.std(ddof=0)
            parts.append(((column - column.mean()) / (spread if spread > 0 else 1)).rename(name).to_frame())
            continue
        words = column.map(_word).str.get_dummies("|").astype(float)
        counts = words.sum().sort_values(ascending=False, kind="stable")
        words = words[sorted(counts.index[counts > 1][:MAX_WORDS])]
        words[column.isna()] = np.nan
        parts.append(words.add_prefix(f"{name}="))
    result = pd.concat(parts, axis=1)
    if not result.shape[1]:
        raise TableError(f"{path}: column {names[0]!r}: no word occurs in more than one row")
    return result


def _word(cell):
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if pd.isna(cell) else "|".join(part.strip() for part in str(cell).split("|"))
