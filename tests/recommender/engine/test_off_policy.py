"""Estimates of a policy never run, where the truth is known."""

import numpy as np
import pytest

from recommender.engine import off_policy
from recommender.engine.off_policy import OffPolicyError

LOGGING = np.array([0.5, 0.3, 0.15, 0.05])
OTHER = np.array([0.1, 0.2, 0.3, 0.4])
CHANCE = np.array([0.2, 0.3, 0.6, 0.7])
TRUTH = float(OTHER @ CHANCE)


def logged(n, seed):
    rng = np.random.default_rng(seed)
    shown = rng.choice(4, size=n, p=LOGGING)
    return shown, (rng.random(n) < CHANCE[shown]).astype(float)


def estimates(n, seed):
    shown, rewards = logged(n, seed)
    wrong_model = np.full(4, 0.5)
    return {
        "inverse": off_policy.inverse_propensity(rewards, LOGGING[shown], OTHER[shown]),
        "normalised": off_policy.self_normalised(rewards, LOGGING[shown], OTHER[shown]),
        "robust": off_policy.doubly_robust(
            rewards, LOGGING[shown], OTHER[shown], wrong_model[shown], np.full(n, 0.5)
        ),
        "robust, right model": off_policy.doubly_robust(
            rewards, LOGGING[shown], OTHER[shown], CHANCE[shown], np.full(n, TRUTH)
        ),
    }


def test_intervals_hold_the_truth_as_often_as_they_say():
    held = {}
    for seed in range(300):
        for name, found in estimates(800, seed).items():
            held.setdefault(name, []).append(found.low <= TRUTH <= found.high)

    for name, hits in held.items():
        assert 0.91 <= np.mean(hits) <= 0.99, name


def test_the_mean_of_what_was_logged_would_mislead():
    _, rewards = logged(20_000, 0)

    found = estimates(20_000, 0)["normalised"]

    assert abs(rewards.mean() - TRUTH) > 0.2
    assert abs(found.value - TRUTH) < 0.03


def test_better_models_and_normalising_narrow_the_interval():
    found = estimates(3000, 1)
    width = {name: estimate.high - estimate.low for name, estimate in found.items()}

    assert width["normalised"] < width["inverse"]
    assert width["robust, right model"] < width["inverse"]


def test_clipping_narrows():
    shown, rewards = logged(3000, 2)

    free = off_policy.inverse_propensity(rewards, LOGGING[shown], OTHER[shown])
    clipped = off_policy.inverse_propensity(rewards, LOGGING[shown], OTHER[shown], clip=2.0)

    assert clipped.high - clipped.low < free.high - free.low
    assert clipped.value < free.value


def test_same_policy_gives_the_plain_mean_and_full_weight():
    shown, rewards = logged(500, 3)

    found = off_policy.inverse_propensity(rewards, LOGGING[shown], LOGGING[shown])

    assert found.value == pytest.approx(rewards.mean())
    assert found.effective_rows == pytest.approx(500)


@pytest.mark.parametrize(
    ("rewards", "propensities", "target", "words"),
    [
        ([], [], [], "no rows"),
        ([1.0], [0.0], [1.0], "propensity must lie above 0"),
        ([1.0], [1.5], [1.0], "propensity must lie above 0"),
        ([1.0, 0.0], [1.0], [1.0], "one length"),
        ([np.nan], [1.0], [1.0], "finite"),
    ],
)
def test_rows_that_say_nothing_are_refused(rewards, propensities, target, words):
    with pytest.raises(OffPolicyError, match=words):
        off_policy.inverse_propensity(rewards, propensities, target)


def test_policy_that_shares_nothing_cannot_be_judged():
    with pytest.raises(OffPolicyError, match="none of the logged rows"):
        off_policy.self_normalised([1.0], [0.5], [0.0])
