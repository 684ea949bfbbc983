"""Charts stay in their picture, and their axes hold every value."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workouts import plots
from workouts.targets import AIMED, IDEAL, weekly_target

DAY = date(2026, 1, 1)
numbers = st.floats(0, 100_000, allow_nan=False).map(lambda number: round(number, 2))
rows = st.lists(
    st.tuples(st.integers(0, 2000).map(lambda n: DAY + timedelta(days=n)), numbers), min_size=2, max_size=60
)


@given(numbers, numbers, st.booleans())
def test_ticks_are_round_even_and_hold_the_range(one, other, is_whole):
    low, high = sorted((one, other))

    found = plots.ticks(low, high, is_whole=is_whole)

    assert 2 <= len(found) <= plots.MOST_TICKS + 1
    assert found[0] <= low + 1e-6
    assert found[-1] >= high - 1e-6
    steps = [later - earlier for earlier, later in pairwise(found)]
    assert min(steps) == pytest.approx(max(steps))
    assert not is_whole or all(tick == int(tick) for tick in found)


@given(rows)
def test_a_line_stays_in_the_picture_and_goes_forward_in_time(rows):
    plot = plots.line(rows, key="k", title="T", text="t", unit="kg")

    for mark in plot.marks:
        assert plots.LEFT <= mark.x <= plots.WIDTH - plots.RIGHT
        assert plots.TOP - 0.1 <= mark.y <= plots.HEIGHT - plots.BOTTOM + 0.1
    assert [mark.x for mark in plot.marks] == sorted(mark.x for mark in plot.marks)
    assert [(mark.day, mark.value) for mark in plot.marks] == sorted(rows)
    assert max(mark.value for mark in plot.marks if mark.is_best) == max(value for _day, value in rows)


@given(rows)
def test_days_on_the_axis_are_few_and_in_order(rows):
    days = plots.line(rows, key="k", title="T", text="t", unit="").days

    assert 1 <= len(days) <= plots.MOST_DATES
    assert [tick.value for tick in days] == sorted(tick.value for tick in days)
    assert days[0].value == min(day for day, _value in rows)
    assert len(days) == 1 or days[-1].value == max(day for day, _value in rows)


@given(rows, st.one_of(st.none(), st.integers(1, 7)))
def test_bars_begin_at_zero_and_stay_in_the_picture(rows, goal):
    plot = plots.bars(rows, key="k", title="T", text="t", unit="", goal=goal)

    if plot is None:
        assert not any(value for _day, value in rows)
        return
    base = plots.HEIGHT - plots.BOTTOM
    assert plot.ups[0].value == 0
    for mark in plot.marks:
        assert mark.y + mark.height == pytest.approx(base, abs=0.1)
        assert mark.y >= plots.TOP - 0.1
        assert mark.x + mark.width <= plots.WIDTH - plots.RIGHT + 0.1
    assert goal is None or plots.TOP - 0.1 <= plot.goal.at <= base


def test_one_value_makes_no_line():
    assert plots.line([(DAY, 5)], key="k", title="T", text="t", unit="") is None


@given(st.sampled_from(sorted(IDEAL)), st.integers(5, 180), st.integers(1, 7))
def test_a_target_never_asks_for_more_than_the_goal_or_less_than_two(goal, minutes, days):
    target = weekly_target(goal=goal, minutes=minutes, days=days)
    more = weekly_target(goal=goal, minutes=minutes + 5, days=days)

    assert 2 <= target.sets <= target.ideal
    assert more.sets >= target.sets
    assert target.is_cut == (target.sets < IDEAL[goal])
    assert target.of("neck") is None
    assert target.of("neck", {"neck"}) >= target.of(AIMED[0])
