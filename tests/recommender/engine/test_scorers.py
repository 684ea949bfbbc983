"""What every scorer promises, tried on all of them."""

import pickle
from functools import partial

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks

from recommender.engine.content import ContentRecommender
from recommender.engine.factors import FactorRecommender
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.neighbours import NeighbourRecommender
from recommender.engine.popularity import PopularityRecommender

LinearHalf = partial(HybridRecommender, beta=1.0, regularization=1.0)
SCORERS = [
    PopularityRecommender(),
    ContentRecommender(),
    NeighbourRecommender(shrinkage=1.0),
    FactorRecommender(n_factors=4),
    HybridRecommender(n_factors=4, regularization=5.0),
    LinearHalf(),
]
COLLABORATIVE = [NeighbourRecommender(shrinkage=1.0), FactorRecommender(n_factors=4), *SCORERS[4:]]

# predict gives one number per item, (U, I), where these two checks expect one per row; sparse evidence is
# tried in a test of our own below.
NOT_APPLICABLE = {
    "check_estimator_sparse_array": "predict gives a score per item, not per row",
    "check_estimator_sparse_matrix": "predict gives a score per item, not per row",
}


@parametrize_with_checks(SCORERS, expected_failed_checks=lambda _scorer: NOT_APPLICABLE)
def test_keeps_the_contract_of_scikit_learn(estimator, check):
    check(estimator)


@pytest.fixture
def even_and_odd():
    """Forty people: even ones like even items, odd ones odd items; each misses one of theirs."""
    X = np.zeros((40, 12))
    for person in range(40):
        X[person, person % 2 :: 2] = 1
        X[person, person % 2 + 2 * (person % 6)] = 0
    features = np.zeros((12, 2))
    features[::2, 0] = features[1::2, 1] = 1
    return X, features


@pytest.mark.parametrize("scorer", COLLABORATIVE, ids=repr)
def test_finds_the_item_that_people_alike_like(scorer, even_and_odd):
    X, _ = even_and_odd

    scores = clone(scorer).fit(X).predict(X)

    scores[X > 0] = -np.inf
    missing = [person % 2 + 2 * (person % 6) for person in range(40)]
    assert scores.argmax(axis=1).tolist() == missing


def test_content_finds_the_item_that_looks_alike(even_and_odd):
    X, features = even_and_odd

    scores = ContentRecommender().fit(X[:1] * 0, item_features=features).predict(X)

    scores[X > 0] = -np.inf
    assert (scores.argmax(axis=1) % 2 == np.arange(40) % 2).all()


@pytest.mark.parametrize("scorer", SCORERS, ids=repr)
def test_unfitted_says_so(scorer):
    with pytest.raises(NotFittedError):
        clone(scorer).predict(np.ones((2, 3)))


@pytest.mark.parametrize("scorer", SCORERS, ids=repr)
def test_sparse_and_dense_evidence_score_the_same(scorer, even_and_odd):
    X, features = even_and_odd

    dense = clone(scorer).fit(X, item_features=features).predict(X)
    thin = clone(scorer).fit(sparse.csr_matrix(X), item_features=features).predict(sparse.csr_matrix(X))

    np.testing.assert_allclose(dense, thin, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("scorer", SCORERS, ids=repr)
def test_pickled_scorer_scores_the_same(scorer, even_and_odd):
    X, features = even_and_odd
    fitted = clone(scorer).fit(X, item_features=features)

    np.testing.assert_array_equal(pickle.loads(pickle.dumps(fitted)).predict(X), fitted.predict(X))  # noqa: S301


@pytest.mark.parametrize("scorer", SCORERS, ids=repr)
def test_rows_are_scored_alone(scorer, even_and_odd):
    X, features = even_and_odd
    fitted = clone(scorer).fit(X, item_features=features)

    np.testing.assert_allclose(fitted.predict(X)[7:8], fitted.predict(X[7:8]), rtol=1e-4, atol=1e-6)


def test_unknown_is_nan_and_the_prior_is_not():
    X = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    nobody = np.zeros((1, 3))

    assert np.isnan(NeighbourRecommender().fit(X).predict(nobody)).all()
    assert np.isnan(FactorRecommender(n_factors=2).fit(X).predict(nobody)).all()
    assert np.isnan(ContentRecommender().fit(X, item_features=np.eye(3)).predict(nobody)).all()
    assert np.isnan(PopularityRecommender().fit(X).predict(nobody)).tolist() == [[False, False, True]]
    assert np.isfinite(HybridRecommender(n_factors=2).fit(X).predict(nobody)).all()


@pytest.mark.parametrize(
    ("scorer", "name"),
    [
        (PopularityRecommender(prior=-1), "prior"),
        (ContentRecommender(rarity="much"), "rarity"),
        (NeighbourRecommender(n_neighbours=0), "n_neighbours"),
        (FactorRecommender(regularization=0), "regularization"),
        (HybridRecommender(dropout=1.0), "dropout"),
        (HybridRecommender(beta=1.5), "beta"),
        (HybridRecommender(seen_channel="perhaps"), "seen_channel"),
        (HybridRecommender(half_life=0), "half_life"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_parameter_is_named_when_fitted(scorer, name):
    with pytest.raises(ValueError, match=f"'{name}' parameter"):
        scorer.fit(np.ones((3, 3)))


@pytest.mark.parametrize(
    ("tables", "name"),
    [
        ({"seen": np.ones((2, 3))}, "seen"),
        ({"negative": np.ones((3, 2))}, "negative"),
        ({"preferences": np.ones((2, 1))}, "preferences"),
        ({"item_features": np.ones((4, 1))}, "item_features"),
        ({"weights": np.array([1.0, -1.0, 1.0])}, "weights"),
    ],
    ids=["seen", "negative", "preferences", "item_features", "weights"],
)
def test_table_that_does_not_fit_is_named(tables, name):
    with pytest.raises(ValueError, match=name):
        HybridRecommender().fit(np.ones((3, 3)), **tables)


def test_search_classes_and_pipelines_choose_parameters(even_and_odd):
    X, _ = even_and_odd
    pipeline = Pipeline([("evidence", FunctionTransformer()), ("scorer", LinearHalf())])

    grid = GridSearchCV(pipeline, {"scorer__regularization": [1.0, 1e9]}, cv=2, error_score="raise").fit(X)
    draw = RandomizedSearchCV(
        FactorRecommender(), {"n_factors": [1, 4]}, n_iter=2, cv=2, random_state=0, error_score="raise"
    ).fit(X)

    assert grid.best_params_ == {"scorer__regularization": 1.0}
    assert draw.best_score_ > 0.5


def test_negative_values_count_as_negative_evidence():
    signed = np.array([[1.0, -0.5, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0]])
    split = HybridRecommender(n_factors=2, negative=0.5)

    one = clone(split).fit(signed).predict(signed)
    two = clone(split).fit(np.maximum(signed, 0), negative=np.maximum(-signed, 0))

    np.testing.assert_allclose(
        one, two.predict(np.maximum(signed, 0), negative=np.maximum(-signed, 0)), rtol=1e-6
    )
