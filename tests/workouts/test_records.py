"""A record beats everything before it, and nothing else does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workouts import records
from workouts.progress import Point

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def point(day, **values):
    fields = {"heaviest": None, "one_rep_max": None, "volume": 0.0, "most": 0} | values
    return Point(at=START + timedelta(days=day), sets=1, workout=day, **fields)


weights = st.one_of(st.none(), st.sampled_from([20.0, 22.5, 25.0, 60.0, 62.5]))
logs = st.lists(
    st.builds(
        point, st.integers(0, 60), heaviest=weights, one_rep_max=weights, seconds=st.integers(0, 5),
        repetitions=st.integers(0, 20), volume=st.integers(0, 900).map(float),
    ),
    max_size=30, unique_by=lambda row: row.at,
)  # fmt: skip


@given(logs)
def test_records_of_a_kind_rise_and_end_at_the_best(points):
    found = records.records_of(points)
    bests = {best.kind: best for best in records.bests_of(points)}

    for kind in records.KINDS:
        values = [record.value for record in found if record.kind == kind]
        assert values == sorted(set(values))
        if values:
            assert values[-1] == bests[kind].value == max(getattr(point, kind) or 0 for point in points)
        assert all(record.before < record.value for record in found if record.kind == kind)


@given(logs)
def test_a_record_beats_every_earlier_workout(points):
    for record in records.records_of(points):
        earlier = [getattr(row, record.kind) or 0 for row in points if row.at < record.at]
        assert max(earlier) == record.before
        assert record.before > 0


@given(logs, st.randoms())
def test_the_order_in_which_workouts_are_read_does_not_matter(points, random):
    shuffled = list(points)
    random.shuffle(shuffled)

    assert records.records_of(shuffled) == records.records_of(points)
    assert records.bests_of(shuffled) == records.bests_of(points)


@given(logs)
def test_a_workout_that_equals_the_best_is_no_record(points):
    bests = {best.kind: best.value for best in records.bests_of(points)}

    again = point(100, **bests)

    assert records.records_of([*points, again]) == records.records_of(points)


def test_the_first_workout_sets_the_mark_and_the_next_may_beat_it():
    points = [
        point(0, heaviest=60.0),
        point(2, heaviest=60.0),
        point(4, heaviest=62.5),
        point(6, heaviest=61.0),
    ]

    (record,) = records.records_of(points)

    assert (record.kind, record.at, record.value, record.before) == ("heaviest", points[2].at, 62.5, 60.0)
    assert (record.text, record.before_text) == ("62.5 kg", "60 kg")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("heaviest", 102.5, "102.5 kg"), ("one_rep_max", 116.666, "116.7 kg"), ("volume", 3758.0, "3758 kg"),
        ("repetitions", 12, "12"), ("seconds", 40, "40 s"), ("metres", 5000, "5 km"),
    ],
)  # fmt: skip
def test_values_are_said_with_their_unit(kind, value, words):
    assert records.value_text(kind, value) == words
