"""The models that compete, and where the parameters of each are searched."""

from dataclasses import dataclass, field

import numpy as np

from recommender.engine.content import ContentRecommender
from recommender.engine.factors import FactorRecommender
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.likeness import LIKENESSES
from recommender.engine.neighbours import NeighbourRecommender
from recommender.engine.popularity import PopularityRecommender


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``: evenly, or evenly in their logarithm; whole ones if asked."""

    low: float
    high: float
    log: bool = False
    whole: bool = False

    def _spread(self, value):
        return np.log(value) if self.log else value

    def _hold(self, spread):
        value = float(np.exp(spread)) if self.log else float(spread)
        # Going through the logarithm and back may end a rounding error outside.
        value = min(max(value, self.low), self.high)
        return round(value) if self.whole else value

    def _gather(self, position):
        low, high = self._spread(self.low), self._spread(self.high)
        return self._hold(low + float(np.clip(position, 0, 1)) * (high - low))

    def draw(self, rng):
        """Any value of the range."""
        return self._gather(rng.random())

    def middle(self, values):
        """The mean of values, taken where the range is even."""
        return self._hold(float(np.mean([self._spread(min(max(v, self.low), self.high)) for v in values])))

    def near(self, value, rng, reach):
        """A value about ``reach`` of the range away from ``value``."""
        low, high = self._spread(self.low), self._spread(self.high)
        position = (self._spread(min(max(value, self.low), self.high)) - low) / (high - low)
        return self._gather(position + reach * rng.standard_normal())


@dataclass(frozen=True)
class Choice:
    """One of some values, in an order in which neighbours are alike."""

    values: tuple

    def draw(self, rng):
        """Any of the values."""
        return self.values[rng.integers(len(self.values))]

    def near(self, value, rng, reach):
        """The value itself or one beside it."""
        place = self.values.index(value) if value in self.values else 0
        step = int(rng.integers(-1, 2))
        return self.values[min(max(place + step, 0), len(self.values) - 1)]


LINEAR_SPACE = {
    "regularization": Range(0.3, 3000, log=True),
    "dropout": Range(0.0, 0.8),
    "seen_regularization": Range(0.3, 30, log=True),
    "seen_channel": Choice((False, "auto")),
    "feature_weight": Choice((0.0, 1.0, 10.0, 100.0, 1000.0)),
    "member_exponent": Choice((0.0, 0.25, 0.5, 0.75)),
    "negative": Choice((0.0, 0.1, 0.25, 0.5, 1.0)),
}
FACTOR_SPACE = {
    "n_factors": Choice((16, 24, 32, 48, 64, 96, 128)),
    "unobserved_weight": Range(0.005, 1.0, log=True),
    "factor_regularization": Range(0.03, 100, log=True),
    "factor_ridge": Choice((0.0, 0.003, 0.01, 0.03, 0.1, 0.3)),
    "n_sweeps": Choice((1, 2, 4, 8)),
}
PRIOR_SPACE = {
    "g": Range(0.01, 30, log=True),
    "kappa": Range(0.2, 100, log=True),
    "c": Range(0.1, 4, log=True),
}
# Searched, with the blend, only where items without evidence are among those ranked.
COLD_SPACE = {
    "cold_likeness": Choice(LIKENESSES),
    "cold_regularization": Choice((0.3, 1.0, 3.0, 10.0, 30.0)),
    "cold_own": Range(0.02, 20, log=True),
}
BLEND_SPACE = {"beta": Range(0.0, 1.0)}
# Applied to scores that are already there, so it is searched with the blend.
LINEAR_BLEND_SPACE = {
    "popularity_exponent": Range(-0.4, 0.2),
    "transition": Choice((0.0, 0.25, 0.5, 1.0, 2.0, 4.0)),
}

# Chosen before all else, by the default parameters: it costs scores, no fits.
RECENCIES = (None, 1.0, 0.5, 0.25, 0.12)

_PLAIN_FACTORS = {
    "n_factors": FACTOR_SPACE["n_factors"],
    "unobserved_weight": FACTOR_SPACE["unobserved_weight"],
    "regularization": FACTOR_SPACE["factor_regularization"],
    "ridge": FACTOR_SPACE["factor_ridge"],
    "n_sweeps": FACTOR_SPACE["n_sweeps"],
}


@dataclass(frozen=True)
class Model:
    """A scorer that competes: its name, how it is made and where its parameters are searched.

    ``halves`` are those of the hybrid that are searched; ``alone`` forbids fitting candidates in threads.
    """

    name: str
    make: object
    space: dict = field(default_factory=dict)
    halves: tuple = ()
    alone: bool = False

    def build(self, params):
        """A fresh, unfitted scorer."""
        return self.make(**params)


def _linear(**params):
    return HybridRecommender(**{**params, "beta": 1.0})


def _factors(**params):
    return HybridRecommender(**{**params, "beta": 0.0})


MODELS = {
    model.name: model
    for model in (
        Model("popularity", PopularityRecommender),
        Model(
            "content",
            ContentRecommender,
            {
                "negative": Range(0.0, 1.0),
                "preference_weight": Range(0.1, 100, log=True),
                "preference_regularization": Range(0.3, 1000, log=True),
                "rarity": Range(0.0, 3.0),
            },
        ),
        Model(
            "neighbours",
            NeighbourRecommender,
            {
                "n_neighbours": Choice((5, 10, 20, 50, 100, 200, 400)),
                "shrinkage": Range(0.1, 300, log=True),
                "popularity_exponent": Range(0.0, 1.5),
                "negative": Range(0.0, 1.0),
            },
        ),
        Model("factors", FactorRecommender, _PLAIN_FACTORS),
        Model("linear+prior", _linear, halves=("linear",)),
        Model("factors+prior", _factors, halves=("factors",)),
        Model("hybrid", HybridRecommender, halves=("linear", "factors")),
    )
}
