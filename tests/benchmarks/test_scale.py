import json

import numpy as np
import pytest

from benchmarks import scale


def test_all_interactions_are_gathered_whatever_the_shards(tmp_path, capsys):
    out = tmp_path / "scale.json"

    status = scale.run(
        ["--users", "250", "--interactions", "3000", "--items", "50", "--shard", "60", "--json", str(out)]
    )

    result = json.loads(out.read_text())
    assert status == 0
    assert (result["interactions"], result["users"], result["members"]) == (3000, 250, 250)
    assert "peak" in capsys.readouterr().out


def test_a_shard_has_as_many_different_pairs_as_asked_for():
    liked, seen, disliked, preferences = scale.simulate(30, 200, 20, np.random.default_rng(0))

    assert seen.nnz == 200
    assert (seen.data == 1).all()
    assert liked.multiply(disliked).nnz == 0
    assert (liked + disliked - seen).max() <= 0
    assert preferences.shape == (30, scale.PREFERENCES)


@pytest.mark.parametrize("words", [["--shard", "0"], ["--users", "10", "--interactions", "10000"]])
def test_what_cannot_be_is_refused(words, capsys):
    assert scale.run(words) == 2
    assert words[-2] in capsys.readouterr().out
