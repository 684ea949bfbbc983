"""What is served of a history is what its model was measured with: older evidence fades alike."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from recommender.engine import columns
from recommender.engine.matrices import evidence_from
from recommender.shelf import Shelved

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HISTORY = [(4, 1.0, NOW - timedelta(days=9)), (2, -0.5, NOW - timedelta(days=1)), (7, 0.8, NOW)]


class Answers:
    preferences, favoured = {}, None

    def tastes(self):
        return {item: value for item, value, _time in HISTORY}

    def met(self):
        return [(item, "like", time) for item, _value, time in HISTORY]


class Keeps:
    def member(self, items, values, preferences, **_others):
        return dict(zip(items, values.tolist(), strict=True))

    def encode(self, preferences):
        return preferences


def test_recency_fades_as_in_evaluation():
    rows = [(1, item, value, time.timestamp() / 86_400) for item, value, time in HISTORY]
    table = pd.DataFrame(rows, columns=[columns.USER, columns.ITEM, columns.VALUE, columns.TIME])
    measured = evidence_from(table, [1], [2, 4, 7]).aged(0.5)

    served = Shelved((), Keeps(), Keeps(), {}, recency=0.5).member(Answers(), None, NOW)

    expected = (measured.x - measured.negative).toarray()[0]
    np.testing.assert_allclose([served[2], served[4], served[7]], expected, rtol=1e-6)


def test_half_life_fades_by_days():
    served = Shelved((), Keeps(), Keeps(), {}, half_life=9.0).member(Answers(), None, NOW)

    assert served[4] == pytest.approx(0.5)
    assert served[7] == pytest.approx(0.8)


def test_without_either_nothing_fades():
    assert Shelved((), Keeps(), Keeps(), {}).member(Answers(), None, NOW) == pytest.approx(
        {4: 1.0, 2: -0.5, 7: 0.8}
    )
