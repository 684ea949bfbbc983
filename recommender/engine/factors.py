"""Implicit alternating least squares: item factors learnt from evidence, members folded in exactly.

Hu, Koren and Volinsky 2008 in the form of Rendle et al. 2021: minimise
Σ_{liked (u,i)} x_ui ((1 - v_uᵀy_i)² + ridge (|v_u|² + |y_i|²)) + a0 Σ_{all} (v_uᵀy_i)² + reg (|V|² + |Y|²).
"""

from numbers import Integral, Real

import numpy as np
from joblib import Parallel, delayed
from scipy import sparse
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval
from threadpoolctl import threadpool_limits

from recommender.engine.base import BaseScorer

_CHUNK = 4_000_000


def _solve_rows(matrix, rows, padded, base, ridge, out):
    """Solve the k x k systems of some rows of similar length, in place in ``out``."""
    starts, lengths = matrix.indptr[rows], np.diff(matrix.indptr)[rows]
    widest = int(lengths.max())
    place = np.arange(widest)
    present = place < lengths[:, None]
    where = np.where(present, starts[:, None] + place, 0)
    indices = np.where(present, matrix.indices[where], len(padded) - 1)
    x = np.where(present, matrix.data[where], 0).astype(np.float32)
    vectors = padded[indices]
    weighted = vectors * x[:, :, None]
    systems = np.matmul(weighted.transpose(0, 2, 1), vectors)
    systems += base
    if ridge:
        diagonal = np.arange(base.shape[0])
        systems[:, diagonal, diagonal] += ridge * x.sum(axis=1, keepdims=True)
    out[rows] = np.linalg.solve(systems, weighted.sum(axis=1)[:, :, None])[:, :, 0]


def solve_side(matrix, vectors, *, unobserved_weight, regularization, ridge=0.0, n_jobs=None, base=None):
    """Best vectors, float32 (R, k), of the rows of ``matrix`` (csr R x C) given those of its columns (C, k).

    Rows without evidence get zeros, which is their exact solution. ``base`` replaces a0·YᵀY + reg·1 where
    it was made from other vectors than these.
    """
    k = vectors.shape[1]
    vectors = vectors.astype(np.float32, copy=False)
    out = np.zeros((matrix.shape[0], k), dtype=np.float32)
    if base is None:
        base = gram_of(vectors, unobserved_weight, regularization)
    base = base.astype(np.float32)
    padded = np.vstack([vectors, np.zeros((1, k), dtype=np.float32)])
    lengths = np.diff(matrix.indptr)
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] > 0]
    chunks, start = [], 0
    while start < len(order):
        # Rows sorted by length share a chunk while padding them to the longest stays in memory bounds.
        stop = start + 1
        room = max(1, int(_CHUNK / k / max(lengths[order[start]], k)))
        stop = min(len(order), start + room)
        while stop > start + 1 and (stop - start) * max(lengths[order[stop - 1]], k) * k > 2 * _CHUNK:
            stop = start + max(1, (stop - start) // 2)
        chunks.append(order[start:stop])
        start = stop
    with threadpool_limits(1, "blas"):
        Parallel(n_jobs=n_jobs, prefer="threads")(
            delayed(_solve_rows)(matrix, rows, padded, base, ridge, out) for rows in chunks
        )
    return out


def gram_of(vectors, unobserved_weight, regularization):
    """a0·YᵀY + reg·1, float64 (k, k): the part of a member's system that does not depend on the member."""
    vectors = vectors.astype(np.float64)
    return unobserved_weight * (vectors.T @ vectors) + regularization * np.eye(vectors.shape[1])


def start_vectors(gram, k, random_state):
    """The leading k directions of XᵀX, scaled as its singular factors: a start near the solution.

    A few rounds of subspace iteration from a random start; exact enough, since the sweeps go on from here.
    """
    n = gram.shape[0]
    k_drawn = min(n, k + 8)
    basis = random_state.standard_normal((n, k_drawn)).astype(np.float32)
    for _ in range(4):
        basis = _orthonormal(gram @ basis)
    values, rotation = np.linalg.eigh(basis.T @ (gram @ basis))
    best = np.argsort(-values)[:k]
    scale = np.sqrt(np.sqrt(np.maximum(values[best], 0)))
    found = ((basis @ rotation[:, best]) * scale).astype(np.float32)
    if found.shape[1] < k:
        found = np.hstack([found, np.zeros((n, k - found.shape[1]), dtype=np.float32)])
    return found


def _orthonormal(vectors):
    """Orthonormal columns of the same span, through their small Gram matrix: much quicker than QR."""
    for _ in range(2):
        # Twice is enough for single precision, however alike the columns were.
        vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=0), 1e-30)
        values, rotation = np.linalg.eigh(vectors.astype(np.float64).T @ vectors)
        scale = 1 / np.sqrt(np.maximum(values, values[-1] * 1e-12))
        vectors = (vectors @ (rotation * scale)).astype(np.float32)
    return vectors


def fit_item_factors(
    x,
    k,
    *,
    unobserved_weight,
    regularization,
    ridge=0.0,
    n_sweeps=6,
    gram=None,
    random_state=None,
    n_jobs=None,
):
    """Item factors Y, float32 (I, k), from evidence ``x`` (csr U x I).

    ``gram`` (XᵀX, if already at hand) starts the sweeps near the solution, so that few are needed.
    """
    random_state = check_random_state(random_state)
    if k == 0 or x.nnz == 0:
        return np.zeros((x.shape[1], k), dtype=np.float32)
    gram = (x.T @ x).toarray() if gram is None else gram
    items = start_vectors(gram, k, random_state)
    by_item = sparse.csr_matrix(x.T)
    options = {
        "unobserved_weight": unobserved_weight,
        "regularization": regularization,
        "ridge": ridge,
        "n_jobs": n_jobs,
    }
    for _ in range(n_sweeps):
        members = solve_side(x, items, **options)
        items = solve_side(by_item, members, **options)
    return items


class FactorRecommender(BaseScorer):
    """Implicit ALS; members are folded in by one k x k solve, so new members need no retraining.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.kron(np.eye(2), np.ones((6, 3)))
    >>> X[0, 0] = 0
    >>> model = FactorRecommender(n_factors=2, regularization=0.1).fit(X)
    >>> int(model.predict(X)[0].argmax()) in {0, 1, 2}
    True
    """

    _parameter_constraints = {
        "n_factors": [Interval(Integral, 1, None, closed="left")],
        "unobserved_weight": [Interval(Real, 0, None, closed="neither")],
        "regularization": [Interval(Real, 0, None, closed="neither")],
        "ridge": [Interval(Real, 0, None, closed="left")],
        "n_sweeps": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
        "n_jobs": [None, Integral],
    }

    def __init__(
        self,
        n_factors=32,
        unobserved_weight=0.1,
        regularization=1.0,
        ridge=0.0,
        n_sweeps=6,
        random_state=0,
        n_jobs=None,
    ):
        self.n_factors = n_factors
        self.unobserved_weight = unobserved_weight
        self.regularization = regularization
        self.ridge = ridge
        self.n_sweeps = n_sweeps
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit_evidence(self, evidence):
        """Learn the item factors from what members liked."""
        self.item_factors_ = fit_item_factors(
            evidence.x,
            min(self.n_factors, evidence.n_items),
            unobserved_weight=self.unobserved_weight,
            regularization=self.regularization,
            ridge=self.ridge,
            n_sweeps=self.n_sweeps,
            random_state=self.random_state,
            n_jobs=self.n_jobs,
        )
        self.known_ = np.asarray(evidence.x.sum(axis=0)).ravel() > 0
        return self

    def score_evidence(self, evidence):
        """Fold members in; nan for members without liked items and for items nobody liked."""
        members = solve_side(
            evidence.x,
            self.item_factors_,
            unobserved_weight=self.unobserved_weight,
            regularization=self.regularization,
            ridge=self.ridge,
            n_jobs=self.n_jobs,
        )
        scores = members @ self.item_factors_.T
        scores[:, ~self.known_] = np.nan
        scores[np.diff(evidence.x.indptr) == 0] = np.nan
        return scores
