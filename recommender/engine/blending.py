"""Blends of the hybrid's parts, from scores that are already there: what a search over the blend judges."""

import numpy as np

from recommender.engine.halves import column_scale, fill_in
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.likeness import weights_by_likeness


class Part:
    """The scores of one fitted half, task by task; those of items without evidence are made when asked for.

    ``own``, for the linear half, is what the members' histories hold, signed as that half counts it;
    ``order`` the scores of what came after what, where that is told apart.
    """

    # The maps of likeness whose results are kept: a search comes back to the same few.
    KEPT = 12

    def __init__(self, scores, own=None, order=None):
        self.scores = scores
        self.own = own
        self.order = order
        self._made = {}

    def warm(self, place, transition):
        """Scores for the task at ``place``, (U, I)."""
        return _with_order(self.scores[place], self.order and self.order[place], transition)

    def cold(self, place, met, key, relatives, cold_own, transition):
        """Scores of the items without evidence for the task at ``place``, (U, unmet)."""
        if (place, key) not in self._made:
            if len(self._made) >= self.KEPT * len(self.scores):
                self._made.pop(next(iter(self._made)))
            columns = np.flatnonzero(met)
            self._made[place, key] = [
                None if each is None else each[place][:, columns] @ relatives.T
                for each in (self.scores, self.order, self.own)
            ]
        scores, order, own = self._made[place, key]
        scores = _with_order(scores, order, transition)
        return scores if own is None else scores + np.float32(cold_own) * own


class Blender:
    """Adds parts up for some tasks, and says what the sum is worth.

    ``statistics`` are those of unweighted members; ``fixed`` are the parameters that are not searched.
    """

    # How much a point below popularity costs, on top of what it lacks.
    SHORTFALL = 2.0

    def __init__(self, fitted_on, tasks, statistics, fixed):
        self.fitted_on = fitted_on
        self.tasks = tasks
        self.statistics = statistics
        self.fixed = fixed
        self.shown = [task.shown for task in tasks]
        self.weights = [task.weight for task in tasks]
        self.met = statistics.s_sum > 0
        features = fitted_on.item_features
        self._can_fill = features is not None and features.shape[1] > 0 and self.met.any()
        # Items without evidence are filled in only where they may be listed: elsewhere nothing is learnt.
        self.lists_cold = self._can_fill and any(self._lists_cold(task) for task in tasks)
        self._relatives = {}
        self._priors = {}
        self._bar = [
            0.0 if self._lists_cold(task) else task.quality(self._popularity(task)) for task in tasks
        ]

    def _lists_cold(self, task):
        return task.allowed is None or bool(np.asarray(task.allowed)[..., ~self.met].any())

    def _popularity(self, task):
        popularity = (self.statistics.x_sum / max(self.statistics.members, 1)).astype(np.float32)
        return np.tile(popularity, (task.shown.n_members, 1))

    def prior(self, preference_regularization):
        """(popularity, what preferences say) for each task."""
        if preference_regularization not in self._priors:
            params = {**self.fixed, "preference_regularization": preference_regularization}
            model = HybridRecommender(**params).fit_prior(self.statistics)
            self._priors[preference_regularization] = [
                (model.popularity_, model.preference_scores(task.shown)) for task in self.tasks
            ]
        return self._priors[preference_regularization]

    def relatives(self, blend):
        """(key, weights) of the known items for the others, by the likeness in ``blend``."""
        key = blend["cold_likeness"], blend["cold_regularization"]
        if key not in self._relatives:
            self._relatives[key] = weights_by_likeness(
                self.fitted_on.item_features, self.met, kind=key[0], regularization=key[1]
            )
        return key, self._relatives[key]

    def qualities(self, linear, factors, blend):
        """Per task the quality of each member, of a blend of parts (either may be None)."""
        return [
            task.qualities(self._scores(place, linear, factors, blend))
            for place, task in enumerate(self.tasks)
        ]

    def quality(self, linear, factors, blend):
        """Mean quality of a blend over the tasks."""
        return self._mean([np.nanmean(found) for found in self.qualities(linear, factors, blend)])

    def worth(self, linear, factors, blend):
        """The same, less what any task lacks to popularity: nobody new should do worse than with that."""
        values = np.array([np.nanmean(found) for found in self.qualities(linear, factors, blend)])
        lacking = np.maximum(np.array(self._bar) - values, 0)
        return self._mean(values - self.SHORTFALL * lacking)

    def _mean(self, values):
        return float(np.average(values, weights=self.weights))

    def _scores(self, place, linear, factors, blend):
        popularity, told = self.prior(blend["preference_regularization"])[place]
        fade = blend["g"] * blend["kappa"] / (blend["kappa"] + self.tasks[place].shown.n_met)
        weights = {
            "fade": fade.astype(np.float32)[:, None],
            "c": np.float32(blend["c"]),
            "beta": np.float32(blend["beta"]),
        }
        scale = column_scale(self.statistics, blend.get("popularity_exponent", 0.0))
        order = blend.get("transition", 0.0)
        parts = [None if part is None else part.warm(place, order) for part in (linear, factors)]
        scores = _added(popularity, told, *parts, scale=scale, **weights)
        if self.lists_cold:
            key, relatives = self.relatives(blend)
            popularity = popularity.copy()
            fill_in(popularity, self.met, relatives)
            told = None if told is None else told[:, self.met] @ relatives.T
            parts = [
                None if part is None else part.cold(place, self.met, key, relatives, blend["cold_own"], order)
                for part in (linear, factors)
            ]
            scores[:, ~self.met] = _added(popularity[~self.met], told, *parts, scale=1.0, **weights)
        return scores


def _with_order(scores, order, transition):
    return scores if order is None or not transition else scores + np.float32(transition) * order


def _added(popularity, told, linear, factors, *, scale, fade, c, beta):
    scores = fade * popularity
    if told is not None:
        scores += (c * fade) * told
    if linear is not None:
        scores += (beta * scale) * linear
    if factors is not None:
        scores += (1 - beta) * factors
    return scores
