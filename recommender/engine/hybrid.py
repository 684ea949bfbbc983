"""The hybrid: a linear item-to-item half, a factor half and a prior that fades, as one sum of terms.

For a member with history H (items met; x = max(VALUE, 0), n = max(-VALUE, 0), s = 1 for each item met),
preferences p and n_u = |H| the score of item j is::

    s_uj = beta * sum_{i in H} ( (x_i - nu n_i) B[i, j] + s_i B[I + i, j] )
         + (1 - beta) * factor_scale * sum_{i in H} x_i  y_j' A_u^-1 y_i
         + g * kappa / (kappa + n_u) * ( pi_j + c * sum_f (p_f - pbar_f) C[f, j] )

    A_u  = YtY + sum_{i in H} x_i (y_i y_i' + factor_ridge * 1)          (k x k; 1 is the unit matrix)

nu is ``scalars["negative"]``. Only items with x_i > 0 enter A_u and the factor sum. Every score is a sum over
history items (two terms each), preferences and popularity, so its explanation is exact.

``HybridRecommender.to_arrays()`` gives a dict with the keys
    item_ids, B, Y, YtY, popularity, C, preference_mean, scalars, T, feature_names, preference_names,
    cold_weights
where ``cold_weights`` is W, float32 (2I, D): an item published after training, with features t, has the
column B_.j = W t (its factor is zero, and its popularity unknown). ``scalars`` has exactly the keys
    beta, g, kappa, c, negative, factor_scale, factor_ridge, half_life, recency
Both half_life (days) and recency (a share of the member's history) are 0 when evidence does not age. Else
whoever makes the member's vector multiplies VALUE, before it comes here, by 2 ** (-days / half_life), and by
2 ** (-age / recency), where age is the share of the member's items that were met later (0 for the latest).
"""

from numbers import Integral, Real

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from scipy import sparse
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from recommender.engine.base import BaseScorer
from recommender.engine.factors import fit_item_factors, gram_of, solve_side
from recommender.engine.linear import constant_in, item_weights, ridge_and_constant
from recommender.engine.statistics import Statistics, member_weights

# Rows fuller than this are quicker multiplied dense (measured on 2 cores).
_DENSE_ROWS = 0.02


class HybridRecommender(BaseScorer):
    """The blend of the linear half, the factor half and the fading prior (formula at the top of the module).

    Parameters
    ----------
    regularization, dropout : ridge and dropout probability of the linear half.
    seen_regularization : factor on both for the channel of items met.
    seen_channel : True, False or "auto": only where met says more than liked does.
    feature_weight : how strongly item features pull alike items together (0: not at all).
    cold_regularization, factor_cold_regularization : ridge of the maps from features to the columns, and to
        the factors, of items without evidence.
    member_exponent : members count as (items met)^-exponent.
    popularity_exponent : items with evidence have their column of B times (popularity / mean) to this power;
        below 0 the linear half speaks up for rarer items.
    negative : weight of disliked items, in training and in a member's vector.
    n_factors, unobserved_weight, factor_regularization, factor_ridge, n_sweeps : the factor half.
    beta, factor_scale : the blend; beta 1 is the linear half alone, 0 the factor half alone.
    g, kappa, c, preference_regularization : the prior, how slowly it fades, the weight of preferences in it.
    half_life : days after which evidence counts half; only handed on, since evidence comes already aged.
    recency : the later share of a member's own history that counts more than half, when they are scored and
        times are known; None: all counts alike.
    random_state, n_jobs : seed of the factors' start; threads.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.kron(np.eye(2), np.ones((8, 3)))
    >>> model = HybridRecommender(n_factors=2, regularization=1.0).fit(X)
    >>> scores = model.predict(np.array([[1.0, 0, 0, 0, 0, 0]]))
    >>> scores[0].argsort()[::-1][:2].tolist() in ([1, 2], [2, 1])
    True
    """

    _parameter_constraints = {
        "regularization": [Interval(Real, 0, None, closed="left")],
        "dropout": [Interval(Real, 0, 1, closed="left")],
        "seen_regularization": [Interval(Real, 0, None, closed="neither")],
        "seen_channel": ["boolean", StrOptions({"auto"})],
        "feature_weight": [Interval(Real, 0, None, closed="left")],
        "cold_regularization": [Interval(Real, 0, None, closed="neither")],
        "factor_cold_regularization": [Interval(Real, 0, None, closed="neither")],
        "member_exponent": [Interval(Real, None, None, closed="neither")],
        "popularity_exponent": [Interval(Real, None, None, closed="neither")],
        "negative": [Interval(Real, 0, None, closed="left")],
        "n_factors": [Interval(Integral, 0, None, closed="left")],
        "unobserved_weight": [Interval(Real, 0, None, closed="neither")],
        "factor_regularization": [Interval(Real, 0, None, closed="neither")],
        "factor_ridge": [Interval(Real, 0, None, closed="left")],
        "n_sweeps": [Interval(Integral, 1, None, closed="left")],
        "beta": [Interval(Real, 0, 1, closed="both")],
        "factor_scale": [Interval(Real, 0, None, closed="left")],
        "g": [Interval(Real, 0, None, closed="left")],
        "kappa": [Interval(Real, 0, None, closed="neither")],
        "c": [Interval(Real, 0, None, closed="left")],
        "preference_regularization": [Interval(Real, 0, None, closed="neither")],
        "half_life": [None, Interval(Real, 0, None, closed="neither")],
        "recency": [None, Interval(Real, 0, None, closed="neither")],
        "random_state": ["random_state"],
        "n_jobs": [None, Integral],
    }

    def __init__(
        self,
        regularization=100.0,
        dropout=0.5,
        seen_regularization=3.0,
        seen_channel="auto",
        feature_weight=10.0,
        cold_regularization=10.0,
        factor_cold_regularization=10.0,
        member_exponent=0.5,
        popularity_exponent=0.0,
        negative=0.1,
        n_factors=32,
        unobserved_weight=0.1,
        factor_regularization=3.0,
        factor_ridge=0.03,
        n_sweeps=4,
        beta=0.65,
        factor_scale=1.0,
        g=0.5,
        kappa=10.0,
        c=1.0,
        preference_regularization=20.0,
        half_life=None,
        recency=None,
        random_state=0,
        n_jobs=None,
    ):
        self.regularization = regularization
        self.dropout = dropout
        self.seen_regularization = seen_regularization
        self.seen_channel = seen_channel
        self.feature_weight = feature_weight
        self.cold_regularization = cold_regularization
        self.factor_cold_regularization = factor_cold_regularization
        self.member_exponent = member_exponent
        self.popularity_exponent = popularity_exponent
        self.negative = negative
        self.n_factors = n_factors
        self.unobserved_weight = unobserved_weight
        self.factor_regularization = factor_regularization
        self.factor_ridge = factor_ridge
        self.n_sweeps = n_sweeps
        self.beta = beta
        self.factor_scale = factor_scale
        self.g = g
        self.kappa = kappa
        self.c = c
        self.preference_regularization = preference_regularization
        self.half_life = half_life
        self.recency = recency
        self.random_state = random_state
        self.n_jobs = n_jobs

    # Learning, one half at a time: a search over parameters redoes only the half that they touch.

    def fit_evidence(self, evidence, statistics=None):
        """Learn from evidence; ``statistics`` already gathered from it spare the pass over the data."""
        if statistics is None:
            statistics = self.gather(evidence)
        features = evidence.item_features
        self.fit_prior(statistics, features)
        halves = [
            delayed(self.fit_linear)(statistics, features),
            delayed(self.fit_factors)(evidence.x, statistics, features),
        ]
        n_jobs = effective_n_jobs(self.n_jobs)
        # The halves share nothing but what they read. Beside each other each takes one thread of BLAS, whose
        # own threads would wait for one another.
        with threadpool_limits(1 if n_jobs > 1 else None, "blas"):
            Parallel(n_jobs=min(n_jobs, 2), prefer="threads")(halves)
        return self

    def gather(self, evidence):
        """The statistics of this evidence, with this model's member weights.

        Those of disliked items are left out where this model gives them no weight.
        """
        preferences = evidence.preferences
        n_preferences = 0 if preferences is None else preferences.shape[1]
        if n_preferences:
            # A missing answer is neutral: the mean of those who answered.
            told = np.isfinite(preferences)
            sums = np.where(told, preferences, 0).sum(axis=0)
            preferences = np.where(told, preferences, sums / np.maximum(told.sum(axis=0), 1))
        weights = evidence.weights
        if self.member_exponent:
            by_length = member_weights(evidence.n_met, self.member_exponent)
            weights = by_length if weights is None else weights * by_length
        statistics = Statistics(
            evidence.n_items, n_preferences, seen_channel=self.uses_seen_channel(evidence)
        )
        disliked = evidence.negative if self.negative else None
        return statistics.add(evidence.x, evidence.seen, disliked, preferences, weights, self.n_jobs)

    def uses_seen_channel(self, evidence):
        """Whether the channel is on: with "auto", when it is not the same matrix as what was liked."""
        if self.seen_channel != "auto":
            return bool(self.seen_channel) and evidence.n_items > 0
        return evidence.seen.nnz != evidence.x.nnz or bool((evidence.x.data != 1).any())

    def fit_prior(self, statistics, item_features=None):
        """Popularity and the ridge of evidence on centred preferences; cold items through their features."""
        members = max(statistics.members, 1)
        popularity = statistics.x_sum / members
        mean = statistics.p_sum / members
        spread = statistics.pp - members * np.outer(mean, mean)
        spread[np.arange(len(mean)), np.arange(len(mean))] += self.preference_regularization
        centred = statistics.px - members * np.outer(mean, popularity)
        by_preference = np.linalg.solve(spread, centred) if len(mean) else centred
        self.met_ = statistics.s_sum > 0
        table = _filled(
            np.column_stack([popularity, by_preference.T]), item_features, self.met_, self.cold_regularization
        )
        self.popularity_ = table[:, 0].astype(np.float32)
        self.preference_weights_ = np.ascontiguousarray(table[:, 1:].T, dtype=np.float32)
        self.preference_mean_ = mean.astype(np.float32)
        self.item_features_ = (
            np.zeros((statistics.n_items, 0), dtype=np.float32) if item_features is None else item_features
        )
        return self

    def fit_linear(self, statistics, item_features=None, *, for_later=True):
        """Item-to-item weights B, and, unless told otherwise, W for items that come later."""
        n, met = statistics.n_items, statistics.s_sum > 0
        n_features = 0 if item_features is None else item_features.shape[1]
        self.cold_weights_ = np.zeros((2 * n, n_features), dtype=np.float32)
        if self.beta == 0 or not met.any():
            self.item_weights_ = np.zeros((2 * n, n), dtype=np.float32)
            return self
        self.item_weights_ = item_weights(
            statistics,
            regularization=self.regularization,
            dropout=self.dropout,
            seen_regularization=self.seen_regularization,
            negative=self.negative,
            feature_weight=self.feature_weight,
            item_features=item_features,
            seen_channel=statistics.seen_channel,
        )
        if n_features and (for_later or not met.all()):
            coefficients, constant = ridge_and_constant(
                item_features[met], self.item_weights_[:, met].T, self.cold_regularization
            )
            self.cold_weights_ = coefficients.T.astype(np.float32)
            unseen = np.flatnonzero(~met)
            filled = self.cold_weights_ @ item_features[unseen].T + constant.astype(np.float32)[:, None]
            self.item_weights_[:, unseen] = filled
            self.item_weights_[unseen, unseen] = 0
            self.item_weights_[unseen + n, unseen] = 0
            # Items that come later are scored by W t alone: the constant goes in there where features allow,
            # and is the same for all of them where they do not.
            hidden = constant_in(item_features[met]) if for_later else None
            if hidden is not None:
                self.cold_weights_ += np.outer(constant, hidden).astype(np.float32)
        if self.popularity_exponent:
            self.item_weights_ *= column_scale(statistics, self.popularity_exponent)
        return self

    def fit_factors(self, x, statistics=None, item_features=None):
        """Item factors Y; those of items without evidence come from their features."""
        k = 0 if self.beta == 1 else min(self.n_factors, x.shape[1])
        items = fit_item_factors(
            x,
            k,
            unobserved_weight=self.unobserved_weight,
            regularization=self.factor_regularization,
            ridge=self.factor_ridge,
            n_sweeps=self.n_sweeps,
            gram=None if statistics is None else statistics.xx,
            random_state=self.random_state,
            n_jobs=self.n_jobs,
        )
        self.base_system_ = gram_of(items, self.unobserved_weight, self.factor_regularization)
        known = np.asarray(x.sum(axis=0)).ravel() > 0
        filled = _filled(items, item_features, known, self.factor_cold_regularization)
        self.item_factors_ = filled.astype(np.float32)
        return self

    # Scoring, part by part: a search over the blend adds parts up again without computing them anew.

    def linear_scores(self, evidence):
        """Σ z_i B_ij, float32 (U, I)."""
        n = evidence.n_items
        signed = (evidence.x - self.negative * evidence.negative).tocsr() if self.negative else evidence.x
        scores = _times(signed, self.item_weights_[:n])
        if self.item_weights_[n:].any():
            scores += _times(evidence.seen, self.item_weights_[n:])
        return scores

    def factor_scores(self, evidence):
        """Σ x_i y_jᵀ A_u⁻¹ y_i, float32 (U, I); 0 for members without liked items."""
        if not self.item_factors_.shape[1]:
            return np.zeros(evidence.x.shape, dtype=np.float32)
        members = solve_side(
            evidence.x,
            self.item_factors_,
            unobserved_weight=self.unobserved_weight,
            regularization=self.factor_regularization,
            ridge=self.factor_ridge,
            n_jobs=self.n_jobs,
            base=self.base_system_,
        )
        return members @ self.item_factors_.T

    def preference_scores(self, evidence):
        """Σ_f (p_f - mean_f) C_fj, float32 (U, I), or None where nobody was asked."""
        if evidence.preferences is None or not len(self.preference_mean_):
            return None
        if evidence.preferences.shape[1] != len(self.preference_mean_):
            raise ValueError(
                f"preferences must have {len(self.preference_mean_)} columns, "
                f"got {evidence.preferences.shape[1]}"
            )
        return np.nan_to_num(evidence.preferences - self.preference_mean_) @ self.preference_weights_

    def score_evidence(self, evidence):
        """The blend. Never nan: with nothing known of a member or an item the prior remains."""
        evidence = evidence.aged(self.recency)
        fade = (self.g * self.kappa / (self.kappa + evidence.n_met)).astype(np.float32)[:, None]
        scores = fade * self.popularity_
        told = self.preference_scores(evidence)
        if told is not None:
            scores += self.c * fade * told
        if self.beta > 0:
            scores += self.beta * self.linear_scores(evidence)
        if self.beta < 1:
            scores += (1 - self.beta) * self.factor_scale * self.factor_scores(evidence)
        return scores

    def to_arrays(self, item_ids=None, *, feature_names=(), preference_names=()):
        """Everything serving needs, as arrays (keys and formula at the top of the module)."""
        check_is_fitted(self)
        n = len(self.popularity_)
        ids = np.arange(n) if item_ids is None else np.asarray(item_ids)
        if ids.shape != (n,):
            raise ValueError(f"item_ids must be {n} ids, got {ids.shape}")
        return {
            "item_ids": ids.astype(np.int64),
            "B": self.item_weights_,
            "Y": self.item_factors_,
            "YtY": self.base_system_,
            "popularity": self.popularity_,
            "C": self.preference_weights_,
            "preference_mean": self.preference_mean_,
            "scalars": {
                "beta": float(self.beta),
                "g": float(self.g),
                "kappa": float(self.kappa),
                "c": float(self.c),
                "negative": float(self.negative),
                "factor_scale": float(self.factor_scale),
                "factor_ridge": float(self.factor_ridge),
                "half_life": float(self.half_life or 0),
                "recency": float(self.recency or 0),
            },
            "T": self.item_features_,
            "feature_names": list(feature_names),
            "preference_names": list(preference_names),
            "cold_weights": self.cold_weights_,
        }


def column_scale(statistics, exponent):
    """(popularity / its mean) ** exponent, float32 (I,), held to a hundredfold; 1 for items nobody liked."""
    popularity = statistics.x_sum
    liked = popularity > 0
    mean = popularity[liked].mean() if liked.any() else 1.0
    share = np.where(liked, np.clip(popularity / mean, 0.01, 100), 1)
    return (share**exponent).astype(np.float32)


def _filled(table, item_features, known, regularization):
    """``table`` (I, K), the rows of unknown items put there by a ridge from the features of known ones."""
    table = np.array(table, dtype=np.float64)
    if item_features is None or not item_features.shape[1] or known.all() or not known.any():
        return table
    coefficients, constant = ridge_and_constant(item_features[known], table[known], regularization)
    table[~known] = item_features[~known] @ coefficients + constant
    return table


def _times(left, right):
    """csr (U, I) times dense (I, J), float32; well-filled rows go to BLAS in blocks."""
    if left.nnz < _DENSE_ROWS * left.shape[0] * left.shape[1]:
        return np.asarray(left @ right, dtype=np.float32)
    out = np.empty((left.shape[0], right.shape[1]), dtype=np.float32)
    for start in range(0, left.shape[0], 4096):
        np.matmul(
            sparse.csr_matrix(left[start : start + 4096]).toarray(), right, out=out[start : start + 4096]
        )
    return out
