"""The number shown beside a question is the number of exercises that picks may come from."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.models import Exercise
from profiles.answers import Answers
from profiles.fitting import Fit, count_fitting
from profiles.models import Limitation
from recommender import frames, serving, shelf
from tests.conftest import CaptureQueriesContext, connection

THINGS = ("dumbbell", "bench", "band", "pull-up-bar")
PLACES = ("knee", "shoulder", "wrist")


@pytest.fixture
def catalogue(make_exercise):
    needs = ((), ("dumbbell",), ("dumbbell", "bench"), ("band",), ("pull-up-bar",))
    loads = ({}, {"knee": 1}, {"knee": 3, "wrist": 2}, {"shoulder": 2}, {"wrist": 3})
    number = 0
    for equipment in needs:
        for joints in loads:
            number += 1
            make_exercise(
                equipment=equipment, joints=joints, level=1 + number % 4, is_quiet=bool(number % 3),
                minutes=None if number % 11 == 0 else 4 * (1 + number % 5),
            )  # fmt: skip
    make_exercise(status="draft")
    make_exercise(status="retired")


answers_given = st.builds(
    Answers,
    level=st.integers(1, 4),
    equipment=st.sets(st.sampled_from(THINGS)).map(lambda words: tuple(sorted(words))),
    limitations=st.dictionaries(st.sampled_from(PLACES), st.sampled_from(Limitation.Severity.values)),
    minutes=st.integers(5, 30),
    is_quiet=st.booleans(),
)


def fits(exercise, answers):
    """The limits, said once more in plain words."""
    return (
        exercise.level <= answers.level
        and exercise.minutes is not None
        and exercise.minutes <= answers.minutes
        and {item.slug for item in exercise.equipment.all()} <= set(answers.equipment)
        and (exercise.is_quiet or not answers.is_quiet)
        and all(
            load.stress <= answers.tolerance.get(load.joint.slug, 3) for load in exercise.joint_loads.all()
        )
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=answers_given)
def test_the_count_is_that_of_the_exercises_that_keep_every_limit(catalogue, answers):
    exercises = Exercise.objects.published().prefetch_related("equipment", "joint_loads__joint")

    found = count_fitting(answers)

    assert found == Fit(sum(fits(exercise, answers) for exercise in exercises), len(exercises))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=answers_given)
def test_the_picks_page_counts_the_same(catalogue, answers):
    shelf.forget()
    said = frames.Answers(
        level=answers.level, minutes=answers.minutes, is_quiet=answers.is_quiet,
        equipment=answers.equipment, tolerance=answers.tolerance,
    )  # fmt: skip

    found = serving.recommend_for(None, at=timezone.now(), answers=said, log=False)

    assert Fit(found.allowed, found.catalogue) == count_fitting(answers)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=answers_given, thing=st.sampled_from(THINGS))
def test_more_equipment_never_leaves_fewer_exercises(catalogue, answers, thing):
    more = answers.with_step("places", equipment=tuple({*answers.equipment, thing}))

    assert count_fitting(more).fitting >= count_fitting(answers).fitting


def test_it_takes_one_query(catalogue):
    answers = Answers(equipment=THINGS, limitations=dict.fromkeys(PLACES, "mild"), is_quiet=True)

    with CaptureQueriesContext(connection) as queries:
        count_fitting(answers)

    assert len(queries) == 1


def test_an_empty_catalogue_fits_nothing(db):
    assert count_fitting(Answers()) == Fit(0, 0)
