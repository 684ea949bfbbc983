"""Metrics against values worked out by hand, and on empty input."""

import numpy as np
import pytest
from scipy import sparse

from recommender.engine import metrics

HITS = np.array([[True, False, True, False], [False, False, False, False]])
RELEVANT = np.array([3, 1])


def test_list_metrics_of_a_known_list():
    assert metrics.precision(HITS, RELEVANT).tolist() == [0.5, 0.0]
    assert metrics.recall(HITS, RELEVANT).tolist() == pytest.approx([2 / 3, 0.0])
    assert metrics.f1(HITS, RELEVANT).tolist() == pytest.approx([2 * 0.5 * (2 / 3) / (0.5 + 2 / 3), 0.0])
    # Of 10 candidates 2 listed are wrong, 1 relevant is not listed; then 4 wrong and 1 missed.
    assert metrics.accuracy(HITS, RELEVANT, np.array([10, 10])).tolist() == pytest.approx([0.7, 0.5])
    ideal = 1 + 1 / np.log2(3) + 1 / np.log2(4)
    assert metrics.ndcg(HITS, RELEVANT).tolist() == pytest.approx([(1 + 0.5) / ideal, 0.0])
    assert metrics.average_precision(HITS, RELEVANT).tolist() == pytest.approx([(1 + 2 / 3) / 3, 0.0])
    assert metrics.hit_rate(HITS, RELEVANT).tolist() == [1.0, 0.0]


def test_member_without_relevant_items_counts_for_nothing():
    nothing = np.array([0, 0])

    for metric in (metrics.precision, metrics.recall, metrics.f1, metrics.ndcg, metrics.average_precision):
        assert np.isnan(metric(HITS, nothing)).all()
    assert np.isnan(metrics.hit_rate(HITS, nothing)).all()
    assert np.isnan(metrics.accuracy(HITS, nothing, np.array([10, 10]))).all()


def test_empty_list_scores_zero():
    empty = np.zeros((2, 0), dtype=bool)

    for metric in (metrics.precision, metrics.recall, metrics.f1, metrics.ndcg, metrics.average_precision):
        assert metric(empty, RELEVANT).tolist() == [0.0, 0.0]


def test_top_leaves_out_seen_forbidden_and_unknown_and_keeps_item_order_in_ties():
    scores = np.array([[3.0, 5.0, 5.0, np.nan, 4.0, 4.0]])
    seen = sparse.csr_matrix(np.array([[0, 0, 1, 0, 0, 0]]))
    allowed = np.array([True, True, True, True, True, True])

    assert metrics.top(scores, 3, exclude=seen).tolist() == [[1, 4, 5]]
    assert metrics.top(scores, 2, exclude=seen).tolist() == [[1, 4]]
    assert metrics.top(scores, 9, exclude=seen).tolist() == [[1, 4, 5, 0, -1, -1]]
    assert metrics.top(scores, 2, allowed=allowed & (np.arange(6) != 1)).tolist() == [[2, 4]]
    assert metrics.top(scores, 0).shape == (1, 0)


def test_rank_counting_agrees_with_sorting():
    rng = np.random.default_rng(0)
    scores = rng.integers(0, 6, size=(40, 25)).astype(np.float32)
    scores[rng.random(scores.shape) < 0.1] = -np.inf
    relevant = sparse.csr_matrix((rng.random((40, 25)) < 0.2).astype(float))

    listed = metrics.hits(metrics.top(scores, 10), relevant)
    by_rank = metrics.ndcg_of_ranks(metrics.ranks(scores, relevant), relevant, 10)

    np.testing.assert_allclose(by_rank, metrics.ndcg(listed, np.diff(relevant.indptr)))


def test_list_properties_of_known_lists():
    features = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    ranked = np.array([[0, 1], [0, 2], [0, metrics.ABSENT]])

    assert metrics.coverage(ranked, 4) == 0.75
    assert metrics.coverage(ranked, 0) == 0.0
    np.testing.assert_allclose(metrics.diversity(ranked, features), [0.0, 1.0, np.nan], atol=1e-12)
    np.testing.assert_allclose(metrics.novelty(ranked, [0.5, 0.25, 0.0]), [1.5, (1 + 3) / 2, 1.0])
    liked = sparse.csr_matrix(np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]))
    np.testing.assert_allclose(metrics.calibration(ranked, liked, features), [0.0, 0.0, np.nan], atol=1e-9)
    opposite = metrics.calibration(np.array([[2, 2]]), liked[:1], features)
    assert opposite[0] == pytest.approx(np.log(100))


def test_expected_calibration_error_of_a_forecast():
    assert metrics.expected_calibration_error([0.2] * 10, [1, 1] + [0] * 8) == pytest.approx(0)
    assert metrics.expected_calibration_error([0.9] * 10, [0] * 10) == pytest.approx(0.9)
    assert np.isnan(metrics.expected_calibration_error([], []))
