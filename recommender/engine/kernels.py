"""The loops that compiling makes much faster, for where numba is installed; numpy and scipy do without.

numba is optional, since it weighs 208 MB. Both ways give the same numbers, up to the rounding of single
precision.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

try:
    from numba import njit
except ImportError:
    njit = None


def available():
    """Whether numba is installed."""
    return njit is not None


def _accumulate(
    left_start, left_at, left_value, right_start, right_at, right_value, weights, first, last, out
):
    for member in range(first, last):
        weight = weights[member]
        for a in range(left_start[member], left_start[member + 1]):
            row = out[left_at[a]]
            value = weight * left_value[a]
            for b in range(right_start[member], right_start[member + 1]):
                row[right_at[b]] += value * right_value[b]


def _accumulate_later(
    left_start, left_at, left_value, left_age, right_start, right_at, right_value, right_age, weights,
    first, last, out,
):  # fmt: skip
    for member in range(first, last):
        weight = weights[member]
        for a in range(left_start[member], left_start[member + 1]):
            row = out[left_at[a]]
            value = weight * left_value[a]
            age = left_age[a]
            for b in range(right_start[member], right_start[member + 1]):
                if right_age[b] < age:
                    row[right_at[b]] += value * right_value[b]


if njit is not None:
    _accumulate = njit(nogil=True, boundscheck=False)(_accumulate)
    _accumulate_later = njit(nogil=True, boundscheck=False)(_accumulate_later)


def cross_product(left, right, weights=None, *, threads=1):
    """leftᵀ diag(weights) right as a dense float32 (I, J) array, by looping over the pairs that exist.

    Without numba this is a plain Python loop, fit for tests of a few members only; see :func:`available`.

    Parameters
    ----------
    left, right : csr (members, I) and (members, J), float32
    weights : (members,), optional
    threads : each takes a share of the members and needs I x J numbers of its own
    """
    sides = (left.indptr, left.indices, left.data, right.indptr, right.indices, right.data)
    return _in_threads(_accumulate, sides, left, right, weights, threads)


def later_product(left, right, left_ages, right_ages, weights=None, *, threads=1):
    """Σ_u w_u left_ui right_uj over the pairs in which j came after i: dense float32 (I, J).

    ``left_ages`` and ``right_ages`` (as many numbers as the matrices have entries) grow into the past; what
    is equally old came neither before nor after. The rest is as in :func:`cross_product`.
    """
    sides = (
        left.indptr, left.indices, left.data, np.asarray(left_ages, dtype=np.float32),
        right.indptr, right.indices, right.data, np.asarray(right_ages, dtype=np.float32),
    )  # fmt: skip
    return _in_threads(_accumulate_later, sides, left, right, weights, threads)


def _in_threads(loop, sides, left, right, weights, threads):
    members = left.shape[0]
    weights = np.ones(members, np.float32) if weights is None else np.asarray(weights, dtype=np.float32)
    # Cut where the work is: the pairs of a member, not the member, are what takes time.
    work = np.cumsum(np.diff(left.indptr).astype(np.float64) * np.diff(right.indptr))
    total = work[-1] if members else 0.0
    cuts = [0, *np.searchsorted(work, total * np.arange(1, threads) / threads).tolist(), members]

    def part(share):
        out = np.zeros((left.shape[1], right.shape[1]), dtype=np.float32)
        loop(*sides, weights, cuts[share], cuts[share + 1], out)
        return out

    if threads == 1:
        return part(0)
    with ThreadPoolExecutor(threads) as pool:
        first, *others = pool.map(part, range(threads))
    for other in others:
        first += other
    return first
