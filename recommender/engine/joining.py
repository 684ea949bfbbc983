"""A model and the catalogue that is served now, joined by item id.

An item is named by its index: the row of the catalogue, and behind the catalogue's rows the items that only
the model knows (no longer published): they stay in people's histories and are never recommended. An item of
the catalogue that the model has never seen is scored through its features where those are given, and takes
the mean popularity of its variation group.
"""

import numpy as np

from recommender.engine import scoring


class Join:
    """Scores and parts by catalogue index, whatever the order and the coverage of the model.

    Attributes
    ----------
    item_ids : int64, the id behind every index
    cold : indices of the catalogue's items that the model has never seen
    newness : float64 (len(catalogue),), 1 for an item nobody has met, 0 for the most popular one
    """

    def __init__(self, arrays, catalogue, item_features=None, feature_names=None):
        self.arrays = arrays
        self._warm = arrays.columns
        model_ids = np.asarray(arrays.item_ids)
        retired = model_ids[~np.isin(model_ids, catalogue.item_ids)]
        self.item_ids = np.concatenate([catalogue.item_ids, retired])
        self._index = {item_id: index for index, item_id in enumerate(self.item_ids.tolist())}
        known = {item_id: row for row, item_id in enumerate(model_ids.tolist())}
        # Row of the model behind every index, -1 where it has none.
        self._row = np.array([known.get(item_id, -1) for item_id in self.item_ids.tolist()], dtype=np.int64)
        rows = self._row[: len(catalogue)]
        self.cold = (rows < 0).nonzero()[0]
        self._cold = None
        if len(self.cold):
            if item_features is not None:
                item_features = align_columns(item_features, feature_names, arrays.feature_names)[self.cold]
            self._cold = _cold_columns(arrays, self._warm, catalogue.groups, rows, item_features)
        # Place of each catalogue row in [scores of the model's items | scores of cold items].
        self._place = rows.copy()
        self._place[self.cold] = len(model_ids) + np.arange(len(self.cold))
        self._in_order = np.array_equal(self._place, np.arange(len(model_ids)))
        warm = rows >= 0
        popularity = self.popularity()
        highest = popularity[warm].max(initial=0)
        self.newness = np.ones(len(catalogue))
        if highest > 0:
            self.newness[warm] -= popularity[warm] / highest

    def indices_of(self, item_ids):
        """int64 array of the index of each id, -1 where neither the catalogue nor the model knows it."""
        return np.array([self._index.get(int(item_id), -1) for item_id in item_ids], dtype=np.int64)

    def weigh(self, items, values, preferences):
        """Return the part of a history that the model knows (indices and values), and its evidence."""
        rows = self._row[items]
        if self._cold is not None:
            known = rows >= 0
            rows, items, values = rows[known], items[known], values[known]
        return items, values, scoring.weigh(self.arrays, rows, values, preferences)

    def scores(self, evidence):
        """float32 (len(catalogue),), and what was read of B on the way, for :meth:`parts`."""
        scores, read = scoring.score(self.arrays, self._warm, evidence)
        if self._cold is not None:
            scores = np.concatenate([scores, scoring.score(self.arrays, self._cold, evidence)[0]])
        return (scores if self._in_order else scores[self._place]), read

    def parts(self, evidence, items, read=None):
        """float64 (items, parts): see :func:`recommender.engine.scoring.parts`."""
        place = items if self._in_order else self._place[items]
        if self._cold is None:
            return scoring.parts(self.arrays, self._warm, evidence, place, read)
        warm = len(self._warm.popularity)
        table = np.empty((len(items), len(evidence.items) + len(evidence.prior)))
        cold = place >= warm
        table[~cold] = scoring.parts(self.arrays, self._warm, evidence, place[~cold], read)
        table[cold] = scoring.parts(self.arrays, self._cold, evidence, place[cold] - warm)
        return table

    def popularity(self):
        """float32 (len(catalogue),): the popularity each item is scored with."""
        if self._cold is None:
            return self._warm.popularity[self._place]
        return np.concatenate([self._warm.popularity, self._cold.popularity])[self._place]


def align_columns(values, names, wanted):
    """Columns of ``values`` (rows, names) in the order of ``wanted``; 0 where a wanted name is missing."""
    position = {name: column for column, name in enumerate(names)}
    aligned = np.zeros((len(values), len(wanted)), dtype=np.float32)
    for column, name in enumerate(wanted):
        if name in position:
            aligned[:, column] = values[:, position[name]]
    return aligned


def _cold_columns(arrays, warm, groups, rows, features):
    """Columns of the catalogue's items that the model has never seen (those whose row is -1)."""
    cold = (rows < 0).nonzero()[0]
    linear = np.zeros((len(warm.B), len(cold)), dtype=np.float32)
    answers = np.zeros((len(arrays.preference_mean), len(cold)), dtype=np.float32)
    if features is not None:
        if arrays.cold_weights is not None:
            linear = (np.asarray(arrays.cold_weights)[: len(warm.B)] @ features.T).astype(np.float32)
        answers = _regress(arrays.T, arrays.C.T, features).T
    popularity = np.zeros(len(cold), dtype=np.float32)
    for position, item in enumerate(cold.tolist()):
        relatives = rows[(rows >= 0) & (groups == groups[item]) & (groups[item] >= 0)]
        relatives = relatives if len(relatives) else rows[rows >= 0]
        if len(relatives):
            popularity[position] = warm.popularity[relatives].mean()
    factors = np.zeros((len(cold), arrays.Y.shape[1]), dtype=np.float32)
    return scoring.columns_of(linear, factors, popularity, answers, arrays.mean)


def _regress(features, targets, wanted):
    """Ridge prediction of ``targets`` (rows of ``features``) at the rows ``wanted``, with penalty 1."""
    features = np.asarray(features, dtype=np.float64)
    system = features.T @ features + np.eye(features.shape[1])
    return (wanted @ np.linalg.solve(system, features.T @ targets)).astype(np.float32)
