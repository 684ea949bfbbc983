"""The hybrid's score of one member as one sum of rows, and every term of that sum by name.

With x and n the member's positive and negative evidence, z = [x - negative * n | 1 where met], p the stated
preferences, H the history and n_u its length:

    s_j = beta * sum_i z_i B_ij                                          rows of B
        + (1 - beta) * factor_scale * sum_{i in H} x_i y_j' A^-1 y_i
        + g * kappa / (kappa + n_u) * (pi_j + c * sum_f (p_f - mean_f) C_fj)

    A   = YtY + sum_{i in H} x_i (y_i y_i' + factor_ridge * 1)

The factor half is the fold-in of Hu, Koren and Volinsky (2008). Only arrays here: ids and words are known to
those who call it (:mod:`recommender.engine.pipeline`).
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.linalg import lapack

NEEDED_SCALARS = {"beta", "g", "kappa", "c", "negative"}


@dataclass(frozen=True)
class Columns:
    """What the scores of some items are read from; R rows of B, F preference features, k factors.

    ``B`` is float32 (R, items), ``Y`` (items, k) and ``prior`` (F + 2, items): the rows of C, popularity, and
    the prior of somebody who answered nothing at all (popularity less what the mean preferences add).
    """

    B: np.ndarray
    Y: np.ndarray
    prior: np.ndarray

    @property
    def popularity(self):
        """float32 (items,)."""
        return self.prior[-2]


def columns_of(B, Y, popularity, C, mean):
    """:class:`Columns` of these arrays; ``mean`` is float64 (F,), c times the mean preferences."""
    base = popularity - mean @ np.asarray(C, dtype=np.float64)
    # asarray drops np.memmap for a plain view of the same pages: its subclass costs time at every slice.
    return Columns(np.asarray(B), np.asarray(Y), np.vstack((C, popularity, base)).astype(np.float32))


@dataclass(frozen=True)
class HybridArrays:
    """What a fitted hybrid exports; I items, F preference features, D item features, k factors.

    Parameters
    ----------
    item_ids : int64 (I,)
    B : float32 (2I, I), or (I, I) for a model without the "met it" channel
    Y, YtY : float32 (I, k) and float64 (k, k); k may be 0
    popularity : float32 (I,)
    C, preference_mean : float32 (F, I) and (F,)
    scalars : dict with beta, g, kappa, c, negative and, optionally, factor_scale and factor_ridge
    T : float32 (I, D) item features
    cold_weights : float32 (rows of B, D), or None: the column of an item without evidence is ``cold_weights
    @ t``
    """

    item_ids: np.ndarray
    B: np.ndarray
    Y: np.ndarray
    YtY: np.ndarray
    popularity: np.ndarray
    C: np.ndarray
    preference_mean: np.ndarray
    scalars: dict
    T: np.ndarray
    feature_names: list = field(default_factory=list)
    preference_names: list = field(default_factory=list)
    cold_weights: np.ndarray | None = None

    def __post_init__(self):
        count, factors, features = len(self.item_ids), self.Y.shape[-1], len(self.preference_mean)
        described = self.T.shape[-1]
        shapes = {
            "B": {(2 * count, count), (count, count)},
            "Y": {(count, factors)},
            "YtY": {(factors, factors)},
            "popularity": {(count,)},
            "C": {(features, count)},
            "T": {(count, described)},
            "preference_names": {(features,)},
            "feature_names": {(described,)},
            "cold_weights": {(len(self.B), described)},
        }
        for name, wanted in shapes.items():
            value = getattr(self, name)
            shape = (len(value),) if isinstance(value, list | tuple) else getattr(value, "shape", None)
            if value is not None and shape not in wanted:
                expected = " or ".join(map(str, sorted(wanted)))
                raise ValueError(f"{name} must have shape {expected}, got {shape}")
        if len(np.unique(self.item_ids)) != count:
            raise ValueError("item_ids must hold each id once")
        for name in sorted(NEEDED_SCALARS):
            if not np.isfinite(self.scalars.get(name, np.nan)):
                raise ValueError(
                    f"scalars must hold a finite number {name!r}, got {self.scalars.get(name)!r}"
                )

    @cached_property
    def mean(self):
        """float64 (F,): c times the mean preferences."""
        return np.asarray(self.preference_mean, dtype=np.float64) * self.scalars["c"]

    @cached_property
    def columns(self):
        """:class:`Columns` of the model's own items, in the order of ``item_ids``.

        The half of B for "met it" is left out where it is all zeros, as in a model that does not use it.
        """
        count = len(self.item_ids)
        linear = self.B if len(self.B) == count or np.any(self.B[count:]) else self.B[:count]
        return columns_of(linear, self.Y, self.popularity, self.C, self.mean)


@dataclass(slots=True)
class Evidence:
    """One member as weights of the model's rows: what :func:`weigh` makes of a history.

    ``rows`` are rows of B and ``z`` their weights (beta included); the first ``len(items)`` of them belong
    to the history items in order, the rest, if B has that channel, to "met it". ``positive`` is x, float32
    (h,). ``told`` are the rows of ``Columns.prior`` that make up the prior, with float32 weights
    ``told_weights``; ``prior`` are float64 weights of its first F + 1 rows, one per part of the prior.
    ``taste`` is the factor half, a :class:`Taste`, made when it is first needed and kept.
    """

    items: np.ndarray
    rows: np.ndarray
    z: np.ndarray
    positive: np.ndarray
    told: np.ndarray
    told_weights: np.ndarray
    prior: np.ndarray
    taste: object = None


@dataclass(slots=True)
class Taste:
    """The factor half of one member.

    ``system`` is the Cholesky factor of A_u, ``weighted`` (h, k) is (1 - beta) * factor_scale * x_i y_i, and
    ``vector`` (k,) is A_u^-1 times the sum of ``weighted``.
    """

    system: np.ndarray
    weighted: np.ndarray
    vector: np.ndarray


NO_TASTE = Taste(None, None, None)


def weigh(arrays, items, values, preferences):
    """Return the :class:`Evidence` of a member of model ``arrays``.

    Parameters
    ----------
    items : integer (h,), rows of the model the member has met, each once
    values : float32 (h,) in [-1, 1]
    preferences : float32 (F,), finite; what was not answered is the mean
    """
    scalars = arrays.scalars
    kappa, history, count = scalars["kappa"], len(items), len(arrays.item_ids)
    positive = np.maximum(values, np.float32(0))
    z = positive + (values - positive) * np.float32(scalars["negative"])
    rows = items
    if len(arrays.columns.B) > count:
        z = np.concatenate((z, np.ones(history, dtype=np.float32)))
        rows = np.concatenate((items, items + count))
    z *= np.float32(scalars["beta"])
    # What is left of the prior; without any history all of it, whatever kappa.
    fade = scalars["g"] * (kappa / (kappa + history) if history else 1.0)
    # In single precision a feature equals its mean where nothing was answered: its part is exactly 0.
    prior = np.append((preferences - arrays.preference_mean) * (scalars["c"] * fade), fade)
    told = np.append(preferences, np.float32(1)).nonzero()[0]
    told_weights = np.append(preferences * np.float32(scalars["c"] * fade), np.float32(fade))[told]
    told[-1] += 1  # from popularity, the last row of the parts, to the base
    return Evidence(items, rows, z, positive, told, told_weights, prior)


def fold_in(arrays, evidence):
    """The :class:`Taste` of ``evidence``, ``NO_TASTE`` where no item with positive evidence gives one."""
    if evidence.taste is None:
        evidence.taste = _solve(arrays, evidence)
    return evidence.taste


def _solve(arrays, evidence):
    scalars = arrays.scalars
    scale = (1 - scalars["beta"]) * scalars.get("factor_scale", 1.0)
    weights = evidence.positive.astype(np.float64)
    total = weights.sum()
    if not arrays.Y.shape[1] or scale == 0 or total == 0:
        return NO_TASTE
    rows = arrays.columns.Y[evidence.items].astype(np.float64)
    weighted = rows * weights[:, None]
    system = weighted.T @ rows
    system += arrays.YtY
    ridge = scalars.get("factor_ridge", 0.0) * total
    if ridge:
        system.ravel()[:: len(system) + 1] += ridge
    # Symmetric, so its transpose is the same matrix in the order LAPACK works in place on.
    system, failed = lapack.dpotrf(system.T, clean=0, overwrite_a=1)
    if failed:
        raise np.linalg.LinAlgError("the factor system of this member is not positive definite")
    weighted *= scale
    vector, _ = lapack.dpotrs(system, scale * (weights @ rows))
    return Taste(system, weighted, vector)


def score(arrays, columns, evidence):
    """Scores of the items of ``columns`` for one :class:`Evidence`, and the rows of B that were read.

    Returns
    -------
    scores : float32 (items,)
    read : float32 (rows of the evidence, items), handed on to :func:`parts`
    """
    scores = evidence.told_weights @ columns.prior.take(evidence.told, axis=0)
    read = columns.B.take(evidence.rows, axis=0)
    scores += evidence.z @ read
    taste = fold_in(arrays, evidence)
    if taste is not NO_TASTE:
        scores += columns.Y @ taste.vector.astype(np.float32)
    return scores, read


def parts(arrays, columns, evidence, items, read=None):
    """float64 (items, h + F + 1): every term of the scores of ``items``, indices into ``columns``.

    The terms are one per history item, one per preference feature, then popularity; a row adds up to the
    score.

    Parameters
    ----------
    read : what :func:`score` read, or None to read only what these items need
    """
    history = len(evidence.items)
    # One term per row while it is made: every step below then works on whole rows.
    table = np.empty((history + len(evidence.prior), len(items)))
    linear = columns.B[evidence.rows[:, None], items] if read is None else read.take(items, axis=1)
    # In single precision, as B is stored: the exact score is the sum of what stands in the table.
    linear *= evidence.z[:, None]
    met = table[:history]
    if len(linear) > history:
        np.add(linear[:history], linear[history:], out=met)
    else:
        met[:] = linear
    taste = fold_in(arrays, evidence)
    if taste is not NO_TASTE:
        solved, _ = lapack.dpotrs(taste.system, columns.Y[items].T.astype(np.float64))
        met += taste.weighted @ solved
    np.multiply(columns.prior[:-1].take(items, axis=1), evidence.prior[:, None], out=table[history:])
    return table.T
