"""Items without evidence get the mean of those like them, whatever "like" is taken to be."""

import numpy as np
import pytest

from recommender.engine.likeness import LIKENESSES, alike, weights_by_likeness
from recommender.engine.linear import ridge_and_constant


@pytest.fixture
def features():
    rng = np.random.default_rng(0)
    table = (rng.random((60, 9)) < 0.3).astype(float)
    table[:, 0] = rng.standard_normal(60)
    return table


@pytest.mark.parametrize("kind", LIKENESSES)
def test_likeness_is_one_for_equal_items_and_never_more(features, kind):
    found = alike(features, features, kind)

    np.testing.assert_allclose(found.diagonal(), 1)
    assert found.max() <= 1 + 1e-9
    assert np.linalg.eigvalsh(found)[0] > -1e-9


def test_share_of_common_words():
    words = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [1.0, 1.0, 1.0]])

    np.testing.assert_allclose(alike(words, words, "tanimoto")[0], [1, 1 / 3, 2 / 3])


@pytest.mark.parametrize("kind", LIKENESSES)
def test_weights_sum_to_one_and_prefer_the_twin(features, kind):
    known = np.arange(60) < 50
    features[55] = features[7]

    weights = weights_by_likeness(features, known, kind=kind, regularization=1.0)

    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-5)
    twins = np.flatnonzero((features[known] == features[7]).all(axis=1))
    assert weights[5].argmax() in twins


def test_it_is_the_ridge_on_the_features_where_these_are_of_one_length(features):
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    known = np.arange(60) < 45
    targets = np.random.default_rng(1).standard_normal((45, 4))

    weights = weights_by_likeness(unit, known, kind="cosine", regularization=3.0)

    coefficients, constant = ridge_and_constant(unit[known], targets, 3.0)
    np.testing.assert_allclose(weights @ targets, unit[~known] @ coefficients + constant, atol=1e-5)


@pytest.mark.parametrize("kind", LIKENESSES)
@pytest.mark.parametrize("table", [np.zeros((6, 3)), np.ones((6, 3))])
def test_features_that_say_nothing_give_the_plain_mean(kind, table):
    weights = weights_by_likeness(table, np.arange(6) < 4, kind=kind, regularization=1.0)

    np.testing.assert_allclose(weights, 0.25, atol=1e-6)


def test_feature_unknown_among_known_items_changes_nothing_of_the_gaussian(features):
    features[:, 3] = 0
    known = np.arange(60) < 50
    before = weights_by_likeness(features, known, kind="gaussian", regularization=1.0)
    features[55, 3] = 1

    after = weights_by_likeness(features, known, kind="gaussian", regularization=1.0)

    np.testing.assert_allclose(before, after)
