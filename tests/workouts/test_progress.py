"""Tiredness, weekly work and strength are what their formulas say, in one query each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from workouts import charts, progress
from workouts.actions import log_sets, void_set
from workouts.entries import SetEntry
from workouts.history import sets_of

AT = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

rows = st.lists(
    st.tuples(
        st.sampled_from(["chest", "lats", "glutes"]),
        st.decimals("0.001", 1, places=3),
        st.integers(-48, 400).map(lambda hours: AT - hours * HOUR),
    ),
    max_size=30,
)


@pytest.fixture
def user(make_user):
    return make_user()


@pytest.fixture
def squat(make_exercise):
    return make_exercise("Squat", muscles={"quadriceps": Decimal("0.6"), "glutes": Decimal("0.4")})


def log(user, exercise, *sets, at=AT):
    return log_sets(user=user, exercise=exercise, sets=sets, at=at)


def test_a_fresh_set_tires_by_its_share_and_half_is_gone_a_day_later():
    fresh = progress.tiredness([("chest", Decimal("0.6"), AT)], at=AT)
    later = progress.tiredness([("chest", Decimal("0.6"), AT)], at=AT + DAY)

    assert fresh["chest"].load == pytest.approx(0.6 / 6)
    assert later["chest"].load == pytest.approx(0.3 / 6)
    assert (fresh["chest"].hours, later["chest"].hours) == (0, 24)


@given(rows)
def test_tiredness_lies_between_fresh_and_full(rows):
    for rested in progress.tiredness(rows, at=AT).values():
        assert 0 < rested.load <= 1
        assert 0 <= rested.hours < 240


@given(rows, st.integers(1, 100))
def test_rest_never_tires(rows, hours):
    past = [row for row in rows if row[2] <= AT]
    now, later = progress.tiredness(past, at=AT), progress.tiredness(past, at=AT + hours * HOUR)

    assert set(later) <= set(now)
    assert all(later[muscle].load <= now[muscle].load for muscle in later)


@given(rows, rows)
def test_another_set_never_rests(rows, more):
    less, most = progress.tiredness(rows, at=AT), progress.tiredness(rows + more, at=AT)

    assert all(most[muscle].load >= less[muscle].load - 1e-12 for muscle in less)


def test_the_load_of_a_member_is_read_in_one_query(user, squat, make_user):
    log(user, squat, SetEntry(repetitions=8), SetEntry(repetitions=8))
    log(make_user(), squat, SetEntry(repetitions=8))

    with CaptureQueriesContext(connection) as queries:
        load = progress.recent_load(user, AT + DAY)

    assert len(queries) == 1
    assert load == pytest.approx({"quadriceps": 0.6 / 6, "glutes": 0.4 / 6})


def test_a_voided_set_tires_nobody(user, squat):
    row = log(user, squat, SetEntry(repetitions=8)).sets[0]
    void_set(user=user, uuid=row.uuid, at=AT)

    assert progress.recent_load(user, AT) == {}
    assert progress.weekly_sets(user, AT) == {}


def test_weeks_are_seven_days_each_counted_back_from_now(user, squat):
    for age in (0 * DAY, 7 * DAY - HOUR, 7 * DAY, 20 * DAY, 28 * DAY):
        log(user, squat, SetEntry(repetitions=8, done_at=AT - age))

    with CaptureQueriesContext(connection) as queries:
        weeks = progress.weekly_sets(user, AT, weeks=4)

    assert len(queries) == 1
    assert weeks == {"quadriceps": [2, 1, 1, 0], "glutes": [1, 0.5, 0.5, 0]}


def test_the_map_gets_darker_with_more_sets():
    assert [progress.heat_of(sets) for sets in (0, 0.4, 2.9, 3, 6, 9.9, 10, 40)] == [0, 1, 1, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(
    ("weight", "repetitions", "expected"),
    [
        (100, 10, 100 * (1 + 10 / 30)), (Decimal("60"), 5, 70), (80, 1, 80), (80, 12, 112), (80, 13, None),
        (None, 5, None), (0, 5, None), (80, None, None),
    ],
)  # fmt: skip
def test_one_repetition_at_most_follows_epley_where_it_can(weight, repetitions, expected):
    assert progress.one_rep_max(weight, repetitions) == (expected and pytest.approx(expected))


def test_points_sum_up_each_workout(user, squat):
    log(user, squat, SetEntry(repetitions=5, weight_kg=Decimal(60)), SetEntry(repetitions=12))
    log(user, squat, SetEntry(repetitions=1, weight_kg=Decimal(80), done_at=AT - DAY))

    earlier, later = progress.points(sets_of(user, squat))

    assert (earlier.one_rep_max, earlier.heaviest, earlier.volume, earlier.sets) == (80, 80, 80, 1)
    assert (later.one_rep_max, later.heaviest, later.volume, later.sets, later.most) == (70, 60, 300, 2, 12)


kilograms = st.one_of(st.none(), st.sampled_from([Decimal(0), Decimal("22.5"), Decimal(100)]))
sets = st.builds(
    lambda repetitions, weight, seconds, metres: SetEntry(
        repetitions=repetitions, weight_kg=weight, seconds=seconds, distance_m=metres
    ),
    st.integers(1, 15), kilograms, st.one_of(st.none(), st.integers(1, 90)),
    st.one_of(st.none(), st.integers(1, 5000)),
)  # fmt: skip


def test_the_database_sums_up_as_python_does(user, make_exercise):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.lists(sets, min_size=1, max_size=4), min_size=1, max_size=3))
    def agree(workouts):
        exercise = make_exercise()
        for back, entries in enumerate(workouts):
            log(user, exercise, *entries, at=AT - back * DAY)
        found = progress.points_of(user, [exercise.pk])[exercise.pk]
        for point, expected in zip(found, progress.points(sets_of(user, exercise)), strict=True):
            expected = replace(expected, volume=0.0)
            assert replace(point, one_rep_max=None) == replace(expected, one_rep_max=None)
            assert point.one_rep_max == (expected.one_rep_max and pytest.approx(expected.one_rep_max))

    agree()


def test_a_chart_shows_what_all_its_workouts_can_tell(user, squat):
    log(user, squat, SetEntry(repetitions=20, weight_kg=Decimal(20)))
    assert charts.progress(progress.points(sets_of(user, squat))) is None

    log(user, squat, SetEntry(repetitions=5, weight_kg=Decimal(40), done_at=AT - DAY))
    chart = charts.progress(progress.points(sets_of(user, squat)))

    assert chart.label == "Heaviest weight"
    assert [(bar.value, bar.is_best) for bar in chart.bars] == [(40, True), (20, False)]
    assert chart.bars[0].height == 2 * chart.bars[1].height


@given(st.lists(st.integers(1, 500), min_size=2, max_size=40))
def test_bars_stay_in_the_picture(values):
    points = [progress.Point(AT + n * DAY, 1, value, None, 0, None) for n, value in enumerate(values)]

    chart = charts.progress(points)

    assert len(chart.bars) == min(len(values), charts.MOST_BARS)
    for bar in chart.bars:
        assert bar.x + bar.width <= chart.width
        assert bar.y >= 0
        assert bar.y + bar.height == pytest.approx(chart.height, abs=0.1)
