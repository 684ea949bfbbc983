"""One member in, picks with reasons out: score, rules, re-rank, explore, reasons, in one straight line.

Items are named by their index, see :mod:`recommender.engine.joining`.
"""

from dataclasses import dataclass, replace

import numpy as np

from recommender.engine import reasons
from recommender.engine.explore import draw_list
from recommender.engine.fallback import content_arrays
from recommender.engine.joining import Join
from recommender.engine.picks import Member, Picks
from recommender.engine.rerank import NO_RERANK, utilities
from recommender.engine.rules import Rules
from recommender.engine.scoring import HybridArrays

__all__ = ["ContentModel", "Counterfactual", "HybridArrays", "Member", "Picks", "ServingModel"]


@dataclass(frozen=True)
class Counterfactual:
    """Where an item stands now, and where it would stand without one source of its score."""

    score: float
    rank: int | None
    score_without: float
    rank_without: int | None


class ServingModel:
    """A fitted hybrid joined to the catalogue that is served now.

    Parameters
    ----------
    arrays : :class:`HybridArrays`
    catalogue : :class:`~recommender.engine.rules.CatalogueArrays`
    item_features : float32 (len(catalogue), D), optional
        Features of the catalogue's items, columns named ``feature_names``; matched to the model's by name.
        They score the items that the model has never seen.

    Attributes
    ----------
    item_ids : the id behind every index
    cold : indices of the items that the model has never seen
    """

    def __init__(self, arrays, catalogue, *, item_features=None, feature_names=None):
        self.arrays = arrays
        self.catalogue = catalogue
        self.layout = reasons.Layout(arrays.preference_names)
        self._join = Join(arrays, catalogue, item_features, feature_names)
        self.item_ids = self._join.item_ids
        self.cold = self._join.cold
        self._muscles = np.nan_to_num(catalogue.muscles)

    def __len__(self):
        return len(self.catalogue)

    def indices_of(self, item_ids):
        """int64 array of the index of each id, -1 where neither the catalogue nor the model knows it."""
        return self._join.indices_of(item_ids)

    def member(self, item_ids=(), values=(), preferences=None, *, favoured=(), load=None):
        """Return the :class:`Member` of a history of ids.

        Parameters
        ----------
        item_ids, values : the history; unknown ids are left out, of an id given twice the last value counts
        preferences : (F,) in the order of ``arrays.preference_names``; None or nan count as not answered
        favoured : words of the catalogue's muscles to favour
        load : mapping of muscle words to 0 (fresh) .. 1 (just trained hard)

        Raises
        ------
        ValueError
            When a value is not a number in [-1, 1], or the preferences do not have the model's length.
        """
        indices = self.indices_of(item_ids)
        values = np.asarray(values, dtype=np.float32)
        if values.shape != indices.shape:
            raise ValueError(f"as many values as items are needed, got {len(values)} for {len(indices)}")
        if not (np.abs(values) <= 1).all():
            raise ValueError("values must be numbers from -1 to 1")
        last = dict(zip(indices.tolist(), range(len(indices)), strict=True))
        last.pop(-1, None)
        words = self.catalogue.muscle_words
        return self._member(
            np.fromiter(last, dtype=np.int64, count=len(last)),
            values[np.fromiter(last.values(), dtype=np.int64, count=len(last))],
            self._answers(preferences),
            np.array([word in favoured for word in words], dtype=np.float32) if favoured else None,
            np.array([load.get(word, 0.0) for word in words], dtype=np.float32) if load else None,
        )

    def _member(self, items, values, preferences, favoured, load):
        history, felt, evidence = self._join.weigh(items, values, preferences)
        return Member(items, values, preferences, favoured, load, history, felt, evidence)

    def _answers(self, preferences):
        """float32 (F,) with the mean where nothing was answered: its part of every score is then 0."""
        mean = np.asarray(self.arrays.preference_mean, dtype=np.float32)
        if preferences is None:
            return mean.copy()
        preferences = np.asarray(preferences, dtype=np.float32)
        if preferences.shape != mean.shape:
            raise ValueError(f"preferences must have {len(mean)} entries, got shape {preferences.shape}")
        if np.isinf(preferences).any():
            raise ValueError("preferences must be finite numbers, or nan where not answered")
        return np.where(np.isnan(preferences), mean, preferences)

    def scores(self, member):
        """float32 (len(catalogue),): the score of every item of the catalogue."""
        return self._join.scores(member.evidence)[0]

    def recommend(self, member, n=12, *, rules=None, rerank=None, explore=None, seed=None):
        """Return the :class:`Picks` of ``member``: at most ``n``, each of them allowed by ``rules``.

        Parameters
        ----------
        rules : :class:`~recommender.engine.rules.Rules`; the default owns no equipment and has no other limit
        rerank : :class:`~recommender.engine.rerank.Rerank`, optional
        explore : :class:`~recommender.engine.explore.Explore`, optional; needs ``seed``
        """
        verdict = (Rules() if rules is None else rules).judge(self.catalogue)
        scores, read = self._join.scores(member.evidence)
        plain = rerank is None and explore is None
        if plain:
            items = top(scores, verdict.allowed, n)
            propensities = np.ones(len(items))
        else:
            items, propensities = self._arrange(member, scores, verdict.allowed, n, rerank, explore, seed)
        table = self._join.parts(member.evidence, items, read)
        exact = table @ np.ones(table.shape[1])
        if plain:
            # Scores are compared in single precision; the order shown follows the exact sums.
            as_list = exact.tolist()
            if as_list != sorted(as_list, reverse=True):
                order = (-exact).argsort(kind="stable")
                items, table, exact = items[order], table[order], exact[order]
        return Picks(self, member, items, exact, propensities, verdict, table)

    def _arrange(self, member, scores, allowed, n, rerank, explore, seed):
        """Indices and propensities of a list that is re-ranked, explored or both."""
        rerank = NO_RERANK if rerank is None else rerank
        drawn = 0 if explore is None else n if explore.slots is None else min(explore.slots, n)
        pool = top(scores, allowed, max(rerank.pool, n))
        chosen, propensities = self._list(pool, member, scores, n - drawn, rerank)
        items = pool[chosen]
        if not drawn:
            return items, propensities
        if seed is None:
            raise ValueError("exploring needs a seed")
        # Everything allowed can be drawn: a propensity of 0 would hide an item from every later estimate.
        everything = allowed.nonzero()[0]
        taken = np.searchsorted(everything, items)
        drawing = replace(explore, slots=None), np.random.default_rng(seed)
        found, chances = self._list(everything, member, scores, drawn, rerank, *drawing, taken=taken)
        return np.concatenate([items, everything[found]]), np.concatenate([propensities, chances])

    def _list(self, candidates, member, scores, n, rerank, explore=None, generator=None, taken=()):
        muscles, newness = self._muscles[candidates], self._join.newness[candidates]
        utility = utilities(
            scores[candidates], muscles, newness, rerank, favoured=member.favoured, load=member.load
        )
        groups = self.catalogue.groups[candidates]
        return draw_list(
            utility,
            n,
            explore,
            generator,
            muscles=muscles,
            groups=groups,
            newness=newness,
            rerank=rerank,
            taken=taken,
        )

    def explain(self, member, item):
        """The :class:`~recommender.engine.reasons.Explanation` of the score of ``item`` (an index)."""
        table = self._join.parts(member.evidence, np.array([item]))
        return self.layout.explanation(table[0], self.item_ids[item], self.item_ids[member.history])

    def rank_of(self, member, item, *, rules=None):
        """Rank of ``item``, from 1, among those ``rules`` allow (all without rules); None if not allowed."""
        return self._rank(self.scores(member), item, rules)

    def _rank(self, scores, item, rules):
        allowed = np.ones(len(scores), bool) if rules is None else rules.judge(self.catalogue).allowed
        if not allowed[item]:
            return None
        better = (scores > scores[item]) | ((scores == scores[item]) & (np.arange(len(scores)) < item))
        return int(np.count_nonzero(better & allowed)) + 1

    def counterfactual(self, member, item, *, without, rules=None, rules_without=None):
        """Score and rank of ``item`` now, and had the member never given one source of evidence.

        Parameters
        ----------
        without : pair (kind, key)
            ``("history", item id)``, ``("preference", question or feature name)`` or ``("popularity",
            None)``.
        rules_without : Rules, optional
            The limits without that source, where they differ (an answer about equipment is also a limit).
        """
        kind, key = without
        scores = self.scores(member)
        evidence = self._without(member, kind, key).evidence
        if kind == reasons.POPULARITY:
            without_scores = scores - self._join.popularity() * np.float32(evidence.prior[-1])
        else:
            without_scores = self._join.scores(evidence)[0]
        return Counterfactual(
            float(scores[item]),
            self._rank(scores, item, rules),
            float(without_scores[item]),
            self._rank(without_scores, item, rules if rules_without is None else rules_without),
        )

    def _without(self, member, kind, key):
        """``member`` had one source of evidence not been there."""
        items, values, preferences = member.items, member.values, member.preferences
        if kind == reasons.HISTORY:
            kept = self.item_ids[items] != key
            if kept.all():
                raise ValueError(f"item {key!r} is not in the history of this member")
            items, values = items[kept], values[kept]
        elif kind == reasons.PREFERENCE:
            names = self.layout.preference_names
            asked = [key in (name, reasons.question_of(name)) for name in names]
            if not any(asked):
                raise ValueError(f"{key!r} is neither a question nor a feature of the preferences")
            preferences = np.where(asked, np.asarray(self.arrays.preference_mean), preferences)
        elif kind != reasons.POPULARITY:
            raise ValueError(f"kind must be history, preference or popularity, got {kind!r}")
        return self._member(items, values, preferences, member.favoured, member.load)


def top(scores, allowed, n):
    """Indices of the ``n`` highest ``scores`` among the ``allowed``, best first; ties go by index."""
    candidates = allowed.nonzero()[0]
    values = -scores[candidates]
    if n < len(values):
        if n <= 0:
            return candidates[:0]
        # Everything at least as good as the n-th: ties are settled below, by index.
        kept = (values <= np.partition(values, n - 1)[n - 1]).nonzero()[0]
        candidates, values = candidates[kept], values[kept]
    return candidates[values.argsort(kind="stable")[:n]]


class ContentModel(ServingModel):
    """The same interface without a trained model: preferences and likes matched with the catalogue's
    features.

    Parameters
    ----------
    catalogue : :class:`~recommender.engine.rules.CatalogueArrays`
    item_features : float32 (len(catalogue), D) with columns ``feature_names``
    preference_names : list of str
    """

    def __init__(self, catalogue, *, item_features, feature_names, preference_names):
        arrays = content_arrays(
            catalogue.item_ids, item_features, feature_names, catalogue.level, preference_names
        )
        super().__init__(arrays, catalogue)
