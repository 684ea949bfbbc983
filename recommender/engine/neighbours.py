"""Item neighbours: what is liked together with what a member liked."""

from numbers import Integral, Real

import numpy as np
from sklearn.utils._param_validation import Interval

from recommender.engine.base import BaseScorer
from recommender.engine.statistics import product


class NeighbourRecommender(BaseScorer):
    """Cosine of co-liking with shrinkage, the ``n_neighbours`` strongest per item.

    sim_ij = Σ_u x_ui x_uj / (|x_i| |x_j| + shrinkage); a member's score is the sum over what they liked, less
    ``negative`` times that over what they disliked. ``popularity_exponent`` below 1 raises popular items.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> scores = NeighbourRecommender(shrinkage=0.0).fit(X).predict(np.array([[1.0, 0.0, 0.0]]))
    >>> scores.round(2).tolist()
    [[0.0, 1.0, 0.0]]
    """

    _parameter_constraints = {
        "n_neighbours": [Interval(Integral, 1, None, closed="left")],
        "shrinkage": [Interval(Real, 0, None, closed="left")],
        "popularity_exponent": [Interval(Real, 0, None, closed="left")],
        "negative": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(self, n_neighbours=50, shrinkage=10.0, popularity_exponent=1.0, negative=0.0):
        self.n_neighbours = n_neighbours
        self.shrinkage = shrinkage
        self.popularity_exponent = popularity_exponent
        self.negative = negative

    def fit_evidence(self, evidence):
        """Build the similarity, float32 (I, I); column j holds the neighbours of j."""
        together = product(evidence.x, evidence.x).astype(np.float64)
        length = np.sqrt(together.diagonal())
        scale = np.outer(length, length**self.popularity_exponent) + self.shrinkage
        similarity = together / np.where(scale > 0, scale, 1)
        np.fill_diagonal(similarity, 0)
        n = min(self.n_neighbours, len(similarity))
        border = np.partition(similarity, len(similarity) - n, axis=0)[len(similarity) - n]
        similarity[similarity < border] = 0
        self.similarity_ = similarity.astype(np.float32)
        self.known_ = length > 0
        return self

    def score_evidence(self, evidence):
        """nan for members without history, and for items nobody liked."""
        signed = evidence.x - self.negative * evidence.negative
        scores = np.asarray(signed @ self.similarity_, dtype=np.float32)
        scores[:, ~self.known_] = np.nan
        scores[evidence.n_met == 0] = np.nan
        return scores
