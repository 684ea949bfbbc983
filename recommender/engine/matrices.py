"""From a table of interactions to checked evidence: the only place where ids become rows and columns."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from recommender.engine import columns
from recommender.engine.base import Evidence


@dataclass(frozen=True)
class Sides:
    """What is known of items and members besides interactions: tables of numbers indexed by id, or None."""

    preferences: pd.DataFrame | None = None
    item_features: pd.DataFrame | None = None
    half_life: float | None = None


def aged(table, half_life):
    """VALUE times 2^(-age / half_life), the age counted in days back from each member's latest row."""
    times = table[columns.TIME]
    if not np.issubdtype(times.dtype, np.floating):
        times = times / 86_400
    age = times.groupby(table[columns.USER]).transform("max") - times
    return table[columns.VALUE] * np.exp2(-age / half_life)


def rows_for(side, ids):
    """The rows of a side table for ``ids``, float32; nan rows where the table has none. None for None."""
    if side is None:
        return None
    return side.reindex(ids).to_numpy(dtype=np.float32)


def evidence_from(table, members, items, sides=None):
    """Evidence of ``members`` (ids, in this order) about ``items`` (ids, sorted).

    Several rows of one pair add up, held to [-1, 1]. Rows of other members or items are left out. Items
    without features get zeros; members without preferences get nan, "did not say".
    """
    sides = sides or Sides()
    rows = pd.Index(members).get_indexer(table[columns.USER])
    places = pd.Index(items).get_indexer(table[columns.ITEM])
    inside = (rows >= 0) & (places >= 0)
    values = table[columns.VALUE] if sides.half_life is None else aged(table, sides.half_life)
    shape = (len(members), len(items))
    where = (rows[inside], places[inside])
    signed = sparse.csr_matrix((values.to_numpy(dtype=np.float32)[inside], where), shape=shape)
    met = sparse.csr_matrix((np.ones(int(inside.sum()), dtype=np.float32), where), shape=shape)
    signed.data = np.clip(signed.data, -1, 1)
    met.data = np.ones_like(met.data)
    x, negative = signed.maximum(0).tocsr(), (-signed).maximum(0).tocsr()
    for matrix in (x, negative):
        matrix.eliminate_zeros()
    for matrix in (x, negative, met):
        matrix.sort_indices()
    features = rows_for(sides.item_features, items)
    return Evidence(
        x,
        met,
        negative,
        rows_for(sides.preferences, members),
        None if features is None else np.nan_to_num(features),
        members=np.asarray(members),
        ages=_ages(table, inside, where, met),
    )


def _ages(table, inside, where, met):
    """For each item met, 1 + the share of the member's items that were met later; None without times."""
    if columns.TIME not in table:
        return None
    if not met.nnz:
        return sparse.csr_matrix(met.shape, dtype=np.float32)
    latest = pd.DataFrame(
        {"row": where[0], "column": where[1], "time": table[columns.TIME].to_numpy()[inside]}
    )
    latest = latest.groupby(["row", "column"], as_index=False)["time"].max()
    by_member = latest.groupby("row")["time"]
    # Rows of one moment are as old as each other.
    later = by_member.rank(ascending=False, method="min") - 1
    share = (later / by_member.transform("size")).to_numpy()
    ages = sparse.csr_matrix(
        (1 + share.astype(np.float32), (latest["row"], latest["column"])), shape=met.shape
    )
    ages.sort_indices()
    return ages
