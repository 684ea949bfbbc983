"""What a user would install instead, behind the interface of our own scorers.

The packages are optional (``requirements-bench.txt``). A model whose package is missing is left out, and the
report says so.
"""

import contextlib
import importlib.util
import io
import warnings

import numpy as np
from scipy import sparse

from recommender.engine.base import BaseScorer
from recommender.engine.tuning import Choice, Model, Range

SEED = 0


def available(package):
    """Whether the package can be imported."""
    return importlib.util.find_spec(package) is not None


class _ByMember(BaseScorer):
    """For models that only know members they were fitted on: finds their rows by id, else nan."""

    # Evaluation refits such a model with what is shown of new members added to the training part.
    needs_members = True

    def _remember(self, evidence):
        members = np.arange(evidence.n_members) if evidence.members is None else evidence.members
        self.row_of_ = {member: row for row, member in enumerate(members.tolist())}
        self.known_ = evidence.x.getnnz(axis=0) > 0

    def _rows(self, evidence):
        members = np.arange(evidence.n_members) if evidence.members is None else evidence.members
        return np.array([self.row_of_.get(member, -1) for member in members.tolist()])


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


class ImplicitBPR(_ByMember):
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


class LightFMRecommender(_ByMember):
    """``lightfm`` (built by rectools-lightfm): factorisation of identities and features, WARP or BPR loss.

    Items get their own identity besides their features, members theirs besides what they said.
    """

    def __init__(
        self,
        no_components=32,
        loss="warp",
        learning_rate=0.05,
        item_alpha=1e-6,
        user_alpha=1e-6,
        epochs=30,
        identities=True,
        random_state=SEED,
    ):
        self.no_components = no_components
        self.loss = loss
        self.learning_rate = learning_rate
        self.item_alpha = item_alpha
        self.user_alpha = user_alpha
        self.epochs = epochs
        self.identities = identities
        self.random_state = random_state

    def _side(self, table, n, identities):
        blocks = [sparse.identity(n, dtype=np.float32, format="csr")] if identities else []
        if table is not None and table.shape[1]:
            table = np.nan_to_num(table)
            if (table < 0).any():
                # Standardised numbers unbalance the row norms that lightfm expects near 1.
                table = table / np.maximum(np.abs(table).max(axis=0), 1e-9)
            blocks.append(sparse.csr_matrix(table, dtype=np.float32))
        together = sparse.hstack(blocks, format="csr", dtype=np.float32)
        sums = np.asarray(abs(together).sum(axis=1)).ravel()
        return sparse.csr_matrix(sparse.diags(1 / np.where(sums > 0, sums, 1)) @ together, dtype=np.float32)

    def fit_evidence(self, evidence):
        """Fit on what members liked, with the features of both sides."""
        from lightfm import LightFM

        has_features = evidence.item_features is not None and evidence.item_features.shape[1] > 0
        items = self._side(evidence.item_features, evidence.n_items, self.identities or not has_features)
        members = self._side(evidence.preferences, evidence.n_members, True)
        model = LightFM(
            no_components=self.no_components,
            loss=self.loss,
            learning_rate=self.learning_rate,
            item_alpha=self.item_alpha,
            user_alpha=self.user_alpha,
            random_state=self.random_state,
        )
        liked = evidence.x.tocoo().astype(np.float32)
        liked.row, liked.col = liked.row.astype(np.int32), liked.col.astype(np.int32)
        ones = sparse.coo_matrix((np.ones_like(liked.data), (liked.row, liked.col)), shape=liked.shape)
        model.fit(
            ones,
            user_features=members,
            item_features=items,
            sample_weight=None if self.loss == "warp-kos" else liked,
            epochs=self.epochs,
            num_threads=1,
        )
        self.item_bias_, self.item_vectors_ = model.get_item_representations(items)
        self.member_bias_, self.member_vectors_ = model.get_user_representations(members)
        self._remember(evidence)
        # With features an item without evidence has a vector all the same.
        self.known_ |= has_features
        return self

    def score_evidence(self, evidence):
        """Biases and dot products; nan for members it was not fitted on."""
        rows = self._rows(evidence)
        scores = self.member_vectors_[rows] @ self.item_vectors_.T + self.item_bias_
        scores = scores.astype(np.float32)
        scores[rows < 0] = np.nan
        scores[:, ~self.known_] = np.nan
        return scores


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


FACTORS = Choice((16, 32, 64, 128))
# Package -> the models it brings, with the space that each is searched in.
ADAPTERS = {
    "implicit": (
        Model(
            "implicit-als",
            ImplicitALS,
            {
                "factors": FACTORS,
                "regularization": Range(0.001, 30, log=True),
                "alpha": Range(0.5, 40, log=True),
                "iterations": Choice((10, 15, 30)),
            },
        ),
        Model(
            "implicit-bpr",
            ImplicitBPR,
            {
                "factors": FACTORS,
                "learning_rate": Range(0.005, 0.2, log=True),
                "regularization": Range(0.0003, 0.1, log=True),
                "iterations": Choice((50, 100, 200)),
            },
        ),
        Model(
            "implicit-knn",
            ImplicitKNN,
            {
                "K": Choice((5, 10, 20, 50, 100, 200, 400)),
                "kind": Choice(("cosine", "bm25")),
                "K1": Range(0.1, 100, log=True),
                "B": Range(0.0, 1.0),
            },
        ),
    ),
    "lightfm": (
        Model(
            "lightfm",
            LightFMRecommender,
            {
                "no_components": FACTORS,
                "loss": Choice(("warp", "bpr")),
                "learning_rate": Range(0.005, 0.2, log=True),
                "item_alpha": Range(1e-7, 1e-3, log=True),
                "user_alpha": Range(1e-7, 1e-3, log=True),
                "epochs": Choice((10, 20, 40, 80)),
                "identities": Choice((True, False)),
            },
        ),
    ),
    # Its own threads and ours at once have ended the process.
    "irspack": (
        Model(
            "irspack-slim",
            IrspackSLIM,
            {"alpha": Range(0.003, 1, log=True), "l1_ratio": Range(0.003, 0.5, log=True)},
            alone=True,
        ),
        Model(
            "irspack-ials",
            IrspackIALS,
            {
                "n_components": FACTORS,
                "alpha0": Range(0.003, 1, log=True),
                "reg": Range(1e-4, 0.3, log=True),
                "n_epochs": Choice((5, 10, 16)),
            },
            alone=True,
        ),
    ),
}
ALL = {model.name: (package, model) for package, models in ADAPTERS.items() for model in models}
