"""The search for the hybrid's parameters.

The statistics are gathered once per member exponent, each half is fitted on its own, and the blend is
searched on scores that are already there.
"""

import numpy as np
from threadpoolctl import threadpool_limits

from recommender.engine.blending import Blender, Part
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.searching import search
from recommender.engine.spaces import (
    BLEND_SPACE,
    COLD_SPACE,
    FACTOR_SPACE,
    LINEAR_BLEND_SPACE,
    LINEAR_SPACE,
    PRIOR_SPACE,
    RECENCIES,
    Choice,
    Range,
)
from recommender.engine.tasks import limited


class HybridSearch:
    """The search for the hybrid, or for one of its halves, on shared statistics.

    ``budget`` candidates are fitted per half; each is judged at its best among a few settings of the prior
    and, for the second half, of the blend with the best of the first: what matters is what it adds. Then the
    blend of the best few is searched, which costs no fit at all.
    """

    BLENDS = 250
    COLD_TRIALS = 40
    DRAWN = 15
    KEPT = 3
    # Validation cannot tell blends apart that are this near to the best, relatively. The middle of them is
    # taken: the very best is so by chance, and chance falls otherwise on other days.
    TIE = 0.01
    STRENGTHS = (1.0, 5.0, 20.0, 80.0, 320.0)

    def __init__(self, fitted_on, tasks, *, seed=0, halves=("linear", "factors"), fixed=None, n_jobs=None):
        self.fitted_on = fitted_on
        self.seed = seed
        self.halves = halves
        self.fixed = fixed or {}
        self.n_jobs = n_jobs
        self.start = HybridRecommender(**self.fixed).get_params()
        self.start["beta"] = {("linear",): 1.0, ("factors",): 0.0}.get(tuple(halves), self.start["beta"])
        self._has_preferences = fitted_on.preferences is not None
        exponents = LINEAR_SPACE["member_exponent"].values if "linear" in halves else ()
        if "member_exponent" in self.fixed:
            exponents = (self.fixed["member_exponent"],)
        tasks = [limited(task, seed) for task in tasks]
        self._knows_times = all(task.shown.ages is not None for task in tasks)
        orders = self._knows_times and "linear" in halves
        self._transition = self.fixed.get("transition", 1.0) if orders else 0.0
        self._statistics = {
            exponent: HybridRecommender(
                member_exponent=exponent, negative=1.0, transition=self._transition
            ).gather(fitted_on)
            for exponent in {0.0, *exponents}
        }
        self.blender = Blender(fitted_on, tasks, self._statistics[0.0], self.fixed)
        self._choose_by_defaults()

    def _choose_by_defaults(self):
        """Fix how a history ages and whether its order counts, and where to start with items without
        evidence, with default parameters.

        Age counts only where that is better by a standard error, member by member (the one-standard-error
        rule); order, which is more to learn from the same evidence, by two.
        """
        if self._knows_times or self.blender.lists_cold:
            models = {half: self._fitted(half, {}) for half in self.halves}
        if self.blender.lists_cold:
            found = {half: self._part(model) for half, model in models.items()}
            space = self._free({**self._cold_space(), **self._prior_space()})
            chosen, _, _ = search(
                lambda blend: self._worth(found, {**self.start, **blend}),
                space, budget=self.COLD_TRIALS, seed=[self.seed, 8], start=self.start,
            )  # fmt: skip
            self.start |= chosen
        if self._knows_times:
            self._choose_time(models)
        self.blender.shown = self._aged(self.fixed.get("recency"))

    def _aged(self, recency):
        return [task.shown.aged(recency) for task in self.blender.tasks]

    def _choose_time(self, models):
        recencies = (self.fixed["recency"],) if "recency" in self.fixed else RECENCIES
        transitions = self._linear_blend_space().get("transition", Choice((self.start["transition"],))).values
        parts = {}

        def qualities(recency, transition):
            if recency not in parts:
                self.blender.shown = self._aged(recency)
                parts[recency] = {half: self._part(model) for half, model in models.items()}
            found, blend = parts[recency], {**self.start, "transition": transition}
            return np.concatenate(self.blender.qualities(found.get("linear"), found.get("factors"), blend))

        recency = _worth_it(recencies, lambda value: qualities(value, transitions[0]))
        transition = _worth_it(transitions, lambda value: qualities(recency, value), errors=2)
        if transition:
            recency = _worth_it(recencies, lambda value: qualities(value, transition))
        if recency is not None:
            self.fixed = {**self.fixed, "recency": recency}
        self.start["transition"] = transition
        if not transition:
            self._transition = 0.0

    def _model(self, half, params):
        alone = {"beta": 1.0 if half == "linear" else 0.0, "transition": self._transition}
        return HybridRecommender(**{**self.fixed, **params, **alone})

    def part(self, half, params):
        """Fit one half; its scores for each task."""
        return self._part(self._fitted(half, params))

    def _fitted(self, half, params):
        """(model, its item-to-item weights by history and by order alone); the blend does the rest."""
        model = self._model(half, params)
        if half == "linear":
            statistics = self._statistics[model.member_exponent]
            return model, *model.solve_linear(statistics, self.fitted_on.item_features)
        return model.fit_factors(self.fitted_on.x, self._statistics[0.0]), None, None

    def _part(self, fitted):
        model, weights, order = fitted
        shown = self.blender.shown
        if weights is None:
            return Part([model.factor_scores(each) for each in shown])
        return Part(
            [model.linear_scores(each, weights) for each in shown],
            [model.signed(each) for each in shown],
            None if order is None else [model.linear_scores(each, order) for each in shown],
        )

    def _worth(self, parts, blend):
        return self.blender.worth(parts.get("linear"), parts.get("factors"), blend)

    def run(self, budget):
        """Best parameters for :class:`HybridRecommender`, their quality, and the trials."""
        spaces = self._spaces()
        found = {}
        # The factor half first: the linear half is then searched for what it adds to it.
        for half in sorted(self.halves):
            companion = {name: kept[0][1] for name, kept in found.items()}
            found[half] = self._search_half(half, spaces[half], budget, companion)
        return self._search_blend(found)

    def _spaces(self):
        linear, factors = dict(LINEAR_SPACE), dict(FACTOR_SPACE)
        if self.fitted_on.item_features is None:
            linear.pop("feature_weight")
        if not self.fitted_on.negative.nnz:
            linear.pop("negative")
        if not HybridRecommender().uses_seen_channel(self.fitted_on):
            linear.pop("seen_channel")
            linear.pop("seen_regularization")
        free = {"linear": linear, "factors": factors}
        return {half: self._free(space) for half, space in free.items()}

    def _free(self, space):
        return {name: dimension for name, dimension in space.items() if name not in self.fixed}

    def _linear_blend_space(self):
        orders = self._transition and self._statistics[0.0].ax is not None
        return self._free({n: d for n, d in LINEAR_BLEND_SPACE.items() if n != "transition" or orders})

    def _prior_space(self):
        return {n: d for n, d in PRIOR_SPACE.items() if n != "c" or self._has_preferences}

    def _cold_space(self):
        if not self.blender.lists_cold:
            return {}
        return {n: d for n, d in COLD_SPACE.items() if n != "cold_own" or "linear" in self.halves}

    def _search_half(self, half, space, budget, companion):
        seed = [self.seed, len(half)]
        rng = np.random.default_rng([*seed, 1])
        start = dict(self.start)
        blends = dict(self._prior_space())
        if half == "linear":
            blends |= self._linear_blend_space()
        if companion:
            start["beta"] = 0.6
            blends["beta"] = BLEND_SPACE["beta"]
        else:
            start["beta"] = 1.0 if half == "linear" else 0.0
        blends = self._free(blends)
        settings = [start]
        settings += [{**start, **{n: d.draw(rng) for n, d in blends.items()}} for _ in range(self.DRAWN)]

        def judge(params):
            parts = {**companion, half: self.part(half, params)}
            return max(self._worth(parts, setting) for setting in settings)

        with threadpool_limits(1 if self.n_jobs not in (None, 1) else None, "blas"):
            _, _, trials = search(
                judge, space, budget=budget, seed=seed, start=self.start, n_jobs=self.n_jobs
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
            if found >= value - self.TIE * abs(value) and discrete.items() <= blend.items()
        ]
        numbers = {name: d for name, d in space.items() if isinstance(d, Range)}
        return {**chosen, **{name: d.middle([blend[name] for blend in near]) for name, d in numbers.items()}}

    def _search_blend(self, found):
        space = {**self._prior_space(), **self._cold_space()}
        if "linear" in self.halves:
            space |= self._linear_blend_space()
        if len(self.halves) == 2:
            space["beta"] = BLEND_SPACE["beta"]
        if self._has_preferences:
            # A few strengths, each solved once: the blend chooses among them.
            space["preference_regularization"] = Choice(self.STRENGTHS)
        names = ["beta", "preference_regularization", *PRIOR_SPACE, *space]
        start = {name: self.start[name] for name in names}
        for half in found:
            space[half] = Choice(tuple(range(len(found[half]))))
            start[half] = 0
        space = self._free(space)

        def parts_of(blend):
            return {half: kept[blend[half]][1] for half, kept in found.items()}

        def judge(blend):
            blend = {**self.start, **start, **blend}
            return self._worth(parts_of(blend), blend)

        chosen, value, trials = search(
            judge, space, budget=self.BLENDS, seed=[self.seed, 9], start=start, n_jobs=self.n_jobs
        )
        middle = self._middle(chosen, value, space, trials)
        if judge(middle) >= value - self.TIE * abs(value):
            chosen = middle
        settings = {**start, **chosen}
        parts = parts_of(settings)
        quality = self.blender.quality(parts.get("linear"), parts.get("factors"), {**self.start, **settings})
        params = {n: v for n, v in settings.items() if n not in self.halves}
        for half in self.halves:
            params |= found[half][settings[half]][0]
        return {**params, **self.fixed}, quality, trials


def _worth_it(values, qualities, errors=1):
    """The best of ``values`` by mean quality, if it gains so many standard errors over the first of them."""
    found = [qualities(value) for value in values]
    best = int(np.argmax([each.mean() for each in found]))
    gains = found[best] - found[0]
    return values[best] if gains.mean() > errors * gains.std() / np.sqrt(len(gains)) else values[0]
