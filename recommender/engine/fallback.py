"""Picks without a trained model: what people said matched with what the catalogue says.

The match is written down by hand as arrays of the same form as the trained hybrid's, so that the same code
scores and explains it: answers are preference terms, liked exercises speak for similar ones, everything adds
up.
"""

import numpy as np

from recommender.engine.scoring import HybridArrays

# What each goal looks for, as features of an exercise. A rule of thumb, compared with the trained models
# every night.
GOALS = {
    "strength": {"type=strength": 1.0, "mechanic=compound": 0.4, "type=power": 0.2},
    "muscle": {"type=strength": 1.0, "mechanic=isolation": 0.2, "mechanic=compound": 0.2},
    "power": {"type=power": 1.0, "pattern=jump": 0.4, "pattern=throw": 0.4, "type=strength": 0.4},
    "endurance": {"type=cardio": 1.0, "pattern=locomotion": 0.3, "type=strength": 0.2},
    "weight": {"type=cardio": 0.8, "type=strength": 0.5, "mechanic=compound": 0.3, "type=power": 0.3},
    "mobility": {"type=mobility": 1.0, "type=stretching": 0.8, "type=balance": 0.3},
    "health": {"type=strength": 0.5, "type=cardio": 0.5, "type=mobility": 0.4, "type=balance": 0.4},
}
FAVOURED = 0.8  # times the share of the work a favoured muscle does
LEVEL = 0.3  # for an exercise of exactly the person's level, less for each level away
OWNED = 0.1  # for using what the person has at all
SIMILAR = 0.6  # times the cosine similarity to a liked exercise, spread over the history


def content_arrays(item_ids, features, feature_names, levels, preference_names):
    """:class:`HybridArrays` of the hand-written match.

    Parameters
    ----------
    item_ids : int64 (I,)
    features : float32 (I, D) with ``feature_names``, from :class:`recommender.engine.features.ItemEncoder`
    levels : (I,) levels from 1, 0 where unknown
    preference_names : names of the preference features, from ``PreferenceEncoder``
    """
    features = np.ascontiguousarray(features, dtype=np.float32)
    count = len(item_ids)
    by_name = dict(zip(feature_names, features.T, strict=True))
    nothing = np.zeros(count, dtype=np.float32)
    answers = np.array(
        [_match(name, by_name, np.asarray(levels), nothing) for name in preference_names], dtype=np.float32
    ).reshape(len(preference_names), count)
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    directions = np.divide(features, lengths, out=np.zeros_like(features), where=lengths > 0)
    similar = SIMILAR * (directions @ directions.T)
    # As in the trained model, an exercise says nothing about itself.
    np.fill_diagonal(similar, 0)
    return HybridArrays(
        item_ids=np.asarray(item_ids, dtype=np.int64),
        B=similar,
        Y=np.zeros((count, 0), dtype=np.float32),
        YtY=np.zeros((0, 0)),
        popularity=nothing,
        C=answers,
        preference_mean=np.zeros(len(preference_names), dtype=np.float32),
        # kappa: after ten exercises met, the answers count half.
        scalars={"beta": 0.2, "g": 1.0, "kappa": 10.0, "c": 1.0, "negative": 1.0},
        T=features,
        feature_names=list(feature_names),
        preference_names=list(preference_names),
    )


def _match(name, by_name, levels, nothing):
    """(I,): what having the preference ``name`` says for every item."""
    question, _, word = name.partition("=")
    if question == "goal":
        terms = [
            weight * by_name[feature] for feature, weight in GOALS.get(word, {}).items() if feature in by_name
        ]
        return sum(terms, nothing)
    if question == "favoured":
        return FAVOURED * by_name.get(f"muscles={word}", nothing)
    if question == "level" and word.isdigit():
        return np.where(levels > 0, LEVEL * np.maximum(1 - np.abs(levels - int(word)) / 2, -0.5), 0)
    if question == "equipment":
        return OWNED * by_name.get(f"equipment={word}", nothing)
    return nothing
