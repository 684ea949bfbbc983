from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.engine.explore import Explore, draw_list, list_probability, plackett_luce, probabilities
from recommender.engine.rerank import Rerank

UTILITY = np.array([0.0, 0.5, 1.0, 0.2])


def test_the_probabilities_of_all_lists_add_up_to_one():
    total = sum(list_probability(UTILITY, order, 0.3) for order in permutations(range(4), 3))

    assert total == pytest.approx(1)


def test_the_logged_propensities_are_those_of_the_list_drawn():
    order, propensities = plackett_luce(UTILITY, 3, 0.3, np.random.default_rng(2))

    assert propensities.prod() == pytest.approx(list_probability(UTILITY, order, 0.3))
    assert propensities[0] == pytest.approx(probabilities(UTILITY, 0.3)[order[0]])


def test_lists_are_drawn_as_often_as_their_propensity_says():
    """Chi-squared over all 12 ordered pairs; 40 is beyond its 99.99 % point for 11 degrees of freedom."""
    generator = np.random.default_rng(3)
    draws = 20_000
    counts = {}
    for _ in range(draws):
        order, _ = plackett_luce(UTILITY, 2, 0.7, generator)
        counts[tuple(order.tolist())] = counts.get(tuple(order.tolist()), 0) + 1

    expected = {order: draws * list_probability(UTILITY, order, 0.7) for order in permutations(range(4), 2)}
    distance = sum((counts.get(order, 0) - e) ** 2 / e for order, e in expected.items())
    assert distance < 40


def test_weighting_by_propensity_gives_an_unbiased_mean():
    """What the log is for: the mean reward of always taking item 0, estimated from explored picks."""
    generator = np.random.default_rng(4)
    reward = np.array([0.9, 0.1, 0.3, 0.5])
    estimates = []
    for _ in range(20_000):
        (item,), (propensity,) = plackett_luce(UTILITY, 1, 0.5, generator)
        estimates.append(reward[item] / propensity if item == 0 else 0.0)

    spread = np.std(estimates) / np.sqrt(len(estimates))
    assert abs(np.mean(estimates) - reward[0]) < 4 * spread


def test_a_low_temperature_takes_the_best_and_a_high_one_anything():
    generator = np.random.default_rng(5)

    cold, _ = plackett_luce(UTILITY, 4, 0.001, generator)
    _, warm = plackett_luce(UTILITY, 4, 1000.0, generator)

    assert cold.tolist() == [2, 1, 3, 0]
    np.testing.assert_allclose(warm, [1 / 4, 1 / 3, 1 / 2, 1], atol=1e-3)


def test_only_the_last_places_explore():
    positions, propensities = draw_list(UTILITY, 3, Explore(slots=1), np.random.default_rng(0))

    assert positions[:2].tolist() == [2, 1]
    assert propensities[:2].tolist() == [1, 1]
    assert propensities[2] < 1


def test_newness_counts_only_where_it_explores():
    newness = np.array([1.0, 0.0, 0.0, 0.0])
    explore = Explore(slots=1, temperature=0.001, newness=5.0)

    positions, _ = draw_list(UTILITY, 2, explore, np.random.default_rng(0), newness=newness)

    assert positions.tolist() == [2, 0]


def test_a_limit_per_group_makes_the_rest_of_the_group_impossible():
    groups = np.array([1, 1, 1, -1])
    for seed in range(50):
        positions, propensities = draw_list(
            UTILITY, 4, Explore(), np.random.default_rng(seed), groups=groups, rerank=Rerank(per_group=1)
        )

        assert len(positions) == 2
        assert 3 in positions
        assert (propensities > 0).all()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.floats(-50, 50), max_size=12),
    st.integers(0, 15),
    st.none() | st.integers(0, 5),
    st.floats(0.001, 100),
    st.integers(0, 1000),
)
def test_lists_have_no_repeats_and_possible_propensities(utility, n, slots, temperature, seed):
    explore = Explore(slots=slots, temperature=temperature)

    positions, propensities = draw_list(np.array(utility), n, explore, np.random.default_rng(seed))

    assert len(set(positions.tolist())) == len(positions) == min(n, len(utility))
    assert ((propensities > 0) & (propensities <= 1 + 1e-12)).all()


@pytest.mark.parametrize(
    "wrong", [{"temperature": 0}, {"temperature": np.nan}, {"slots": -1}, {"newness": -1}]
)
def test_bad_settings_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Explore(**wrong)
