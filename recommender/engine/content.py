"""Content: what an item is like against what a member liked and said; no other member is asked."""

from numbers import Real

import numpy as np
from sklearn.utils._param_validation import Interval

from recommender.engine.base import BaseScorer
from recommender.engine.linear import ridge_map


def _unit_rows(matrix):
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(length > 0, length, 1)


class ContentRecommender(BaseScorer):
    """Cosine between item features and a member's profile, the mean of the features they liked.

    ``negative`` is how much disliked items count against. Preferences, if given to ``fit``, are mapped to a
    profile by ridge regression and weigh as much as ``preference_weight`` liked items, so that new members
    get scores from their answers. ``rarity`` raises features that few items have.

    Examples
    --------
    >>> import numpy as np
    >>> features = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    >>> model = ContentRecommender(rarity=0.0).fit(np.array([[1.0, 0.0, 0.0]]), item_features=features)
    >>> model.predict(np.array([[1.0, 0.0, 0.0]])).tolist()
    [[1.0, 1.0, 0.0]]
    """

    _parameter_constraints = {
        "negative": [Interval(Real, 0, None, closed="left")],
        "preference_weight": [Interval(Real, 0, None, closed="left")],
        "preference_regularization": [Interval(Real, 0, None, closed="neither")],
        "rarity": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(self, negative=0.5, preference_weight=5.0, preference_regularization=10.0, rarity=1.0):
        self.negative = negative
        self.preference_weight = preference_weight
        self.preference_regularization = preference_regularization
        self.rarity = rarity

    def fit_evidence(self, evidence):
        """Keep the features; learn what answers say about profiles. Without features all is nan."""
        features = evidence.item_features
        if features is None:
            features = np.zeros((evidence.n_items, 0), dtype=np.float32)
        share = np.abs(features).mean(axis=0)
        weight = np.log(1 + 1 / np.maximum(share, 1e-6)) ** self.rarity if features.size else share
        self.item_vectors_ = _unit_rows((features * weight).astype(np.float32))
        self.preference_map_ = None
        if evidence.preferences is not None and features.shape[1]:
            told = evidence.preferences
            self.preference_mean_ = np.nan_to_num(np.nanmean(told, axis=0))
            centred = np.nan_to_num(told - self.preference_mean_)
            profiles, counts = self._profiles(evidence)
            with_history = counts > 0
            profiles = profiles[with_history] / counts[with_history, None]
            self.base_ = profiles.mean(axis=0) if len(profiles) else np.zeros(features.shape[1])
            self.preference_map_ = ridge_map(
                centred[with_history], profiles - self.base_, self.preference_regularization
            )
        return self

    def _profiles(self, evidence):
        signed = evidence.x - self.negative * evidence.negative
        return np.asarray(signed @ self.item_vectors_), np.diff(evidence.seen.indptr)

    def score_evidence(self, evidence):
        """nan for members of whom nothing is known, and for items without features."""
        profiles, counts = self._profiles(evidence)
        known = counts > 0
        if self.preference_map_ is not None and evidence.preferences is not None:
            centred = np.nan_to_num(evidence.preferences - self.preference_mean_)
            profiles = profiles + self.preference_weight * (self.base_ + centred @ self.preference_map_)
            known = np.ones(len(profiles), dtype=bool)
        scores = (_unit_rows(profiles) @ self.item_vectors_.T).astype(np.float32)
        scores[:, ~self.item_vectors_.any(axis=1)] = np.nan
        scores[~known] = np.nan
        return scores
