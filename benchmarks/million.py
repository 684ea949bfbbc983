"""A million training interactions with 3,000 items: fitting time and quality beside implicit's ALS."""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks import adapters
from recommender.engine import evaluation, metrics, tuning, worlds
from recommender.engine.hybrid import HybridRecommender

# The quick setting of the hybrid: no channel of items met, and one sweep from the start that XᵀX gives.
QUICK = {"seen_channel": False, "negative": 0.0, "n_sweeps": 1, "n_jobs": 2}
MEMBERS_RANKED = 2000


def parser():
    """The command line."""
    made = argparse.ArgumentParser(prog="bench million", description=__doc__)
    made.add_argument("--interactions", type=int, default=1_250_000, help="a fifth of them is for testing")
    made.add_argument("--users", type=int, default=8000)
    made.add_argument("--items", type=int, default=3000)
    made.add_argument("--repeat", type=int, default=5, help="fits of each model, taking turns (5)")
    made.add_argument(
        "--tuned", type=int, default=6, metavar="N", help="candidates tried for ALS as well (6)"
    )
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--json", metavar="OUT")
    return made


def ndcg_per_member(scorer, task, fitted_on):
    """nDCG@10 of each member of the task."""
    listed = evaluation.lists_of(scorer, task, fitted_on)[:, :10]
    return metrics.ndcg(metrics.hits(listed, task.relevant), np.diff(task.relevant.indptr))


def contestants(options, table):
    """Name -> how to make the scorer; ALS both as it comes and tuned on a validation part."""
    made = {"hybrid": lambda: HybridRecommender(**QUICK)}
    if not adapters.available("implicit"):
        print(
            "implicit left out: the package 'implicit' is not installed (requirements-bench.txt)",
            file=sys.stderr,
        )
        return made
    size = {"factors": 64, "iterations": 15}
    made["implicit-als"] = lambda: adapters.ImplicitALS(**size)
    if options.tuned:
        outer = evaluation.make_splits(table, "random", seed=options.seed)
        inner = evaluation.make_splits(outer[0].train, "random", seed=options.seed + 1)
        validation = evaluation.prepare(inner, evaluation.Sides())
        params, _ = tuning.tune(
            adapters.ALL["implicit-als"][1],
            validation.fitted_on,
            validation.tasks,
            budget=options.tuned,
            seed=options.seed,
            fixed=size,
        )
        made["implicit-als, tuned"] = lambda: adapters.ImplicitALS(**params)
    return made


def run(argv):
    """Entry point; returns the exit status."""
    options = parser().parse_args(argv)
    table = worlds.crowd(options.users, options.items, options.interactions, seed=options.seed)
    prepared = evaluation.prepare(
        evaluation.make_splits(table, "random", seed=options.seed), evaluation.Sides()
    )
    fitted_on = prepared.fitted_on
    task = tuning.limited(prepared.tasks[0], options.seed, cells=MEMBERS_RANKED * fitted_on.n_items)
    made = contestants(options, table)
    times = {name: [] for name in made}
    cpu = {name: [] for name in made}
    fitted = {}
    for _ in range(options.repeat):
        # Taking turns, so that whatever else the machine does falls on all alike.
        for name, make in made.items():
            scorer = make()
            start, start_cpu = time.perf_counter(), time.process_time()
            fitted[name] = scorer.fit_evidence(fitted_on)
            times[name].append(time.perf_counter() - start)
            cpu[name].append(time.process_time() - start_cpu)
    quality = {name: ndcg_per_member(scorer, task, fitted_on) for name, scorer in fitted.items()}
    rows = {
        name: {
            "fit_s": statistics.median(times[name]),
            "fit_min_s": min(times[name]),
            "cpu_s": statistics.median(cpu[name]),
            "ndcg@10": float(np.nanmean(quality[name])),
            "ndcg@10_interval": evaluation.bootstrap(quality[name], seed=options.seed),
        }
        for name in made
    }
    print(
        f"{fitted_on.seen.nnz:,} training interactions, {fitted_on.x.nnz:,} of them liked, "
        f"{fitted_on.n_members:,} members, {fitted_on.n_items:,} items, "
        f"{task.shown.n_members:,} members ranked\n"
    )
    print(f"{'':22}{'fit s':>8}{'least':>8}{'cpu s':>8}{'nDCG@10':>10}   95 %")
    for name, row in rows.items():
        low, high = row["ndcg@10_interval"]
        print(
            f"{name:22}{row['fit_s']:8.2f}{row['fit_min_s']:8.2f}{row['cpu_s']:8.2f}{row['ndcg@10']:10.4f}"
            f"   {low:.3f} to {high:.3f}"
        )
    paired = {}
    for name in made:
        if name != "hybrid":
            paired[f"hybrid - {name}"] = evaluation.paired_difference(quality["hybrid"], quality[name])
            ratio = rows[name]["fit_s"] / rows["hybrid"]["fit_s"]
            found = paired[f"hybrid - {name}"]
            print(
                f"\nhybrid beside {name}: {ratio:.2f} times as fast, nDCG@10 {found['difference']:+.4f} "
                f"(95 % {found['low']:+.4f} to {found['high']:+.4f})"
            )
    if options.json:
        Path(options.json).write_text(
            json.dumps({"models": rows, "paired": paired}, indent=1) + "\n", encoding="utf-8"
        )
    return 0
