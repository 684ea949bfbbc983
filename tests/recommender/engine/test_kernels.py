import numpy as np
import pytest
from scipy import sparse

from recommender.engine import kernels


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_loop_gives_what_the_matrix_product_gives(threads, weighted):
    generator = np.random.default_rng(0)
    left, right = (
        sparse.random_array((40, columns), density=0.2, rng=generator, dtype=np.float32).tocsr()
        for columns in (7, 5)
    )
    weights = generator.random(40) if weighted else None

    product = kernels.cross_product(left, right, weights, threads=threads)

    diagonal = sparse.diags_array(np.ones(40) if weights is None else weights)
    np.testing.assert_allclose(product, (left.T @ diagonal @ right).toarray(), rtol=1e-5, atol=1e-6)


def test_no_members_give_zeros():
    nobody = sparse.csr_array((0, 3), dtype=np.float32)

    assert kernels.cross_product(nobody, nobody).tolist() == np.zeros((3, 3)).tolist()
