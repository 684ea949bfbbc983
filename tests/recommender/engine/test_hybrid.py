"""The hybrid: exactness of its closed forms, its limits, and what each term is for."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from recommender.engine import columns
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.likeness import weights_by_likeness
from recommender.engine.linear import SolveError, inverse, inverted_system, item_weights, transition_weights
from recommender.engine.matrices import evidence_from
from recommender.engine.statistics import Statistics, member_weights
from tests.recommender.engine.histories import met_in_order


@pytest.fixture
def evidence():
    """Sixty people, fourteen items, of which they like some, dislike some and leave some."""
    rng = np.random.default_rng(3)
    value = np.where(rng.random((60, 14)) < 0.4, rng.choice([1.0, 0.5, -0.5, -1.0], size=(60, 14)), 0.0)
    return {
        "X": np.maximum(value, 0),
        "negative": np.maximum(-value, 0),
        "seen": (value != 0).astype(float),
        "preferences": rng.standard_normal((60, 3)),
        "item_features": (rng.random((14, 4)) < 0.5).astype(float),
    }


def by_hand(arrays, x, n, s, p):
    """The score as the module's formula says it, with plain loops."""
    k = arrays["scalars"]
    items, met = len(arrays["popularity"]), np.flatnonzero(s)
    B, Y = arrays["B"].astype(float), arrays["Y"].astype(float)
    liked = [i for i in met if x[i] > 0]
    system = arrays["YtY"] + sum(
        x[i] * (np.outer(Y[i], Y[i]) + k["factor_ridge"] * np.eye(Y.shape[1])) for i in liked
    )
    scores = np.zeros(items)
    for j in range(items):
        for i in met:
            scores[j] += k["beta"] * ((x[i] - k["negative"] * n[i]) * B[i, j] + s[i] * B[items + i, j])
        for i in liked:
            scores[j] += (1 - k["beta"]) * k["factor_scale"] * x[i] * Y[j] @ np.linalg.solve(system, Y[i])
        prior = arrays["popularity"][j] + k["c"] * (p - arrays["preference_mean"]) @ arrays["C"][:, j]
        scores[j] += k["g"] * k["kappa"] / (k["kappa"] + len(met)) * prior
    return scores


def test_scores_are_the_sum_that_the_exported_arrays_describe(evidence):
    model = HybridRecommender(n_factors=5, factor_scale=1.3, beta=0.6).fit(**evidence)
    history = {name: evidence[name] for name in ("negative", "seen", "preferences")}

    scores = model.predict(evidence["X"], **history)

    arrays = model.to_arrays()
    for member in (0, 7, 31):
        x, n, s, p = (evidence[name][member] for name in ("X", "negative", "seen", "preferences"))
        np.testing.assert_allclose(scores[member], by_hand(arrays, x, n, s, p), rtol=2e-4, atol=2e-5)


def test_columns_are_the_constrained_minimum(evidence):
    """B_j minimises the regularised squares among columns that are zero at j and I + j."""
    n, penalty = 14, 4.0
    X, S = evidence["X"], evidence["seen"]
    Z = np.hstack([X, S])
    inverted = inverted_system(
        Statistics(n).add(X, S), regularization=penalty, dropout=0.0, seen_regularization=1.0
    )
    B = item_weights(inverted, n).astype(float)

    def loss(column, j):
        return ((X[:, j] - Z @ column) ** 2).sum() + penalty * (column**2).sum()

    rng = np.random.default_rng(0)
    for j in range(n):
        assert B[j, j] == 0
        assert B[n + j, j] == 0
        for _ in range(20):
            step = rng.standard_normal(2 * n) * 0.01
            step[[j, n + j]] = 0
            assert loss(B[:, j] + step, j) > loss(B[:, j], j)


def test_without_seen_channel_it_is_the_known_closed_form(evidence):
    X = evidence["X"]
    B = item_weights(inverted_system(Statistics(14).add(X), regularization=3.0, seen_channel=False), 14)

    inverted = np.linalg.inv(X.T @ X + 3.0 * np.eye(14))
    expected = -inverted / np.diag(inverted)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(B[:14], expected, rtol=1e-4, atol=1e-5)
    assert not B[14:].any()


@pytest.mark.parametrize("with_seen", [True, False])
def test_columns_of_order_are_the_constrained_minimum(evidence, with_seen):
    """D_j minimises d'(G + penalty)d - 2 d'c_j, c_j what came before j, among columns without j itself."""
    n, penalty = 14, 4.0
    X, S, N = (sparse.csr_matrix(evidence[name]) for name in ("X", "seen", "negative"))
    ages = met_in_order(S)
    statistics = Statistics(n, seen_channel=with_seen).add(X, S, N, ages=ages)
    options = {"negative": 0.3, "seen_channel": with_seen}
    P = inverted_system(statistics, regularization=penalty, dropout=0.0, seen_regularization=1.0, **options)
    D = transition_weights(P, statistics.transitions(0.3, with_seen)).astype(float)[: len(P)]

    Z = np.hstack([evidence["X"] - 0.3 * evidence["negative"], evidence["seen"]])[:, : len(P)]
    older = ages.toarray()[:, :, None] > ages.toarray()[:, None, :]
    older = np.tile(older, (1, len(P) // n, 1))
    C = np.einsum("ui,uj,uij->ij", Z, evidence["X"], older)

    def loss(column, j):
        return ((Z @ column) ** 2).sum() + penalty * (column**2).sum() - 2 * column @ C[:, j]

    rng = np.random.default_rng(0)
    for j in range(n):
        own = [j, n + j] if with_seen else [j]
        assert not D[own, j].any()
        for _ in range(20):
            step = rng.standard_normal(len(P)) * 0.01
            step[own] = 0
            assert loss(D[:, j] + step, j) > loss(D[:, j], j)


def test_what_comes_next_is_before_what_came_before_and_the_sum_stays_exact():
    """Everybody goes up a ladder of items: who is in the middle of it goes on upwards."""
    rows = [(person, start + step, 1.0, float(step)) for person in range(60) for start in [person % 7]
            for step in range(6)]  # fmt: skip
    table = pd.DataFrame(rows, columns=[columns.USER, columns.ITEM, columns.VALUE, columns.TIME])
    ladder = evidence_from(table, np.arange(60), np.arange(12))
    new = table[:3].assign(**{columns.USER: 99, columns.ITEM: [4, 5, 6]})
    shown = evidence_from(new, [99], np.arange(12))
    options = {"regularization": 1.0, "dropout": 0.0, "beta": 1.0, "g": 0.0}

    plain = HybridRecommender(**options).fit_evidence(ladder)
    model = HybridRecommender(transition=4.0, **options).fit_evidence(ladder)
    scores = model.score_evidence(shown)[0]
    arrays = model.to_arrays()

    assert scores[7] > scores[3]
    assert scores[7] - scores[3] > 2 * abs(plain.score_evidence(shown)[0] @ (np.eye(12)[7] - np.eye(12)[3]))
    history = shown.x.toarray()[0]
    np.testing.assert_allclose(scores, by_hand(arrays, history, 0 * history, history, np.zeros(0)), atol=1e-5)


def test_without_times_the_order_says_nothing(evidence):
    without_order = HybridRecommender(n_factors=3).fit(**evidence)
    asked_for = HybridRecommender(n_factors=3, transition=2.0).fit(**evidence)

    np.testing.assert_array_equal(asked_for.item_weights_, without_order.item_weights_)


def test_inverse_is_in_place_and_right():
    rng = np.random.default_rng(0)
    root = rng.standard_normal((700, 700))
    matrix = np.asfortranarray(root @ root.T + 700 * np.eye(700))
    kept = matrix.copy()

    inverted = inverse(matrix)

    assert np.shares_memory(inverted, matrix)
    np.testing.assert_allclose(inverted @ kept, np.eye(700), atol=1e-8)


def test_singular_system_is_refused_with_what_to_change():
    twice = np.ones((5, 3))

    with pytest.raises(SolveError, match="regularization must be larger than 0"):
        HybridRecommender(regularization=0.0, dropout=0.0, feature_weight=0.0, beta=1.0).fit(twice)


def test_no_data_leaves_the_prior():
    nothing = HybridRecommender(n_factors=2).fit(np.zeros((4, 3)))
    one_item = HybridRecommender(n_factors=2).fit(np.ones((4, 1)))

    assert nothing.predict(np.zeros((1, 3))).tolist() == [[0.0, 0.0, 0.0]]
    assert np.isfinite(one_item.predict(np.ones((1, 1)))).all()


def test_everything_seen_still_scores(evidence):
    model = HybridRecommender(n_factors=3).fit(**evidence)

    scores = model.predict(np.ones((1, 14)), preferences=np.zeros((1, 3)))

    assert np.isfinite(scores).all()


def test_prior_fades_with_what_is_met(evidence):
    model = HybridRecommender(n_factors=3, g=2.0, kappa=5.0, c=0.0).fit(**evidence)
    mute = HybridRecommender(n_factors=3, g=0.0).fit(**evidence)

    for met in (0, 5, 14):
        X = np.zeros((1, 14))
        X[0, :met] = 1
        share = (model.predict(X) - mute.predict(X)) / model.popularity_
        np.testing.assert_allclose(share, 2.0 * 5.0 / (5.0 + met), rtol=1e-3)


def test_new_member_without_answers_gets_popularity_order(evidence):
    model = HybridRecommender(n_factors=3).fit(**evidence)

    scores = model.predict(np.zeros((1, 14)))

    assert (scores[0].argsort() == model.popularity_.argsort()).all()


def test_preferences_speak_for_what_people_alike_like():
    rng = np.random.default_rng(0)
    answer = rng.integers(0, 2, 200)
    X = (rng.random((200, 2)) < np.where(answer[:, None] == [0, 1], 0.9, 0.1)).astype(float)
    model = HybridRecommender(n_factors=2).fit(X, preferences=answer[:, None].astype(float))

    scores = model.predict(np.zeros((2, 2)), preferences=np.array([[0.0], [1.0]]))

    assert scores.argmax(axis=1).tolist() == [0, 1]


def test_missing_answer_is_neutral(evidence):
    model = HybridRecommender(n_factors=3).fit(**evidence)
    X = evidence["X"][:1]

    silent = model.predict(X, preferences=np.full((1, 3), np.nan))

    np.testing.assert_allclose(silent, model.predict(X), rtol=1e-5)


def test_disliking_an_item_lowers_what_goes_with_it():
    X = np.kron(np.eye(2), np.ones((20, 4)))
    X[np.arange(40), np.arange(40) % 4 + 4 * (np.arange(40) // 20)] = 0
    model = HybridRecommender(n_factors=2, regularization=1.0, negative=0.5, seen_channel=False).fit(X)
    likes_zero = np.zeros((1, 8))
    likes_zero[0, 0] = 1
    dislikes_one = np.zeros((1, 8))
    dislikes_one[0, 1] = 1

    before = model.predict(likes_zero)
    after = model.predict(likes_zero, negative=dislikes_one)

    assert (after[0, 2:4] < before[0, 2:4]).all()
    np.testing.assert_allclose(after[0, 4:], before[0, 4:], atol=0.05)


def test_exercise_nobody_met_is_scored_through_its_features():
    X = np.zeros((40, 9))
    X[:20, :4] = X[20:, 4:8] = 1
    X[np.arange(40), np.arange(40) % 4 + 4 * (np.arange(40) // 20)] = 0
    features = np.zeros((9, 2))
    features[:4, 0] = features[4:, 1] = 1
    model = HybridRecommender(n_factors=2, regularization=1.0, cold_regularization=0.1).fit(
        X, item_features=features
    )

    scores = model.predict(X)

    assert scores[20:, 8].min() > scores[:20, 8].max()
    later = model.cold_weights_ @ features[8]
    np.testing.assert_allclose(later[:8], model.item_weights_[:8, 8], rtol=1e-5)


def test_member_exponent_lets_long_histories_count_less(evidence):
    seen = sparse.csr_matrix(evidence["seen"])
    weights = member_weights(np.diff(seen.indptr), 1.0)
    plain = {"dropout": 0.0, "n_factors": 0, "seen_channel": False, "beta": 1.0, "negative": 0.0}

    by_exponent = HybridRecommender(member_exponent=1.0, **plain).fit(evidence["X"], seen=evidence["seen"])
    by_weight = HybridRecommender(member_exponent=0.0, **plain).fit(
        evidence["X"], seen=evidence["seen"], weights=weights
    )

    np.testing.assert_allclose(by_exponent.item_weights_, by_weight.item_weights_, rtol=1e-4, atol=1e-6)


def test_seen_channel_is_used_only_where_it_says_more():
    liked = np.array([[1.0, 0.0], [1.0, 1.0]])
    met = np.array([[1.0, 1.0], [1.0, 1.0]])

    assert not HybridRecommender(n_factors=1).fit(liked).item_weights_[2:].any()
    assert HybridRecommender(n_factors=1).fit(liked, seen=met).item_weights_[2:].any()


def test_export_refuses_ids_that_do_not_fit(evidence):
    model = HybridRecommender(n_factors=3).fit(**evidence)

    with pytest.raises(ValueError, match="item_ids must be 14 ids"):
        model.to_arrays(item_ids=[1, 2, 3])


def test_aged_history_scores_as_aged_values_would(evidence):
    table = pd.DataFrame(
        {
            columns.USER: 1,
            columns.ITEM: [0, 3, 5, 8],
            columns.VALUE: [1.0, -1.0, 0.5, 1.0],
            columns.TIME: [1, 2, 3, 4],
        }
    )
    shown = evidence_from(table, [1], np.arange(14))
    model = HybridRecommender(n_factors=3, recency=0.5).fit(**{**evidence, "preferences": None})
    # Three, two, one and none of four came later: 2 ** -(3/4 / 0.5) and so on.
    aged = table.assign(**{columns.VALUE: table[columns.VALUE] * np.exp2([-1.5, -1.0, -0.5, 0.0])})
    by_hand = evidence_from(aged.drop(columns=columns.TIME), [1], np.arange(14))

    np.testing.assert_allclose(model.score_evidence(shown), model.score_evidence(by_hand), rtol=1e-5)
    assert model.to_arrays()["scalars"]["recency"] == 0.5


def test_history_itself_speaks_for_unmet_exercises_like_it():
    """An unmet item's column holds, beside the columns of those like it, these themselves."""
    X = np.eye(6)[:, :5][np.arange(60) % 5]
    X = np.hstack([X, np.zeros((60, 1))])
    features = np.eye(5)[[0, 1, 2, 3, 4, 2]]
    options = {"n_factors": 0, "beta": 1.0, "g": 0.0, "cold_regularization": 0.01, "feature_weight": 0.0}

    with_own = HybridRecommender(cold_own=1.0, **options).fit(X, item_features=features)
    without = HybridRecommender(cold_own=0.0, **options).fit(X, item_features=features)

    gained = with_own.item_weights_[:6, 5] - without.item_weights_[:6, 5]
    np.testing.assert_allclose(gained, [0, 0, 1, 0, 0, 0], atol=0.02)
    np.testing.assert_allclose(with_own.item_weights_[:, :5], without.item_weights_[:, :5])
    later = with_own.cold_weights_ @ features[5]
    np.testing.assert_allclose(later[:5], with_own.item_weights_[:5, 5], atol=1e-4)


@pytest.mark.parametrize("likeness", ["cosine", "tanimoto", "gaussian"])
def test_every_part_of_an_unmet_exercise_is_the_same_mean(evidence, likeness):
    X, seen = evidence["X"].copy(), evidence["seen"].copy()
    X[:, 13] = seen[:, 13] = 0
    negative = evidence["negative"].copy()
    negative[:, 13] = 0
    features = np.random.default_rng(3).random((14, 4))
    model = HybridRecommender(n_factors=3, cold_likeness=likeness).fit(
        X, seen=seen, negative=negative, preferences=evidence["preferences"], item_features=features
    )

    weights = weights_by_likeness(
        features, np.arange(14) < 13, kind=likeness, regularization=model.cold_regularization
    )[0]
    np.testing.assert_allclose(model.popularity_[13], weights @ model.popularity_[:13], rtol=1e-4)
    np.testing.assert_allclose(model.item_factors_[13], weights @ model.item_factors_[:13], atol=1e-5)
    np.testing.assert_allclose(
        model.preference_weights_[:, 13], model.preference_weights_[:, :13] @ weights, atol=1e-5
    )
