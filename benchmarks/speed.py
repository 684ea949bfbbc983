"""Fitting and serving times, each against a baseline measured in the same run on the same data.

Fitting uses all cores, ours and the baseline's; serving uses one BLAS thread, as a web worker does.
"""

import argparse
import json
import multiprocessing
import platform
import tempfile
import time
from pathlib import Path

import numpy as np
import scipy
from scipy import sparse
from threadpoolctl import threadpool_limits

from benchmarks import adapters, serving
from benchmarks.memory import MIB, peak_mib
from recommender.engine import evaluation, kernels, linear, worlds
from recommender.engine.base import Evidence
from recommender.engine.hybrid import HybridRecommender

SECTIONS = ("fit", "statistics", "solve", "one", "batch", "memory")
NEEDS_CROWD = set(SECTIONS) - {"one"}


def parser():
    """The command line."""
    made = argparse.ArgumentParser(prog="bench speed", description=__doc__)
    made.add_argument("--members", type=int, default=8000)
    made.add_argument("--items", type=int, default=3000)
    made.add_argument("--interactions", type=int, default=1_000_000)
    made.add_argument("--serve-items", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    made.add_argument("--history", type=int, default=50, help="actions of the member that is served (50)")
    made.add_argument("--rounds", type=int, default=5, help="times that 200 members are served (5)")
    made.add_argument("--only", default=",".join(SECTIONS), help=f"of {', '.join(SECTIONS)}")
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--json", metavar="OUT")
    return made


def row(what, ours, baseline=None, against="", *, unit="s", bar=None):
    """One line of the table; the ratio says how many times quicker (or smaller) ours is."""
    ratio = baseline / ours if baseline and ours else None
    return {
        "what": what,
        "ours": ours,
        "unit": unit,
        "against": against,
        "baseline": baseline,
        "ratio": ratio,
        "bar": bar,
    }


def timed(function):
    """Seconds of one call, and what it returned."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def crowd(options):
    """A large made-up world split at random per member, as evidence to fit and lists to judge by."""
    interactions = worlds.crowd(options.members, options.items, options.interactions, seed=options.seed)
    splits = evaluation.make_splits(interactions, "random", seed=options.seed)
    return evaluation.prepare(splits, evaluation.Sides())


def quality(scorer, prepared):
    """nDCG@10 on the held-out part."""
    (task,) = prepared.tasks
    listed = evaluation.lists_of(scorer, task, prepared.fitted_on)
    return float(np.nanmean(evaluation.measure(listed, task, prepared.fitted_on)["ndcg@10"]))


def fit(prepared):
    """The whole fit at its defaults, and what it is worth; against implicit's ALS, 64 factors, 15 rounds.

    The hybrid is also fitted without its channel of items met, which halves the matrix to invert, and without
    its linear half, which inverts none.
    """
    evidence = prepared.fitted_on
    theirs = worth = None
    against = "implicit is not installed (requirements-bench.txt)"
    if adapters.available("implicit"):
        theirs, als = timed(lambda: fit_als(evidence))
        worth = quality(als, prepared)
        against = "implicit ALS, 64 factors, 15 iterations"
    variants = {
        f"fit {evidence.seen.nnz:,} interactions, {evidence.n_items:,} items": {},
        "  without the channel of items met": {"seen_channel": False},
        "  the factor half and the prior alone": {"beta": 0.0},
    }
    for name, params in variants.items():
        ours, hybrid = timed(lambda params=params: fit_hybrid(evidence, **params))
        yield row(name, ours, theirs, against, bar=None if params else "ratio above 1")
        mine = quality(hybrid, prepared)
        line = row("    its nDCG@10", mine, worth, against, unit="", bar=None if params else "above 1")
        yield {**line, "ratio": worth and mine / worth}


def gather(prepared):
    """Statistics per million interactions; against scipy's sparse products of the same matrices."""
    evidence = prepared.fitted_on
    million = evidence.seen.nnz / 1e6
    ours, _ = timed(lambda: HybridRecommender(n_jobs=2).gather(evidence))
    x, seen = evidence.x.tocsr(), evidence.seen.tocsr()
    theirs, _ = timed(lambda: [(a.T @ b).toarray() for a, b in ((x, x), (seen, x), (seen, seen))])
    yield row(
        "statistics per million interactions", ours / million, theirs / million, "scipy sparse products"
    )
    if kernels.available():
        kernels.cross_product(x[:1], x[:1])  # compiles
        pairs = ((x, x), (seen, x), (seen, seen))
        compiled, _ = timed(lambda: [kernels.cross_product(a, b, threads=2) for a, b in pairs])
        yield row("  the same with numba", compiled / million, theirs / million, "scipy sparse products")


def solve(prepared):
    """From statistics to item weights; against numpy's inverse of the same matrix."""
    hybrid = HybridRecommender(n_jobs=2)
    gathered = hybrid.gather(prepared.fitted_on)
    ours, _ = timed(lambda: hybrid.fit_linear(gathered))
    gram = gathered.gram(hybrid.negative)
    gram.ravel("K")[:: len(gram) + 1] += 100.0
    theirs, _ = timed(lambda: np.linalg.inv(gram))
    yield row(f"solve for {prepared.fitted_on.n_items:,} items", ours, theirs, "numpy.linalg.inv alone")
    inverse, _ = timed(lambda: linear.inverse(gram.copy(order="F")))
    yield row("  its inverse alone", inverse, theirs, "numpy.linalg.inv")


def one(options):
    """One member: rules, scores, the top 20, every part of each score and the strongest reasons."""
    bars = {1000: "at most 0.15 ms", 10_000: "at most 0.7 ms"}
    for items in options.serve_items:
        bench = serving.Bench(items, history=options.history, seed=options.seed)
        with threadpool_limits(1, "blas"):
            times = bench.times(options.rounds)
        bare = times["bare"]
        yield row(
            f"one member, {items:,} items: rules, scores, top 20, reasons",
            times["recommend"],
            bare,
            "scores and top 20 alone",
            unit="ms",
            bar=bars.get(items) if options.history == 50 else None,
        )
        for name, what in serving.VARIANTS.items():
            yield row(f"  {what}", times[name], bare, "scores and top 20 alone", unit="ms")


def batch(prepared):
    """Scores of all items for every member at once, and their top 20; against implicit's."""
    evidence = prepared.fitted_on
    hybrid = HybridRecommender(n_jobs=2, n_sweeps=1).fit_evidence(evidence)
    members = np.arange(min(2000, evidence.n_members))
    some = evidence.take(members)

    def rank(scorer):
        return np.argpartition(-scorer.score_evidence(some), 20, axis=1)[:, :20]

    ours, _ = timed(lambda: rank(hybrid))
    name = f"score and rank {len(members):,} members x {evidence.n_items:,} items"
    if not adapters.available("implicit"):
        yield row(name, ours, against="implicit is not installed (requirements-bench.txt)")
        return
    als = adapters.ImplicitALS(64, iterations=1).fit_evidence(evidence)
    theirs, _ = timed(lambda: als.model_.recommend(members, some.x, N=20, recalculate_user=True))
    yield row(name, ours, theirs, "implicit ALS recommend, folded in")


def peak(fit_model, evidence):
    """MiB that fitting adds to the peak memory of a process of its own, which only reads the evidence."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("x", "seen", "negative"):
            sparse.save_npz(Path(folder) / f"{name}.npz", getattr(evidence, name), compressed=False)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_measure, args=(theirs, fit_model, folder))
        process.start()
        theirs.close()
        try:
            return ours.recv()
        except EOFError:
            raise RuntimeError(f"{fit_model.__name__} ended early") from None
        finally:
            process.join()


def _measure(pipe, fit_model, folder):
    matrices = [sparse.load_npz(Path(folder) / f"{name}.npz") for name in ("x", "seen", "negative")]
    evidence = Evidence(*matrices, None, None, members=np.arange(matrices[0].shape[0]))
    before = peak_mib()
    fit_model(evidence)
    pipe.send(peak_mib() - before)


def fit_hybrid(evidence, **params):
    """Ours, at its defaults unless told otherwise."""
    return HybridRecommender(n_jobs=2, **params).fit_evidence(evidence)


def fit_als(evidence):
    """implicit's, at 64 factors and 15 iterations."""
    return adapters.ImplicitALS(64, iterations=15).fit_evidence(evidence)


def memory(prepared):
    """What fitting adds to the peak, each in a process of its own."""
    evidence = prepared.fitted_on
    ours = peak(fit_hybrid, evidence)
    theirs = peak(fit_als, evidence) if adapters.available("implicit") else None
    yield row(f"peak memory of the fit, {evidence.n_items:,} items", ours, theirs, "implicit ALS", unit="MiB")
    squares = (2 * evidence.n_items) ** 2 * 8 / MIB
    yield row("  the same", ours, squares, "one float64 matrix of (2 items)²", unit="MiB")


def report(rows):
    """The table as text."""
    lines = [f"{'':58} {'ours':>11} {'baseline':>11} {'ratio':>7}  against"]
    for line in rows:
        ours, baseline = (_amount(line[key], line["unit"]) for key in ("ours", "baseline"))
        ratio = "" if line["ratio"] is None else f"{line['ratio']:.2f}×"
        bar = f"  [{line['bar']}]" if line["bar"] else ""
        lines.append(f"{line['what']:58} {ours:>11} {baseline:>11} {ratio:>7}  {line['against']}{bar}")
    return "\n".join(lines)


def _amount(value, unit):
    if value is None:
        return "-"
    return f"{value:.4g} {unit}".rstrip()


def run(argv):
    """Run the benchmark with command-line words ``argv``; returns the exit status."""
    options = parser().parse_args(argv)
    asked = [name.strip() for name in options.only.split(",")]
    wrong = [name for name in asked if name not in SECTIONS]
    if wrong:
        print(f"bench speed: --only: no section {wrong[0]!r}; there are {', '.join(SECTIONS)}")
        return 2
    prepared = crowd(options) if NEEDS_CROWD & set(asked) else None
    makers = {
        "fit": lambda: fit(prepared),
        "statistics": lambda: gather(prepared),
        "solve": lambda: solve(prepared),
        "one": lambda: one(options),
        "batch": lambda: batch(prepared),
        "memory": lambda: memory(prepared),
    }
    rows = [line for name in SECTIONS if name in asked for line in makers[name]()]
    print(report(rows))
    if options.json:
        versions = {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "numba": kernels.available(),
        }
        result = {"options": vars(options), "versions": versions, "rows": rows}
        Path(options.json).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0
