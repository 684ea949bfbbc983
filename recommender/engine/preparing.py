"""From a table to something to measure: the splits by name, and a split as matrices and tasks."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from recommender.engine import columns, splitting
from recommender.engine.matrices import evidence_from
from recommender.engine.tasks import Task

SPLITS = {
    "random": splitting.random,
    "temporal": splitting.temporal,
    "global-temporal": splitting.global_temporal,
    "cold-users": splitting.cold_users,
    "cold-items": splitting.cold_items,
}


def make_splits(interactions, kind, *, seed, items=None, known=splitting.COLD_CURVE, fraction=0.2):
    """The split of this name, as a list of splits that share one training part."""
    if kind not in SPLITS:
        raise splitting.SplitError(f"split must be one of {', '.join(SPLITS)}, got {kind!r}")
    options = {"seed": seed, "fraction": fraction}
    if kind == "cold-items":
        return [splitting.cold_items(interactions, items=items, **options)]
    if kind == "cold-users":
        return splitting.cold_users(interactions, known=known, **options)
    return [SPLITS[kind](interactions, **options)]


@dataclass(frozen=True)
class Prepared:
    """One split as matrices: what to fit on, and the tasks to rank."""

    fitted_on: object
    tasks: list
    items: np.ndarray


def prepare(splits, sides, *, allowed=None, weights=None):
    """Turn splits with one training part into matrices.

    ``allowed``: None, or a function (members, items) -> bool (U, I) saying what each member could do.
    Members without a relevant test row are left out of the tasks: nothing can be said of them. Items come in
    an order of chance.
    """
    first = splits[0]
    items = np.unique(
        np.concatenate([t[columns.ITEM].to_numpy() for t in (first.train, *[s.test for s in splits])])
    )
    if sides.item_features is not None:
        items = np.union1d(items, sides.item_features.index.to_numpy())
    # Equal scores keep the order of the items. That of ids often tells old from new, so ties are broken by
    # chance, for every model by the same.
    items = np.random.default_rng(0).permutation(items)
    fitted_on = evidence_from(first.train, np.unique(first.train[columns.USER]), items, sides)
    tasks = []
    for place, split in enumerate(splits):
        liked = split.test[split.test[columns.VALUE] > 0]
        members = np.unique(liked[columns.USER])
        if first.candidates is None:
            # An item that only the test part knows cannot be ranked by anyone but by luck.
            candidates = fitted_on.seen.getnnz(axis=0) > 0
        else:
            candidates = np.isin(items, split.candidates)
        may = candidates
        if allowed is not None:
            may = np.asarray(allowed(members, items), dtype=bool) & candidates
        shown = evidence_from(split.known, members, items, sides)
        relevant = evidence_from(liked, members, items).x
        relevant = _within(relevant, shown.seen, may)
        rows = np.diff(relevant.indptr) > 0
        task = Task(split.name, shown, relevant, may, 1.0 if weights is None else weights[place])
        tasks.append(task.take(np.flatnonzero(rows)))
    if not any(task.shown.n_members for task in tasks):
        raise splitting.SplitError("no member has a relevant row in the test part")
    return Prepared(fitted_on, tasks, items)


def _within(relevant, seen, may):
    """Relevant items that can be listed at all: not shown before, and among the candidates."""
    table = relevant.tocoo()
    allowed = may[table.col] if np.ndim(may) == 1 else may[table.row, table.col]
    known = np.asarray(seen[table.row, table.col]).ravel() > 0 if table.nnz else np.zeros(0, bool)
    keep = allowed & ~known
    return sparse.csr_matrix((table.data[keep], (table.row[keep], table.col[keep])), shape=relevant.shape)
