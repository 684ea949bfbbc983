"""The hybrid's two halves and its prior, each learnt and scored on its own.

A search over parameters redoes only the part that they touch (formula in :mod:`hybrid`).
"""

import numpy as np
from scipy import sparse

from recommender.engine.base import BaseScorer
from recommender.engine.factors import fit_item_factors, gram_of, solve_side
from recommender.engine.likeness import weights_by_likeness
from recommender.engine.linear import (
    constant_in,
    inverted_system,
    item_weights,
    ridge_and_constant,
    transition_weights,
)
from recommender.engine.statistics import Statistics, member_weights

# Rows fuller than this are quicker multiplied dense (measured on 2 cores).
_DENSE_ROWS = 0.02


class HybridHalves(BaseScorer):
    """What :class:`hybrid.HybridRecommender`, which holds the parameters, is put together from."""

    def gather(self, evidence):
        """The statistics of this evidence, with this model's member weights.

        Those of disliked items, and of what came after what, are left out where this model gives them no
        weight.
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
        ages = evidence.ages if self.transition else None
        return statistics.add(
            evidence.x, evidence.seen, disliked, preferences, weights, self.n_jobs, ages=ages
        )

    def uses_seen_channel(self, evidence):
        """Whether the channel is on: with "auto", when it is not the same matrix as what was liked."""
        if self.seen_channel != "auto":
            return bool(self.seen_channel) and evidence.n_items > 0
        return evidence.seen.nnz != evidence.x.nnz or bool((evidence.x.data != 1).any())

    def relatives(self, statistics, item_features, regularization=None):
        """How much each item with evidence counts for each without; None where nothing can be filled in."""
        met = statistics.s_sum > 0
        if item_features is None or not item_features.shape[1] or met.all() or not met.any():
            return None
        regularization = self.cold_regularization if regularization is None else regularization
        return weights_by_likeness(item_features, met, kind=self.cold_likeness, regularization=regularization)

    def fit_prior(self, statistics, item_features=None, relatives=None):
        """Popularity and the ridge of evidence on centred preferences; ``relatives`` fill in the rest."""
        members = max(statistics.members, 1)
        popularity = statistics.x_sum / members
        mean = statistics.p_sum / members
        spread = statistics.pp - members * np.outer(mean, mean)
        spread[np.arange(len(mean)), np.arange(len(mean))] += self.preference_regularization
        centred = statistics.px - members * np.outer(mean, popularity)
        by_preference = np.linalg.solve(spread, centred) if len(mean) else centred
        self.met_ = statistics.s_sum > 0
        self.popularity_ = popularity.astype(np.float32)
        self.preference_weights_ = by_preference.astype(np.float32)
        if relatives is not None:
            fill_in(self.popularity_, self.met_, relatives)
            fill_in(self.preference_weights_, self.met_, relatives)
        self.preference_mean_ = mean.astype(np.float32)
        self.item_features_ = (
            np.zeros((statistics.n_items, 0), dtype=np.float32) if item_features is None else item_features
        )
        return self

    def solve_linear(self, statistics, item_features=None):
        """Item-to-item weights, and beside them those of order alone: (B, D), D is None without times."""
        n = statistics.n_items
        if self.beta == 0 or not (statistics.s_sum > 0).any():
            return np.zeros((2 * n, n), dtype=np.float32), None
        # What was gathered may hold the channel although this model goes without.
        with_seen = statistics.seen_channel and bool(self.seen_channel)
        inverted = inverted_system(
            statistics,
            regularization=self.regularization,
            dropout=self.dropout,
            seen_regularization=self.seen_regularization,
            negative=self.negative,
            feature_weight=self.feature_weight,
            item_features=item_features,
            seen_channel=with_seen,
        )
        later = None
        if self.transition:
            later = statistics.transitions(self.negative, with_seen)
        return item_weights(inverted, n), None if later is None else transition_weights(inverted, later)

    def fit_linear(self, statistics, item_features=None, relatives=None):
        """Item-to-item weights B, order among them, and W for items that come later.

        ``relatives`` (:meth:`relatives`) fill in the columns of items without evidence.
        """
        n, met = statistics.n_items, statistics.s_sum > 0
        n_features = 0 if item_features is None else item_features.shape[1]
        self.cold_weights_ = np.zeros((2 * n, n_features), dtype=np.float32)
        self.item_weights_, order = self.solve_linear(statistics, item_features)
        if order is not None:
            order *= np.float32(self.transition)
            self.item_weights_ += order
        if self.beta == 0 or not met.any():
            return self
        if n_features:
            self.cold_weights_ = self._weights_for_later(item_features, met)
        if relatives is not None:
            self._fill_in_columns(met, relatives)
        if self.popularity_exponent:
            self.item_weights_ *= column_scale(statistics, self.popularity_exponent)
        return self

    def _fill_in_columns(self, met, relatives):
        """Columns of items without evidence: the mean of those of the items like them.

        To these belong, with the weight ``cold_own``, the items of a history themselves: the column of a warm
        item has no place for itself.
        """
        n, unmet = len(met), np.flatnonzero(~met)
        fill_in(self.item_weights_, met, relatives)
        self.item_weights_[np.ix_(np.flatnonzero(met), unmet)] += np.float32(self.cold_own) * relatives.T
        self.item_weights_[unmet, unmet] = 0
        self.item_weights_[unmet + n, unmet] = 0

    def _weights_for_later(self, item_features, met):
        """W, float32 (2I, D), of an item that comes later: the same in its linear form."""
        targets = self.item_weights_[:, met].astype(np.float64)
        targets[np.flatnonzero(met), np.arange(met.sum())] += self.cold_own
        coefficients, constant = ridge_and_constant(item_features[met], targets.T, self.cold_regularization)
        # Such items are scored by W t alone: the constant goes in there where features allow, and is the
        # same for all of them where they do not.
        hidden = constant_in(item_features[met])
        if hidden is not None:
            coefficients += np.outer(hidden, constant)
        return np.ascontiguousarray(coefficients.T, dtype=np.float32)

    def fit_factors(self, x, statistics=None, relatives=None):
        """Item factors Y; ``relatives`` (:meth:`relatives`) fill in those of items without evidence."""
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
        if relatives is not None:
            fill_in(items.T, statistics.s_sum > 0, relatives)
        self.item_factors_ = items
        return self

    # Scoring, part by part: a search over the blend adds parts up again without computing them anew.

    def signed(self, evidence):
        """What was liked less what was disliked, as it counts here: csr (U, I)."""
        if not self.negative:
            return evidence.x
        return (evidence.x - self.negative * evidence.negative).tocsr()

    def linear_scores(self, evidence, weights=None):
        """Σ z_i B_ij, float32 (U, I); with other ``weights`` (2I, I) than those fitted, where given."""
        n = evidence.n_items
        weights = self.item_weights_ if weights is None else weights
        scores = _times(self.signed(evidence), weights[:n])
        if weights[n:].any():
            scores += _times(evidence.seen, weights[n:])
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


def column_scale(statistics, exponent):
    """(popularity / its mean) ** exponent, float32 (I,), held to a hundredfold; 1 for items nobody liked."""
    popularity = statistics.x_sum
    liked = popularity > 0
    mean = popularity[liked].mean() if liked.any() else 1.0
    share = np.where(liked, np.clip(popularity / mean, 0.01, 100), 1)
    return (share**exponent).astype(np.float32)


def fill_in(table, met, relatives):
    """Put what is known of met items (the last axis) together for the others; in place."""
    table[..., ~met] = table[..., met] @ relatives.T


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
