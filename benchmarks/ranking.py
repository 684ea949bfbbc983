"""Ranking quality: all models on one table, one split and one budget, tuned on a validation part only."""

import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import adapters, figures, tables
from recommender.engine import columns, evaluation, splitting, tuning

SHOWN = ("ndcg@10", "recall@20", "map@10", "precision@10", "recall@10", "f1@10", "accuracy@10", "hit@10")
BEYOND = ("coverage@10", "diversity@10", "novelty@10", "calibration@10", "fit_s", "tune_s")


def whole(lowest):
    """A reader of whole numbers from ``lowest`` up, for the command line."""

    def read(text):
        if not text.strip().lstrip("+").isdecimal() or int(text) < lowest:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {lowest}")
        return int(text)

    return read


def number(text):
    """Any number that is one, for the command line."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return value


def parser():
    """The command line."""
    made = argparse.ArgumentParser(prog="bench ranking", description=__doc__)
    made.add_argument("--interactions", required=True, metavar="F.csv")
    made.add_argument("--user", required=True, metavar="COL")
    made.add_argument("--item", required=True, metavar="COL")
    made.add_argument("--rating", metavar="COL", help="without it every row is positive")
    made.add_argument("--time", metavar="COL", help="numbers or dates; needed by the temporal splits")
    made.add_argument("--items", metavar="F.csv", help="has the item column and --item-features")
    made.add_argument("--item-features", metavar="COL,...", help="words in one cell are split on |")
    made.add_argument("--users", metavar="F.csv", help="has the user column and --user-features")
    made.add_argument("--user-features", metavar="COL,...")
    made.add_argument("--split", required=True, choices=list(evaluation.SPLITS))
    made.add_argument("--positive", type=number, default=4.0, help="ratings from here up are positive (4)")
    made.add_argument(
        "--minimum", type=whole(1), default=5, help="positive ratings needed per user and item (5)"
    )
    made.add_argument("--seed", type=whole(0), default=0)
    made.add_argument("--budget", type=whole(1), default=20, help="candidates tried per model (20)")
    made.add_argument("--models", metavar="NAME,...", help="default: all that are installed")
    made.add_argument("--jobs", type=whole(1), default=2, help="candidates tried at once (2)")
    made.add_argument("--ablation", action="store_true", help="also measure the hybrid without each term")
    made.add_argument("--json", metavar="OUT")
    made.add_argument("--figure", metavar="OUT.svg", help="the cold-start curve, or quality against time")
    return made


def chosen_models(names):
    """(models, sentences about those left out)."""
    everything = {**tuning.MODELS, **{name: model for name, (_, model) in adapters.ALL.items()}}
    asked = list(everything) if names is None else [name.strip() for name in names.split(",")]
    models, left_out = [], []
    for name in asked:
        if name not in everything:
            raise tables.TableError(f"--models: no model {name!r}; there are {', '.join(everything)}")
        package = adapters.ALL[name][0] if name in adapters.ALL else None
        if package and not adapters.available(package):
            left_out.append(
                f"{name} left out: the package {package!r} is not installed (requirements-bench.txt)"
            )
        else:
            models.append(everything[name])
    # The reference goes last, so that a person waiting sees the baselines first.
    return sorted(models, key=lambda model: model.name == "hybrid"), left_out


def load(options):
    """(interactions, preferences, item features) as asked on the command line."""
    table = tables.interactions(
        options.interactions,
        user=options.user,
        item=options.item,
        rating=options.rating,
        time=options.time,
        positive=options.positive,
        minimum=options.minimum,
    )
    sides = []
    for path, names, key, column, what in (
        (options.users, options.user_features, options.user, columns.USER, "user"),
        (options.items, options.item_features, options.item, columns.ITEM, "item"),
    ):
        if bool(path) != bool(names):
            raise tables.TableError(f"--{what}s and --{what}-features go together")
        sides.append(
            tables.features(path, key=key, names=names.split(","), ids=table[column].unique())
            if path
            else None
        )
    return table, *sides


def ablations(params, has_features, has_preferences):
    """Name -> hybrid parameters with one term taken away."""
    without = {
        "without the factor half": {"beta": 1.0},
        "without the linear half": {"beta": 0.0},
        "without the prior": {"g": 0.0},
        "without the seen channel": {"seen_channel": False},
        "without dropout": {"dropout": 0.0},
        "without member weights": {"member_exponent": 0.0},
        "without negative evidence": {"negative": 0.0},
        "without the popularity exponent": {"popularity_exponent": 0.0},
        "without recency": {"recency": None},
        "without order": {"transition": 0.0},
    }
    if has_features:
        without["without item features"] = {"feature_weight": 0.0}
    if has_preferences:
        without["without preferences"] = {"c": 0.0}
    return {name: {**params, **change} for name, change in without.items()}


def ablation_table(options, comparison, table, preferences, item_features):
    """What each term of the tuned hybrid is worth: its nDCG@10 with and without, the rest untouched."""
    splits = evaluation.make_splits(
        table, options.split, seed=options.seed, items=None if item_features is None else item_features.index
    )
    final = evaluation.prepare(splits, evaluation.Sides(preferences, item_features))
    whole = comparison.per_member["hybrid"]
    rows = {}
    made = ablations(comparison.params["hybrid"], item_features is not None, preferences is not None)
    for name, params in made.items():
        scorer = tuning.MODELS["hybrid"].build(params).fit_evidence(final.fitted_on)
        measured = [
            evaluation.measure(evaluation.lists_of(scorer, task, final.fitted_on), task, final.fitted_on)
            for task in final.tasks
        ]
        values = np.mean([m["ndcg@10"] for m in measured], axis=0)
        worth = evaluation.paired_difference(whole, values, seed=options.seed)
        rows[name] = {"ndcg@10": float(np.nanmean(values)), **worth}
    return rows


def _print_table(comparison):
    table = comparison.table
    best_first = table.sort_values("ndcg@10", ascending=False)
    shown = pd.DataFrame(index=best_first.index)
    shown["ndcg@10"] = best_first["ndcg@10"].map("{:.4f}".format)
    shown["95 %"] = [
        f"{low:.3f} to {high:.3f}"
        for low, high in zip(best_first["ndcg@10_low"], best_first["ndcg@10_high"], strict=True)
    ]
    for name in (*SHOWN[1:], *BEYOND):
        if name in best_first:
            shown[name] = best_first[name].map(("{:.2f}" if name.endswith("_s") else "{:.4f}").format)
    print(shown.to_string())


def _print_paired(title, rows):
    print(f"\n{title}")
    for name, row in rows.items():
        print(
            f"  {name:36} {row['difference']:+.4f}  95 % {row['low']:+.4f} to {row['high']:+.4f}  "
            f"p = {row['p']:.3f}"
        )


def report(comparison, left_out, ablated):
    """Print everything found."""
    print(", ".join(f"{name} {value}" for name, value in comparison.details.items()), "\n")
    _print_table(comparison)
    _print_paired("difference of nDCG@10, member by member (bootstrap)", comparison.paired)
    if comparison.curve:
        print("\nnDCG@10 by number of known ratings of a new member")
        curve = pd.DataFrame(comparison.curve).T
        curve["mean"] = curve.mean(axis=1)
        print(curve.sort_values("mean", ascending=False).round(4).to_string())
    if ablated:
        _print_paired(
            "what each term of the hybrid is worth (the tuned hybrid less that without it)", ablated
        )
    for sentence in left_out:
        print(sentence, file=sys.stderr)


def run(argv):
    """Entry point; returns the exit status."""
    options = parser().parse_args(argv)
    try:
        if options.split in ("temporal", "global-temporal") and not options.time:
            raise tables.TableError(f"--split {options.split} needs --time")
        if options.split == "cold-items" and not options.items:
            raise tables.TableError("--split cold-items needs --items and --item-features")
        for name, path in (("--json", options.json), ("--figure", options.figure)):
            # Said now: after an hour of measuring it would be too late.
            if path and (Path(path).is_dir() or not Path(path).absolute().parent.is_dir()):
                raise tables.TableError(
                    f"{name}: {path} cannot be written: no such folder, or a folder itself"
                )
        models, left_out = chosen_models(options.models)
        table, preferences, item_features = load(options)
        comparison = evaluation.compare(
            table,
            preferences=preferences,
            item_features=item_features,
            split=options.split,
            seed=options.seed,
            models=models,
            budget=options.budget,
            n_jobs=options.jobs,
            progress=lambda sentence: print(sentence, file=sys.stderr, flush=True),
        )
    except (tables.TableError, splitting.SplitError, evaluation.LeakError) as error:
        print(f"bench ranking: {error}", file=sys.stderr)
        return 2
    ablated = {}
    if options.ablation and "hybrid" in comparison.params:
        ablated = ablation_table(options, comparison, table, preferences, item_features)
    report(comparison, left_out, ablated)
    if options.figure:
        drawn = (
            figures.cold_curve(comparison.curve)
            if comparison.curve
            else figures.quality_and_time(comparison.table)
        )
        Path(options.figure).write_text(drawn, encoding="utf-8")
    if options.json:
        found = comparison.as_dict()
        found["left_out"] = left_out
        if ablated:
            found["ablation"] = ablated
        Path(options.json).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0
