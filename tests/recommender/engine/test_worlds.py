"""Simulated people: they obey their limits, the truth is what was drawn, equal seeds give equal worlds."""

import numpy as np
import pandas as pd
import pytest

from recommender.engine import columns, worlds


@pytest.fixture(scope="module")
def world():
    return worlds.simulate(400, 200, seed=5)


def test_people_only_meet_what_they_could_do(world):
    for row in world.interactions.sample(500, random_state=0).itertuples():
        person = world.preferences.loc[row.user_id]
        item = world.items.loc[row.item_id]
        assert set(item["equipment"]) <= set(person["equipment"])
        assert item["level"] <= person["level"] + 1
        assert all(item["joints"].get(joint, 0) <= 1 for joint in person["limited"])


def test_liking_happens_as_often_as_the_truth_says(world):
    rows = pd.Index(world.truth.members).get_indexer(world.interactions[columns.USER])
    places = pd.Index(world.truth.items).get_indexer(world.interactions[columns.ITEM])
    chance = world.truth.chance[rows, places]
    liked = world.interactions[columns.VALUE].to_numpy() > 0

    # The sum of independent coins lies within 4 standard deviations of its expectation.
    deviation = np.sqrt((chance * (1 - chance)).sum())
    assert abs(liked.sum() - chance.sum()) < 4 * deviation


def test_equal_seeds_give_equal_worlds():
    one, two = worlds.simulate(50, 40, seed=1), worlds.simulate(50, 40, seed=1)

    pd.testing.assert_frame_equal(one.interactions, two.interactions)
    pd.testing.assert_frame_equal(one.preferences, two.preferences)
    assert not one.interactions.equals(worlds.simulate(50, 40, seed=2).interactions)


def test_the_usual_world_is_small_enough_for_a_first_start():
    world = worlds.simulate()

    assert len(world.preferences) == 600
    assert 20 < len(world.interactions) / 600 < 40


def test_nobody_meets_anything_twice(world):
    assert not world.interactions.duplicated([columns.USER, columns.ITEM]).any()


def test_catalogue_without_a_needed_column_is_refused():
    items = worlds.catalogue(10).drop(columns="joints")

    with pytest.raises(ValueError, match="lacks the column 'joints'"):
        worlds.simulate(10, items)


def test_shuffling_keeps_items_and_lengths_and_loses_tastes(world):
    mixed = worlds.shuffled(world.interactions, seed=0)

    lost = len(world.interactions) - len(mixed)
    assert lost < 0.2 * len(world.interactions)
    truth = pd.Series(world.truth.chance.ravel())
    rows = pd.Index(world.truth.members).get_indexer(mixed[columns.USER])
    places = pd.Index(world.truth.items).get_indexer(mixed[columns.ITEM])
    personal = world.truth.chance - world.truth.chance.mean(axis=0)
    link = np.corrcoef(personal[rows, places], mixed[columns.VALUE] > 0)[0, 1]
    assert abs(link) < 0.03
    assert truth.between(0, 1).all()


def test_crowd_has_the_asked_size():
    table = worlds.crowd(300, 100, 6000, seed=0)

    assert len(table) == pytest.approx(6000, rel=0.1)
    assert set(columns.INTERACTIONS) <= set(table.columns)
