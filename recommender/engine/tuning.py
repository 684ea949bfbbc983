"""Choosing hyper-parameters on a validation part: seeded random search, then refinement near the best.

For the hybrid and its halves a candidate costs a solve, not a pass over the data (:mod:`hybrid_search`). The
test part of an evaluation never comes here.
"""

from recommender.engine.hybrid import HybridRecommender
from recommender.engine.hybrid_search import HybridSearch
from recommender.engine.searching import search
from recommender.engine.spaces import MODELS, Choice, Model, Range
from recommender.engine.tasks import LENGTHS, Task, limited, mean_quality

__all__ = [
    "LENGTHS",
    "MODELS",
    "Choice",
    "HybridRecommender",
    "HybridSearch",
    "Model",
    "Range",
    "Task",
    "limited",
    "mean_quality",
    "search",
    "tune",
]


def tune(model, fitted_on, tasks, *, budget=20, seed=0, fixed=None, n_jobs=None):
    """Best parameters of ``model`` (a :class:`Model` or its name) on validation ``tasks``.

    ``fitted_on`` is the Evidence candidates are fitted on. Every model has the same ``budget`` of fitted
    candidates; the hybrid that of either half. Returns (params, mean validation nDCG over :data:`LENGTHS`).
    """
    model = MODELS[model] if isinstance(model, str) else model
    if model.halves:
        hybrid = HybridSearch(fitted_on, tasks, seed=seed, halves=model.halves, fixed=fixed, n_jobs=n_jobs)
        params, value, _ = hybrid.run(budget)
        return params, value
    tasks = [limited(task, seed) for task in tasks]
    space = {name: dimension for name, dimension in model.space.items() if name not in (fixed or {})}

    def evaluate(params):
        scorer = model.build({**(fixed or {}), **params}).fit_evidence(fitted_on)
        return mean_quality(tasks, scorer, fitted_on)

    n_jobs = None if model.alone else n_jobs
    params, value, _ = search(evaluate, space, budget=budget, seed=seed, start={}, n_jobs=n_jobs)
    return {**(fixed or {}), **params}, value
