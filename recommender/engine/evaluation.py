"""Comparing models on the same hidden data: metrics with intervals, paired tests, the cold-start curve."""

import time
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from recommender.engine import columns, metrics, splitting, tuning
from recommender.engine.base import column_sums, completed, scores_of
from recommender.engine.intervals import bootstrap, paired_difference
from recommender.engine.matrices import Sides
from recommender.engine.preparing import SPLITS, Prepared, make_splits, prepare

__all__ = [
    "DEFAULT_MODELS",
    "SPLITS",
    "Comparison",
    "LeakError",
    "Prepared",
    "bootstrap",
    "compare",
    "lists_of",
    "make_splits",
    "measure",
    "paired_difference",
    "prepare",
]

DEFAULT_MODELS = (
    "popularity",
    "content",
    "neighbours",
    "factors",
    "linear+prior",
    "factors+prior",
    "hybrid",
)


class LeakError(ValueError):
    """The test part of a split could have been seen in training; the message says how."""


@dataclass
class Comparison:
    """What :func:`compare` found.

    ``table``: one row a model; each metric with its ``_low`` and ``_high`` (95 % bootstrap over members),
    ``fit_s``, ``tune_s``. ``paired``: per other model, the mean difference of nDCG@10 of the reference model
    over it, its interval and the share of resamples in which it is not above 0. ``curve``: model -> nDCG@10
    by number of known rows. ``params``: what was chosen for each model. ``per_member``: model -> nDCG@10.
    """

    table: pd.DataFrame
    paired: dict
    params: dict
    curve: dict = field(default_factory=dict)
    validation: dict = field(default_factory=dict)
    per_member: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)

    def as_dict(self):
        """The same, as plain numbers that JSON can hold; nan becomes None."""
        models = {}
        for name, row in self.table.iterrows():
            models[name] = {key: _plain(value) for key, value in row.items()}
            models[name]["params"] = {key: _plain(value) for key, value in self.params[name].items()}
            models[name]["validation"] = _plain(self.validation.get(name))
            if name in self.curve:
                models[name]["curve"] = {str(n): _plain(v) for n, v in self.curve[name].items()}
        paired = {
            name: {key: _plain(value) for key, value in found.items()} for name, found in self.paired.items()
        }
        return {"models": models, "paired": paired, "details": self.details}


def _plain(value):
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value


LISTED = 20
_SMALL = 1500
_CELLS = 20_000_000


def lists_of(scorer, task, fitted_on, n=LISTED):
    """The n best items per member, (U, n), made for some members at a time, so that scores stay in memory."""
    popularity = column_sums(fitted_on.x)
    step = max(1, _CELLS // max(fitted_on.n_items, 1))
    parts = []
    if getattr(scorer, "needs_members", False):
        step = max(task.shown.n_members, 1)
    for start in range(0, task.shown.n_members, step):
        part = task.take(np.arange(start, min(start + step, task.shown.n_members)))
        scores = completed(scores_of(scorer, fitted_on, part.shown), popularity)
        parts.append(metrics.top(scores, n, exclude=part.shown.seen, allowed=part.allowed))
    return np.concatenate(parts)


def measure(listed, task, fitted_on):
    """All metrics of the lists (U, 20) for one task: name -> one number per member, or one for all."""
    features, n_members = fitted_on.item_features, task.shown.n_members
    relevant = np.diff(task.relevant.indptr)
    may = np.broadcast_to(task.allowed, (n_members, fitted_on.n_items))
    met = task.shown.seen.tocoo()
    candidates = may.sum(axis=1) - np.bincount(met.row[may[met.row, met.col]], minlength=n_members)
    ten, found = listed[:, :10], metrics.hits(listed, task.relevant)
    top = found[:, :10]
    results = {
        "ndcg@10": metrics.ndcg(top, relevant),
        "ndcg@20": metrics.ndcg(found, relevant),
        "map@10": metrics.average_precision(top, relevant),
        "precision@10": metrics.precision(top, relevant),
        "recall@10": metrics.recall(top, relevant),
        "recall@20": metrics.recall(found, relevant),
        "f1@10": metrics.f1(top, relevant),
        "accuracy@10": metrics.accuracy(top, relevant, candidates),
        "hit@10": metrics.hit_rate(top, relevant),
        "novelty@10": metrics.novelty(ten, fitted_on.seen.getnnz(axis=0) / max(fitted_on.n_members, 1)),
        "coverage@10": metrics.coverage(ten, int(may.any(axis=0).sum())),
    }
    if features is not None and features.shape[1]:
        results["diversity@10"] = metrics.diversity(ten, features)
        results["calibration@10"] = metrics.calibration(ten, task.shown.x, np.maximum(features, 0))
    return results


def compare(
    interactions,
    *,
    preferences=None,
    item_features=None,
    split="temporal",
    seed=0,
    models=DEFAULT_MODELS,
    budget=20,
    reference="hybrid",
    allowed=None,
    n_boot=1000,
    known=splitting.COLD_CURVE,
    fixed=None,
    n_jobs=None,
    progress=None,
):
    """Tune each model on a validation part of the training part, refit, and measure it on the test part.

    Parameters
    ----------
    interactions : table with the columns of :mod:`columns`.
    preferences, item_features : tables of numbers indexed by member and item id, or None.
    split : one of :data:`SPLITS`.
    models : names of :data:`tuning.MODELS`, or :class:`tuning.Model`.
    budget : candidates fitted per model (for the hybrid: per half).
    reference : the model that the paired differences are about.
    allowed : function (members, items) -> bool (U, I): what may be listed; the same for all models.
    fixed : model name -> parameters that are not searched.
    n_jobs : candidates tried at once, in threads; the result does not depend on it.
    progress : called with a sentence before each step.

    Raises ``SplitError`` when the data cannot be split so, :class:`LeakError` when a split leaks.
    """
    say = progress or (lambda sentence: None)
    # Small systems are solved sooner by one BLAS thread than by two that wait for each other.
    n_items = interactions[columns.ITEM].nunique()
    with threadpool_limits(1 if n_items < _SMALL or n_jobs not in (None, 1) else None, "blas"):
        return _compare(
            interactions, preferences, item_features, split, seed, models, budget, reference, allowed, n_boot,
            known, fixed, n_jobs, say,
        )  # fmt: skip


def _compare(
    interactions, preferences, item_features, split, seed, models, budget, reference, allowed, n_boot,
    known, fixed, n_jobs, say,
):  # fmt: skip
    sides = Sides(preferences, item_features)
    with_features = None if item_features is None else item_features.index.to_numpy()
    options = {"items": with_features, "known": known}
    outer = make_splits(interactions, split, seed=seed, **options)
    inner = make_splits(outer[0].train, split, seed=seed + 1, **options)
    for part in (*outer, *inner):
        found = splitting.leaks(part)
        if found:
            raise LeakError(f"{part.name}: {'; '.join(found)}")
    validation = prepare(inner, sides, allowed=allowed)
    final = prepare(outer, sides, allowed=allowed)
    models = [tuning.MODELS[model] if isinstance(model, str) else model for model in models]
    rows, params, valid, curve, per_member = {}, {}, {}, {}, {}
    for model in models:
        say(f"tuning {model.name}")
        start = time.perf_counter()
        params[model.name], valid[model.name] = tuning.tune(
            model,
            validation.fitted_on,
            validation.tasks,
            budget=budget,
            seed=seed,
            fixed=(fixed or {}).get(model.name),
            n_jobs=n_jobs,
        )
        tune_s = time.perf_counter() - start
        say(f"measuring {model.name}")
        start = time.perf_counter()
        scorer = model.build(params[model.name]).fit_evidence(final.fitted_on)
        fit_s = time.perf_counter() - start
        measured = [
            measure(lists_of(scorer, task, final.fitted_on), task, final.fitted_on) for task in final.tasks
        ]
        averaged = {name: np.mean([m[name] for m in measured], axis=0) for name in measured[0]}
        per_member[model.name] = averaged["ndcg@10"]
        if split == "cold-users":
            curve[model.name] = {
                part.details["known"]: float(np.nanmean(m["ndcg@10"]))
                for part, m in zip(outer, measured, strict=True)
            }
        rows[model.name] = {**_summary(averaged, n_boot, seed), "fit_s": fit_s, "tune_s": tune_s}
    reference = reference if reference in per_member else models[-1].name
    paired = {
        f"{reference} - {name}": paired_difference(per_member[reference], values, n=n_boot, seed=seed)
        for name, values in per_member.items()
        if name != reference
    }
    details = {
        "split": split,
        "seed": seed,
        "budget": budget,
        "members": int(final.fitted_on.n_members),
        "items": len(final.items),
        "training_rows": len(outer[0].train),
        "test_members": int(final.tasks[0].shown.n_members),
        "test_rows": int(final.tasks[0].relevant.nnz),
    }
    return Comparison(
        pd.DataFrame.from_dict(rows, orient="index"), paired, params, curve, valid, per_member, details
    )


def _summary(averaged, n_boot, seed):
    summary = {}
    for name, values in averaged.items():
        if np.ndim(values) == 0:
            summary[name] = float(values)
            continue
        known = np.isfinite(values)
        summary[name] = float(values[known].mean()) if known.any() else float("nan")
        summary[f"{name}_low"], summary[f"{name}_high"] = bootstrap(values, n=n_boot, seed=seed)
    return summary
