"""Exercises and people as numbers: words become one-hot or multi-hot columns, numbers are scaled.

A word never seen in fitting is ignored; what is missing is neutral: it takes the mean of the column, so that
it neither speaks for nor against anything. A fitted encoder can be kept as JSON
(:meth:`TableEncoder.to_dict`) and encodes one record without pandas (:meth:`TableEncoder.encode`), which is
what a request needs.
"""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.utils.validation import check_array, check_is_fitted, validate_data


def _is_missing(cell):
    return (
        cell is None
        or cell is pd.NA
        or cell is pd.NaT
        or (isinstance(cell, float | np.floating) and cell != cell)
    )


def _number(value):
    """``value`` as a float (booleans are 0 and 1), or None where it is missing or not finite."""
    if _is_missing(value):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def words_in(cell):
    """Mapping of word to weight for one cell, or None when it is missing (an empty text is).

    A cell is one word, a list of words, or a mapping of words to weights (``{"chest": 0.6, "triceps":
    0.4}``).
    """
    if _is_missing(cell) or (isinstance(cell, str) and not cell):
        return None
    if isinstance(cell, Mapping):
        weights = {_word(word): _number(weight) for word, weight in cell.items()}
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


class TableEncoder(TransformerMixin, BaseEstimator):
    """A ColumnTransformer over named columns: words multi-hot, numbers filled with the mean and scaled.

    Subclasses name their columns: ``WORDS`` (words, lists or mappings), ``RARE`` (as ``WORDS``, but a word
    that only one row has says nothing and is left out), ``NUMBERS``, and ``SKEWED`` (numbers from 0 up,
    scaled after log(1 + x); a negative one is missing). ``UNITS`` holds the weight that counts as 1 for
    columns of words where it is not 1.

    Parameters
    ----------
    words : mapping of column to list of words, optional
        Fixes the output columns of these columns, whatever words the table has.

    Attributes
    ----------
    names_ : list of str, one per output column
    transformer_ : the fitted ColumnTransformer
    """

    WORDS = ()
    RARE = ()
    NUMBERS = ()
    SKEWED = ()
    UNITS = {}

    def __init__(self, words=None):
        self.words = words

    @classmethod
    def columns(cls):
        """The columns the table must have."""
        return [*cls.WORDS, *cls.RARE, *cls.NUMBERS, *cls.SKEWED]

    def fit(self, X, y=None):
        """Learn words, means and scales from a DataFrame with the columns of :meth:`columns`."""
        X = self._check(X)
        fixed = dict(self.words or {})
        unknown = set(fixed) - {*self.WORDS, *self.RARE}
        if unknown:
            raise ValueError(f"words are given for {', '.join(sorted(unknown))}, which hold no words")
        steps = []
        for column in (*self.WORDS, *self.RARE):
            words = [list(fixed[column])] if column in fixed else None
            least = 1 if column in self.WORDS else 2
            encoder = MultiHotEncoder(words, min_count=least, unit=self.UNITS.get(column, 1.0))
            steps.append((f"words {column}", encoder, [column]))
        number = [("fill", SimpleImputer(keep_empty_features=True)), ("scale", StandardScaler())]
        logarithm = ("log", FunctionTransformer(np.log1p, feature_names_out="one-to-one"))
        if self.NUMBERS:
            steps.append(("numbers", Pipeline(number), list(self.NUMBERS)))
        if self.SKEWED:
            steps.append(("skewed", Pipeline([logarithm, *number]), list(self.SKEWED)))
        self.transformer_ = ColumnTransformer(steps, verbose_feature_names_out=False).fit(X)
        self._keep(self.transformer_)
        return self

    def _keep(self, transformer):
        """Take over what was learnt as plain numbers and words."""
        self.names_ = transformer.get_feature_names_out().tolist()
        self.means_, self.scales_ = {}, {}
        neutral = np.zeros(len(self.names_))
        for name, step, _ in transformer.transformers_:
            if name.startswith("words"):
                place = transformer.output_indices_[name]
                neutral[place] = step.mean_
            elif name in ("numbers", "skewed"):
                columns = self.NUMBERS if name == "numbers" else self.SKEWED
                fill, scale = step.named_steps["fill"], step.named_steps["scale"]
                self.means_ |= dict(zip(columns, fill.statistics_.tolist(), strict=True))
                self.scales_ |= dict(zip(columns, scale.scale_.tolist(), strict=True))
        self.neutral_ = neutral.astype(np.float32)

    def transform(self, X):
        """float32 (rows, F) with the columns ``names_``."""
        check_is_fitted(self, "names_")
        X = self._check(X)
        if not hasattr(self, "transformer_"):
            rows = [self.encode(record) for record in X.to_dict("records")]
            return np.array(rows, dtype=np.float32).reshape(len(X), len(self.names_))
        return self.transformer_.transform(X).astype(np.float32)

    def get_feature_names_out(self, input_features=None):
        """The names of the output columns: ``column=word`` and ``column``."""
        check_is_fitted(self, "names_")
        return np.array(self.names_, dtype=object)

    def encode(self, record):
        """float32 (F,) of one mapping of column to cell: the same numbers as :meth:`transform`, without a
        table.

        A column that the mapping does not have is missing.
        """
        check_is_fitted(self, "names_")
        position = self._position()
        row = self.neutral_.copy()
        for column in (*self.WORDS, *self.RARE):
            words = words_in(record.get(column))
            if words is None:
                continue
            unit = self.UNITS.get(column, 1.0)
            row[self._slices[column]] = 0
            for word, weight in words.items():
                place = position.get((column, word))
                if place is not None:
                    row[place] = weight / unit
        for column in (*self.NUMBERS, *self.SKEWED):
            value = self._read_number(column, record.get(column))
            if value is not None:
                value = math.log1p(value) if column in self.SKEWED else value
                row[position[column, None]] = (value - self.means_[column]) / self.scales_[column]
        return row

    def _position(self):
        """Mapping of (column, word) to output column, made on first use."""
        if not hasattr(self, "_positions"):
            pairs = [name.split("=", 1) if "=" in name else (name, None) for name in self.names_]
            self._positions = {tuple(pair): place for place, pair in enumerate(pairs)}
            self._slices = {}
            for column in (*self.WORDS, *self.RARE):
                places = [
                    place for place, pair in enumerate(pairs) if pair[0] == column and pair[1] is not None
                ]
                self._slices[column] = slice(places[0], places[-1] + 1) if places else slice(0, 0)
        return self._positions

    def to_dict(self):
        """What was learnt, as values that JSON can hold; :meth:`from_dict` reads it."""
        check_is_fitted(self, "names_")
        return {
            "encoder": type(self).__name__,
            "names": list(self.names_),
            "neutral": [float(value) for value in self.neutral_],
            "means": dict(self.means_),
            "scales": dict(self.scales_),
        }

    @classmethod
    def from_dict(cls, learnt):
        """The encoder that :meth:`to_dict` described; it transforms and encodes, and can be fitted anew.

        Raises ValueError when the description is of another encoder or lacks something.
        """
        if learnt.get("encoder") != cls.__name__:
            raise ValueError(f"this describes a {learnt.get('encoder')!r}, not a {cls.__name__}")
        encoder = cls()
        try:
            encoder.names_ = list(learnt["names"])
            encoder.neutral_ = np.array(learnt["neutral"], dtype=np.float32)
            encoder.means_, encoder.scales_ = dict(learnt["means"]), dict(learnt["scales"])
        except KeyError as error:
            raise ValueError(f"the description of the encoder lacks {error}") from error
        numbers = {*cls.NUMBERS, *cls.SKEWED}
        if (
            len(encoder.neutral_) != len(encoder.names_)
            or numbers - encoder.means_.keys() & encoder.scales_.keys()
        ):
            raise ValueError("the description of the encoder does not fit together")
        return encoder

    def _check(self, X):
        if not isinstance(X, pd.DataFrame):
            raise TypeError(f"{type(self).__name__} reads a pandas DataFrame, got {type(X).__name__}")
        missing = [column for column in self.columns() if column not in X.columns]
        if missing:
            raise ValueError(f"the table lacks the columns {', '.join(missing)}")
        X = X[self.columns()]
        numbers = {}
        for column in (*self.NUMBERS, *self.SKEWED):
            values = [self._read_number(column, cell) for cell in X[column]]
            numbers[column] = np.array(
                [np.nan if value is None else value for value in values], dtype=np.float64
            )
        return X.assign(**numbers)

    def _read_number(self, column, cell):
        try:
            value = _number(cell)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{column} must hold numbers, got {cell!r}") from error
        return None if value is not None and value < 0 and column in self.SKEWED else value


class ItemEncoder(TableEncoder):
    """Exercises as features T: type, level, energy (METs), minutes, muscles, equipment, joints and so on.

    ``muscles`` and ``joints`` are mappings of words to numbers, ``equipment`` is a list, the rest words or
    numbers.
    """

    WORDS = ("type", "force", "mechanic", "pattern", "measure", "muscles", "equipment", "joints")
    RARE = ("variation_group",)
    NUMBERS = ("level", "is_unilateral", "is_quiet")
    SKEWED = ("met", "minutes")
    UNITS = {"joints": 3.0}  # the highest load


class PreferenceEncoder(TableEncoder):
    """What people said, as features P: goal, level, time, equipment, favoured muscles, limited joints.

    ``equipment``, ``favoured`` and ``limited`` are lists of words. The level is a word here, not a number:
    what beginners like need not lie on a line with what experts like.
    """

    WORDS = ("goal", "level", "equipment", "favoured", "limited")
    NUMBERS = ("minutes", "days_per_week")
