"""Comparing models: the hybrid wins where there is something to learn, and only there; intervals hold."""

import numpy as np
import pandas as pd
import pytest

from recommender.engine import columns, evaluation, splitting, worlds
from recommender.engine.features import ItemEncoder, PreferenceEncoder
from recommender.engine.matrices import aged

QUICK = ("popularity", "content", "neighbours", "hybrid")


def encoded(world):
    return {
        "preferences": pd.DataFrame(
            PreferenceEncoder().fit_transform(world.preferences), index=world.preferences.index
        ),
        "item_features": pd.DataFrame(ItemEncoder().fit_transform(world.items), index=world.items.index),
    }


@pytest.fixture(scope="module")
def world():
    return worlds.simulate(500, 150, actions_per_user=30, seed=3)


@pytest.fixture(scope="module")
def comparison(world):
    return evaluation.compare(
        world.interactions,
        **encoded(world),
        split="temporal",
        models=QUICK,
        budget=4,
        allowed=world.truth.may,
        n_jobs=2,
    )


def test_hybrid_beats_popularity_content_and_neighbours(comparison):
    for other in QUICK[:-1]:
        assert comparison.paired[f"hybrid - {other}"]["low"] > 0, other


def test_with_shuffled_feedback_it_does_not(world):
    control = evaluation.compare(
        worlds.shuffled(world.interactions),
        **encoded(world),
        split="random",
        models=QUICK,
        budget=4,
        n_jobs=2,
    )

    assert control.paired["hybrid - popularity"]["low"] < 0


def test_every_model_has_every_metric_with_its_interval(comparison):
    for metric in ("ndcg", "map", "precision", "recall", "f1", "accuracy", "hit", "diversity", "novelty"):
        table = comparison.table
        assert (table[f"{metric}@10_low"] <= table[f"{metric}@10"] + 1e-12).all()
        assert (table[f"{metric}@10"] <= table[f"{metric}@10_high"] + 1e-12).all()
    assert comparison.table["coverage@10"].between(0, 1).all()


def test_result_is_plain_numbers(comparison):
    found = comparison.as_dict()

    assert set(found["models"]) == set(QUICK)
    assert isinstance(found["models"]["hybrid"]["ndcg@10"], float)
    assert isinstance(found["models"]["hybrid"]["fit_s"], float)
    assert found["models"]["hybrid"]["params"]["beta"] <= 1


def test_equal_seeds_give_equal_results(world):
    one, two = (
        evaluation.compare(world.interactions, split="random", models=("neighbours", "hybrid"), budget=2)
        for _ in range(2)
    )

    assert one.params == two.params
    assert one.table["ndcg@10"].tolist() == two.table["ndcg@10"].tolist()


def test_cold_curve_has_a_point_for_each_number_known(world):
    cold = evaluation.compare(
        world.interactions,
        **encoded(world),
        split="cold-users",
        models=("popularity", "hybrid"),
        budget=2,
        known=(0, 2, 8),
        allowed=world.truth.may,
    )

    assert list(cold.curve["hybrid"]) == [0, 2, 8]
    assert cold.table.loc["hybrid", "ndcg@10"] == pytest.approx(np.mean(list(cold.curve["hybrid"].values())))


def test_cold_items_are_ranked_through_their_features():
    world = worlds.simulate(400, 300, actions_per_user=40, seed=3, cluster_spread=2.0)
    cold = evaluation.compare(
        world.interactions,
        **encoded(world),
        split="cold-items",
        models=("popularity", "hybrid"),
        budget=3,
        allowed=world.truth.may,
    )

    assert cold.paired["hybrid - popularity"]["difference"] > 0


def test_leaking_split_is_refused(world, monkeypatch):
    def leaky(interactions, **options):
        made = splitting.random(interactions, **options)
        return splitting.Split("random", interactions, interactions, made.test)

    monkeypatch.setitem(evaluation.SPLITS, "random", leaky)

    with pytest.raises(evaluation.LeakError, match="test pairs are also training pairs"):
        evaluation.compare(world.interactions, split="random", models=("popularity",), budget=1)


def test_unknown_split_is_named(world):
    with pytest.raises(splitting.SplitError, match="'sideways'"):
        evaluation.compare(world.interactions, split="sideways")


def test_bootstrap_intervals_hold_the_true_mean_as_often_as_they_say():
    rng = np.random.default_rng(0)
    held = 0
    for trial in range(200):
        low, high = evaluation.bootstrap(rng.exponential(size=60), n=300, seed=trial)
        held += low <= 1.0 <= high

    assert 0.88 <= held / 200 <= 0.99


def test_paired_difference_sees_a_small_steady_gain_that_means_hide():
    rng = np.random.default_rng(0)
    theirs = rng.random(200)
    ours = theirs + 0.01 + 0.01 * rng.standard_normal(200)

    found = evaluation.paired_difference(ours, theirs)

    assert found["low"] > 0
    assert found["p"] < 0.01
    assert evaluation.paired_difference(theirs, theirs)["p"] == 1


def test_nobody_is_offered_what_they_could_not_do(world):
    splits = evaluation.make_splits(world.interactions, "random", seed=0)
    prepared = evaluation.prepare(splits, evaluation.Sides(), allowed=world.truth.may)
    task = prepared.tasks[0]

    class Contrary:
        def score_evidence(self, evidence):
            return np.where(task.allowed, 0.0, 1.0).astype(np.float32)

    listed = evaluation.lists_of(Contrary(), task, prepared.fitted_on)

    rows, ranks = np.nonzero(listed >= 0)
    assert task.allowed[rows, listed[rows, ranks]].all()


def test_value_times_age_halves(world):
    table = pd.DataFrame(
        {columns.USER: [1, 1, 2], columns.ITEM: [1, 2, 1], columns.VALUE: 1.0, columns.TIME: [0.0, 10.0, 3.0]}
    )

    values = aged(table, half_life=10.0)

    assert values.tolist() == [0.5, 1.0, 1.0]


@pytest.mark.parametrize("model", ["neighbours", "factors", "linear+prior", "hybrid"])
def test_who_told_nothing_gets_the_popular_things_ties_too(model):
    world = worlds.simulate(120, 80, actions_per_user=25, seed=5)

    cold = evaluation.compare(
        world.interactions, split="cold-users", models=("popularity", model), budget=2, known=(0, 4)
    )

    assert cold.curve[model][0] == cold.curve["popularity"][0]


def test_ties_do_not_fall_in_the_order_of_ids():
    rows = [(person, item, 1.0) for person in range(40) for item in range(30)]
    table = pd.DataFrame(rows, columns=columns.INTERACTIONS)
    prepared = evaluation.prepare(evaluation.make_splits(table, "random", seed=0), evaluation.Sides())

    assert sorted(prepared.items) == list(range(30))
    assert list(prepared.items) != list(range(30))
