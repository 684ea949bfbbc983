"""Double progression and lighter weeks: rules that can be said in a sentence and never surprise."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workouts.progression import (
    HARD_WEEKS,
    Performed,
    light_sets,
    next_step,
    smallest_step,
    week_after,
)

NOW = datetime(2025, 6, 12, 18, tzinfo=UTC)


def workout(repetitions, weight=None, *, days_ago=3, number=1, **more):
    """The sets of one workout, as many as there are numbers of repetitions."""
    at = NOW - timedelta(days=days_ago)
    return [Performed(number, at, repetitions=r, weight_kg=weight, **more) for r in repetitions]


def step(history, *, low=8, high=12, unit="repetitions", **more):
    return next_step(history, low=low, high=high, unit=unit, at=NOW, **more)


def test_the_first_time_no_load_is_made_up():
    found = step([])

    assert (found.rule, found.amount, found.weight_kg) == ("first", None, None)
    assert found.text


def test_repetitions_come_first():
    found = step(workout([10, 9, 9], 40))

    assert (found.rule, found.amount, found.weight_kg) == ("more", 10, 40)


def test_the_top_of_the_range_in_every_set_brings_the_smallest_step_of_load():
    found = step(workout([12, 12, 12], 40), smallest=2.5)

    assert (found.rule, found.amount, found.weight_kg) == ("load", 8, 42.5)
    assert "2.5 kg" in found.text


def test_one_set_short_of_the_top_keeps_the_load():
    assert step(workout([12, 12, 11], 40)).rule == "more"


def test_warm_up_sets_do_not_count_against_the_top():
    found = step([*workout([5], 20), *workout([12, 12], 40)])

    assert found.rule == "load"


def test_a_step_of_more_than_a_tenth_waits_for_two_repetitions_beyond():
    waiting = step(workout([12, 12], 12), smallest=4)
    beyond = step(workout([14, 14], 12), smallest=4)

    assert (waiting.rule, waiting.amount, waiting.weight_kg) == ("beyond", 13, 12)
    assert (beyond.rule, beyond.weight_kg) == ("load", 16)


def test_without_load_the_top_asks_for_a_harder_version():
    assert step(workout([12, 12])).rule == "harder"


def test_missing_the_range_twice_takes_a_tenth_off():
    history = [*workout([7, 6], 50, days_ago=6, number=1), *workout([7, 7], 50, days_ago=2, number=2)]

    found = step(history)

    assert (found.rule, found.amount, found.weight_kg) == ("ease", 8, 45)


def test_missing_the_range_once_tries_again():
    found = step(workout([7, 6], 50))

    assert (found.rule, found.amount, found.weight_kg) == ("more", 8, 50)


def test_a_long_break_takes_a_tenth_off_and_says_how_long_it_was():
    found = step(workout([12, 12], 50, days_ago=40))

    assert (found.rule, found.weight_kg) == ("back", 45)
    assert "40 days" in found.text


def test_a_lighter_week_takes_a_tenth_off():
    found = step(workout([12, 12], 50), is_light=True)

    assert (found.rule, found.amount, found.weight_kg) == ("light", 8, 45)


def test_holds_grow_by_five_seconds():
    history = [Performed(1, NOW - timedelta(days=2), seconds=s) for s in (30, 25)]

    found = step(history, low=20, high=40, unit="seconds")

    assert (found.rule, found.amount) == ("more", 30)


def test_minutes_tell_what_was_done_last():
    found = step([Performed(1, NOW - timedelta(days=2), seconds=720)], unit="minutes")

    assert found.amount is None
    assert "12 min" in found.text


def test_what_was_counted_in_something_else_is_no_history():
    assert step([Performed(1, NOW, seconds=60)]).rule == "first"


def test_dumbbells_step_more_finely_than_kettlebells():
    assert (
        smallest_step(["dumbbell", "bench"])
        < smallest_step(["barbell", "rack"])
        < smallest_step(["kettlebell"])
    )


amounts = st.lists(st.integers(1, 30), min_size=1, max_size=5)
loads = st.one_of(st.none(), st.integers(1, 400).map(lambda quarter: quarter / 2))


@given(
    st.lists(st.tuples(amounts, loads, st.integers(0, 60)), max_size=6),
    st.integers(1, 15), st.integers(0, 10), st.sampled_from([1.0, 2.5, 4.0]), st.booleans(),
)  # fmt: skip
def test_whatever_was_done_the_next_step_is_small_and_within_reach(done, low, wide, smallest, is_light):
    history = [
        performed
        for number, (repetitions, weight, days) in enumerate(done)
        for performed in workout(repetitions, weight, days_ago=days, number=number)
    ]
    high = low + wide

    found = step(history, low=low, high=high, smallest=smallest, is_light=is_light)

    assert found.text
    assert found.amount is None or low <= found.amount <= high + 2
    heaviest = max((p.weight_kg or 0 for p in history), default=0)
    if found.weight_kg is not None:
        assert 0 <= found.weight_kg <= heaviest + smallest
        # Whatever goes up goes up by the smallest step, and never past a tenth before two more repetitions.
        if found.rule == "load":
            last = max(history, key=lambda p: (p.at, p.workout))
            assert last.repetitions >= high


class TestLighterWeek:
    """Five hard weeks, then a light one."""

    TODAY = date(2025, 6, 12)

    def weeks(self, counts, effort=8):
        """Sets on the Monday of each week, the last number the week just gone."""
        monday = self.TODAY - timedelta(days=self.TODAY.weekday())
        return [
            (monday - timedelta(weeks=back), effort)
            for back, count in enumerate(reversed(counts), 1)
            for _ in range(count)
        ]

    def test_it_comes_after_five_hard_weeks_and_says_so(self):
        found = week_after(self.weeks([40] * 5), today=self.TODAY)

        assert found.is_light
        assert "5 hard weeks" in found.text

    def test_four_are_not_enough(self):
        assert not week_after(self.weeks([40] * 4), today=self.TODAY).is_light

    def test_after_a_lighter_week_the_count_begins_again(self):
        counts = [40] * HARD_WEEKS + [light_sets(40)]

        assert not week_after(self.weeks(counts), today=self.TODAY).is_light
        assert week_after(self.weeks(counts[1:]), today=self.TODAY).hard_weeks == 0

    def test_easy_effort_is_not_hard(self):
        assert not week_after(self.weeks([40] * 6, effort=5), today=self.TODAY).is_light

    def test_effort_that_was_never_written_down_does_not_hide_a_hard_week(self):
        assert week_after(self.weeks([40] * 6, effort=None), today=self.TODAY).is_light

    def test_a_few_sets_a_week_need_no_rest(self):
        assert not week_after(self.weeks([6] * 8), today=self.TODAY).is_light

    def test_this_week_does_not_count_so_that_the_answer_holds_all_week(self):
        done = self.weeks([40] * 5) + [(self.TODAY, 9)] * 30

        answers = {week_after(done, today=self.TODAY + timedelta(days=d)).is_light for d in range(-3, 4)}

        assert answers == {True}

    @pytest.mark.parametrize(("sets", "light"), [(1, 1), (2, 1), (3, 2), (5, 3)])
    def test_a_lighter_week_has_half_of_the_sets(self, sets, light):
        assert light_sets(sets) == light

    @given(st.lists(st.integers(0, 60), max_size=12))
    def test_who_takes_the_lighter_week_is_not_asked_for_a_second_one(self, counts):
        if week_after(self.weeks(counts), today=self.TODAY).is_light:
            followed = self.weeks([*counts, light_sets(min(counts[-5:]))])

            assert not week_after(followed, today=self.TODAY).is_light
