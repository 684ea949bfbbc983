"""Items without evidence: a weighted mean of the items like them, by features.

Kernel ridge regression with a free constant. For an item with features t it weighs the n known items by::

    a(t) = 1/n + H (H K H + regularization * 1)^-1 H (k(t) - K 1/n)        H = 1 - 11'/n

K holds the likeness of known items among themselves, k(t) that to the item. The weights sum to 1 and depend
on features only, so that anything linear in an item's columns, its scores too, is filled in by one product.

Likenesses, 1 for equal items: "cosine" of the features; "tanimoto", t·t' / (|t|² + |t'|² - t·t'), which is
the share of common words where features are words; "gaussian", exp(-d²) with d² the distance of standardised
features over its mean, in which a rare word says more than a common one.
"""

import numpy as np
from scipy.linalg import cho_factor, cho_solve

LIKENESSES = ("cosine", "tanimoto", "gaussian")
_SMALLEST = 1e-12


def alike(left, right, kind):
    """Likeness of each row of ``left`` to each of ``right``, float64; the means are those of ``left``."""
    left, right = np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if kind == "gaussian":
        spread = left.std(axis=0)
        # A feature that is the same for all known items cannot say how much a difference in it matters.
        spread[spread < _SMALLEST] = np.inf
        left, right = left / spread, right / spread
    squares, others = (left**2).sum(axis=1), (right**2).sum(axis=1)
    product = left @ right.T
    if kind == "cosine":
        return product / np.maximum(np.sqrt(np.outer(squares, others)), _SMALLEST)
    if kind == "tanimoto":
        return product / np.maximum(np.add.outer(squares, others) - product, _SMALLEST)
    middle = left.mean(axis=0)
    # The mean squared distance of two rows is twice their mean squared distance from the middle.
    mean = 2 * ((left - middle) ** 2).sum(axis=1).mean()
    distance = np.maximum(np.add.outer(squares, others) - 2 * product, 0)
    return np.exp(-distance / max(mean, _SMALLEST))


def weights_by_likeness(features, known, *, kind, regularization):
    """Weights of the known items (bool, (I,)) for each of the others, float32 (unknown, known)."""
    n = int(known.sum())
    left, right = features[known], features[~known]
    among, to = alike(left, left, kind), alike(left, right, kind)
    mean = among.mean(axis=0)
    to -= mean[:, None]
    to -= to.mean(axis=0)
    among -= mean
    among -= among.mean(axis=1, keepdims=True)
    among[np.arange(n), np.arange(n)] += max(regularization, _SMALLEST)
    found = cho_solve(cho_factor(among, lower=True, overwrite_a=True), to, overwrite_b=True)
    found -= found.mean(axis=0)
    return (found + 1 / n).T.astype(np.float32)
