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


@dataclass(frozen=True)
class Part:
    """One term of a score: ``history`` (key: item id), ``preference`` (feature name) or ``popularity``."""

    kind: str
    key: int | str | None
    value: float


@dataclass(frozen=True)
class Explanation:
    """Every part of the score of one item, the largest effect first; the parts add up to ``score``."""

    item_id: int
    score: float
    parts: list


@dataclass(frozen=True)
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
        self.questions = list(dict.fromkeys(map(question_of, self.preference_names)))
        position = {question: index for index, question in enumerate(self.questions)}
        member_of = [position[question_of(name)] for name in self.preference_names]
        questions = range(len(self.questions))
        self.features_of = [np.equal(member_of, index).nonzero()[0] for index in questions]
        # (F, Q): sums the features of each question.
        self._gather = np.zeros((len(member_of), len(self.questions)))
        self._gather[np.arange(len(member_of)), member_of] = 1

    def totals(self, table, values):
        """float64 (items, 2 + questions + 1): liked, disliked, each question, popularity.

        ``values`` are the member's values of the history items that the first columns of ``table`` stand for.
        """
        history = len(values)
        totals = np.empty((len(table), len(self.questions) + 3))
        liked = (values > 0).astype(np.float64)
        totals[:, 0] = table[:, :history] @ liked
        totals[:, 1] = table[:, :history] @ (1 - liked)
        totals[:, 2:-1] = table[:, history:-1] @ self._gather
        totals[:, -1] = table[:, -1]
        return totals

    def reasons(self, row, totals, item_ids, values, answers, *, n=3, against=False):
        """The ``n`` strongest :class:`Reason` for (or ``against``) one item, strongest first.

        Parameters
        ----------
        row, totals : one row of the table of parts and of :meth:`totals`
        item_ids, values : the history items of the member, as in the table
        answers : (F,) the member's preferences; a feature is named when the member has it (above 0)
        """
        sign = -1.0 if against else 1.0
        support = np.maximum(totals, 0).sum()
        found = []
        for index in np.argsort(-sign * totals, kind="stable")[:n].tolist():
            value = float(totals[index])
            if sign * value <= 0:
                break
            kind, key, keys = self._name(index, sign * row, item_ids, values, answers)
            found.append(Reason(kind, key, keys, value, value / support if support else 0.0))
        return found

    def _name(self, index, row, item_ids, values, answers):
        history = len(values)
        if index == len(self.questions) + 2:
            return POPULARITY, None, ()
        if index < 2:
            members = np.flatnonzero((values > 0) if index == 0 else ~(values > 0))
            columns, names = members, item_ids
            kind, key = (LIKED, DISLIKED)[index], None
        else:
            features = self.features_of[index - 2]
            members = features[answers[features] > 0]
            columns, names = members + history, self.preference_names
            kind, key = PREFERENCE, self.questions[index - 2]
        strongest = np.argsort(-row[columns], kind="stable")[:KEYS_PER_REASON]
        chosen = [members[i] for i in strongest.tolist() if row[columns[i]] > 0]
        return (
            kind,
            key,
            tuple(name.item() if isinstance(name := names[i], np.generic) else name for i in chosen),
        )

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
