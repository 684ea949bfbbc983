"""How good the matcher is on 250 pairs of names from two public catalogues, labelled by hand."""

import json

import pytest

from benchmarks import matching
from exercises.matching import EXACT, NEAR
from tests.exercises.importers.conftest import shared  # noqa: F401  (the folder of real catalogues)


@pytest.fixture(scope="module")
def judged():
    """The labelled rows and what the matcher says of each."""
    rows = matching.labelled()
    return rows, matching.judge(rows)


def test_merges_are_right_and_most_doubles_are_seen(judged):
    rows, kinds = judged

    found = matching.measured(rows, kinds)["all"]

    assert len(rows) >= 200
    assert found["merged"]["precision"] == 1
    assert found["merged"]["recall"] >= 0.75
    assert found["with the queue"]["precision"] >= 0.92
    assert found["with the queue"]["recall"] >= 0.95


@pytest.mark.parametrize("half", ["first half", "second half"])
def test_the_half_nobody_looked_at_is_judged_like_the_other(judged, half):
    found = matching.measured(*judged)[half]

    assert found["merged"]["precision"] == 1
    assert found["with the queue"]["precision"] >= 0.9
    assert found["with the queue"]["recall"] >= 0.93


def test_precision_and_recall_are_counted_by_hand():
    rows = [{"is_same": True}, {"is_same": True}, {"is_same": False}, {"is_same": True}]
    kinds = [EXACT, NEAR, NEAR, "different"]

    assert matching.scores(rows, kinds, {EXACT})["precision"] == 1
    assert matching.scores(rows, kinds, {EXACT})["recall"] == pytest.approx(1 / 3)
    assert matching.scores(rows, kinds, {EXACT, NEAR})["precision"] == pytest.approx(2 / 3)
    assert matching.scores(rows, kinds, {EXACT, NEAR})["recall"] == pytest.approx(2 / 3)
    assert matching.scores([], [], {EXACT})["precision"] == 1


@pytest.mark.real_data
def test_the_command_finds_the_pairs_in_the_catalogues_themselves(shared, tmp_path, capsys):  # noqa: F811
    first, second = shared / "free-exercise-db", shared / "wger"

    status = matching.run(
        ["--first", str(first), "--second", str(second), "--json", str(tmp_path / "found.json")]
    )

    found = json.loads((tmp_path / "found.json").read_text())
    assert status == 0
    assert found["catalogues"] == [873, 872]
    assert found["found_in_both"] == found["pairs"] == 250
    assert found["all"]["merged"]["precision"] == 1
    assert found["all"]["with the queue"]["recall"] >= 0.95
    assert "second half" in capsys.readouterr().out


def test_one_folder_alone_or_none_that_exists_is_refused(tmp_path, capsys):
    assert matching.run(["--first", str(tmp_path)]) == 2
    assert matching.run(["--first", str(tmp_path), "--second", str(tmp_path / "no")]) == 2
    assert "no such file or folder" in capsys.readouterr().out
