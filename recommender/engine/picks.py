"""Who asks, and what they get: the member of one request and the picks made for them."""

from dataclasses import dataclass

import numpy as np


@dataclass(slots=True)
class Member:
    """One person as one model sees them; made by :meth:`ServingModel.member`, and of use to that model only.

    Attributes
    ----------
    items, values : indices met, each once, and how it went, in [-1, 1]
    preferences : float32 (F,), the model's mean where nothing was answered
    favoured, load : float32 (M,) per muscle of the catalogue, or None: 1 for a favoured muscle; from 0
        (fresh) to 1 (just trained hard)
    history, felt : the part of ``items`` that the model knows, and its values
    evidence : :class:`recommender.engine.scoring.Evidence` of that part
    """

    items: np.ndarray
    values: np.ndarray
    preferences: np.ndarray
    favoured: np.ndarray | None
    load: np.ndarray | None
    history: np.ndarray
    felt: np.ndarray
    evidence: object


class Picks:
    """The items recommended in one request, best first, with everything that is to be logged or shown.

    Attributes
    ----------
    items, item_ids, scores, propensities, ranks : arrays of one length, at most the ``n`` asked for
        ``scores`` are the exact sums of the parts; ``ranks`` count from 1; ``propensities`` are the
        probability of the pick at its place given the picks before it (1 where nothing was left to chance).
    verdict : :class:`recommender.engine.rules.Verdict`; its ``exclusions`` say what each limit leaves out
    parts : float64 (picks, parts), see :func:`recommender.engine.scoring.parts`
    """

    def __init__(self, model, member, items, scores, propensities, verdict, parts):
        self._model = model
        self._member = member
        self._strongest = {}
        self._named = {}
        self.items = items
        self.item_ids = model.item_ids[items]
        self.scores = scores
        self.propensities = propensities
        self.verdict = verdict
        self.parts = parts

    def __len__(self):
        return len(self.items)

    @property
    def ranks(self):
        """1, 2, 3, ..."""
        return np.arange(1, len(self.items) + 1)

    @property
    def allowed(self):
        """How many items passed the rules."""
        return int(np.count_nonzero(self.verdict.allowed))

    @property
    def exclusions(self):
        """What each limit leaves out: see :attr:`recommender.engine.rules.Verdict.exclusions`."""
        return self.verdict.exclusions

    def strongest(self, n=3, *, against=False):
        """The ``n`` strongest reasons of every pick as arrays: :class:`~.reasons.Strongest`."""
        if (n, against) not in self._strongest:
            self._strongest[n, against] = self._model.layout.strongest(
                self.parts, self._member.felt, n=n, against=against
            )
        return self._strongest[n, against]

    def reasons(self, position, n=3, *, against=False):
        """The ``n`` strongest :class:`~.reasons.Reason` of the pick at ``position`` (from 0)."""
        if (n, against) not in self._named:
            self._named[n, against] = self._model.layout.name(
                self.strongest(n, against=against),
                self.parts,
                self._model.item_ids[self._member.history],
                self._member.felt,
                self._member.preferences,
                against=against,
            )
        return self._named[n, against][position]

    def explanation(self, position):
        """The full :class:`~recommender.engine.reasons.Explanation` of the pick at ``position`` (from 0)."""
        history_ids = self._model.item_ids[self._member.history]
        return self._model.layout.explanation(self.parts[position], self.item_ids[position], history_ids)
