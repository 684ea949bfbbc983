"""Exploration: some places of the list are drawn, with probabilities that are logged and exact.

A place that explores draws among all allowed items that are left with the probabilities

    P(j | places before) = exp(u_j / temperature) / sum_k exp(u_k / temperature)

which is Plackett-Luce sampling without replacement (Plackett 1975) when the utilities u do not depend on the
list so far. The product over the places is the probability of the whole list.
"""

from dataclasses import dataclass

import numpy as np

from recommender.engine.rerank import NO_RERANK, Gains


@dataclass(frozen=True)
class Explore:
    """How much is left to chance.

    Parameters
    ----------
    slots : the last this many places explore; None means all of them
    temperature : over the spread of scores; the higher, the more even
    newness : what an item gains, in places that explore, that nobody has met yet
    """

    slots: int | None = None
    temperature: float = 0.1
    newness: float = 0.0

    def __post_init__(self):
        if not (np.isfinite(self.temperature) and self.temperature > 0):
            raise ValueError(f"temperature must be above 0, got {self.temperature!r}")
        if self.slots is not None and self.slots < 0:
            raise ValueError(f"slots must not be negative, got {self.slots!r}")
        if not (np.isfinite(self.newness) and self.newness >= 0):
            raise ValueError(f"newness must be a number of at least 0, got {self.newness!r}")


def probabilities(utility, temperature):
    """float64 softmax of ``utility / temperature``; -inf is impossible, and all impossible gives zeros."""
    utility = np.asarray(utility, dtype=np.float64)
    top = utility.max(initial=-np.inf)
    if top == -np.inf:
        return np.zeros(len(utility))
    weights = np.exp((utility - top) / temperature)
    return weights / weights.sum()


def plackett_luce(utility, n, temperature, generator):
    """Draw ``n`` positions without replacement; return them with the conditional probability of each."""
    return draw_list(utility, n, Explore(temperature=temperature), generator)


def list_probability(utility, order, temperature):
    """Probability that :func:`plackett_luce` gives exactly the positions ``order``, in that order.

    An empty list has probability 1.
    """
    left = np.array(utility, dtype=np.float64)
    result = 1.0
    for position in order:
        result *= probabilities(left, temperature)[position]
        left[position] = -np.inf
    return float(result)


def draw_list(
    utility,
    n,
    explore,
    generator,
    *,
    muscles=None,
    groups=None,
    newness=None,
    rerank=NO_RERANK,
    taken=(),
):
    """Build a list of at most ``n`` candidates place by place: the largest gain, or a draw where it explores.

    Parameters
    ----------
    utility, muscles, groups, newness : of the candidates, see :func:`recommender.engine.rerank.utilities`
    explore : :class:`Explore`, or None to leave nothing to chance; then ``generator`` is not used
    taken : positions that are on the list already, before these ``n`` places

    Returns
    -------
    positions : int64, of the candidates chosen
    propensities : float64, probability of each at its place given those before; 1 where it does not explore
    """
    utility = np.asarray(utility, dtype=np.float64)
    count = len(utility)
    muscles = np.zeros((count, 0)) if muscles is None else muscles
    groups = np.full(count, -1) if groups is None else groups
    gains = Gains(utility, muscles, groups, rerank, taken)
    bonus = 0.0
    if explore is not None and explore.newness and newness is not None:
        bonus = explore.newness * np.asarray(newness, dtype=np.float64)
    first_drawn = n if explore is None else 0 if explore.slots is None else max(n - explore.slots, 0)
    positions, propensities = [], []
    for place in range(min(n, count)):
        if place < first_drawn:
            position, propensity = int(gains.values.argmax()), 1.0
            if gains.values[position] == -np.inf:
                break
        else:
            chances = probabilities(gains.values + bonus, explore.temperature)
            total = np.cumsum(chances)
            if total[-1] == 0:
                break
            # The first place where the running sum exceeds the draw: never one of probability 0.
            position = int(np.searchsorted(total, generator.random() * total[-1], side="right"))
            propensity = float(chances[position])
        positions.append(position)
        propensities.append(propensity)
        gains.take(position)
    return np.array(positions, dtype=np.int64), np.array(propensities)
