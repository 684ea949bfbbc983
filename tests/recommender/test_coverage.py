"""The coverage map counts what serving allows, for every goal, kit, sore joint and level."""

import itertools

import pytest
from django.utils import timezone

from exercises import coverage, goals, vocabulary
from profiles.kits import PRESETS
from recommender import frames, serving, shelf
from recommender.engine import fallback

pytestmark = pytest.mark.django_db


def test_the_map_counts_what_serving_allows_for_such_a_person(catalogue, make_exercise):
    make_exercise("No duration", minutes=None)
    make_exercise("Draft", status="draft")
    counted = coverage.Coverage(coverage.published_rows())
    shelved = shelf.current()
    dimensions = [values for _words, values in coverage.DIMENSIONS.values()]

    for goal, kit, joint, level in itertools.product(*dimensions):
        person = frames.Answers(
            goal=goal, equipment=coverage.KITS[kit][1], level=int(level), minutes=180,
            tolerance={} if joint == "none" else {joint: 1},
        )  # fmt: skip
        wanted = serving.Filters(types=() if goal == "any" else goals.types_for(goal))
        rules = serving.rules_for(shelved, person, wanted, timezone.now())
        allowed = rules.judge(shelved.model.catalogue).allowed.sum()

        assert counted.cell(goal=goal, kit=kit, joint=joint, level=level).exercises == allowed


def test_a_goal_looks_for_what_the_content_scorer_looks_for():
    assert goals.LOOKED_FOR == fallback.GOALS
    assert set(goals.LOOKED_FOR) == set(vocabulary.GOALS)


def test_a_full_gym_is_what_the_questions_call_one():
    assert set(coverage.KITS["full-gym"][1]) == set(PRESETS["gym"][2])
    assert coverage.KITS["nothing"][1] == PRESETS["nothing"][2]
