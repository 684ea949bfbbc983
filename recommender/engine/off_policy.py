"""What another policy would have earned, estimated from what the logged one showed, with known propensities.

A logged row is one item shown: its reward (1 liked, 0 not), the propensity with which the logging policy
showed it, and the probability with which the other policy would have. Exploration logs propensities for this.
"""

from dataclasses import dataclass

import numpy as np

_NORMAL_95 = 1.959964


class OffPolicyError(ValueError):
    """Rows from which nothing can be estimated; the message says why."""


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval, and how many evenly weighted rows the weighted ones are worth."""

    value: float
    low: float
    high: float
    effective_rows: float


def _checked(rewards, propensities, target):
    rewards, propensities, target = (np.asarray(a, dtype=float) for a in (rewards, propensities, target))
    if not rewards.shape == propensities.shape == target.shape or rewards.ndim != 1:
        raise OffPolicyError("rewards, propensities and target must be lists of one length")
    if len(rewards) == 0:
        raise OffPolicyError("no rows were logged")
    if not (np.isfinite(rewards).all() and np.isfinite(target).all() and (target >= 0).all()):
        raise OffPolicyError("rewards must be finite and target probabilities at least 0")
    if not ((propensities > 0) & (propensities <= 1)).all():
        raise OffPolicyError(
            "a propensity must lie above 0 and at most at 1: what could not be shown says nothing"
        )
    return rewards, propensities, target


def _weights(propensities, target, clip):
    weights = target / propensities
    return weights if clip is None else np.minimum(weights, clip)


def _effective(weights):
    squares = (weights**2).sum()
    return float(weights.sum() ** 2 / squares) if squares > 0 else 0.0


def _interval(value, parts, weights):
    error = _NORMAL_95 * parts.std(ddof=1) / np.sqrt(len(parts)) if len(parts) > 1 else np.inf
    return Estimate(float(value), float(value - error), float(value + error), _effective(weights))


def inverse_propensity(rewards, propensities, target, *, clip=None):
    """Mean of reward · target / propensity (Horvitz and Thompson 1952): unbiased, wide where policies differ.

    ``clip`` caps the weights: narrower, biased towards 0.
    """
    rewards, propensities, target = _checked(rewards, propensities, target)
    weights = _weights(propensities, target, clip)
    return _interval((weights * rewards).mean(), weights * rewards, weights)


def self_normalised(rewards, propensities, target, *, clip=None):
    """Σ weight · reward / Σ weight (Swaminathan and Joachims 2015): a little biased, much narrower.

    The interval is that of the ratio by its linear expansion. Raises where the other policy would have shown
    nothing of what was logged.
    """
    rewards, propensities, target = _checked(rewards, propensities, target)
    weights = _weights(propensities, target, clip)
    if weights.sum() == 0:
        raise OffPolicyError("the other policy would have shown none of the logged rows")
    value = (weights * rewards).sum() / weights.sum()
    return _interval(value, weights * (rewards - value) / weights.mean(), weights)


def doubly_robust(rewards, propensities, target, predicted, expected, *, clip=None):
    """Mean of expected + weight · (reward - predicted) (Dudík, Langford and Li 2011).

    ``predicted`` is a model's reward for the row shown, ``expected`` its mean reward under the other policy
    in that situation. Right if either the propensities or the model are.
    """
    rewards, propensities, target = _checked(rewards, propensities, target)
    predicted, expected = np.asarray(predicted, dtype=float), np.asarray(expected, dtype=float)
    if predicted.shape != rewards.shape or expected.shape != rewards.shape:
        raise OffPolicyError("predicted and expected must have one number per row")
    weights = _weights(propensities, target, clip)
    parts = expected + weights * (rewards - predicted)
    return _interval(parts.mean(), parts, weights)
