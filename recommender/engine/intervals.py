"""How sure a mean over members is: bootstrap intervals and paired differences."""

import numpy as np


def bootstrap(values, *, n=1000, seed=0, level=0.95):
    """(low, high) of the mean of per-member ``values``, by resampling members; nan values are left out."""
    values = np.asarray(values, dtype=float)
    values = values[np.isfinite(values)]
    if len(values) == 0:
        return float("nan"), float("nan")
    means = resampled_means(values, n, seed)
    return tuple(np.quantile(means, [(1 - level) / 2, (1 + level) / 2]).tolist())


def resampled_means(values, n, seed):
    """Means of ``n`` samples with replacement."""
    rng = np.random.default_rng(seed)
    # One sample at a time: all of them at once would be a table of n by members.
    return np.array([values[rng.integers(len(values), size=len(values))].mean() for _ in range(n)])


def paired_difference(ours, theirs, *, n=1000, seed=0):
    """How much better ``ours`` is, member by member: mean, 95 % interval, and the chance of none.

    ``p`` is the share of resamples whose mean is not above 0 (one-sided, never below 1 / (n + 1)).
    """
    differences = np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)
    differences = differences[np.isfinite(differences)]
    if len(differences) == 0:
        return {"difference": float("nan"), "low": float("nan"), "high": float("nan"), "p": float("nan")}
    means = resampled_means(differences, n, seed)
    low, high = np.quantile(means, [0.025, 0.975])
    return {
        "difference": float(differences.mean()),
        "low": float(low),
        "high": float(high),
        "p": float(((means <= 0).sum() + 1) / (n + 1)),
        "members": len(differences),
    }
