"""Implicit ALS: the systems it solves are the right ones."""

import itertools

import numpy as np
from scipy import sparse

from recommender.engine.factors import fit_item_factors, gram_of, solve_side, start_vectors


def test_each_member_solves_their_own_system():
    rng = np.random.default_rng(0)
    Y = rng.standard_normal((30, 4)).astype(np.float32)
    x = sparse.random(50, 30, density=0.3, random_state=0, format="csr", dtype=np.float32)

    members = solve_side(x, Y, unobserved_weight=0.2, regularization=0.5, ridge=0.1)

    for u in range(50):
        row = x[u].toarray().ravel()
        system = gram_of(Y, 0.2, 0.5) + (Y.T * row) @ Y + 0.1 * row.sum() * np.eye(4)
        np.testing.assert_allclose(members[u], np.linalg.solve(system, Y.T @ row), rtol=1e-3, atol=1e-4)


def test_sweeps_lower_the_loss_until_it_stays():
    rng = np.random.default_rng(1)
    x = sparse.csr_matrix((rng.random((60, 20)) < 0.3).astype(np.float32))
    settings = {"unobserved_weight": 0.1, "regularization": 0.3}

    def loss(Y):
        V = solve_side(x, Y, **settings)
        predicted = V @ Y.T
        liked = x.toarray() > 0
        return (
            ((1 - predicted[liked]) ** 2).sum()
            + 0.1 * (predicted**2).sum()
            + 0.3 * ((V**2).sum() + (Y**2).sum())
        )

    losses = [loss(fit_item_factors(x, 5, n_sweeps=n, random_state=0, **settings)) for n in (1, 2, 4, 8, 16)]

    assert all(later <= earlier + 1e-3 for earlier, later in itertools.pairwise(losses))
    assert losses[-2] - losses[-1] < 0.1 * (losses[0] - losses[-1])


def test_threads_do_not_change_the_result():
    x = sparse.random(300, 40, density=0.2, random_state=0, format="csr", dtype=np.float32)
    settings = {"unobserved_weight": 0.1, "regularization": 0.3, "random_state": 0}

    one = fit_item_factors(x, 6, n_jobs=1, **settings)
    two = fit_item_factors(x, 6, n_jobs=2, **settings)

    np.testing.assert_array_equal(one, two)


def test_start_is_the_leading_directions():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((200, 3)) @ rng.standard_normal((3, 25))

    start = start_vectors((X.T @ X).astype(np.float32), 3, np.random.RandomState(0)).astype(float)

    _, _, right = np.linalg.svd(X)
    basis, _ = np.linalg.qr(start)
    np.testing.assert_allclose(np.linalg.norm(right[:3] @ basis), np.sqrt(3), rtol=1e-4)


def test_more_factors_than_items_is_no_fault():
    x = sparse.csr_matrix(np.ones((4, 3), dtype=np.float32))

    assert fit_item_factors(x, 8, unobserved_weight=0.1, regularization=1.0).shape == (3, 8)
