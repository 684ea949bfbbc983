"""Very many interactions gathered shard by shard: the memory they take is that of one shard and of items².

The interactions are simulated one shard at a time and forgotten after they are counted, as a reader of a
large table would do. The peak is read from the operating system after every tenth of the way: it must not
grow with what has gone by.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
from scipy import sparse

from benchmarks.memory import MIB, peak_mib
from recommender.engine.statistics import Statistics

LIKED, DISLIKED = 0.7, 0.1
PREFERENCES = 20


def parser():
    """The command line."""
    made = argparse.ArgumentParser(prog="bench scale", description=__doc__)
    made.add_argument("--users", type=int, default=1_000_000)
    made.add_argument("--interactions", type=int, default=50_000_000)
    made.add_argument("--items", type=int, default=1000)
    made.add_argument("--shard", type=int, default=20_000, help="users in one shard (20,000)")
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--json", metavar="OUT")
    return made


def simulate(users, interactions, items, generator):
    """Liked, met and disliked (csr, users x items) and preferences of one shard.

    Items have long-tailed fame; whoever draws one twice has met it once, so a few more are drawn.
    """
    fame = 1 / np.arange(1, items + 1) ** 0.7
    counts = generator.poisson(interactions / users, users)
    rows = np.repeat(np.arange(users), counts)
    drawn = np.searchsorted(np.cumsum(fame) / fame.sum(), generator.random(len(rows)), side="right")
    pairs = np.unique(rows * items + drawn)
    missing = interactions - len(pairs)
    while missing > 0:
        more = generator.integers(0, users * items, 2 * missing)
        pairs = np.union1d(pairs, more)
        pairs = np.delete(
            pairs, generator.choice(len(pairs), max(len(pairs) - interactions, 0), replace=False)
        )
        missing = interactions - len(pairs)
    rows, columns = np.divmod(pairs, items)
    feeling = generator.random(len(pairs))

    def matrix(chosen):
        values = np.ones(int(chosen.sum()), dtype=np.float32)
        return sparse.csr_matrix((values, (rows[chosen], columns[chosen])), shape=(users, items))

    liked, disliked = feeling < LIKED, feeling > 1 - DISLIKED
    preferences = (generator.random((users, PREFERENCES)) < 0.3).astype(np.float32)
    return matrix(liked), matrix(np.ones_like(liked)), matrix(disliked), preferences


def accumulate(users, interactions, items, shard, seed, say):
    """Gather everything; returns figures. ``say`` is called with a line of text ten times on the way."""
    if shard < 1:
        raise ValueError(f"--shard must be at least 1, got {shard}")
    if interactions > users * items // 2:
        raise ValueError("--interactions must be at most half of all pairs of users and items")
    generator = np.random.default_rng(seed)
    statistics = Statistics(items, PREFERENCES)
    start_mib, started, gathering = peak_mib(), time.perf_counter(), 0.0
    done_users = done = 0
    peaks = []
    while done_users < users:
        size = min(shard, users - done_users)
        target = round(interactions * (done_users + size) / users)
        x, seen, negative, preferences = simulate(size, target - done, items, generator)
        begun = time.perf_counter()
        statistics.add(x, seen, negative, preferences, n_jobs=2)
        gathering += time.perf_counter() - begun
        done_users, done = done_users + size, done + seen.nnz
        if len(peaks) < 10 * done_users // users:
            peaks.append(peak_mib() - start_mib)
            say(f"{done:>13,} interactions of {done_users:>10,} users: peak {peaks[-1]:8.1f} MiB")
    return {
        "interactions": done,
        "users": done_users,
        "seconds": time.perf_counter() - started,
        "gathering_s": gathering,
        "gathering_s_per_million": gathering / (done / 1e6),
        "peak_mib": peaks[-1],
        "first_peak_mib": peaks[0],
        "statistics_mib": 6 * items**2 * 4 / MIB,
        "evidence_mib": done * 8 / MIB,
        "members": statistics.members,
    }


def run(argv):
    """Run the benchmark with command-line words ``argv``; returns the exit status."""
    options = parser().parse_args(argv)
    try:
        result = accumulate(
            options.users, options.interactions, options.items, options.shard, options.seed, print
        )
    except ValueError as error:
        print(f"bench scale: {error}")
        return 2
    print(
        f"peak {result['peak_mib']:.1f} MiB over the start "
        f"({result['first_peak_mib']:.1f} at the first tenth), "
        f"of which the statistics are {result['statistics_mib']:.1f};\n"
        f"the evidence as one sparse matrix would be {result['evidence_mib']:.1f} MiB\n"
        f"gathering took {result['gathering_s']:.1f} s "
        f"({result['gathering_s_per_million']:.3f} s per million), with simulating {result['seconds']:.1f} s"
    )
    if options.json:
        Path(options.json).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0
