"""What a model is judged by while it is tuned: members, what is shown of them, and what should come first."""

import numpy as np

from recommender.engine import metrics
from recommender.engine.base import column_sums, completed, scores_of

# Candidates are judged by the mean of nDCG at these lengths: a second length lets chance decide less between
# candidates that are nearly as good. A much longer one would favour models that are good further down.
LENGTHS = (10, 20)


class Task:
    """Something to rank: what is shown of some members (Evidence) and what should come first.

    ``relevant`` is csr U x I; ``allowed`` (bool, (I,) or (U, I)) limits what may be listed.
    """

    def __init__(self, name, shown, relevant, allowed=None, weight=1.0):
        self.name = name
        self.shown = shown
        self.relevant = relevant
        self.allowed = allowed
        self.weight = weight
        self._closed = None

    def qualities(self, scores):
        """nDCG of each member, the mean over :data:`LENGTHS`; overwrites ``scores``."""
        if self._closed is None:
            self._closed = self.shown.seen.toarray() > 0
            if self.allowed is not None:
                self._closed |= ~np.asarray(self.allowed)
        scores[self._closed] = -np.inf
        found = metrics.ranks(scores, self.relevant)
        return np.mean([metrics.ndcg_of_ranks(found, self.relevant, n) for n in LENGTHS], axis=0)

    def quality(self, scores):
        """The mean of :meth:`qualities` over members; overwrites ``scores``."""
        return float(np.nanmean(self.qualities(scores)))

    def take(self, rows):
        """The same task for some of the members."""
        allowed = self.allowed
        if allowed is not None and np.ndim(allowed) == 2:
            allowed = allowed[rows]
        return Task(self.name, self.shown.take(rows), self.relevant[rows], allowed, self.weight)


def limited(task, seed, cells=3_000_000):
    """The task for so many random members that a score matrix stays below ``cells``."""
    n = max(50, cells // max(task.shown.n_items, 1))
    if task.shown.n_members <= n:
        return task
    rows = np.sort(np.random.default_rng(seed).permutation(task.shown.n_members)[:n])
    return task.take(rows)


def mean_quality(tasks, scorer, fitted_on):
    """Mean nDCG of a fitted scorer over tasks; what it cannot score is completed with popularity."""
    popularity = column_sums(fitted_on.x)
    values = [t.quality(completed(scores_of(scorer, fitted_on, t.shown), popularity)) for t in tasks]
    return float(np.average(values, weights=[task.weight for task in tasks]))
