"""Choosing hyper-parameters on a validation part: seeded random search, then refinement near the best.

For the hybrid and its halves a candidate costs a solve, not a pass over the data: the statistics are
gathered once per member exponent, each half is fitted on its own, and the blend is searched on scores that
are already there. The test part of an evaluation never comes here.
"""

import numpy as np
from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

from recommender.engine import metrics
from recommender.engine.base import completed, scores_of
from recommender.engine.hybrid import HybridRecommender, column_scale
from recommender.engine.linear import SolveError
from recommender.engine.spaces import (
    BLEND_SPACE,
    COLD_SPACE,
    FACTOR_SPACE,
    LINEAR_BLEND_SPACE,
    LINEAR_SPACE,
    MODELS,
    PRIOR_SPACE,
    RECENCIES,
    Choice,
    Model,
    Range,
)

__all__ = ["MODELS", "Choice", "HybridSearch", "Model", "Range", "Task", "limited", "search", "tune"]

# Candidates are judged by the mean of nDCG at these lengths: a second length lets chance decide less between
# candidates that are nearly as good. A much longer one would favour models that are good further down.
LENGTHS = (10, 20)


class Task:
    """Something to rank: what is shown of some members (Evidence) and what should come first.

    ``relevant`` is csr U x I; ``allowed`` (bool, (I,) or (U, I)) limits what may be listed.
    """

    def __init__(self, name, shown, relevant, allowed=None, weight=1.0):
        self.name = name
        self.shown = shown
        self.relevant = relevant
        self.allowed = allowed
        self.weight = weight
        self._closed = None

    def qualities(self, scores):
        """nDCG of each member, the mean over :data:`LENGTHS`; overwrites ``scores``."""
        if self._closed is None:
            self._closed = self.shown.seen.toarray() > 0
            if self.allowed is not None:
                self._closed |= ~np.asarray(self.allowed)
        scores[self._closed] = -np.inf
        found = metrics.ranks(scores, self.relevant)
        return np.mean([metrics.ndcg_of_ranks(found, self.relevant, n) for n in LENGTHS], axis=0)

    def quality(self, scores):
        """The mean of :meth:`qualities` over members; overwrites ``scores``."""
        return float(np.nanmean(self.qualities(scores)))

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


def mean_quality(tasks, scorer, fitted_on):
    """Mean nDCG of a fitted scorer over tasks; what it cannot score is completed with popularity."""
    popularity = np.asarray(fitted_on.x.sum(axis=0)).ravel()
    values = [t.quality(completed(scores_of(scorer, fitted_on, t.shown), popularity)) for t in tasks]
    return float(np.average(values, weights=[task.weight for task in tasks]))


class HybridSearch:
    """The search for the hybrid, or for one of its halves, on shared statistics.

    ``budget`` candidates are fitted per half; each is judged at its best among a few settings of the prior
    and, for the second half, of the blend with the best of the first: what matters is what it adds. Then the
    blend of the best few is searched, which costs no fit at all.
    """

    BLENDS = 90
    DRAWN = 7
    KEPT = 3
    # Validation cannot tell blends apart that are this near to the best, relatively. The middle of them is
    # taken: the very best is so by chance, and chance falls otherwise on other days.
    TIE = 0.01

    def __init__(self, fitted_on, tasks, *, seed=0, halves=("linear", "factors"), fixed=None, n_jobs=None):
        self.fitted_on = fitted_on
        self.tasks = [limited(task, seed) for task in tasks]
        self.seed = seed
        self.halves = halves
        self.fixed = fixed or {}
        self.n_jobs = n_jobs
        self.defaults = HybridRecommender(**self.fixed).get_params()
        self._has_preferences = fitted_on.preferences is not None
        exponents = LINEAR_SPACE["member_exponent"].values if "linear" in halves else ()
        if "member_exponent" in self.fixed:
            exponents = (self.fixed["member_exponent"],)
        self._statistics = {
            exponent: HybridRecommender(member_exponent=exponent, negative=1.0).gather(fitted_on)
            for exponent in {0.0, *exponents}
        }
        self._priors = self._prior_parts(self.defaults["preference_regularization"])
        self._choose_recency()

    def _choose_recency(self):
        """Fix how a member's history ages, by validation with default parameters.

        It ages only where that is better by a standard error, member by member (the one-standard-error rule).
        """
        self._shown = [task.shown for task in self.tasks]
        if "recency" not in self.fixed and all(task.shown.ages is not None for task in self.tasks):
            models = {half: self._fitted(half, {}) for half in self.halves}
            beta = {("linear",): 1.0, ("factors",): 0.0}.get(tuple(self.halves), self.defaults["beta"])
            values = {}
            for recency in RECENCIES:
                self._shown = [task.shown.aged(recency) for task in self.tasks]
                parts = [self._scores(models[h]) if h in models else None for h in ("linear", "factors")]
                blends = self._blends(*parts, {**self.defaults, "beta": beta}, self._priors)
                found = [task.qualities(scores) for task, scores in zip(self.tasks, blends, strict=True)]
                values[recency] = np.concatenate(found)
            best = max(values, key=lambda recency: values[recency].mean())
            gains = values[best] - values[None]
            if gains.mean() > gains.std() / np.sqrt(len(gains)):
                self.fixed = {**self.fixed, "recency": best}
        recency = self.fixed.get("recency")
        self._shown = [task.shown.aged(recency) for task in self.tasks]

    def _model(self, half, params):
        # The blend scales columns by popularity itself, so the part must come without.
        alone = {"beta": 1.0 if half == "linear" else 0.0, "popularity_exponent": 0.0}
        return HybridRecommender(**{**self.fixed, **params, **alone})

    def part(self, half, params):
        """Fit one half; its scores for each task."""
        return self._scores(self._fitted(half, params))

    def _fitted(self, half, params):
        model = self._model(half, params)
        if half == "linear":
            statistics = self._statistics[model.member_exponent]
            return model.fit_linear(statistics, self.fitted_on.item_features, for_later=False)
        return model.fit_factors(self.fitted_on.x, self._statistics[0.0], self.fitted_on.item_features)

    def _scores(self, model):
        score = model.linear_scores if model.beta == 1.0 else model.factor_scores
        return [score(shown) for shown in self._shown]

    def _prior_parts(self, preference_regularization):
        model = HybridRecommender(
            **{**self.fixed, "preference_regularization": preference_regularization}
        ).fit_prior(self._statistics[0.0], self.fitted_on.item_features)
        return [(model.popularity_, model.preference_scores(task.shown)) for task in self.tasks]

    def blended(self, linear, factors, blend, priors):
        """Mean quality of a blend of parts (either may be None)."""
        blends = self._blends(linear, factors, blend, priors)
        values = [task.quality(scores) for task, scores in zip(self.tasks, blends, strict=True)]
        return float(np.average(values, weights=[task.weight for task in self.tasks]))

    def _blends(self, linear, factors, blend, priors):
        """The scores of a blend for each task, one after the other."""
        scale = column_scale(self._statistics[0.0], blend.get("popularity_exponent", 0.0))
        for place, task in enumerate(self.tasks):
            popularity, told = priors[place]
            fade = blend["g"] * blend["kappa"] / (blend["kappa"] + task.shown.n_met)
            fade = fade.astype(np.float32)[:, None]
            scores = fade * popularity
            if told is not None:
                scores += (np.float32(blend["c"]) * fade) * told
            if linear is not None:
                scores += (np.float32(blend["beta"]) * scale) * linear[place]
            if factors is not None:
                scores += np.float32(1 - blend["beta"]) * factors[place]
            yield scores

    def run(self, budget):
        """Best parameters for :class:`HybridRecommender`, their quality, and the trials."""
        spaces = self._spaces()
        found = {}
        # The factor half first: the linear half is then searched for what it adds to it.
        for half in sorted(self.halves):
            companion = next(iter(found.values()))[0][1] if found else None
            found[half] = self._search_half(half, spaces[half], budget, companion)
        return self._search_blend(found)

    def _spaces(self):
        linear, factors = dict(LINEAR_SPACE), dict(FACTOR_SPACE)
        if self.fitted_on.item_features is None:
            linear.pop("feature_weight")
        elif not self.fitted_on.seen.getnnz(axis=0).all():
            linear |= COLD_SPACE["linear"]
            factors |= COLD_SPACE["factors"]
        if not self.fitted_on.negative.nnz:
            linear.pop("negative")
        if not HybridRecommender().uses_seen_channel(self.fitted_on):
            linear.pop("seen_channel")
            linear.pop("seen_regularization")
        free = {"linear": linear, "factors": factors}
        return {half: self._free(space) for half, space in free.items()}

    def _free(self, space):
        return {name: dimension for name, dimension in space.items() if name not in self.fixed}

    def _prior_space(self):
        return {n: d for n, d in PRIOR_SPACE.items() if n != "c" or self._has_preferences}

    def _search_half(self, half, space, budget, companion):
        seed = [self.seed, len(half)]
        rng = np.random.default_rng([*seed, 1])
        start = {name: self.defaults[name] for name in (*PRIOR_SPACE, *LINEAR_BLEND_SPACE)}
        start["beta"] = 0.6 if companion else 1.0 if half == "linear" else 0.0
        blends = dict(self._prior_space())
        if half == "linear":
            blends |= LINEAR_BLEND_SPACE
        if companion:
            blends["beta"] = BLEND_SPACE["beta"]
        blends = self._free(blends)
        settings = [start]
        settings += [{**start, **{n: d.draw(rng) for n, d in blends.items()}} for _ in range(self.DRAWN)]

        def judge(params):
            scores = self.part(half, params)
            pair = (scores, companion) if half == "linear" else (companion, scores)
            return max(self.blended(*pair, setting, self._priors) for setting in settings)

        with threadpool_limits(1 if self.n_jobs not in (None, 1) else None, "blas"):
            _, _, trials = search(
                judge, space, budget=budget, seed=seed, start=self.defaults, n_jobs=self.n_jobs
            )
        best = sorted(trials, key=lambda trial: -trial[1])[: self.KEPT]
        return [(params, self.part(half, params)) for params, _ in best]

    def _middle(self, chosen, value, space, trials):
        """``chosen`` with its numbers moved to the mean of those of the near ties that fit the same parts."""
        discrete = {
            name: chosen[name] for name, d in space.items() if isinstance(d, Choice) if name in chosen
        }
        near = [
            blend
            for blend, found in trials
            if found >= (1 - self.TIE) * value and discrete.items() <= blend.items()
        ]
        numbers = {name: d for name, d in space.items() if isinstance(d, Range)}
        return {**chosen, **{name: d.middle([blend[name] for blend in near]) for name, d in numbers.items()}}

    def _search_blend(self, found):
        space = self._prior_space()
        start = {name: self.defaults[name] for name in ("beta", *PRIOR_SPACE)}
        if "linear" in self.halves:
            space |= LINEAR_BLEND_SPACE
            start["popularity_exponent"] = self.defaults["popularity_exponent"]
        if len(self.halves) == 2:
            space["beta"] = BLEND_SPACE["beta"]
        else:
            start["beta"] = 1.0 if "linear" in self.halves else 0.0
        for half in found:
            space[half] = Choice(tuple(range(len(found[half]))))
            start[half] = 0
        priors = {self.defaults["preference_regularization"]: self._priors}
        start["preference_regularization"] = self.defaults["preference_regularization"]
        if self._has_preferences and "preference_regularization" not in self.fixed:
            # A few strengths, each solved once: the blend chooses among them.
            strengths = (1.0, 5.0, 20.0, 80.0, 320.0)
            space["preference_regularization"] = Choice(strengths)
            priors |= {strength: self._prior_parts(strength) for strength in strengths}

        space = self._free(space)

        def judge(blend):
            settings = {**start, **blend}
            parts = [found[h][settings[h]][1] if h in found else None for h in ("linear", "factors")]
            return self.blended(*parts, settings, priors[settings["preference_regularization"]])

        chosen, value, trials = search(
            judge, space, budget=self.BLENDS, seed=[self.seed, 9], start=start, n_jobs=self.n_jobs
        )
        middle = self._middle(chosen, value, space, trials)
        middle_value = judge(middle)
        if middle_value >= (1 - self.TIE) * value:
            chosen, value = middle, middle_value
        settings = {**start, **chosen}
        params = {n: v for n, v in settings.items() if n not in self.halves}
        for half in self.halves:
            params |= found[half][settings[half]][0]
        return {**params, **self.fixed}, value, trials


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
