"""Additive sufficient statistics: all that the linear half and the prior need of the evidence.

They are sums over members, so they can be gathered shard by shard in memory of order I², merged, and
brought up to date by subtracting the members who changed and adding them anew.
"""

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from scipy import sparse

from recommender.engine import kernels
from recommender.engine.base import column_sums

# Above this many multiplications spared by sparseness, scipy's sparse product beats a dense one (measured).
_DENSE_ADVANTAGE = 200
_BLOCK_ROWS = 4096


def member_weights(n_met, exponent):
    """w_u proportional to n_u^-exponent: above 0, people with long histories count less than linearly."""
    return np.maximum(n_met, 1).astype(np.float64) ** -exponent


def _scaled(matrix, weights):
    if weights is None:
        return matrix
    return sparse.csr_matrix(
        (
            matrix.data * np.repeat(weights, np.diff(matrix.indptr)).astype(np.float32),
            matrix.indices,
            matrix.indptr,
        ),
        shape=matrix.shape,
    )


def product(left, right, weights=None, n_jobs=None):
    """leftᵀ diag(weights) right as a dense float32 (I, J) array, by whichever way is quicker.

    Dense blocks of members go to BLAS when rows are full enough; otherwise the compiled loop runs where numba
    is installed, and scipy's sparse product on blocks of columns, in threads, where it is not.
    """
    n_left, n_right = left.shape[1], right.shape[1]
    if not left.nnz or not right.nnz:
        return np.zeros((n_left, n_right), dtype=np.float32)
    sparse_work = float(np.diff(left.indptr).astype(np.float64) @ np.diff(right.indptr))
    dense_work = float(left.shape[0]) * n_left * n_right
    if dense_work < _DENSE_ADVANTAGE * sparse_work:
        return _dense_product(left, right, weights)
    if kernels.available():
        return kernels.cross_product(left, right, weights, threads=effective_n_jobs(n_jobs))
    scaled = _scaled(left, weights).T.tocsr()
    cuts = np.array_split(np.arange(n_left), min(n_left, 2))
    parts = Parallel(n_jobs=n_jobs, prefer="threads")(
        delayed(lambda rows: (scaled[rows[0] : rows[-1] + 1] @ right).toarray())(rows) for rows in cuts
    )
    return np.concatenate(parts).astype(np.float32, copy=False)


def _dense_product(left, right, weights):
    total = None
    same = right is left
    for start in range(0, left.shape[0], _BLOCK_ROWS):
        block = slice(start, start + _BLOCK_ROWS)
        a = left[block].toarray()
        if weights is not None and same:
            # One factor on both sides keeps the product symmetric, which BLAS computes at half the cost.
            a *= np.sqrt(weights[block, None]).astype(np.float32)
            b = a
        else:
            b = a if same else right[block].toarray()
            if weights is not None:
                a = a * weights[block, None].astype(np.float32)
        part = a.T @ b
        total = part if total is None else np.add(total, part, out=total)
    return total


def later_product(left, right, ages, weights=None, n_jobs=None):
    """Σ_u w_u left_ui right_uj over the pairs in which j came after i: dense float32 (I, J).

    ``ages`` is csr, holds every entry of ``left`` and ``right``, and grows into the past.
    """
    out = np.zeros((left.shape[1], right.shape[1]), dtype=np.float32)
    if not left.nnz or not right.nnz:
        return out
    left_ages, right_ages = _of_entries(ages, left), _of_entries(ages, right)
    if kernels.available():
        threads = effective_n_jobs(n_jobs)
        return kernels.later_product(left, right, left_ages, right_ages, weights, threads=threads)
    for member in range(left.shape[0]):
        a = slice(left.indptr[member], left.indptr[member + 1])
        b = slice(right.indptr[member], right.indptr[member + 1])
        later = left_ages[a, None] > right_ages[None, b]
        values = left.data[a] if weights is None else left.data[a] * np.float32(weights[member])
        out[np.ix_(left.indices[a], right.indices[b])] += values[:, None] * later * right.data[b]
    return out


def _of_entries(table, matrix):
    """The numbers that ``table`` (csr) holds where ``matrix`` has entries; both have sorted indices."""

    def keys(csr):
        rows = np.repeat(np.arange(csr.shape[0], dtype=np.int64), np.diff(csr.indptr))
        return rows * csr.shape[1] + csr.indices

    return table.data[np.searchsorted(keys(table), keys(matrix))]


class Statistics:
    """Sums over members of everything quadratic in their evidence and preferences.

    With x liked, s seen and n disliked (rows of I numbers), p preferences (F numbers) and weight w:
    ``xx`` = Σ w x xᵀ, ``sx`` = Σ w s xᵀ, ``ss``, ``xn``, ``sn``, ``nn`` likewise (I x I, float32; those
    with s or n stay None while there is nothing in them); ``ax`` = Σ w x_i x_j over the pairs in which j came
    after i, ``as_`` and ``an`` the same with s_i and n_i (None while no times are known); ``x_sum`` = Σ x,
    ``s_sum`` = Σ s, ``pp`` = Σ p pᵀ, ``px`` = Σ p xᵀ, ``p_sum`` = Σ p, ``members`` = Σ 1, ``weight`` = Σ w.

    Examples
    --------
    >>> import numpy as np
    >>> one = Statistics(2).add(np.array([[1.0, 1.0]]))
    >>> both = one + Statistics(2).add(np.array([[1.0, 0.0]]))
    >>> both.xx.tolist(), both.members
    ([[2.0, 1.0], [1.0, 1.0]], 2)
    """

    _BLOCKS = ("xx", "sx", "ss", "xn", "sn", "nn", "ax", "as_", "an")
    _SUMS = ("x_sum", "s_sum", "pp", "px", "p_sum", "members", "weight")

    def __init__(self, n_items, n_preferences=0, *, seen_channel=True):
        self.n_items = n_items
        self.n_preferences = n_preferences
        self.seen_channel = seen_channel
        self.xx = np.zeros((n_items, n_items), dtype=np.float32)
        self.sx = self.ss = self.xn = self.sn = self.nn = None
        self.ax = self.as_ = self.an = None
        self.x_sum = np.zeros(n_items)
        self.s_sum = np.zeros(n_items)
        self.pp = np.zeros((n_preferences, n_preferences))
        self.px = np.zeros((n_preferences, n_items))
        self.p_sum = np.zeros(n_preferences)
        self.members = 0
        self.weight = 0.0

    def add(self, x, seen=None, negative=None, preferences=None, weights=None, n_jobs=None, ages=None):
        """Add a shard of members (matrices U x I, dense or csr; finite preferences U x F); returns self.

        ``ages`` (csr with the pattern of ``seen``, larger for what is longer ago) adds what came after what.
        """
        x = sparse.csr_matrix(x, dtype=np.float32)
        if x.shape[1] != self.n_items:
            raise ValueError(f"these statistics are of {self.n_items} items, got {x.shape[1]}")
        seen = _pattern(x) if seen is None else sparse.csr_matrix(seen, dtype=np.float32)
        self._accumulate("xx", product(x, x, weights, n_jobs))
        if self.seen_channel:
            self._accumulate("sx", product(seen, x, weights, n_jobs))
            self._accumulate("ss", product(seen, seen, weights, n_jobs))
        if negative is not None and negative.nnz:
            self._accumulate("xn", product(x, negative, weights, n_jobs))
            self._accumulate("nn", product(negative, negative, weights, n_jobs))
            if self.seen_channel:
                self._accumulate("sn", product(seen, negative, weights, n_jobs))
        if ages is not None:
            self._accumulate("ax", later_product(x, x, ages, weights, n_jobs))
            if self.seen_channel:
                self._accumulate("as_", later_product(seen, x, ages, weights, n_jobs))
            if negative is not None and negative.nnz:
                self._accumulate("an", later_product(negative, x, ages, weights, n_jobs))
        self.x_sum += column_sums(x)
        self.s_sum += column_sums(seen)
        if self.n_preferences:
            preferences = np.asarray(preferences, dtype=np.float64)
            self.pp += preferences.T @ preferences
            self.px += (x.T @ preferences).T
            self.p_sum += preferences.sum(axis=0)
        self.members += x.shape[0]
        self.weight += float(x.shape[0] if weights is None else np.sum(weights))
        return self

    def _accumulate(self, name, part):
        block = getattr(self, name)
        setattr(self, name, part if block is None else np.add(block, part, out=block))

    def _combined(self, other, sign):
        if (self.n_items, self.n_preferences) != (other.n_items, other.n_preferences):
            raise ValueError("statistics of different items or preferences cannot be combined")
        result = Statistics(self.n_items, self.n_preferences, seen_channel=self.seen_channel)
        for name in self._BLOCKS:
            ours, theirs = getattr(self, name), getattr(other, name)
            if theirs is None:
                setattr(result, name, None if ours is None else ours.copy())
            else:
                setattr(result, name, sign * theirs if ours is None else ours + sign * theirs)
        for name in self._SUMS:
            setattr(result, name, getattr(self, name) + sign * getattr(other, name))
        return result

    def __add__(self, other):
        return self._combined(other, 1)

    def __sub__(self, other):
        """Without the members of ``other``, whose evidence must be what it was when it was added."""
        return self._combined(other, -1)

    def gram(self, negative=0.0, seen_channel=True):
        """ZᵀWZ for z = [x - negative·n | s] (or its first half), float64, freshly made, in Fortran order.

        Weights are rescaled to mean 1, so that regularisation means the same whatever their exponent.
        """
        n = self.n_items
        with_seen = seen_channel and self.ss is not None
        gram = np.empty((2 * n if with_seen else n,) * 2, dtype=np.float64, order="F")
        gram[:n, :n] = self.xx
        if negative and self.nn is not None:
            gram[:n, :n] -= negative * (self.xn + self.xn.T)
            gram[:n, :n] += negative**2 * self.nn
        if with_seen:
            gram[n:, :n] = self.sx
            if negative and self.sn is not None:
                gram[n:, :n] -= negative * self.sn
            gram[:n, n:] = gram[n:, :n].T
            gram[n:, n:] = self.ss
        if self.weight > 0 and self.weight != self.members:
            gram *= self.members / self.weight
        return gram

    def transitions(self, negative=0.0, seen_channel=True):
        """Σ w z_i x_j over the pairs in which j came after i: float64 (2I or I, I).

        z and the scale are those of :meth:`gram`. None where no times are known.
        """
        if self.ax is None:
            return None
        n = self.n_items
        with_seen = seen_channel and self.as_ is not None
        found = np.empty((2 * n if with_seen else n, n), dtype=np.float64, order="F")
        found[:n] = self.ax
        if negative and self.an is not None:
            found[:n] -= negative * self.an
        if with_seen:
            found[n:] = self.as_
        if self.weight > 0 and self.weight != self.members:
            found *= self.members / self.weight
        return found


def _pattern(matrix):
    pattern = matrix.copy()
    pattern.data = np.ones_like(pattern.data)
    return pattern
