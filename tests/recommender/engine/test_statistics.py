"""Sufficient statistics are sums over members: shards, merging and taking away give what one pass gives."""

import numpy as np
import pytest
from scipy import sparse

from recommender.engine import statistics
from recommender.engine.statistics import Statistics, product
from tests.recommender.engine.histories import met_in_order

BLOCKS = (
    "xx", "sx", "ss", "xn", "sn", "nn", "ax", "as_", "an", "x_sum", "s_sum", "pp", "px", "p_sum", "members",
    "weight",
)  # fmt: skip


@pytest.fixture
def people():
    """Ninety people: csr x, seen, negative, preferences, weights."""
    rng = np.random.default_rng(5)
    value = np.where(rng.random((90, 12)) < 0.4, rng.choice([1.0, 0.5, -1.0], size=(90, 12)), 0.0)
    matrices = [np.maximum(value, 0), (value != 0).astype(float), np.maximum(-value, 0)]
    return *map(sparse.csr_matrix, matrices), rng.standard_normal((90, 2)), rng.random(90) + 0.5


def gathered(people, rows):
    x, seen, negative, preferences, weights = people
    ages = met_in_order(seen)[rows]
    return Statistics(12, 2).add(
        x[rows], seen[rows], negative[rows], preferences[rows], weights[rows], ages=ages
    )


def assert_same(one, two):
    for name in BLOCKS:
        np.testing.assert_allclose(getattr(one, name), getattr(two, name), rtol=1e-4, atol=1e-4, err_msg=name)


def test_shards_add_up_to_one_pass(people):
    whole = gathered(people, slice(0, 90))
    parts = gathered(people, slice(0, 20)) + gathered(people, slice(20, 90))

    assert_same(whole, parts)


def test_taking_members_away_undoes_adding_them(people):
    assert_same(
        gathered(people, slice(20, 90)), gathered(people, slice(0, 90)) - gathered(people, slice(0, 20))
    )


def test_gram_is_that_of_the_member_vectors(people):
    x, seen, negative, _, weights = (np.asarray(m.todense()) if sparse.issparse(m) else m for m in people)
    Z = np.hstack([x - 0.3 * negative, seen])
    expected = (Z.T * (weights / weights.mean())) @ Z

    gram = gathered(people, slice(0, 90)).gram(negative=0.3)

    np.testing.assert_allclose(gram, expected, rtol=1e-5, atol=1e-5)
    assert gram.flags.f_contiguous


@pytest.mark.parametrize("advantage", [0, 1e9], ids=["sparse", "dense"])
def test_both_ways_of_multiplying_agree(people, monkeypatch, advantage):
    monkeypatch.setattr(statistics, "_DENSE_ADVANTAGE", advantage)
    x, seen, _, _, weights = people

    np.testing.assert_allclose(product(x, x, weights), (x.T @ sparse.diags(weights) @ x).toarray(), rtol=1e-5)
    np.testing.assert_allclose(product(seen, x), (seen.T @ x).toarray(), rtol=1e-5)


@pytest.mark.parametrize("compiled", [True, False])
def test_what_came_after_what_is_counted_pair_by_pair(people, monkeypatch, compiled):
    # Without numba the loop runs as plain Python, which is the same loop.
    monkeypatch.setattr(statistics.kernels, "available", lambda: compiled)
    x, seen, negative, _, weights = people
    ages = met_in_order(seen).toarray()
    older = ages[:, :, None] > ages[:, None, :]
    Z = np.hstack([x.toarray() - 0.3 * negative.toarray(), seen.toarray()])
    expected = np.einsum("u,ui,uj,uij->ij", weights, Z, x.toarray(), np.tile(older, (1, 2, 1)))

    whole = gathered(people, slice(0, 90))

    np.testing.assert_allclose(
        whole.transitions(negative=0.3), expected / weights.mean(), rtol=1e-5, atol=1e-4
    )


def test_without_times_nothing_came_after_anything():
    assert Statistics(12).add(np.ones((2, 12))).transitions() is None


def test_statistics_of_other_items_are_refused(people):
    with pytest.raises(ValueError, match="different items"):
        Statistics(12) + Statistics(13)
    with pytest.raises(ValueError, match="12 items, got 3"):
        Statistics(12).add(np.ones((2, 3)))
