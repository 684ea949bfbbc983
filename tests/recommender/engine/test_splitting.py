"""Splits hide what they say, and the leak check sees what they must not show."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from recommender.engine import columns, splitting


@pytest.fixture
def interactions():
    """Thirty people with thirty rows each among fifty items, in time."""
    rng = np.random.default_rng(0)
    rows = [(u, i, 1.0, float(t)) for u in range(30) for t, i in enumerate(rng.permutation(50)[:30])]
    table = pd.DataFrame(rows, columns=[columns.USER, columns.ITEM, columns.VALUE, columns.TIME])
    return table.sample(frac=1, random_state=0, ignore_index=True)


def pairs(table):
    return set(zip(table[columns.USER], table[columns.ITEM], strict=True))


@pytest.mark.parametrize("split", [splitting.random, splitting.temporal, splitting.global_temporal])
def test_every_row_goes_to_one_side(split, interactions):
    made = split(interactions, seed=1)

    assert pairs(made.train) | pairs(made.test) == pairs(interactions)
    assert not pairs(made.train) & pairs(made.test)
    assert len(made.test) == pytest.approx(0.2 * len(interactions), rel=0.1)
    assert splitting.leaks(made) == []


def test_temporal_hides_the_latest_rows(interactions):
    made = splitting.temporal(interactions)

    assert made.train[columns.TIME].max() == 23
    assert made.test[columns.TIME].min() == 24


def test_equal_seeds_split_equally(interactions):
    assert pairs(splitting.random(interactions, seed=3).test) == pairs(
        splitting.random(interactions, seed=3).test
    )
    assert pairs(splitting.random(interactions, seed=3).test) != pairs(
        splitting.random(interactions, seed=4).test
    )


def test_cold_users_are_shown_so_many_rows_and_tested_on_the_same(interactions):
    curve = splitting.cold_users(interactions, known=(0, 1, 5))

    assert [len(part.known) for part in curve] == [0, 6, 30]
    assert all(pairs(part.test) == pairs(curve[0].test) for part in curve)
    assert not set(curve[0].train[columns.USER]) & set(curve[0].test[columns.USER])
    assert all(splitting.leaks(part) == [] for part in curve)


def test_cold_items_are_nowhere_in_training(interactions):
    made = splitting.cold_items(interactions)

    assert set(made.test[columns.ITEM]) <= set(made.candidates)
    assert not set(made.train[columns.ITEM]) & set(made.candidates)
    assert splitting.leaks(made) == []


def test_planted_leaks_are_reported(interactions):
    temporal = splitting.temporal(interactions)
    copied = replace(temporal, train=pd.concat([temporal.train, temporal.test.iloc[:7]]))
    shown = replace(temporal, known=pd.concat([temporal.known, temporal.test.iloc[:2]]))
    early = replace(temporal, test=temporal.test.assign(**{columns.TIME: -1.0}))
    cold = splitting.cold_users(interactions, known=(0,))[0]
    known_member = replace(
        cold, train=pd.concat([cold.train, cold.test.iloc[:1].assign(**{columns.ITEM: 99})])
    )
    items = splitting.cold_items(interactions)
    warm = replace(items, train=pd.concat([items.train, items.test.iloc[:1].assign(**{columns.USER: 99})]))
    moment = splitting.global_temporal(interactions)
    future = replace(
        moment, train=pd.concat([moment.train, moment.test.iloc[:1].assign(**{columns.ITEM: 99})])
    )

    assert "7 test pairs are also training pairs" in splitting.leaks(copied)
    assert "2 test pairs are also shown pairs" in splitting.leaks(shown)
    assert splitting.leaks(early) == ["30 members have test rows before their last training row"]
    assert "1 cold members are in the training part" in splitting.leaks(known_member)
    assert "1 cold items are in the training part" in splitting.leaks(warm)
    assert "training rows lie after the moment of the split" in splitting.leaks(future)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda t: t.drop(columns=columns.VALUE), "lack the column 'value'"),
        (lambda t: t.iloc[:0], "no interactions"),
        (lambda t: t.drop(columns=columns.TIME), "needs the column 'time'"),
    ],
    ids=["column", "empty", "time"],
)
def test_table_that_cannot_be_split_is_refused(interactions, broken, words):
    with pytest.raises(splitting.SplitError, match=words):
        splitting.temporal(broken(interactions))


def test_too_short_histories_cannot_make_a_cold_curve(interactions):
    with pytest.raises(splitting.SplitError, match="more than 40 rows"):
        splitting.cold_users(interactions, known=(0, 40))
