"""Seeded search of parameters: random draws, then ever shorter steps from the best."""

import numpy as np
from joblib import Parallel, delayed

from recommender.engine.linear import SolveError


def search(evaluate, space, *, budget, seed, start=None, n_jobs=None, batch=4):
    """Best parameters of ``space`` by ``evaluate(params) -> float`` within ``budget`` calls.

    The first call is ``start``, then random draws for a third of the budget, then steps from the best so
    far, ever shorter, in batches. Returns (params, value, trials). Equal seeds give equal results, whatever
    ``n_jobs``.
    """
    rng = np.random.default_rng(seed)
    trials = []

    def attempt(params):
        try:
            return evaluate(params)
        except SolveError:
            return -np.inf

    def attempt_all(candidates):
        values = Parallel(n_jobs=n_jobs, prefer="threads")(delayed(attempt)(c) for c in candidates)
        trials.extend(zip(candidates, values, strict=True))

    budget = max(budget, 1) if space else 1
    first = [] if start is None else [{name: start[name] for name in space if name in start}]
    n_random = max(budget // 3, 1)
    drawn = [{name: dimension.draw(rng) for name, dimension in space.items()} for _ in range(n_random)]
    attempt_all([*first, *drawn][:n_random])
    while len(trials) < budget:
        best = max(trials, key=lambda trial: trial[1])[0]
        reach = 0.25 * (budget - len(trials)) / budget + 0.03
        steps = range(min(batch, budget - len(trials)))
        attempt_all([_moved(best, space, rng, reach) for _ in steps])
    params, value = max(trials, key=lambda trial: trial[1])
    return params, value, trials


def _moved(best, space, rng, reach):
    """A neighbour of ``best``: about half of its parameters moved, at least one."""
    names = [name for name in space if rng.random() < 0.5] or [list(space)[rng.integers(len(space))]]
    moved = dict(best)
    for name in names:
        moved[name] = space[name].near(best[name], rng, reach) if name in best else space[name].draw(rng)
    return moved
