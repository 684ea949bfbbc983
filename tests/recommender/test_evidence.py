"""Events folded into one value per exercise."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender import evidence
from recommender.models import Feedback

NOW = datetime(2026, 5, 1, tzinfo=UTC)
KINDS = list(Feedback.Kind.values)


def test_the_last_opinion_counts():
    values = evidence.fold([("squat", "like"), ("squat", "dislike")])

    assert values == {"squat": -1.0}


def test_doing_it_again_counts_a_little_more_each_time_up_to_a_bound():
    once = evidence.fold([("squat", "done")])["squat"]
    twice = evidence.fold([("squat", "done")] * 2)["squat"]
    often = evidence.fold([("squat", "done")] * 50)["squat"]

    assert once == pytest.approx(0.5)
    assert twice == pytest.approx(0.6)
    assert often == pytest.approx(0.8)


def test_doing_never_outweighs_an_opinion():
    values = evidence.fold([("squat", "dislike"), ("squat", "done"), ("squat", "done")])

    assert values["squat"] == -1.0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(KINDS))))
def test_values_stay_within_minus_one_and_one_and_name_every_exercise_met(events):
    values = evidence.fold(events)

    assert set(values) == {key for key, _kind in events}
    assert all(-1 <= value <= 1 for value in values.values())


def test_sets_of_one_workout_count_as_one_doing():
    sets = [("squat", "done", NOW + timedelta(minutes=m), 7) for m in range(4)]

    assert len(list(evidence.once(sets))) == 1


def test_feedback_done_and_the_sets_logged_with_it_are_one_doing():
    events = [("squat", "done", NOW, None), ("squat", "done", NOW, 7), ("squat", "done", NOW, 7)]

    assert len(list(evidence.once(events))) == 1


def test_two_workouts_are_two_doings():
    events = [("squat", "done", NOW, 7), ("squat", "done", NOW + timedelta(days=2), 8)]

    assert len(list(evidence.once(events))) == 2


@pytest.mark.parametrize("kind", ["never", "hurts"])
def test_never_again_and_hurts_block_for_good(kind):
    blocked, _away = evidence.absent([("squat", kind, NOW - timedelta(days=4000))], at=NOW)

    assert blocked == {"squat"}


@pytest.mark.parametrize(("kind", "days"), [("dislike", 90), ("too_hard", 45), ("too_easy", 45)])
def test_other_opinions_put_it_aside_for_a_time(kind, days):
    _blocked, still = evidence.absent([("squat", kind, NOW - timedelta(days=days - 1))], at=NOW)
    _blocked, over = evidence.absent([("squat", kind, NOW - timedelta(days=days + 1))], at=NOW)

    assert still == {"squat"}
    assert over == set()


def test_a_like_ends_an_absence_and_doing_it_does_not_end_a_block():
    liked = [("squat", "dislike", NOW - timedelta(days=2)), ("squat", "like", NOW)]
    done = [("squat", "hurts", NOW - timedelta(days=2)), ("squat", "done", NOW)]

    assert evidence.absent(liked, at=NOW) == (set(), set())
    assert evidence.absent(done, at=NOW) == ({"squat"}, set())
