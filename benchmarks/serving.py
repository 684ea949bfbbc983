"""A random model of a plausible size, members with histories and limits, and how long serving them takes."""

import time

import numpy as np

from recommender.engine.explore import Explore
from recommender.engine.pipeline import HybridArrays, ServingModel
from recommender.engine.rerank import Rerank
from recommender.engine.rules import CatalogueArrays, Rules

FACTORS, PREFERENCES, ANSWERED, FEATURES, MUSCLES, JOINTS, TOOLS = 32, 60, 14, 80, 20, 9, 37
N = 20
MEMBERS = 200

VARIANTS = {
    "strangers": "the same, another member every time",
    "named": "the same, and the reasons of all 20 named",
    "reranked": "the same, re-ranked for variety and recovery",
    "explored": "the same, re-ranked, two places exploring",
}


def arrays(items, generator):
    """A hybrid of random numbers: speed does not depend on what they are."""
    taste = generator.normal(0, 0.1, (items, FACTORS)).astype(np.float32)
    linear = np.empty((2 * items, items), dtype=np.float32)
    for start in range(0, len(linear), 500):
        block = linear[start : start + 500]
        block[:] = generator.standard_normal(block.shape, dtype=np.float32) * np.float32(0.05)
    return HybridArrays(
        item_ids=np.arange(1, items + 1),
        B=linear,
        Y=taste,
        YtY=taste.T.astype(float) @ taste + np.eye(FACTORS),
        popularity=generator.random(items).astype(np.float32),
        C=generator.normal(0, 0.05, (PREFERENCES, items)).astype(np.float32),
        preference_mean=np.full(PREFERENCES, ANSWERED / PREFERENCES, np.float32),
        scalars={"beta": 0.65, "g": 0.5, "kappa": 10.0, "c": 1.0, "negative": 0.3, "factor_ridge": 0.03},
        T=generator.random((items, FEATURES)).astype(np.float32),
        feature_names=[f"feature={n}" for n in range(FEATURES)],
        preference_names=[f"question{n % 8}={n}" for n in range(PREFERENCES)],
    )


def catalogue(items, generator):
    """A random catalogue: half of it needs a tool, joints are loaded from 0 to 3."""
    tool = np.left_shift(np.uint64(1), generator.integers(0, TOOLS, items).astype(np.uint64))
    return CatalogueArrays(
        item_ids=np.arange(1, items + 1),
        level=generator.integers(1, 5, items),
        equipment=np.where(generator.random(items) < 0.5, np.uint64(0), tool),
        joints=generator.integers(0, 4, (items, JOINTS)).astype(np.uint8),
        types=generator.integers(0, 7, items),
        muscles=generator.dirichlet(np.full(MUSCLES, 0.2), items),
        groups=generator.integers(0, max(items // 5, 1), items),
        minutes=generator.uniform(2, 40, items),
        is_quiet=generator.random(items) < 0.8,
        muscle_words=tuple(f"muscle {n}" for n in range(MUSCLES)),
    )


class Bench:
    """A serving model and members to serve."""

    def __init__(self, items, *, history=50, seed=0):
        self._generator = np.random.default_rng(seed)
        self.model = ServingModel(arrays(items, self._generator), catalogue(items, self._generator))
        self._history = history

    def request(self, seed):
        """A member, nothing of whom is computed yet, and their limits; the same ones for the same seed."""
        generator = np.random.default_rng(seed)
        items = len(self.model)
        answers = np.zeros(PREFERENCES, dtype=np.float32)
        answers[generator.choice(PREFERENCES, ANSWERED, replace=False)] = 1
        met = generator.choice(items, min(self._history, items), replace=False) + 1
        load = {word: generator.random() for word in self.model.catalogue.muscle_words}
        member = self.model.member(met, generator.uniform(-1, 1, len(met)), answers, load=load)
        tolerance = np.full(JOINTS, 3, dtype=np.uint8)
        tolerance[generator.choice(JOINTS, 2, replace=False)] = 2
        owned = sum(1 << int(tool) for tool in generator.choice(TOOLS, TOOLS // 2, replace=False))
        blocked = generator.choice(items, min(5, items), replace=False)
        return member, Rules(equipment=owned, joints=tolerance, level_ceiling=3, blocked=blocked)

    def times(self, rounds):
        """Median milliseconds of every variant over ``rounds`` times 200 requests.

        One member is asked for again and again, made anew every time, except by "strangers", where everybody
        is somebody else and the model's rows come from farther away in memory.
        """
        model = self.model

        def recommend(member, rules, **options):
            picks = model.recommend(member, N, rules=rules, **options)
            picks.strongest()
            return picks

        def named(member, rules):
            picks = recommend(member, rules)
            return [picks.reasons(position) for position in range(len(picks))]

        def explored(member, rules):
            return recommend(member, rules, rerank=Rerank(), explore=Explore(slots=2), seed=1)

        calls = {
            "recommend": recommend,
            "strangers": recommend,
            "named": named,
            "reranked": lambda member, rules: recommend(member, rules, rerank=Rerank()),
            "explored": explored,
            "bare": self._bare,
        }
        spent = {name: [] for name in calls}
        for call in calls.values():
            call(*self.request(0))
        # The variants take turns, so that whatever else the machine does hits all of them alike.
        for turn in range(rounds):
            for name, call in calls.items():
                seeds = range(turn * MEMBERS, (turn + 1) * MEMBERS) if name == "strangers" else [0] * MEMBERS
                for request in [self.request(seed) for seed in seeds]:
                    start = time.perf_counter()
                    call(*request)
                    spent[name].append(time.perf_counter() - start)
        return {name: float(np.median(times)) * 1e3 for name, times in spent.items()}

    def _bare(self, member, _rules):
        """The least any such model does: one product for the scores, and the best of them."""
        linear = self.model.arrays.columns.B
        rows = np.concatenate([member.items, member.items + len(self.model)])
        weights = np.concatenate([member.values, np.ones_like(member.values)])
        scores = weights @ linear[rows]
        best = np.argpartition(scores, len(scores) - N)[-N:]
        return best[np.argsort(-scores[best])]
