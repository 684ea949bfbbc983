"""How good the matcher is on 250 pairs of names from two public catalogues, labelled by hand.

The pairs were drawn at random from those that share half of their words or look alike, so that most of
the pairs a naive matcher would take for doubles are among them. An equipment that begins with a question
mark is not known to be complete.
"""

import csv
from pathlib import Path

import pytest

from exercises.matching import EXACT, NEAR, Candidate, compare, part

PAIRS = Path(__file__).with_name("labelled_pairs.csv")


def candidate(row, side):
    equipment = row[f"{side}_equipment"]
    return Candidate(
        key=side,
        names=(part(row[side]),),
        equipment=None if equipment.startswith("?") else frozenset(equipment.split()),
        primary=frozenset(row[f"{side}_primary"].split()),
        type=row[f"{side}_type"],
    )


@pytest.fixture(scope="module")
def judged():
    """Label and match of every pair."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (row["is_same"] == "1", compare(candidate(row, "first"), candidate(row, "second")).kind, row)
        for row in rows
    ]


def scores(judged, kinds):
    """Precision and recall of calling a pair the same when its match is of one of the kinds."""
    hits = sum(is_same and kind in kinds for is_same, kind, _row in judged)
    called = sum(kind in kinds for _is_same, kind, _row in judged)
    return hits / called, hits / sum(is_same for is_same, _kind, _row in judged)


def test_merges_are_right_and_most_doubles_are_seen(judged):
    merged, queued = scores(judged, {EXACT}), scores(judged, {EXACT, NEAR})
    text = "{} pairs: merged precision {:.3f} recall {:.3f}; with the queue precision {:.3f} recall {:.3f}"
    print(text.format(len(judged), *merged, *queued))  # noqa: T201

    wrong = [
        f"{row['first']} ~ {row['second']}" for is_same, kind, row in judged if kind == EXACT and not is_same
    ]
    assert len(judged) >= 200
    assert not wrong
    assert merged[1] >= 0.7
    assert queued[0] >= 0.9
    assert queued[1] >= 0.9
