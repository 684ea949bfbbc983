"""``implicit`` behind the interface of our own scorers: ALS, BPR, item neighbours."""

import warnings

import numpy as np

from benchmarks.by_member import SEED, ByMember
from recommender.engine.base import BaseScorer


class ImplicitALS(BaseScorer):
    """``implicit``: alternating least squares; members are folded in with its own ``recalculate_user``."""

    def __init__(self, factors=64, regularization=0.05, alpha=1.0, iterations=15, random_state=SEED):
        self.factors = factors
        self.regularization = regularization
        self.alpha = alpha
        self.iterations = iterations
        self.random_state = random_state

    def fit_evidence(self, evidence):
        """Fit on what members liked."""
        from implicit.cpu.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits

        self.model_ = AlternatingLeastSquares(
            factors=self.factors,
            regularization=self.regularization,
            alpha=self.alpha,
            iterations=self.iterations,
            random_state=self.random_state,
        )
        # The package's own advice: its threads and those of BLAS get in each other's way.
        with threadpool_limits(1, "blas"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.model_.fit(evidence.x, show_progress=False)
        self.known_ = evidence.x.getnnz(axis=0) > 0
        return self

    def score_evidence(self, evidence):
        """Fold members in and multiply."""
        users = self.model_.recalculate_user(np.arange(evidence.n_members), evidence.x)
        scores = (users @ self.model_.item_factors.T).astype(np.float32)
        scores[:, ~self.known_] = np.nan
        scores[evidence.x.getnnz(axis=1) == 0] = np.nan
        return scores


class ImplicitBPR(ByMember):
    """``implicit``: Bayesian personalised ranking."""

    def __init__(
        self, factors=64, learning_rate=0.05, regularization=0.01, iterations=100, random_state=SEED
    ):
        self.factors = factors
        self.learning_rate = learning_rate
        self.regularization = regularization
        self.iterations = iterations
        self.random_state = random_state

    def fit_evidence(self, evidence):
        """Fit on what members liked."""
        from implicit.cpu.bpr import BayesianPersonalizedRanking

        self.model_ = BayesianPersonalizedRanking(
            factors=self.factors,
            learning_rate=self.learning_rate,
            regularization=self.regularization,
            iterations=self.iterations,
            random_state=self.random_state,
            # More threads race for the same numbers and make results differ from run to run.
            num_threads=1,
        )
        self.model_.fit(evidence.x, show_progress=False)
        self._remember(evidence)
        return self

    def score_evidence(self, evidence):
        """nan for members it was not fitted on."""
        rows = self._rows(evidence)
        scores = (self.model_.user_factors[rows] @ self.model_.item_factors.T).astype(np.float32)
        scores[rows < 0] = np.nan
        scores[:, ~self.known_] = np.nan
        return scores


class ImplicitKNN(BaseScorer):
    """``implicit``: item neighbours by cosine or BM25."""

    def __init__(self, K=50, kind="cosine", K1=1.2, B=0.75):
        self.K = K
        self.kind = kind
        self.K1 = K1
        self.B = B

    def fit_evidence(self, evidence):
        """Fit on what members liked."""
        from implicit.nearest_neighbours import BM25Recommender, CosineRecommender

        model = (
            CosineRecommender(K=self.K) if self.kind == "cosine" else BM25Recommender(self.K, self.K1, self.B)
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(evidence.x, show_progress=False)
        self.similarity_ = model.similarity
        self.known_ = evidence.x.getnnz(axis=0) > 0
        return self

    def score_evidence(self, evidence):
        """Sum the similarities of what members liked, as the package does."""
        scores = (evidence.x @ self.similarity_).toarray().astype(np.float32)
        scores[:, ~self.known_] = np.nan
        scores[evidence.x.getnnz(axis=1) == 0] = np.nan
        return scores
