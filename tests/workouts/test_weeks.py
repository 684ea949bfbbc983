"""Weeks begin where the reader's weeks begin, and a streak is what a calendar shows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workouts import weeks

TODAY = date(2026, 5, 6)  # A Wednesday.
WEEK = timedelta(days=7)
firsts = st.sampled_from([0, 5, 6])
days = st.lists(st.integers(-10, 200).map(lambda back: TODAY - timedelta(days=back)), max_size=60)


@given(st.dates(date(2000, 1, 10), date(2100, 1, 1)), firsts)
def test_a_week_begins_on_its_first_day_and_holds_the_day(day, first):
    start = weeks.week_of(day, first)

    assert start.weekday() == first
    assert timedelta(0) <= day - start < WEEK


@given(days, firsts)
def test_a_streak_is_counted_as_one_counts_on_a_calendar(days, first):
    found = weeks.streak(days, today=TODAY, first=first)

    trained = {weeks.week_of(day, first) for day in days if day <= TODAY}
    this = weeks.week_of(TODAY, first)
    back = this if this in trained else this - WEEK
    count = 0
    while back in trained:
        count, back = count + 1, back - WEEK
    assert (found.weeks, found.is_safe) == (count, this in trained)
    assert found.longest >= found.weeks


@given(days, st.integers(0, 200), firsts)
def test_another_workout_never_shortens_a_streak(days, back, first):
    before = weeks.streak(days, today=TODAY, first=first)

    after = weeks.streak([*days, TODAY - timedelta(days=back)], today=TODAY, first=first)

    assert after.weeks >= before.weeks
    assert after.longest >= before.longest


@given(days, firsts, st.integers(1, 20))
def test_every_workout_counts_in_exactly_one_week(days, first, count):
    rows = weeks.by_week(days, today=TODAY, weeks=count, first=first)

    assert [start for start, _n in rows] == sorted({start for start, _n in rows})
    assert len(rows) == count
    shown = [day for day in days if rows[0][0] <= day < rows[-1][0] + WEEK]
    assert sum(number for _start, number in rows) == len(shown)


@pytest.mark.parametrize(
    ("backs", "expected"),
    [
        ([], (0, 0, False)),
        ([0], (1, 1, True)),
        ([7], (1, 1, False)),  # The week that goes on does not end it.
        ([14], (0, 1, False)),
        ([0, 7, 14, 28, 35, 42, 49], (3, 4, True)),
        ([-7], (0, 0, False)),  # Next week has not happened.
    ],
)
def test_streaks_by_example(backs, expected):
    found = weeks.streak([TODAY - timedelta(days=back) for back in backs], today=TODAY)

    assert (found.weeks, found.longest, found.is_safe) == expected
