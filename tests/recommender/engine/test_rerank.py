from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.engine.explore import draw_list
from recommender.engine.rerank import Rerank, objective, utilities

CHEST, LEGS, MIXED = [1.0, 0.0], [0.0, 1.0], [0.5, 0.5]


def arranged(scores, muscles, n, rerank, *, groups=None, newness=None, favoured=None, load=None):
    """Positions of the re-ranked list."""
    muscles = np.array(muscles)
    newness = np.zeros(len(scores)) if newness is None else np.array(newness)
    utility = utilities(scores, muscles, newness, rerank, favoured=favoured, load=load)
    positions, propensities = draw_list(utility, n, None, None, muscles=muscles, groups=groups, rerank=rerank)
    assert (propensities == 1).all()
    return positions.tolist()


def test_without_weights_the_order_is_that_of_the_scores():
    plain = Rerank(diversity=0, recovery=0, per_group=None)

    assert arranged([0.1, 0.9, 0.5], [CHEST, CHEST, CHEST], 3, plain) == [1, 2, 0]


def test_variety_brings_in_a_muscle_not_covered_yet():
    scores = [1.0, 0.9, 0.7, 0.0]
    muscles = [CHEST, CHEST, LEGS, LEGS]

    assert arranged(scores, muscles, 2, Rerank(diversity=0, per_group=None)) == [0, 1]
    assert arranged(scores, muscles, 2, Rerank(diversity=0.5, per_group=None)) == [0, 2]


def test_a_tired_muscle_steps_back():
    rerank = Rerank(diversity=0, recovery=0.5, per_group=None)
    scores, muscles = [1.0, 0.9, 0.0], [CHEST, LEGS, MIXED]

    assert arranged(scores, muscles, 1, rerank, load=[0.0, 0.0]) == [0]
    assert arranged(scores, muscles, 1, rerank, load=[1.0, 0.0]) == [1]


def test_a_favoured_muscle_comes_forward():
    rerank = Rerank(diversity=0, favour=0.5, per_group=None)

    assert arranged([1.0, 0.9, 0.0], [CHEST, LEGS, MIXED], 1, rerank, favoured=[0.0, 1.0]) == [1]


def test_what_nobody_has_met_comes_forward():
    rerank = Rerank(diversity=0, newness=0.5, per_group=None)

    assert arranged([1.0, 0.9, 0.0], [CHEST, CHEST, CHEST], 1, rerank, newness=[0.0, 1.0, 0.0]) == [1]


def test_no_more_than_so_many_of_a_variation_group():
    scores, muscles, groups = [1.0, 0.9, 0.8, 0.7, 0.6], [CHEST] * 5, np.array([3, 3, 3, 4, -1])

    one = arranged(scores, muscles, 5, Rerank(per_group=1), groups=groups)
    two = arranged(scores, muscles, 5, Rerank(per_group=2), groups=groups)

    assert one == [0, 3, 4]
    assert two == [0, 1, 3, 4]


def test_items_without_a_group_do_not_count_as_one():
    groups = np.array([-1, -1, -1])

    assert len(arranged([3, 2, 1], [CHEST] * 3, 3, Rerank(per_group=1), groups=groups)) == 3


def test_no_candidates_give_an_empty_list():
    assert arranged([], np.zeros((0, 2)), 3, Rerank()) == []


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 4),
    st.floats(0, 3),
    st.none() | st.integers(1, 2),
)
def test_the_greedy_list_keeps_its_guarantee(seed, n, diversity, per_group):
    """At least 1 - 1/e of the best list's value; with a limit per group at least 1/2."""
    generator = np.random.default_rng(seed)
    count = 8
    rerank = Rerank(diversity=diversity, recovery=0.3, per_group=per_group)
    muscles = generator.dirichlet([0.3] * 4, count)
    groups = generator.integers(-1, 3, count)
    scores = generator.normal(size=count)
    load = generator.random(4)
    utility = utilities(scores, muscles, np.zeros(count), rerank, load=load)

    greedy, _ = draw_list(utility, n, None, None, muscles=muscles, groups=groups, rerank=rerank)

    def permitted(chosen):
        taken = groups[list(chosen)]
        return per_group is None or all((taken == g).sum() <= per_group for g in taken[taken >= 0])

    best = max(
        objective(list(chosen), utility, muscles, diversity)
        for size in range(n + 1)
        for chosen in combinations(range(count), size)
        if permitted(chosen)
    )
    assert permitted(greedy.tolist())
    least = 1 - 1 / np.e if per_group is None else 0.5
    assert objective(greedy, utility, muscles, diversity) >= least * best - 1e-9
    assert (utility >= 0).all()


@pytest.mark.parametrize(
    "wrong", [{"diversity": -1}, {"recovery": np.nan}, {"favour": np.inf}, {"per_group": 0}, {"pool": 0}]
)
def test_bad_weights_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Rerank(**wrong)
