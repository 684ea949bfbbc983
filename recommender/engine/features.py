"""Exercises and people as numbers: words become one-hot or multi-hot columns, numbers are scaled.

A word never seen in fitting is ignored; what is missing is neutral: it takes the mean of the column, so that
it neither speaks for nor against anything. A fitted encoder can be kept as JSON
(:meth:`TableEncoder.to_dict`) and encodes one record without pandas (:meth:`TableEncoder.encode`), which is
what a request needs.
"""

import math

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.utils.validation import check_is_fitted

from recommender.engine.multihot import MultiHotEncoder, number, words_in

__all__ = ["ItemEncoder", "MultiHotEncoder", "PreferenceEncoder", "TableEncoder"]


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
        scaled = [("fill", SimpleImputer(keep_empty_features=True)), ("scale", StandardScaler())]
        logarithm = ("log", FunctionTransformer(np.log1p, feature_names_out="one-to-one"))
        if self.NUMBERS:
            steps.append(("numbers", Pipeline(scaled), list(self.NUMBERS)))
        if self.SKEWED:
            steps.append(("skewed", Pipeline([logarithm, *scaled]), list(self.SKEWED)))
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
            value = number(cell)
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
