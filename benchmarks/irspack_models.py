"""``irspack`` behind the interface of our own scorers: SLIM and implicit ALS."""

import contextlib
import io

import numpy as np
from scipy import sparse

from recommender.engine.base import BaseScorer


class _Irspack(BaseScorer):
    """Shared part of the ``irspack`` models that score members from their history."""

    def score_evidence(self, evidence):
        """Scores of members that need not be those of training."""
        scores = np.asarray(self.model_.get_score_cold_user(evidence.x), dtype=np.float32)
        scores[:, ~self.known_] = np.nan
        scores[evidence.x.getnnz(axis=1) == 0] = np.nan
        return scores

    def _learn(self, model, evidence):
        # It draws a progress bar whether asked to or not.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            self.model_ = model.learn()
        self.known_ = evidence.x.getnnz(axis=0) > 0
        return self


class IrspackSLIM(_Irspack):
    """``irspack``: sparse linear item weights with non-negative elastic net."""

    def __init__(self, alpha=0.05, l1_ratio=0.02):
        self.alpha = alpha
        self.l1_ratio = l1_ratio

    def fit_evidence(self, evidence):
        """Fit on what members liked."""
        from irspack import SLIMRecommender

        return self._learn(
            SLIMRecommender(
                sparse.csr_matrix(evidence.x, dtype=np.float64),
                alpha=self.alpha,
                l1_ratio=self.l1_ratio,
                n_threads=2,
            ),
            evidence,
        )


class IrspackIALS(_Irspack):
    """``irspack``: implicit ALS in the form of Rendle et al. 2021."""

    def __init__(self, n_components=64, alpha0=0.1, reg=0.003, n_epochs=16):
        self.n_components = n_components
        self.alpha0 = alpha0
        self.reg = reg
        self.n_epochs = n_epochs

    def fit_evidence(self, evidence):
        """Fit on what members liked."""
        from irspack import IALSRecommender

        return self._learn(
            IALSRecommender(
                sparse.csr_matrix(evidence.x, dtype=np.float32),
                n_components=self.n_components,
                alpha0=self.alpha0,
                reg=self.reg,
                train_epochs=self.n_epochs,
                n_threads=2,
            ),
            evidence,
        )
