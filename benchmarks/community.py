"""Simulated people on the real catalogue: all models, and a control with feedback dealt at random."""

import argparse
import json
from pathlib import Path

import pandas as pd

from benchmarks import ranking
from recommender.engine import evaluation, worlds
from recommender.engine.features import ItemEncoder, PreferenceEncoder

CATALOGUE = Path(__file__).parent.parent / "fixtures" / "catalogue"


def parser():
    """The command line."""
    made = argparse.ArgumentParser(prog="bench community", description=__doc__)
    made.add_argument("--people", type=int, default=600)
    made.add_argument("--budget", type=int, default=16)
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--json", metavar="OUT")
    return made


def real_catalogue():
    """The exercises of the fixtures as a table, indexed by a number each."""
    records = [
        record
        for path in sorted(CATALOGUE.glob("*.json"))
        for record in json.loads(path.read_text(encoding="utf-8"))
    ]
    return pd.DataFrame(records, index=pd.RangeIndex(1, len(records) + 1))


def run(argv):
    """Entry point; returns the exit status."""
    options = parser().parse_args(argv)
    world = worlds.simulate(options.people, real_catalogue(), seed=options.seed)
    sides = {
        "preferences": pd.DataFrame(
            PreferenceEncoder().fit_transform(world.preferences), index=world.preferences.index
        ),
        "item_features": pd.DataFrame(ItemEncoder().fit_transform(world.items), index=world.items.index),
    }
    shared = {**sides, "seed": options.seed, "budget": options.budget}
    found = evaluation.compare(world.interactions, split="temporal", allowed=world.truth.may, **shared)
    print("Simulated people; only exercises that each could do are ranked.\n")
    ranking.report(found, [], {})
    mixed = worlds.shuffled(world.interactions, seed=options.seed)
    control = evaluation.compare(mixed, split="random", models=("popularity", "hybrid"), **shared)
    print("\nThe same feedback dealt out at random: nothing can rank better than popularity.\n")
    ranking.report(control, [], {})
    if options.json:
        both = {"community": found.as_dict(), "shuffled": control.as_dict()}
        Path(options.json).write_text(json.dumps(both, indent=1) + "\n", encoding="utf-8")
    return 0
