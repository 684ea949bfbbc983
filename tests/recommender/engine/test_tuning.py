"""The search: seeded, within budget, better than where it starts, blind to the test part."""

import numpy as np
import pandas as pd
import pytest

from recommender.engine import columns, evaluation, tuning, worlds
from recommender.engine.blending import Part
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.matrices import Sides
from recommender.engine.tuning import Choice, Range, search

BOWL = {"x": Range(-2.0, 2.0), "y": Range(0.01, 100, log=True), "kind": Choice(("a", "b", "c"))}


def bowl(params):
    return -((params["x"] - 0.7) ** 2) - np.log(params["y"] / 3) ** 2 - ("abc".index(params["kind"]) - 1) ** 2


def test_finds_the_bottom_of_a_bowl_within_budget():
    calls = []

    params, value, trials = search(lambda p: calls.append(p) or bowl(p), BOWL, budget=120, seed=0)

    assert len(calls) == len(trials) == 120
    assert value > -0.1
    assert params["kind"] == "b"


def test_same_seed_same_search_whatever_the_threads():
    one = search(bowl, BOWL, budget=20, seed=4, n_jobs=1)
    two = search(bowl, BOWL, budget=20, seed=4, n_jobs=2)

    assert one == two
    assert one != search(bowl, BOWL, budget=20, seed=5)


def test_start_is_tried_first_and_never_lost():
    perfect = {"x": 0.7, "y": 3.0, "kind": "b"}

    params, _, trials = search(bowl, BOWL, budget=6, seed=0, start=perfect)

    assert trials[0][0] == perfect
    assert params == perfect


def test_values_stay_in_their_range():
    rng = np.random.default_rng(0)
    whole = Range(1, 9, whole=True)

    assert all(0.01 <= BOWL["y"].near(0.02, rng, 0.5) <= 100 for _ in range(100))
    assert {whole.draw(rng) for _ in range(200)} == set(range(1, 10))
    assert {BOWL["kind"].near("a", rng, 0.1) for _ in range(50)} == {"a", "b"}


@pytest.fixture(scope="module")
def validation():
    """A small world, its validation part as matrices."""
    world = worlds.simulate(150, 60, actions_per_user=15, seed=1)
    splits = evaluation.make_splits(world.interactions, "random", seed=0)
    return evaluation.prepare(splits, Sides())


def test_hybrid_is_tuned_deterministically(validation):
    one = tuning.tune("hybrid", validation.fitted_on, validation.tasks, budget=4, seed=2)
    two = tuning.tune("hybrid", validation.fitted_on, validation.tasks, budget=4, seed=2, n_jobs=2)

    assert one[0] == two[0]


def test_reported_quality_is_that_of_the_chosen_parameters(validation):
    for name in ("hybrid", "linear+prior", "factors+prior", "neighbours"):
        params, value = tuning.tune(name, validation.fitted_on, validation.tasks, budget=4, seed=0)

        scorer = tuning.MODELS[name].build(params).fit_evidence(validation.fitted_on)
        again = tuning.mean_quality(validation.tasks, scorer, validation.fitted_on)

        assert again == pytest.approx(value, abs=2e-3), name


def test_fixed_parameters_are_kept(validation):
    fixed = {"n_factors": 3, "seen_channel": False}

    params, _ = tuning.tune("hybrid", validation.fitted_on, validation.tasks, budget=3, fixed=fixed)

    assert {name: params[name] for name in fixed} == fixed


def test_a_candidate_costs_no_pass_over_the_data(validation, monkeypatch):
    search = tuning.HybridSearch(validation.fitted_on, validation.tasks, halves=("linear",))
    monkeypatch.setattr(tuning.HybridRecommender, "gather", lambda *_: pytest.fail("gathered again"))

    search.run(6)


def test_fixed_blend_is_judged_as_it_is(validation):
    fixed = {"popularity_exponent": -0.3, "beta": 0.4, "g": 2.0, "kappa": 3.0, "n_factors": 4}

    params, value = tuning.tune("hybrid", validation.fitted_on, validation.tasks, budget=2, fixed=fixed)

    scorer = tuning.MODELS["hybrid"].build(params).fit_evidence(validation.fitted_on)
    assert {name: params[name] for name in fixed} == fixed
    assert tuning.mean_quality(validation.tasks, scorer, validation.fitted_on) == pytest.approx(
        value, abs=2e-3
    )


@pytest.mark.parametrize("seen_channel", [False, "auto"])
def test_a_candidate_is_judged_as_it_will_be_fitted(seen_channel):
    world = worlds.simulate(100, 50, actions_per_user=20, seed=2)
    prepared = evaluation.prepare(evaluation.make_splits(world.interactions, "temporal", seed=0), Sides())
    params = {"seen_channel": seen_channel, "member_exponent": 0.25, "negative": 0.5, "transition": 2.0}

    search = tuning.HybridSearch(prepared.fitted_on, prepared.tasks, halves=("linear",), fixed=params)
    judged = search.part("linear", params).warm(0, 2.0)

    model = HybridRecommender(beta=1.0, **params).fit_evidence(prepared.fitted_on)
    shown = prepared.tasks[0].shown.aged(search.fixed.get("recency"))
    np.testing.assert_allclose(judged, model.linear_scores(shown), rtol=1e-3, atol=1e-4)


def told_by_time(rows):
    """A temporal split of (member, item, value, time)."""
    table = pd.DataFrame(rows, columns=[columns.USER, columns.ITEM, columns.VALUE, columns.TIME])
    return evaluation.prepare(evaluation.make_splits(table, "temporal", seed=0), Sides())


def test_recency_is_found_where_tastes_change_and_left_alone_where_they_do_not():
    rng = np.random.default_rng(0)
    turned, steady = [], []
    for person in range(150):
        side = person % 2
        own, other = rng.permutation(30) * 2 + side, rng.permutation(30) * 2 + 1 - side
        # Turning from one half of the items to the other; or staying with one, which only many rows reveal.
        turned += [(person, item, 1.0, float(t)) for t, item in enumerate([*own[:12], *other[:12]])]
        mixed = rng.permutation([*own[:16], *other[:8]])
        steady += [(person, item, 1.0, float(t)) for t, item in enumerate(mixed)]

    chosen = {}
    for name, rows in (("turned", turned), ("steady", steady)):
        prepared = told_by_time(rows)
        params, _ = tuning.tune("hybrid", prepared.fitted_on, prepared.tasks, budget=2)
        chosen[name] = params.get("recency")

    assert chosen["turned"] is not None
    assert chosen["turned"] <= 0.5
    assert chosen["steady"] is None


def test_order_counts_where_one_thing_leads_to_another_and_only_there():
    rng = np.random.default_rng(0)
    led, mixed = [], []
    for person in range(150):
        # Everybody goes up and leaves out some steps, which nobody goes back to.
        ladder = rng.integers(0, 30) + np.sort(rng.permutation(30)[:12])
        led += [(person, item % 60, 1.0, float(t)) for t, item in enumerate(ladder)]
        mixed += [(person, item % 60, 1.0, float(t)) for t, item in enumerate(rng.permutation(ladder))]

    chosen = {}
    for name, rows in (("led", led), ("mixed", mixed)):
        prepared = told_by_time(rows)
        params, value = tuning.tune("hybrid", prepared.fitted_on, prepared.tasks, budget=2)
        _, without = tuning.tune(
            "hybrid", prepared.fitted_on, prepared.tasks, budget=2, fixed={"transition": 0.0}
        )
        chosen[name] = params.get("transition", 0.0), value - without

    assert chosen["led"][0] > 0
    assert chosen["led"][1] > 0.05
    assert chosen["mixed"][0] == 0


def test_likeness_is_searched_only_where_items_without_evidence_are_ranked():
    world = worlds.simulate(150, 60, actions_per_user=15, seed=1, cluster_spread=2.0)
    features = pd.get_dummies(world.items[["type", "pattern"]]).astype(float)
    chosen = {}
    for split in ("cold-items", "random"):
        splits = evaluation.make_splits(world.interactions, split, seed=0, items=features.index)
        prepared = evaluation.prepare(splits, Sides(None, features))
        params, value = tuning.tune("hybrid", prepared.fitted_on, prepared.tasks, budget=2)
        chosen[split] = params

        scorer = tuning.MODELS["hybrid"].build(params).fit_evidence(prepared.fitted_on)
        again = tuning.mean_quality(prepared.tasks, scorer, prepared.fitted_on)
        assert again == pytest.approx(value, abs=5e-3), split

    assert "cold_likeness" in chosen["cold-items"]
    assert "cold_likeness" not in chosen["random"]


def test_blend_that_falls_below_popularity_for_new_members_is_worth_less():
    world = worlds.simulate(150, 60, actions_per_user=25, seed=1)
    splits = evaluation.make_splits(world.interactions, "cold-users", seed=0, known=(0, 1, 5))
    prepared = evaluation.prepare(splits, Sides())
    blender = tuning.HybridSearch(prepared.fitted_on, prepared.tasks, halves=("linear",)).blender
    prior = {**HybridRecommender().get_params(), "kappa": 100.0, "g": 30.0}
    rng = np.random.default_rng(0)
    noise = Part([rng.standard_normal(task.shown.x.shape).astype(np.float32) for task in prepared.tasks])

    popular = blender.worth(None, None, prior)
    assert popular == pytest.approx(blender.quality(None, None, prior))

    assert blender.worth(noise, None, prior) < blender.quality(noise, None, prior)
