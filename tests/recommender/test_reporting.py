"""What a run found is laid out as it is: the best first, intervals where there are some, dashes where not."""

import pytest

from recommender import reporting
from recommender.models import ModelRun


def model(value, low=None, high=None):
    return {"ndcg@10": value, "ndcg@10_low": low, "ndcg@10_high": high}


@pytest.fixture
def run():
    return ModelRun(
        metrics={
            "models": {
                "popularity": model(0.2, 0.15, 0.25),
                "hybrid": model(0.3, 0.26, 0.34),
                "bare": model(0.1),
            },
            "paired": {
                "hybrid - popularity": {"difference": 0.1, "low": -0.01, "high": 0.2, "p": 0.04, "members": 9}
            },
            "chosen": "hybrid",
        },
        counts={"real_people": 3},
    )  # fmt: skip


def test_the_chosen_model_is_shown_with_its_interval(run):
    assert str(reporting.quality(run)) == "0.300 (0.260 to 0.340)"


def test_a_lead_has_its_sign(run):
    assert str(reporting.lead_over(run, "popularity")) == "+0.100 (−0.010 to +0.200)"
    assert str(reporting.lead_over(run, "content")) == "–"


def test_the_best_comes_first_and_a_missing_interval_is_left_out(run):
    heads, rows = reporting.comparison(run)

    assert [name for name, _cells in rows] == ["hybrid", "popularity", "bare"]
    assert all(len(cells) == len(heads) for _name, cells in rows)
    assert str(rows[2][1][0]) == "0.100"
    assert str(rows[2][1][1]) == "–"


def test_bars_are_to_scale_and_stay_on_the_canvas(run):
    best, second, bare = reporting.chart(run)

    assert best.is_chosen
    assert not second.is_chosen
    assert second.value / best.value == pytest.approx(2 / 3, abs=0.001)
    assert best.low < best.value < best.high <= reporting.WIDTH
    assert bare.spread == 0


def test_a_run_that_found_nothing_is_dashes():
    run = ModelRun()

    assert str(reporting.quality(run)) == "–"
    assert reporting.chart(run) == []
    assert reporting.comparison(run)[1] == []
    assert reporting.differences(run)[1] == []
