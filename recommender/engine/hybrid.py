"""The hybrid: a linear item-to-item half, a factor half and a prior that fades, as one sum of terms.

For a member with history H (items met; x = max(VALUE, 0), n = max(-VALUE, 0), s = 1 for each item met),
preferences p and n_u = |H| the score of item j is::

    s_uj = beta * sum_{i in H} ( (x_i - nu n_i) B[i, j] + s_i B[I + i, j] )
         + (1 - beta) * factor_scale * sum_{i in H} x_i  y_j' A_u^-1 y_i
         + g * kappa / (kappa + n_u) * ( pi_j + c * sum_f (p_f - pbar_f) C[f, j] )

    A_u  = YtY + sum_{i in H} x_i (y_i y_i' + factor_ridge * 1)          (k x k; 1 is the unit matrix)

B holds what the order of histories adds, where that is learnt (``transition``): to serve, it is one B.
nu is ``scalars["negative"]``. Only items with x_i > 0 enter A_u and the factor sum. Every score is a sum over
history items (two terms each), preferences and popularity, so its explanation is exact.

``HybridRecommender.to_arrays()`` gives a dict with the keys
    item_ids, B, Y, YtY, popularity, C, preference_mean, scalars, T, feature_names, preference_names,
    cold_weights
where ``cold_weights`` is W, float32 (2I, D): an item published after training, with features t, has the
column B_.j = W t (its factor is zero, and its popularity unknown): the linear form of what items without
evidence that were there in training got from the items like them. ``scalars`` has exactly the keys
    beta, g, kappa, c, negative, factor_scale, factor_ridge, half_life, recency
Both half_life (days) and recency (a share of the member's history) are 0 when evidence does not age. Else
whoever makes the member's vector multiplies VALUE, before it comes here, by 2 ** (-days / half_life), and by
2 ** (-age / recency), where age is the share of the member's items that were met later (0 for the latest).
"""

from numbers import Integral, Real

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from recommender.engine.halves import HybridHalves
from recommender.engine.likeness import LIKENESSES


class HybridRecommender(HybridHalves):
    """The blend of the linear half, the factor half and the fading prior (formula at the top of the module).

    Parameters
    ----------
    regularization, dropout : ridge and dropout probability of the linear half.
    seen_regularization : factor on both for the channel of items met.
    seen_channel : True, False or "auto": only where met says more than liked does.
    feature_weight : how strongly item features pull alike items together (0: not at all).
    cold_likeness, cold_regularization : how alike two items are by their features, and the ridge with which
        an item without evidence gets the mean of those like it (:mod:`likeness`).
    factor_cold_regularization : that ridge for the factors; None: the same.
    cold_own : how much an item of the history itself speaks for the items without evidence that are like it.
    member_exponent : members count as (items met)^-exponent.
    popularity_exponent : items with evidence have their column of B times (popularity / mean) to this power;
        below 0 the linear half speaks up for rarer items.
    transition : weight of what was liked after what, in the linear half, where times are known (0: the order
        of a history says nothing).
    negative : weight of disliked items, in training and in a member's vector.
    n_factors, unobserved_weight, factor_regularization, factor_ridge, n_sweeps : the factor half.
    beta, factor_scale : the blend; beta 1 is the linear half alone, 0 the factor half alone.
    g, kappa, c, preference_regularization : the prior, how slowly it fades, the weight of preferences in it.
    half_life : days after which evidence counts half; only handed on, since evidence comes already aged.
    recency : the later share of a member's own history that counts more than half, when they are scored and
        times are known; None: all counts alike.
    random_state, n_jobs : seed of the factors' start; threads.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.kron(np.eye(2), np.ones((8, 3)))
    >>> model = HybridRecommender(n_factors=2, regularization=1.0).fit(X)
    >>> scores = model.predict(np.array([[1.0, 0, 0, 0, 0, 0]]))
    >>> scores[0].argsort()[::-1][:2].tolist() in ([1, 2], [2, 1])
    True
    """

    _parameter_constraints = {
        "regularization": [Interval(Real, 0, None, closed="left")],
        "dropout": [Interval(Real, 0, 1, closed="left")],
        "seen_regularization": [Interval(Real, 0, None, closed="neither")],
        "seen_channel": ["boolean", StrOptions({"auto"})],
        "feature_weight": [Interval(Real, 0, None, closed="left")],
        "cold_regularization": [Interval(Real, 0, None, closed="neither")],
        "cold_likeness": [StrOptions(set(LIKENESSES))],
        "factor_cold_regularization": [None, Interval(Real, 0, None, closed="neither")],
        "cold_own": [Interval(Real, 0, None, closed="left")],
        "member_exponent": [Interval(Real, None, None, closed="neither")],
        "popularity_exponent": [Interval(Real, None, None, closed="neither")],
        "transition": [Interval(Real, 0, None, closed="left")],
        "negative": [Interval(Real, 0, None, closed="left")],
        "n_factors": [Interval(Integral, 0, None, closed="left")],
        "unobserved_weight": [Interval(Real, 0, None, closed="neither")],
        "factor_regularization": [Interval(Real, 0, None, closed="neither")],
        "factor_ridge": [Interval(Real, 0, None, closed="left")],
        "n_sweeps": [Interval(Integral, 1, None, closed="left")],
        "beta": [Interval(Real, 0, 1, closed="both")],
        "factor_scale": [Interval(Real, 0, None, closed="left")],
        "g": [Interval(Real, 0, None, closed="left")],
        "kappa": [Interval(Real, 0, None, closed="neither")],
        "c": [Interval(Real, 0, None, closed="left")],
        "preference_regularization": [Interval(Real, 0, None, closed="neither")],
        "half_life": [None, Interval(Real, 0, None, closed="neither")],
        "recency": [None, Interval(Real, 0, None, closed="neither")],
        "random_state": ["random_state"],
        "n_jobs": [None, Integral],
    }

    def __init__(
        self,
        regularization=100.0,
        dropout=0.5,
        seen_regularization=3.0,
        seen_channel="auto",
        feature_weight=10.0,
        cold_regularization=10.0,
        cold_likeness="cosine",
        factor_cold_regularization=None,
        cold_own=0.3,
        member_exponent=0.5,
        popularity_exponent=0.0,
        transition=0.0,
        negative=0.1,
        n_factors=32,
        unobserved_weight=0.1,
        factor_regularization=3.0,
        factor_ridge=0.03,
        n_sweeps=4,
        beta=0.65,
        factor_scale=1.0,
        g=0.5,
        kappa=10.0,
        c=1.0,
        preference_regularization=20.0,
        half_life=None,
        recency=None,
        random_state=0,
        n_jobs=None,
    ):
        self.regularization = regularization
        self.dropout = dropout
        self.seen_regularization = seen_regularization
        self.seen_channel = seen_channel
        self.feature_weight = feature_weight
        self.cold_regularization = cold_regularization
        self.cold_likeness = cold_likeness
        self.factor_cold_regularization = factor_cold_regularization
        self.cold_own = cold_own
        self.member_exponent = member_exponent
        self.popularity_exponent = popularity_exponent
        self.transition = transition
        self.negative = negative
        self.n_factors = n_factors
        self.unobserved_weight = unobserved_weight
        self.factor_regularization = factor_regularization
        self.factor_ridge = factor_ridge
        self.n_sweeps = n_sweeps
        self.beta = beta
        self.factor_scale = factor_scale
        self.g = g
        self.kappa = kappa
        self.c = c
        self.preference_regularization = preference_regularization
        self.half_life = half_life
        self.recency = recency
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit_evidence(self, evidence, statistics=None):
        """Learn from evidence; ``statistics`` already gathered from it spare the pass over the data."""
        if statistics is None:
            statistics = self.gather(evidence)
        features = evidence.item_features
        relatives = of_factors = self.relatives(statistics, features)
        if relatives is not None and self.factor_cold_regularization is not None:
            of_factors = self.relatives(statistics, features, self.factor_cold_regularization)
        self.fit_prior(statistics, features, relatives)
        halves = [
            delayed(self.fit_linear)(statistics, features, relatives),
            delayed(self.fit_factors)(evidence.x, statistics, of_factors),
        ]
        n_jobs = effective_n_jobs(self.n_jobs)
        # The halves share nothing but what they read. Beside each other each takes one thread of BLAS, whose
        # own threads would wait for one another.
        with threadpool_limits(1 if n_jobs > 1 else None, "blas"):
            Parallel(n_jobs=min(n_jobs, 2), prefer="threads")(halves)
        return self

    def score_evidence(self, evidence):
        """The blend. Never nan: with nothing known of a member or an item the prior remains."""
        evidence = evidence.aged(self.recency)
        fade = (self.g * self.kappa / (self.kappa + evidence.n_met)).astype(np.float32)[:, None]
        scores = fade * self.popularity_
        told = self.preference_scores(evidence)
        if told is not None:
            scores += self.c * fade * told
        if self.beta > 0:
            scores += self.beta * self.linear_scores(evidence)
        if self.beta < 1:
            scores += (1 - self.beta) * self.factor_scale * self.factor_scores(evidence)
        return scores

    def to_arrays(self, item_ids=None, *, feature_names=(), preference_names=()):
        """Everything serving needs, as arrays (keys and formula at the top of the module)."""
        check_is_fitted(self)
        n = len(self.popularity_)
        ids = np.arange(n) if item_ids is None else np.asarray(item_ids)
        if ids.shape != (n,):
            raise ValueError(f"item_ids must be {n} ids, got {ids.shape}")
        return {
            "item_ids": ids.astype(np.int64),
            "B": self.item_weights_,
            "Y": self.item_factors_,
            "YtY": self.base_system_,
            "popularity": self.popularity_,
            "C": self.preference_weights_,
            "preference_mean": self.preference_mean_,
            "scalars": {
                "beta": float(self.beta),
                "g": float(self.g),
                "kappa": float(self.kappa),
                "c": float(self.c),
                "negative": float(self.negative),
                "factor_scale": float(self.factor_scale),
                "factor_ridge": float(self.factor_ridge),
                "half_life": float(self.half_life or 0),
                "recency": float(self.recency or 0),
            },
            "T": self.item_features_,
            "feature_names": list(feature_names),
            "preference_names": list(preference_names),
            "cold_weights": self.cold_weights_,
        }
