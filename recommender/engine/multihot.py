"""Cells of words as numbers: one word, a list of words, or a mapping of words to weights per cell."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_array, check_is_fitted, validate_data


def is_missing(cell):
    return (
        cell is None
        or cell is pd.NA
        or cell is pd.NaT
        or (isinstance(cell, float | np.floating) and cell != cell)
    )


def number(value):
    """``value`` as a float (booleans are 0 and 1), or None where it is missing or not finite."""
    if is_missing(value):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def words_in(cell):
    """Mapping of word to weight for one cell, or None when it is missing (an empty text is).

    A cell is one word, a list of words, or a mapping of words to weights (``{"chest": 0.6, "triceps":
    0.4}``).
    """
    if is_missing(cell) or (isinstance(cell, str) and not cell):
        return None
    if isinstance(cell, Mapping):
        weights = {_word(word): number(weight) for word, weight in cell.items()}
        return {word: weight for word, weight in weights.items() if weight is not None}
    if isinstance(cell, list | tuple | set | frozenset | np.ndarray):
        return dict.fromkeys(map(_word, cell), 1.0)
    return {_word(cell): 1.0}


def _word(value):
    """The word for a value: 2, 2.0 and "2" are one word."""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    return str(value)


class MultiHotEncoder(TransformerMixin, BaseEstimator):
    """Columns of words, lists of words or mappings of words to weights, as one number per word.

    For a column of single words this is one-hot encoding. Unlike scikit-learn's OneHotEncoder it reads
    lists, and a missing cell gives the mean of each word's column.

    Parameters
    ----------
    words : list of lists of str, optional
        The words of each column, in order. By default all that occur in fitting, sorted.
    min_count : int, default=1
        Leave out words that occur in fewer rows; only where ``words`` is not given.
    unit : float, default=1.0
        The weight that counts as 1: weights are divided by it.

    Attributes
    ----------
    words_ : list of lists of str
    mean_ : float64, one per output column

    Examples
    --------
    >>> table = pd.DataFrame({"kit": [["bar", "bench"], ["bar"], None]})
    >>> MultiHotEncoder().fit_transform(table).tolist()
    [[1.0, 1.0], [1.0, 0.0], [1.0, 0.5]]
    """

    def __init__(self, words=None, min_count=1, unit=1.0):
        self.words = words
        self.min_count = min_count
        self.unit = unit

    def fit(self, X, y=None):
        """Learn the words of every column and their means."""
        X = self._table(X, reset=True)
        if not isinstance(self.min_count, int | np.integer) or self.min_count < 1:
            raise ValueError(f"min_count must be a whole number of at least 1, got {self.min_count!r}")
        if not self.unit > 0:
            raise ValueError(f"unit must be above 0, got {self.unit!r}")
        if self.words is not None and len(self.words) != X.shape[1]:
            raise ValueError(
                f"words must list the words of {X.shape[1]} columns, got {len(self.words)} lists"
            )
        cells = [[words_in(cell) for cell in column] for column in X.T]
        self.words_ = [
            self._choose(column) if self.words is None else list(map(_word, self.words[position]))
            for position, column in enumerate(cells)
        ]
        self.mean_ = np.zeros(sum(map(len, self.words_)))
        table = self._fill(cells, np.nan)
        known = ~np.isnan(table)
        counts = known.sum(axis=0)
        np.divide(np.where(known, table, 0).sum(axis=0), counts, out=self.mean_, where=counts > 0)
        return self

    def transform(self, X):
        """float64 (rows, words): the weight of each word, 0 if absent, the mean if the cell is missing."""
        check_is_fitted(self)
        X = self._table(X, reset=False)
        return self._fill([[words_in(cell) for cell in column] for column in X.T], self.mean_)

    def get_feature_names_out(self, input_features=None):
        """``column=word`` for every output column."""
        check_is_fitted(self)
        if input_features is None:
            default = [f"x{i}" for i in range(self.n_features_in_)]
            input_features = getattr(self, "feature_names_in_", default)
        pairs = zip(input_features, self.words_, strict=True)
        return np.array([f"{column}={word}" for column, words in pairs for word in words], dtype=object)

    def _table(self, X, *, reset):
        if isinstance(X, pd.DataFrame) or (isinstance(X, np.ndarray) and X.dtype == object):
            # Cells may be lists: only the shape and the names of the columns can be checked here.
            validate_data(self, X, skip_check_array=True, reset=reset)
            return _objects(X, self)
        return validate_data(self, X, reset=reset, dtype=None, ensure_all_finite="allow-nan")

    def _choose(self, cells):
        counts = {}
        for cell in cells:
            for word in cell or ():
                counts[word] = counts.get(word, 0) + 1
        return sorted(word for word, count in counts.items() if count >= self.min_count)

    def _fill(self, cells, missing):
        missing = np.broadcast_to(missing, self.mean_.shape)
        table = np.zeros((len(cells[0]), len(self.mean_)))
        start = 0
        for words, column in zip(self.words_, cells, strict=True):
            position = {word: start + index for index, word in enumerate(words)}
            stop = start + len(words)
            for row, cell in enumerate(column):
                if cell is None:
                    table[row, start:stop] = missing[start:stop]
                    continue
                for word, weight in cell.items():
                    if word in position:
                        table[row, position[word]] = weight / self.unit
            start = stop
        return table

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        return tags


def _objects(X, estimator):
    """2-d object array of a table whose cells may be lists."""
    if X.ndim != 2 or 0 in X.shape:
        return check_array(X, dtype=None, estimator=estimator)  # says what is wrong
    array = np.empty(X.shape, dtype=object)
    if isinstance(X, pd.DataFrame):
        for position in range(X.shape[1]):
            array[:, position] = pd.Series(X.iloc[:, position].tolist(), dtype=object)
    else:
        array[:] = X
    return array
