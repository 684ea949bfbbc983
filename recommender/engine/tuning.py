"""Choosing hyper-parameters on a validation part: seeded random search, then refinement near the best.

For the hybrid and its halves a candidate costs a solve, not a pass over the data: the statistics are
gathered once per member exponent, each half is fitted on its own, and the blend is searched on scores that
are already there. The test part of an evaluation never comes here.
"""

from dataclasses import dataclass, field

import numpy as np

from recommender.engine import metrics
from recommender.engine.base import completed
from recommender.engine.content import ContentRecommender
from recommender.engine.factors import FactorRecommender
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.linear import SolveError
from recommender.engine.neighbours import NeighbourRecommender
from recommender.engine.popularity import PopularityRecommender

LENGTH = 10


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``: evenly, or evenly in their logarithm; whole ones if asked."""

    low: float
    high: float
    log: bool = False
    whole: bool = False

    def _spread(self, value):
        return np.log(value) if self.log else value

    def _gather(self, position):
        low, high = self._spread(self.low), self._spread(self.high)
        value = low + float(np.clip(position, 0, 1)) * (high - low)
        value = float(np.exp(value)) if self.log else value
        return round(value) if self.whole else value

    def draw(self, rng):
        """Any value of the range."""
        return self._gather(rng.random())

    def near(self, value, rng, reach):
        """A value about ``reach`` of the range away from ``value``."""
        low, high = self._spread(self.low), self._spread(self.high)
        position = (self._spread(min(max(value, self.low), self.high)) - low) / (high - low)
        return self._gather(position + reach * rng.standard_normal())


@dataclass(frozen=True)
class Choice:
    """One of some values, in an order in which neighbours are alike."""

    values: tuple

    def draw(self, rng):
        """Any of the values."""
        return self.values[rng.integers(len(self.values))]

    def near(self, value, rng, reach):
        """The value itself or one beside it."""
        place = self.values.index(value) if value in self.values else 0
        step = int(rng.integers(-1, 2))
        return self.values[min(max(place + step, 0), len(self.values) - 1)]


LINEAR_SPACE = {
    "regularization": Range(0.3, 3000, log=True),
    "dropout": Range(0.0, 0.8),
    "seen_regularization": Range(0.3, 30, log=True),
    "seen_channel": Choice((False, "auto")),
    "feature_weight": Choice((0.0, 1.0, 10.0, 100.0, 1000.0)),
    "member_exponent": Choice((0.0, 0.25, 0.5, 0.75)),
    "negative": Choice((0.0, 0.1, 0.25, 0.5, 1.0)),
}
FACTOR_SPACE = {
    "n_factors": Choice((16, 24, 32, 48, 64, 96, 128)),
    "unobserved_weight": Range(0.005, 1.0, log=True),
    "factor_regularization": Range(0.03, 100, log=True),
    "factor_ridge": Choice((0.0, 0.003, 0.01, 0.03, 0.1, 0.3)),
    "n_sweeps": Choice((1, 2, 4, 8)),
}
PRIOR_SPACE = {
    "g": Range(0.01, 30, log=True),
    "kappa": Range(0.2, 100, log=True),
    "c": Range(0.1, 4, log=True),
}
PREFERENCE_SPACE = {"preference_regularization": Range(0.3, 1000, log=True)}
# Searched only where there are items without evidence.
COLD_SPACE = {
    "linear": {"cold_regularization": Range(0.1, 1000, log=True)},
    "factors": {"factor_cold_regularization": Range(0.1, 1000, log=True)},
}
BLEND_SPACE = {"beta": Range(0.0, 1.0), **PRIOR_SPACE}

_PLAIN_FACTORS = {
    "n_factors": FACTOR_SPACE["n_factors"],
    "unobserved_weight": FACTOR_SPACE["unobserved_weight"],
    "regularization": FACTOR_SPACE["factor_regularization"],
    "ridge": FACTOR_SPACE["factor_ridge"],
    "n_sweeps": FACTOR_SPACE["n_sweeps"],
}


@dataclass(frozen=True)
class Model:
    """A scorer that competes: its name, how it is made and where its parameters are searched."""

    name: str
    make: object
    space: dict = field(default_factory=dict)
    halves: tuple = ()

    def build(self, params):
        """A fresh, unfitted scorer."""
        return self.make(**params)


def _linear(**params):
    return HybridRecommender(**{**params, "beta": 1.0})


def _factors(**params):
    return HybridRecommender(**{**params, "beta": 0.0})


MODELS = {
    model.name: model
    for model in (
        Model("popularity", PopularityRecommender, {"negative": Choice((0.0, 0.25, 0.5, 1.0))}),
        Model(
            "content",
            ContentRecommender,
            {
                "negative": Range(0.0, 1.0),
                "preference_weight": Range(0.1, 100, log=True),
                "preference_regularization": Range(0.3, 1000, log=True),
                "rarity": Range(0.0, 3.0),
            },
        ),
        Model(
            "neighbours",
            NeighbourRecommender,
            {
                "n_neighbours": Choice((5, 10, 20, 50, 100, 200, 400)),
                "shrinkage": Range(0.1, 300, log=True),
                "popularity_exponent": Range(0.0, 1.5),
                "negative": Range(0.0, 1.0),
            },
        ),
        Model("factors", FactorRecommender, _PLAIN_FACTORS),
        Model("linear+prior", _linear, halves=("linear",)),
        Model("factors+prior", _factors, halves=("factors",)),
        Model("hybrid", HybridRecommender, halves=("linear", "factors")),
    )
}


@dataclass(frozen=True)
class Task:
    """Something to rank: what is shown of some members (Evidence) and what should come first.

    ``relevant`` is csr U x I; ``allowed`` (bool, (I,) or (U, I)) limits what may be listed.
    """

    name: str
    shown: object
    relevant: object
    allowed: object = None
    weight: float = 1.0

    def quality(self, scores):
        """Mean nDCG over members; overwrites ``scores``."""
        ranked = metrics.top(scores, LENGTH, exclude=self.shown.seen, allowed=self.allowed)
        found = metrics.hits(ranked, self.relevant)
        return float(np.nanmean(metrics.ndcg(found, np.diff(self.relevant.indptr))))

    def take(self, rows):
        """The same task for some of the members."""
        allowed = self.allowed
        if allowed is not None and np.ndim(allowed) == 2:
            allowed = allowed[rows]
        return Task(self.name, self.shown.take(rows), self.relevant[rows], allowed, self.weight)


def limited(task, seed, cells=3_000_000):
    """The task for so many random members that a score matrix stays below ``cells``."""
    n = max(50, cells // max(task.shown.n_items, 1))
    if task.shown.n_members <= n:
        return task
    rows = np.sort(np.random.default_rng(seed).permutation(task.shown.n_members)[:n])
    return task.take(rows)


def search(evaluate, space, *, budget, seed, start=None):
    """Best parameters of ``space`` by ``evaluate(params) -> float`` within ``budget`` calls.

    The first call is ``start``, then random draws for half of the budget, then steps from the best so
    far, ever shorter. Returns (params, value, trials). Equal seeds give equal results.
    """
    rng = np.random.default_rng(seed)
    trials = []

    def attempt(params):
        try:
            value = evaluate(params)
        except SolveError:
            value = -np.inf
        trials.append((params, value))

    if start is not None:
        attempt({name: start[name] for name in space if name in start})
    n_random = max(1, budget // 2) if space else 0
    while len(trials) < n_random:
        attempt({name: dimension.draw(rng) for name, dimension in space.items()})
    for step in range(len(trials), budget if space else 0):
        best = max(trials, key=lambda trial: trial[1])[0]
        reach = 0.25 * (1 - (step - n_random) / max(budget - n_random, 1)) + 0.03
        moved = dict(best)
        names = [name for name in space if rng.random() < 0.5] or [list(space)[rng.integers(len(space))]]
        for name in names:
            moved[name] = space[name].near(best.get(name, space[name].draw(rng)), rng, reach)
        attempt(moved)
    if not trials:
        attempt({})
    params, value = max(trials, key=lambda trial: trial[1])
    return params, value, trials


def mean_quality(tasks, scorer, popularity):
    """Mean nDCG of a fitted scorer over tasks; what it cannot score is completed with popularity."""
    total = sum(task.weight for task in tasks)
    return (
        sum(t.weight * t.quality(completed(scorer.score_evidence(t.shown), popularity)) for t in tasks) / total
    )


class HybridSearch:
    """The search for the hybrid, or for one of its halves, on shared statistics.

    ``budget`` candidates are fitted per half; each is judged with the prior at its best among a few
    settings. Then the blend of the best few is searched, which costs no fit at all.
    """

    def __init__(self, fitted_on, tasks, *, seed=0, halves=("linear", "factors"), fixed=None):
        self.fitted_on = fitted_on
        self.tasks = [limited(task, seed) for task in tasks]
        self.seed = seed
        self.halves = halves
        self.fixed = fixed or {}
        self._statistics = {}
        self._parts = {}
        self._priors = {}

    def statistics(self, exponent):
        """Gathered once for each member exponent."""
        if exponent not in self._statistics:
            self._statistics[exponent] = HybridRecommender(member_exponent=exponent).gather(self.fitted_on)
        return self._statistics[exponent]

    def part(self, half, params):
        """Scores of one half for each task."""
        key = (half, tuple(sorted(params.items())))
        if key not in self._parts:
            if half == "linear":
                model = HybridRecommender(beta=1.0, **{**self.fixed, **params})
                statistics = self.statistics(model.member_exponent)
                model.fit_linear(statistics, self.fitted_on.item_features)
                scores = [model.linear_scores(task.shown) for task in self.tasks]
            else:
                model = HybridRecommender(beta=0.0, **{**self.fixed, **params})
                model.fit_factors(self.fitted_on.x, self.statistics(0.0), self.fitted_on.item_features)
                scores = [model.factor_scores(task.shown) for task in self.tasks]
            self._parts[key] = scores
        return self._parts[key]

    def prior(self, params):
        """(popularity, preference scores or None) for each task."""
        key = tuple(sorted(params.items()))
        if key not in self._priors:
            model = HybridRecommender(**{**self.fixed, **params})
            model.fit_prior(self.statistics(0.0), self.fitted_on.item_features)
            self._priors = {
                key: [(model.popularity_, model.preference_scores(task.shown)) for task in self.tasks]
            }
        return self._priors[key]

    def blended(self, linear, factors, blend, prior_params):
        """Mean quality of a blend of parts."""
        values, total = 0.0, 0.0
        for place, task in enumerate(self.tasks):
            popularity, told = self.prior(prior_params)[place]
            fade = blend["g"] * blend["kappa"] / (blend["kappa"] + task.shown.n_met)
            scores = fade.astype(np.float32)[:, None] * popularity
            if told is not None:
                scores += np.float32(blend["c"]) * fade.astype(np.float32)[:, None] * told
            if linear is not None:
                scores += np.float32(blend["beta"]) * linear[place]
            if factors is not None:
                scores += np.float32(1 - blend["beta"]) * factors[place]
            values += task.weight * task.quality(scores)
            total += task.weight
        return values / total

    def run(self, budget):
        """Best parameters for :class:`HybridRecommender`, and the trials."""
        spaces = {"linear": self._linear_space(), "factors": dict(FACTOR_SPACE)}
        if self.fitted_on.item_features is not None and not self.fitted_on.seen.getnnz(axis=0).all():
            for half, extra in COLD_SPACE.items():
                spaces[half] |= extra
        has_preferences = self.fitted_on.preferences is not None
        prior_space = dict(PRIOR_SPACE) if has_preferences else {k: PRIOR_SPACE[k] for k in ("g", "kappa")}
        defaults = HybridRecommender().get_params()
        start = {name: defaults[name] for name in BLEND_SPACE}
        best, trials = {}, []
        prior_params = {"preference_regularization": defaults["preference_regularization"]}
        ranked = {}
        for half in self.halves:
            current = {**start, "beta": 1.0 if half == "linear" else 0.0}
            rng = np.random.default_rng([self.seed, len(half)])

            def judge(params, half=half, current=current, rng=rng):
                parts = self.part(half, params)
                pair = (parts, None) if half == "linear" else (None, parts)
                value = self.blended(*pair, current, prior_params)
                for _ in range(3):
                    # The prior that suits this candidate may be another than what suited the last one.
                    other = {**current, **{k: d.near(current[k], rng, 0.2) for k, d in prior_space.items()}}
                    other_value = self.blended(*pair, other, prior_params)
                    if other_value > value:
                        value = other_value
                        current.update(other)
                return value

            found, value, tried = search(
                judge, spaces[half], budget=budget, seed=[self.seed, len(half)], start=defaults
            )
            ranked[half] = [p for p, _ in sorted(tried, key=lambda trial: -trial[1])[:3]]
            best[half] = (found, dict(current), value)
            trials += [(half, *trial) for trial in tried]
            self._forget(half, ranked[half])
        return self._blend(best, ranked, prior_space, has_preferences, trials)

    def _linear_space(self):
        space = dict(LINEAR_SPACE)
        if self.fitted_on.item_features is None:
            space.pop("feature_weight")
        if not self.fitted_on.negative.nnz:
            space.pop("negative")
        if not HybridRecommender().uses_seen_channel(self.fitted_on):
            space.pop("seen_channel")
            space.pop("seen_regularization")
        return {name: dimension for name, dimension in space.items() if name not in self.fixed}

    def _forget(self, half, kept):
        keys = {(half, tuple(sorted(params.items()))) for params in kept}
        self._parts = {key: part for key, part in self._parts.items() if key[0] != half or key in keys}

    def _blend(self, best, ranked, prior_space, has_preferences, trials):
        space = dict(prior_space)
        if len(self.halves) == 2:
            space["beta"] = BLEND_SPACE["beta"]
            for half in self.halves:
                space[half] = Choice(tuple(range(len(ranked[half]))))
        if has_preferences:
            space.update(PREFERENCE_SPACE)
        first = best[self.halves[0]]
        start = {**first[1], "preference_regularization": 20.0, "linear": 0, "factors": 0}
        start["beta"] = {("linear",): 1.0, ("factors",): 0.0}.get(tuple(self.halves), 0.65)

        def judge(blend):
            settings = {**start, **blend}
            linear = self.part("linear", ranked["linear"][settings["linear"]]) if "linear" in ranked else None
            factors = (
                self.part("factors", ranked["factors"][settings["factors"]]) if "factors" in ranked else None
            )
            prior_params = {"preference_regularization": settings["preference_regularization"]}
            return self.blended(linear, factors, settings, prior_params)

        found, value, tried = search(judge, space, budget=60, seed=[self.seed, 9], start=start)
        settings = {**start, **found}
        params = {name: settings[name] for name in ("beta", *PRIOR_SPACE)}
        if has_preferences:
            params["preference_regularization"] = settings["preference_regularization"]
        for half in self.halves:
            params.update(ranked[half][settings[half]])
        return {**self.fixed, **params}, value, [*trials, *[("blend", *trial) for trial in tried]]


def tune(model, fitted_on, tasks, *, budget=20, seed=0, fixed=None):
    """Best parameters of ``model`` (a :class:`Model` or its name) on validation ``tasks``.

    ``fitted_on`` is the Evidence candidates are fitted on. Every model has the same ``budget`` of fitted
    candidates; the hybrid that of either half. Returns (params, validation nDCG@10).
    """
    model = MODELS[model] if isinstance(model, str) else model
    if model.halves:
        params, value, _ = HybridSearch(
            fitted_on, tasks, seed=seed, halves=model.halves, fixed=fixed
        ).run(budget)
        return params, value
    tasks = [limited(task, seed) for task in tasks]
    popularity = np.asarray(fitted_on.x.sum(axis=0)).ravel()

    def evaluate(params):
        scorer = model.build({**(fixed or {}), **params}).fit_evidence(fitted_on)
        return mean_quality(tasks, scorer, popularity)

    params, value, _ = search(evaluate, model.space, budget=budget, seed=seed, start={})
    return {**(fixed or {}), **params}, value
