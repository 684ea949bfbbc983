"""From the terms of a score to the two or three reasons a person reads.

A score is a sum. :class:`Part` is one term of it; a :class:`Reason` gathers the parts that one sentence
would name: what the person liked, what they did not like, one answer they gave, how popular the item is.
Only kinds, keys and numbers are made here; the words are made by whoever shows them.
"""

from dataclasses import dataclass

import numpy as np

HISTORY, PREFERENCE, POPULARITY = "history", "preference", "popularity"
LIKED, DISLIKED = "liked", "disliked"
KEYS_PER_REASON = 3


@dataclass(slots=True)
class Part:
    """One term of a score: ``history`` (key: item id), ``preference`` (feature name) or ``popularity``."""

    kind: str
    key: int | str | None
    value: float


@dataclass(slots=True)
class Explanation:
    """Every part of the score of one item, the largest effect first; the parts add up to ``score``."""

    item_id: int
    score: float
    parts: list


@dataclass(slots=True)
class Reason:
    """Parts gathered into what one sentence says.

    ``kind`` is ``liked`` or ``disliked`` (keys: item ids), ``preference`` (``key``: the question, keys: the
    answers' feature names) or ``popularity``. ``keys`` holds at most three, the strongest first. ``share``
    is ``value`` over the sum of everything that speaks for the item: the shares of all reasons for it add up
    to 1.
    """

    kind: str
    key: str | None
    keys: tuple
    value: float
    share: float


@dataclass(slots=True)
class Strongest:
    """The strongest totals of some items, strongest first, as arrays (items, n).

    ``places``: 0 is all the person liked, 1 all they met and did not like, from 2 on the questions in order,
    and the last one popularity. ``values`` and ``shares`` are those of :class:`Reason`. A total whose value
    does not have the sign asked for is no reason.
    """

    places: np.ndarray
    values: np.ndarray
    shares: np.ndarray


def question_of(feature_name):
    """The question a preference feature belongs to: ``goal`` for ``goal=strength``."""
    return feature_name.split("=", 1)[0]


class Layout:
    """What the columns of a table of parts mean: history items, preference features, popularity.

    Parameters
    ----------
    preference_names : list of str
    """

    def __init__(self, preference_names):
        self.preference_names = list(preference_names)
        self.names_array = np.array(self.preference_names, dtype=object)
        self.questions = list(dict.fromkeys(map(question_of, self.preference_names)))
        position = {question: index for index, question in enumerate(self.questions)}
        member_of = [position[question_of(name)] for name in self.preference_names]
        questions = range(len(self.questions))
        self.features_of = [np.equal(member_of, index).nonzero()[0] for index in questions]
        # (Q, F): sums the features of each question.
        self._gather = np.zeros((len(self.questions), len(member_of)))
        self._gather[member_of, np.arange(len(member_of))] = 1

    def strongest(self, table, values, *, n=3, against=False):
        """The :class:`Strongest` totals for (or ``against``) every item of a table of parts.

        Parameters
        ----------
        table : float64 (items, parts), see :func:`recommender.engine.scoring.parts`
        values : the member's values of the history items that its first columns stand for
        """
        history = len(values)
        gather = np.zeros((len(self.questions) + 3, table.shape[1]))
        gather[0, :history] = values > 0
        gather[1, :history] = values <= 0
        gather[2:-1, history:-1] = self._gather
        gather[-1, -1] = 1
        totals = gather @ table.T
        support = np.maximum(totals, 0).sum(axis=0)
        places = (totals if against else -totals).argsort(axis=0, kind="stable")[:n]
        chosen = totals[places, np.arange(len(table))]
        shares = chosen / (support + (support == 0))
        return Strongest(places.T, chosen.T, shares.T)

    def name(self, strongest, table, item_ids, values, answers, *, against=False):
        """A list of :class:`Reason` for every item of ``table``, from its :class:`Strongest` totals.

        Parameters
        ----------
        table, values, against : as for :meth:`strongest`
        item_ids : ids of the history items that the first columns of ``table`` stand for
        answers : (F,) the member's preferences; a feature is named when the member has it (above 0)
        """
        names = _Names(self, -table if against else table, item_ids, values, answers)
        values, shares = strongest.values.tolist(), strongest.shares.tolist()
        return [
            [
                Reason(*names.of(row, place), value, share)
                for place, value, share in zip(places, values[row], shares[row], strict=True)
                if (value < 0 if against else value > 0)
            ]
            for row, places in enumerate(strongest.places.tolist())
        ]

    def explanation(self, row, item_id, item_ids):
        """The :class:`Explanation` behind one row of parts; parts that are exactly 0 are left out."""
        history = len(item_ids)
        parts = []
        for column in np.argsort(-np.abs(row), kind="stable").tolist():
            value = float(row[column])
            if value == 0:
                break
            if column < history:
                parts.append(Part(HISTORY, int(item_ids[column]), value))
            elif column < len(row) - 1:
                parts.append(Part(PREFERENCE, self.preference_names[column - history], value))
            else:
                parts.append(Part(POPULARITY, None, value))
        return Explanation(int(item_id), float(row.sum()), parts)


class _Names:
    """Kind, key and keys of a reason: which parts of a total count most, looked up only where asked for."""

    def __init__(self, layout, table, item_ids, values, answers):
        self._layout = layout
        self._table = table
        self._item_ids = item_ids
        self._values = values
        self._has = answers > 0
        self._keys = {}

    def of(self, row, place):
        """Kind, key and keys of the total at ``place``; no keys where no part points its way."""
        questions = self._layout.questions
        if place == len(questions) + 2:
            return POPULARITY, None, ()
        keys = self._keys.get(place)
        if keys is None:
            find = self._history_keys if place < 2 else self._answer_keys
            keys = self._keys[place] = find(place)
        if place < 2:
            return (LIKED, DISLIKED)[place], None, keys[row]
        return PREFERENCE, questions[place - 2], keys[row]

    def _history_keys(self, place):
        members = (self._values > 0 if place == 0 else self._values <= 0).nonzero()[0]
        return self._strongest(members, self._item_ids[members])

    def _answer_keys(self, place):
        features = self._layout.features_of[place - 2]
        features = features[self._has[features]]
        return self._strongest(features + len(self._values), self._layout.names_array[features])

    def _strongest(self, columns, keys):
        """For every row, the keys of the largest parts above 0 among ``columns``."""
        parts = self._table[:, columns]
        if len(columns) == 1:
            key = (keys.item(),)
            return [key if part > 0 else () for part in parts[:, 0].tolist()]
        order = (-parts).argsort(axis=1, kind="stable")[:, :KEYS_PER_REASON]
        counts = (parts > 0).sum(axis=1).tolist()
        return [tuple(row[:count]) for row, count in zip(keys[order].tolist(), counts, strict=True)]
