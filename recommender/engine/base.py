"""What every scorer shares: how evidence comes in, is checked, and how a scorer is scored."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_array, check_is_fitted, validate_data

from recommender.engine import metrics


@dataclass(frozen=True)
class Evidence:
    """Checked evidence of U members about I items; all matrices U x I, csr, float32.

    ``x`` is what they liked (> 0), ``seen`` is 1 wherever they met an item, ``negative`` how much they
    disliked one. ``preferences`` (U x F) may hold nan for "did not say"; None means nobody was asked.
    ``members`` are the members' ids, for models that can only score members they were fitted on. ``ages``,
    where times are known, has the pattern of ``seen``: 1 for the latest item, below 2 for the oldest.
    """

    x: sparse.csr_matrix
    seen: sparse.csr_matrix
    negative: sparse.csr_matrix
    preferences: np.ndarray | None = None
    item_features: np.ndarray | None = None
    weights: np.ndarray | None = None
    members: np.ndarray | None = None
    ages: sparse.csr_matrix | None = None

    @property
    def n_members(self):
        return self.x.shape[0]

    @property
    def n_items(self):
        return self.x.shape[1]

    @property
    def n_met(self):
        """How many items each member has met, (U,)."""
        return np.diff(self.seen.indptr)

    def take(self, rows):
        """The same evidence for some members only."""
        return replace(
            self,
            x=self.x[rows],
            seen=self.seen[rows],
            negative=self.negative[rows],
            preferences=None if self.preferences is None else self.preferences[rows],
            weights=None if self.weights is None else self.weights[rows],
            members=None if self.members is None else self.members[rows],
            ages=None if self.ages is None else self.ages[rows],
        )

    def aged(self, recency):
        """The same with older evidence weakened: an item counts half where a share ``recency`` came later.

        Unchanged without times, or for None.
        """
        if not recency or self.ages is None:
            return self
        weights = self.ages.copy()
        weights.data = recency_weights(weights.data - 1, recency)
        return replace(
            self, x=self.x.multiply(weights).tocsr(), negative=self.negative.multiply(weights).tocsr()
        )


def recency_weights(ages, recency):
    """2 ** (-age / recency), float32; an age is the share of a member's history that is later, in [0, 1)."""
    return np.exp2(-np.asarray(ages, dtype=np.float32) / np.float32(recency))


def column_sums(matrix):
    """Sums over the rows of a csr matrix, float64 (I,).

    scipy adds up in the precision of the matrix, where equal sums come out a little different; items as
    popular as each other must be so to the last digit, or lists of equal scores fall apart.
    """
    return np.bincount(matrix.indices, weights=matrix.data, minlength=matrix.shape[1])


def _as_csr(matrix, name, like):
    matrix = check_array(matrix, accept_sparse="csr", dtype=np.float32, input_name=name)
    matrix = sparse.csr_matrix(matrix)
    if matrix.shape != like.shape:
        raise ValueError(f"{name} must have the shape of X, {like.shape}, got {matrix.shape}")
    return matrix


def evidence_of(
    X, *, seen=None, negative=None, preferences=None, item_features=None, weights=None
) -> Evidence:
    """Bring evidence into its one form.

    ``X`` (U x I, dense or csr) may be signed: what is below zero counts as negative evidence. Without
    ``seen``, an item was met where X or ``negative`` is not zero.
    """
    X = sparse.csr_matrix(X, dtype=np.float32)
    x = X.maximum(0).tocsr()
    x.eliminate_zeros()
    disliked = (-X).maximum(0).tocsr()
    if negative is not None:
        disliked = (disliked + _as_csr(negative, "negative", X)).tocsr()
    disliked.eliminate_zeros()
    met = x + disliked if seen is None else x + disliked + _as_csr(seen, "seen", X)
    met = sparse.csr_matrix(met)
    met.eliminate_zeros()
    met.data = np.ones_like(met.data)
    if preferences is not None:
        preferences = check_array(
            preferences, dtype=np.float32, ensure_all_finite="allow-nan", input_name="preferences"
        )
        if len(preferences) != X.shape[0]:
            raise ValueError(f"preferences must have {X.shape[0]} rows, got {len(preferences)}")
    if item_features is not None:
        item_features = check_array(item_features, dtype=np.float32, input_name="item_features")
        if len(item_features) != X.shape[1]:
            raise ValueError(f"item_features must have {X.shape[1]} rows, got {len(item_features)}")
    if weights is not None:
        weights = check_array(weights, ensure_2d=False, dtype=np.float64, input_name="weights")
        if weights.shape != (X.shape[0],) or (weights < 0).any():
            raise ValueError(f"weights must be {X.shape[0]} numbers of at least 0, one per member")
    for matrix in (x, disliked, met):
        matrix.sort_indices()
    return Evidence(x, met, disliked, preferences, item_features, weights)


def completed(scores, popularity):
    """Scores with each nan filled in by popularity, below everything the scorer had an opinion on.

    This is how scorers that cannot say something of everyone are compared, and served.
    """
    unsaid = np.isnan(scores)
    if not unsaid.any():
        return scores
    lowest = np.where(unsaid, np.inf, scores).min(axis=1, keepdims=True)
    lowest = np.where(np.isfinite(lowest), lowest, 0)
    # Places among the different values, not the values: single precision must not make near ones equal.
    levels, place = np.unique(popularity, return_inverse=True)
    order = (place + 1) / max(len(levels), 1)
    return np.where(unsaid, lowest - 2 + order, scores)


def stacked(first, second):
    """Evidence of all members of ``first`` and, after them, those of ``second``."""
    return Evidence(
        *(sparse.vstack([getattr(first, n), getattr(second, n)], "csr") for n in ("x", "seen", "negative")),
        None if first.preferences is None else np.vstack([first.preferences, second.preferences]),
        first.item_features,
        members=np.concatenate([first.members, second.members]),
    )


def scores_of(scorer, fitted_on, shown):
    """Scores of a fitted scorer for what is shown of some members.

    A scorer that only knows the members it was fitted on (``needs_members``) is fitted anew with what is
    shown of the new ones, so that it competes as it would have to be used.
    """
    if getattr(scorer, "needs_members", False):
        new = ~np.isin(shown.members, fitted_on.members)
        if new.any():
            scorer = clone(scorer).fit_evidence(stacked(fitted_on, shown.take(np.flatnonzero(new))))
    return scorer.score_evidence(shown)


class BaseScorer(BaseEstimator):
    """A scikit-learn estimator that scores every item for every member.

    ``fit(X, ...)`` learns from members (rows) and items (columns); ``predict(X, ...)`` scores all items
    for the members whose evidence is given, who need not be those of ``fit``. "I cannot say" is nan.
    """

    _parameter_constraints: dict = {}

    def fit(self, X, y=None, *, seen=None, negative=None, preferences=None, item_features=None, weights=None):
        """Learn from evidence ``X`` (U x I, dense or csr; see :func:`evidence_of`); ``y`` is ignored.

        Raises ``ValueError`` naming the parameter or table that is wrong.
        """
        self._validate_params()
        X = validate_data(self, X, accept_sparse="csr", dtype=(np.float64, np.float32))
        self.fit_evidence(
            evidence_of(
                X,
                seen=seen,
                negative=negative,
                preferences=preferences,
                item_features=item_features,
                weights=weights,
            )
        )
        return self

    def predict(self, X, *, seen=None, negative=None, preferences=None):
        """Score all items for the members of ``X``: float32 (U, I), nan where there is nothing to say."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=(np.float64, np.float32), reset=False)
        return self.score_evidence(evidence_of(X, seen=seen, negative=negative, preferences=preferences))

    def score(self, X, y=None, *, n=10):
        """Mean nDCG@n over members: of the relevant items ``y`` (U x I) given X, or, without such a ``y``,
        of every third liked item of a member given the others (what scikit-learn's searches use).
        """
        check_is_fitted(self)
        shown = evidence_of(validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=False))
        if y is None or np.shape(y) != shown.x.shape:
            shown, relevant = _hide_every_third(shown)
        else:
            relevant = sparse.csr_matrix(y)
        scores = self.score_evidence(shown)
        ranked = metrics.top(scores, n, exclude=shown.seen)
        per_member = metrics.ndcg(metrics.hits(ranked, relevant), np.diff(relevant.indptr))
        return float(np.nanmean(per_member)) if np.isfinite(per_member).any() else 0.0

    def fit_evidence(self, evidence):
        """Learn from checked evidence (the inner door, used where the same evidence serves many fits)."""
        raise NotImplementedError

    def score_evidence(self, evidence):
        """Score checked evidence, float32 (U, I)."""
        raise NotImplementedError

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _hide_every_third(evidence):
    liked = evidence.x.tocoo()
    place = np.arange(liked.nnz) - evidence.x.indptr[liked.row]
    hidden = place % 3 == 2
    relevant = sparse.csr_matrix(
        (liked.data[hidden], (liked.row[hidden], liked.col[hidden])), shape=liked.shape
    )
    keep = sparse.csr_matrix(
        (liked.data[~hidden], (liked.row[~hidden], liked.col[~hidden])), shape=liked.shape
    )
    mask = relevant.copy()
    mask.data = np.ones_like(mask.data)
    seen = (evidence.seen - mask).tocsr()
    seen.eliminate_zeros()
    return replace(evidence, x=keep, seen=seen), relevant
