"""From scores to a list: variety, rested muscles and newness, among the items the rules allow.

The list S maximises, over sets of n candidates,

    F(S) = sum_{j in S} u_j + diversity * sum_m sqrt(sum_{j in S} a_jm)

where u_j is the score scaled to 0..1 over the candidates plus the bonuses below, and a_jm is the share of
the work that muscle m does in item j. Choosing the largest gain again and again reaches at least 1 - 1/e (63
%) of the best possible F, since F is monotone and submodular and every u_j is at least 0 (Nemhauser, Wolsey
and Fisher 1978); with at most ``per_group`` items of a variation group, a partition matroid, at least 1/2
(Fisher et al. 1978).
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Rerank:
    """How much else counts beside the score; every weight is relative to the spread of scores, 1 = all of it.

    Parameters
    ----------
    diversity : weight of covering muscles the list does not cover yet
    recovery : what an item loses whose work is all done by muscles just trained hard (load 1)
    favour : what an item gains whose work is all done by favoured muscles
    newness : what an item gains that nobody has met yet
    per_group : at most this many items of one variation group; None for no limit
    pool : how many of the best items are candidates
    """

    diversity: float = 0.15
    recovery: float = 0.3
    favour: float = 0.0
    newness: float = 0.0
    per_group: int | None = 1
    pool: int = 100

    def __post_init__(self):
        for name in ("diversity", "recovery", "favour", "newness"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value >= 0):
                raise ValueError(f"{name} must be a number of at least 0, got {value!r}")
        if self.per_group is not None and self.per_group < 1:
            raise ValueError(f"per_group must be at least 1 or None, got {self.per_group!r}")
        if self.pool < 1:
            raise ValueError(f"pool must be at least 1, got {self.pool!r}")


NO_RERANK = Rerank(diversity=0.0, recovery=0.0, per_group=None)


def utilities(scores, muscles, newness, rerank, *, favoured=None, load=None):
    """float64 (candidates,), all at least 0: scores scaled to 0..1 plus what ``rerank`` adds or takes.

    Parameters
    ----------
    scores : (candidates,)
    muscles : (candidates, M) shares of work, rows of nan count as none
    newness : (candidates,) from 0 (everybody has met it) to 1
    favoured, load : (M,) or None, from 0 to 1
    """
    scores = np.asarray(scores, dtype=np.float64)
    if not len(scores):
        return scores
    spread = scores.max() - scores.min()
    utility = (scores - scores.min()) / spread if spread > 0 else np.zeros(len(scores))
    if load is not None and rerank.recovery:
        utility -= rerank.recovery * (muscles @ np.asarray(load, dtype=np.float64))
    if favoured is not None and rerank.favour:
        utility += rerank.favour * (muscles @ np.asarray(favoured, dtype=np.float64))
    if rerank.newness:
        utility += rerank.newness * np.asarray(newness, dtype=np.float64)
    return utility - utility.min()


class Gains:
    """The gain in F of adding each candidate to the list so far; -inf for those that may not be added."""

    def __init__(self, utility, muscles, groups, rerank, taken=()):
        self._rerank = rerank
        self._muscles = np.ascontiguousarray(muscles.T, dtype=np.float64)
        self._groups = groups
        self._counts = {}
        self._covered = self._muscles[:, list(taken)].sum(axis=1)
        self._cover = self._adds(slice(None), self._covered)
        self.values = utility + rerank.diversity * self._cover.sum(axis=0)
        for position in taken:
            self._rule_out(position)

    def _adds(self, muscles, covered):
        """What each candidate adds to each of these muscles, given what is covered of them."""
        return np.sqrt(covered[:, None] + self._muscles[muscles]) - np.sqrt(covered)[:, None]

    def take(self, position):
        """Put the candidate at ``position`` on the list."""
        if self._rerank.diversity:
            touched = self._muscles[:, position].nonzero()[0]
            self._covered[touched] += self._muscles[touched, position]
            cover = self._adds(touched, self._covered[touched])
            self.values += self._rerank.diversity * (cover - self._cover[touched]).sum(axis=0)
            self._cover[touched] = cover
        self._rule_out(position)

    def _rule_out(self, position):
        self.values[position] = -np.inf
        group = int(self._groups[position])
        if self._rerank.per_group is not None and group >= 0:
            self._counts[group] = self._counts.get(group, 0) + 1
            if self._counts[group] >= self._rerank.per_group:
                self.values[self._groups == group] = -np.inf


def objective(chosen, utility, muscles, diversity):
    """F of the candidates ``chosen`` (positions), as in the module's docstring."""
    cover = np.sqrt(np.asarray(muscles, dtype=np.float64)[chosen].sum(axis=0)).sum()
    return float(np.asarray(utility)[chosen].sum() + diversity * cover)
