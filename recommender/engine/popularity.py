"""Popularity: how much everybody liked an item. The bar every other scorer must clear."""

from numbers import Real

import numpy as np
from sklearn.utils._param_validation import Interval

from recommender.engine.base import BaseScorer, column_sums


class PopularityRecommender(BaseScorer):
    """Score items by the evidence for them per member, pulled towards the mean by ``prior`` members.

    Examples
    --------
    >>> import numpy as np
    >>> model = PopularityRecommender(prior=0.0).fit(np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
    >>> model.predict(np.zeros((1, 3))).tolist()
    [[1.0, 0.5, nan]]
    """

    _parameter_constraints = {
        "prior": [Interval(Real, 0, None, closed="left")],
        "negative": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(self, prior=0.0, negative=0.0):
        self.prior = prior
        self.negative = negative

    def fit_evidence(self, evidence):
        """Count. Items nobody has met stay nan: nothing is known of them."""
        liked = column_sums(evidence.x)
        disliked = column_sums(evidence.negative)
        met = column_sums(evidence.seen)
        total = liked - self.negative * disliked
        mean = total[met > 0].mean() if (met > 0).any() else 0.0
        self.popularity_ = (total + self.prior * mean / max(evidence.n_members, 1)) / (
            evidence.n_members + self.prior
        )
        self.popularity_[met == 0] = np.nan
        return self

    def score_evidence(self, evidence):
        """The same scores for everybody."""
        return np.tile(self.popularity_.astype(np.float32), (evidence.n_members, 1))
