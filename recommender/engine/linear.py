"""The linear half in closed form: one inverse gives every item-to-item weight, with exact zero diagonals.

It joins EASE (Steck 2019), its dropout form EDLAE (Steck 2020) and item side information (CEASE, Jeunen
et al. 2020) with a channel that says which items were met at all, and with what was liked after what, as
the transition models of Choi et al. (2021, "Session-aware Linear Item-Item Models") do.
"""

import numpy as np
from scipy.linalg import lapack

_SMALLEST = 1e-12


class SolveError(ValueError):
    """The evidence and the regularisation given do not determine the model."""


def inverse(matrix):
    """Inverse of a symmetric positive definite float64 Fortran matrix, in its own memory.

    LAPACK's potrf and potri: several times quicker than a general inverse, and nothing is copied.
    Raises :class:`SolveError` when the matrix is not positive definite.
    """
    factor, fault = lapack.dpotrf(matrix, lower=1, clean=0, overwrite_a=1)
    if fault == 0:
        factor, fault = lapack.dpotri(factor, lower=1, overwrite_c=1)
    if fault != 0 or not np.isfinite(factor[-1, -1]):
        raise SolveError("the system is singular: regularization must be larger than 0")
    _mirror_lower(factor)
    return factor


def _mirror_lower(matrix, block=512):
    # Block by block, since a transposed copy of a large matrix walks through memory the wrong way.
    n = len(matrix)
    for start in range(0, n, block):
        stop = min(start + block, n)
        corner = np.tril(matrix[start:stop, start:stop], -1)
        diagonal = np.diag(matrix[start:stop, start:stop]).copy()
        matrix[start:stop, start:stop] = corner + corner.T
        matrix[np.arange(start, stop), np.arange(start, stop)] = diagonal
        matrix[start:stop, stop:] = matrix[stop:, start:stop].T


def inverted_system(
    statistics,
    *,
    regularization,
    dropout=0.0,
    seen_regularization=1.0,
    negative=0.0,
    feature_weight=0.0,
    item_features=None,
    seen_channel=True,
):
    """P = (G + Λ)⁻¹, float64 (2I, 2I), or (I, I) without a seen channel.

    Raises :class:`SolveError` where evidence and regularisation do not determine it.
    """
    n = statistics.n_items
    gram = statistics.gram(negative, seen_channel)
    size = len(gram)
    diagonal = gram.diagonal().copy()
    ridge = regularization + dropout / (1 - dropout) * np.maximum(diagonal, 0)
    ridge[n:] *= seen_regularization
    if feature_weight and item_features is not None and item_features.shape[1]:
        features = item_features.astype(np.float64)
        mean_square = (features**2).sum() / max(len(features), 1)
        gram[:n, :n] += (feature_weight / max(mean_square, _SMALLEST)) * (features @ features.T)
    # The order of memory does not matter on a diagonal.
    gram[np.arange(size), np.arange(size)] += ridge
    if not np.isfinite(gram[np.arange(size), np.arange(size)]).all():
        raise SolveError("the evidence holds values that are not finite")
    return inverse(gram)


def item_weights(inverted, n):
    """B, float32 (2I, I), from P: how much each of n items speaks for each, as liked and as met.

    Column j minimises ||z_j - Z B_j||² under the dropout regularisation, subject to B[j, j] = B[I+j, j] = 0.
    With S = {j, I + j} the solution is B_j = e_j - P_·S (P_SS)⁻¹ e_1, so that only the inverse is needed: no
    second product. Without a seen channel the lower half of B is zero.
    """
    size = len(inverted)
    weights = np.zeros((2 * n, n), dtype=np.float32)
    own = inverted.diagonal()[:n].copy()
    if size == n:
        # The inverse is symmetric, and its transpose lies in memory as the result does.
        np.multiply(inverted.T, -1 / own, out=weights[:n], casting="same_kind")
        weights[np.arange(n), np.arange(n)] = 0
        return weights
    cross = inverted[np.arange(n), np.arange(n) + n].copy()
    other = inverted.diagonal()[n:].copy()
    determinant = np.maximum(own * other - cross**2, _SMALLEST * own * other)
    a, b = other / determinant, -cross / determinant
    for half in (slice(0, n), slice(n, 2 * n)):
        # The inverse is symmetric, and its transpose lies in memory as the result does.
        np.multiply(inverted[:n, half].T, -a, out=weights[half], casting="same_kind")
        weights[half] -= inverted[n:, half].T * b
    weights[np.arange(n), np.arange(n)] = 0
    weights[np.arange(n) + n, np.arange(n)] = 0
    return weights


def transition_weights(inverted, transitions):
    """D, float32 (2I, I), from P: the same with only what came later as its target.

    With c_j the columns of ``transitions`` (:meth:`statistics.Statistics.transitions`) and the constraint of
    :func:`item_weights`, D_j = P c_j - P_·S (P_SS)⁻¹ (P c_j)_S: one product on top of the inverse.
    """
    free = inverted @ transitions
    size, n = free.shape
    place = np.arange(n)
    weights = np.zeros((2 * n, n), dtype=np.float32)
    if size == n:
        free -= inverted * (free[place, place] / inverted[place, place])
        weights[:n] = free
        weights[place, place] = 0
        return weights
    own, other, cross = inverted[place, place], inverted[place + n, place + n], inverted[place, place + n]
    determinant = np.maximum(own * other - cross**2, _SMALLEST * own * other)
    liked, met = free[place, place], free[place + n, place]
    free -= inverted[:, :n] * ((other * liked - cross * met) / determinant)
    free -= inverted[:, n:] * ((own * met - cross * liked) / determinant)
    weights[:] = free
    weights[place, place] = 0
    weights[place + n, place] = 0
    return weights


def ridge_map(features, targets, regularization, weights=None):
    """M (D, K) that minimises Σ_r w_r ||features_r M - targets_r||² + regularization·||M||²."""
    features = np.asarray(features, dtype=np.float64)
    weighted = features if weights is None else features * np.asarray(weights)[:, None]
    gram = weighted.T @ features
    gram[np.arange(len(gram)), np.arange(len(gram))] += max(regularization, _SMALLEST)
    return np.linalg.solve(gram, weighted.T @ np.asarray(targets, dtype=np.float64))


def ridge_and_constant(features, targets, regularization):
    """(M, constant): the ridge map of centred targets on centred features, so that the constant is free."""
    features = np.asarray(features, dtype=np.float64)
    targets = np.asarray(targets, dtype=np.float64)
    middle = features.mean(axis=0)
    coefficients = ridge_map(features - middle, targets - targets.mean(axis=0), regularization)
    return coefficients, targets.mean(axis=0) - middle @ coefficients


def constant_in(features, tolerance=1e-3):
    """v with features·v = 1 for every row, or None: whether a constant is among the features already.

    It is wherever every row has just one word of some question.
    """
    features = np.asarray(features, dtype=np.float64)
    ones = np.ones(len(features))
    found = np.linalg.lstsq(features, ones, rcond=None)[0] if features.size else np.zeros(features.shape[1])
    return found if np.abs(features @ found - ones).max(initial=0) < tolerance else None
