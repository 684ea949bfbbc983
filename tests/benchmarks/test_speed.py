import json

import pytest

from benchmarks import speed

SMALL = ["--members", "120", "--items", "40", "--interactions", "2400", "--rounds", "1"]


def test_every_section_prints_and_writes_its_figures(tmp_path, capsys):
    out = tmp_path / "speed.json"

    status = speed.run([*SMALL, "--serve-items", "60", "--json", str(out)])

    rows = json.loads(out.read_text())["rows"]
    printed = capsys.readouterr().out
    assert status == 0
    assert all(row["what"] in printed for row in rows)
    assert all(row["ours"] is not None for row in rows)
    assert sum("reasons" in row["what"] for row in rows) >= 2
    assert any("peak memory" in row["what"] for row in rows)


def test_a_ratio_above_one_says_that_ours_is_quicker():
    assert speed.row("a", 2.0, 6.0)["ratio"] == 3.0
    assert speed.row("a", 2.0)["ratio"] is None


def test_an_unknown_section_is_named(capsys):
    assert speed.run(["--only", "serve"]) == 2
    assert "'serve'" in capsys.readouterr().out


@pytest.mark.parametrize("section", ["one"])
def test_a_section_can_be_run_alone(section, capsys):
    assert speed.run(["--only", section, "--serve-items", "50", "--rounds", "1"]) == 0
    assert "fit" not in capsys.readouterr().out
