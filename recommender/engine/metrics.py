"""Ranking metrics, one function each.

Most take ``hits``, a (U, n) boolean array: was the item at rank r (best first) of member u's list
relevant, and ``relevant``, (U,): how many relevant items the member had. They return one number per
member, nan for a member without relevant items: nothing can be said of them, so means leave them out
(``numpy.nanmean``). An empty list (n = 0) has no hits and scores 0 where the formula allows.
"""

import numpy as np
from scipy import sparse

ABSENT = -1


def top(scores, n, *, exclude=None, allowed=None):
    """Indices of the n best items per member, best first, (U, n) int; :data:`ABSENT` where none is left.

    nan scores come last and are never listed; ``exclude`` (csr U x I) and not ``allowed`` (bool, (I,) or
    (U, I)) are never listed. Equal scores keep the order of the items.
    """
    scores = np.array(scores, dtype=np.float32, copy=True)
    scores[~np.isfinite(scores)] = -np.inf
    if exclude is not None:
        rows = np.repeat(np.arange(scores.shape[0]), np.diff(exclude.indptr))
        scores[rows, exclude.indices] = -np.inf
    if allowed is not None:
        scores[~np.broadcast_to(allowed, scores.shape)] = -np.inf
    n = min(n, scores.shape[1])
    if n == 0:
        return np.empty((len(scores), 0), dtype=np.int64)
    if n < scores.shape[1]:
        # Ties at the border must not depend on how the partition moves things: take everything above the
        # border's score first, then the tied ones in item order.
        border = np.partition(scores, scores.shape[1] - n, axis=1)[:, -n][:, None]
        keep = scores > border
        tied = scores == border
        room = n - keep.sum(axis=1, keepdims=True)
        keep |= tied & (np.cumsum(tied, axis=1) <= room)
        chosen = np.nonzero(keep)[1].reshape(len(scores), n)
    else:
        chosen = np.broadcast_to(np.arange(n), scores.shape)
    values = np.take_along_axis(scores, chosen, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    ranked = np.take_along_axis(chosen, order, axis=1)
    ranked[np.take_along_axis(values, order, axis=1) == -np.inf] = ABSENT
    return ranked


def hits(ranked, relevant):
    """Whether each listed item is relevant: (U, n) bool from ``ranked`` (U, n) and ``relevant`` csr U x I."""
    relevant = sparse.csr_matrix(relevant, dtype=bool)
    n_items = relevant.shape[1]
    if ranked.size == 0 or n_items == 0:
        return np.zeros(ranked.shape, dtype=bool)
    rows = np.repeat(np.arange(len(ranked)), np.diff(relevant.indptr))
    wanted = rows * n_items + relevant.indices
    listed = np.arange(len(ranked))[:, None] * n_items + np.maximum(ranked, 0)
    return np.isin(listed, wanted) & (ranked != ABSENT)


def ranks(scores, relevant):
    """1-based rank of each relevant item (csr U x I) in its member's row of scores, in csr order.

    Equal scores keep the order of the items, as in :func:`top`; an item at -inf or nan has no rank (0).
    Quicker than sorting where few items are relevant.
    """
    n_items = scores.shape[1]
    rows = np.repeat(np.arange(scores.shape[0]), np.diff(relevant.indptr))
    found = np.zeros(len(rows), dtype=np.int64)
    step = max(1, 2_000_000 // max(n_items, 1))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        places = relevant.indices[part]
        table = scores[rows[part]]
        own = table[np.arange(len(places)), places]
        ahead = (table > own[:, None]).sum(axis=1)
        ties = table == own[:, None]
        crowded = np.flatnonzero(ties.sum(axis=1) > 1)
        ahead[crowded] += (ties[crowded] & (np.arange(n_items) < places[crowded, None])).sum(axis=1)
        found[part] = np.where(np.isfinite(own), ahead + 1, 0)
    return found


def ndcg_of_ranks(found, relevant, n=10):
    """The same as :func:`ndcg`, (U,), from the ranks of the relevant items (csr U x I)."""
    counts = np.diff(relevant.indptr)
    gains = np.where((found > 0) & (found <= n), 1 / np.log2(np.maximum(found, 1) + 1.0), 0)
    rows = np.repeat(np.arange(len(counts)), counts)
    total = np.bincount(rows, weights=gains, minlength=len(counts))
    ideal = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, n + 2)))])[np.minimum(counts, n)]
    return _where_asked(total / np.where(ideal > 0, ideal, 1), counts)


def _where_asked(values, relevant):
    return np.where(np.asarray(relevant) > 0, values, np.nan)


def precision(hits, relevant, n=None):
    """|relevant in list| / n, n the length asked for: a list that is too short is not rewarded."""
    n = hits.shape[1] if n is None else n
    return _where_asked(hits[:, :n].sum(axis=1) / max(n, 1), relevant)


def recall(hits, relevant):
    """|relevant in list| / |relevant|."""
    return _where_asked(hits.sum(axis=1) / np.maximum(relevant, 1), relevant)


def f1(hits, relevant):
    """2 P R / (P + R) with precision P and recall R; 0 when both are 0."""
    p, r = precision(hits, relevant), recall(hits, relevant)
    return np.where(p + r > 0, 2 * p * r / np.where(p + r > 0, p + r, 1), np.where(np.isnan(p), np.nan, 0))


def accuracy(hits, relevant, n_candidates):
    """(TP + TN) / candidates, of the decision "listed = relevant" on every candidate item.

    With few relevant among many candidates it is near 1 for any list, an empty one too: it is here
    because it is often asked for, not because it tells models apart.
    """
    listed, found = hits.shape[1], hits.sum(axis=1)
    wrong = (listed - found) + (np.asarray(relevant) - found)
    return _where_asked(1 - wrong / np.maximum(n_candidates, 1), relevant)


def ndcg(hits, relevant):
    """DCG / ideal DCG: sum over ranks r of hit_r / log2(r + 1), over the best that |relevant| allows."""
    n = hits.shape[1]
    if n == 0:
        return _where_asked(np.zeros(len(hits)), relevant)
    discount = 1 / np.log2(np.arange(2, n + 2))
    ideal = np.concatenate([[0.0], np.cumsum(discount)])[np.minimum(relevant, n)]
    return _where_asked(hits @ discount / np.where(ideal > 0, ideal, 1), relevant)


def average_precision(hits, relevant):
    """Sum over hit ranks r of precision@r, over min(n, |relevant|); its mean over members is MAP."""
    n = hits.shape[1]
    ranks = np.arange(1, n + 1)
    at_hits = (np.cumsum(hits, axis=1) / ranks * hits).sum(axis=1) if n else np.zeros(len(hits))
    return _where_asked(at_hits / np.maximum(np.minimum(relevant, n), 1), relevant)


def hit_rate(hits, relevant):
    """1 if anything relevant is listed, else 0."""
    return _where_asked(hits.any(axis=1).astype(float), relevant)


def coverage(ranked, n_items):
    """|items listed for anybody| / I, one number; 0 for no items."""
    listed = np.unique(ranked[ranked != ABSENT])
    return len(listed) / n_items if n_items else 0.0


def diversity(ranked, item_features):
    """1 - mean cosine of all pairs in a member's list, by features (I x D); nan for lists below two."""
    length = np.linalg.norm(item_features, axis=1, keepdims=True)
    unit = item_features / np.where(length > 0, length, 1)
    present = ranked != ABSENT
    vectors = unit[np.maximum(ranked, 0)] * present[:, :, None]
    n = present.sum(axis=1)
    # The sum of all pairwise products is the squared length of the sum of the vectors.
    squares = (vectors.sum(axis=1) ** 2).sum(axis=1)
    own = (vectors**2).sum(axis=(1, 2))
    pairs = n * (n - 1)
    return np.where(pairs > 0, 1 - (squares - own) / np.maximum(pairs, 1), np.nan)


def novelty(ranked, popularity):
    """Mean of -log2(share of members who met the item) over a list; unmet items count as half a member."""
    popularity = np.asarray(popularity, dtype=float)
    smallest = popularity[popularity > 0].min() / 2 if (popularity > 0).any() else 1.0
    surprise = -np.log2(np.maximum(popularity, smallest))
    present = ranked != ABSENT
    total = (surprise[np.maximum(ranked, 0)] * present).sum(axis=1)
    return np.where(present.any(axis=1), total / np.maximum(present.sum(axis=1), 1), np.nan)


def calibration(ranked, liked, item_groups, alpha=0.01):
    """Kullback-Leibler distance of the groups in a list from those a member liked (Steck 2018); 0 is best.

    ``item_groups`` (I x C) holds each item's share in each group, ``liked`` csr U x I; the list's shares
    are mixed with ``alpha`` of the liked ones, so that the distance stays finite. nan without history.
    """
    item_groups = np.asarray(item_groups, dtype=float)
    item_groups = item_groups / np.maximum(item_groups.sum(axis=1, keepdims=True), 1e-12)
    wanted = liked @ item_groups
    weight = wanted.sum(axis=1, keepdims=True)
    present = ranked != ABSENT
    given = (item_groups[np.maximum(ranked, 0)] * present[:, :, None]).sum(axis=1)
    known = (weight[:, 0] > 0) & (given.sum(axis=1) > 0)
    p = wanted / np.where(weight > 0, weight, 1)
    q = given / np.maximum(given.sum(axis=1, keepdims=True), 1e-12)
    q = (1 - alpha) * q + alpha * p
    terms = np.where(p > 0, p * np.log(np.where(p > 0, p, 1) / np.where(q > 0, q, 1)), 0)
    return np.where(known, terms.sum(axis=1), np.nan)


def expected_calibration_error(predicted, happened, n_bins=10):
    """Mean gap between predicted chance and what happened, over equally filled bins; nan for no data."""
    predicted, happened = np.asarray(predicted, float), np.asarray(happened, float)
    if len(predicted) == 0:
        return float("nan")
    edges = np.quantile(predicted, np.linspace(0, 1, n_bins + 1)[1:-1])
    # Equal forecasts share a bin, whatever the order they came in.
    bins = np.searchsorted(edges, predicted, side="left")
    members = [bins == number for number in np.unique(bins)]
    return float(sum(abs((predicted[m] - happened[m]).sum()) for m in members) / len(predicted))
