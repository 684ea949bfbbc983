"""The coverage map: what remains for whom, by goal, equipment, sore joint and level."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse

from exercises import goals, vocabulary
from exercises.catalogue import read_records
from exercises.coverage import DIMENSIONS, KITS, SORE_JOINTS, Coverage, published_rows
from exercises.loading import catalogue_files
from exercises.models import Exercise
from tests.conftest import count_queries

MAP = "admin:exercises_exercise_coverage"


def row(**changes):
    """An exercise as the map reads it."""
    return {
        "type": "strength", "mechanic": "compound", "pattern": "squat", "level": 1, "minutes": 5,
        "equipment": [], "joints": {}, "primary": ["chest"], **changes,
    }  # fmt: skip


def cell(rows, **asked):
    return Coverage(rows).cell(**{"goal": "any", "kit": "nothing", "joint": "none", "level": 4, **asked})


def test_what_is_not_there_hurts_or_is_too_hard_is_not_counted():
    rows = [
        row(joints={"knee": 2}), row(equipment=["dumbbell"], level=2),
        row(equipment=["dumbbell", "bench"], joints={"wrist": 3}), row(minutes=None), row(level=None),
    ]  # fmt: skip

    assert cell(rows, level=1).exercises == 1
    assert cell(rows, joint="knee").exercises == 0
    assert cell(rows, kit="dumbbells", level=1).exercises == 1
    assert cell(rows, kit="dumbbells", level=2).exercises == 2
    assert cell(rows, kit="full-gym").exercises == 3
    assert cell(rows, kit="full-gym", joint="wrist").exercises == 2


def test_a_goal_takes_the_types_that_serve_it():
    rows = [row(), row(type="stretching"), row(type="balance"), row(type="cardio")]

    assert cell(rows, goal="mobility").exercises == 2
    assert cell(rows, goal="endurance").exercises == 2
    assert cell(rows, goal="any").exercises == 4


def test_every_goal_is_served_by_known_types():
    served = {goal: goals.types_for(goal) for goal in vocabulary.GOALS}

    assert all(types and set(types) <= set(vocabulary.TYPES) for types in served.values())


def test_the_best_are_as_good_as_their_kind_fits_and_count_less_below_the_level():
    perfect = [row(level=4) for _ in range(8)]

    assert cell(perfect, goal="strength").quality == pytest.approx(1)
    assert cell(perfect[:4], goal="strength").quality == pytest.approx(0.5)
    assert cell([row(level=2)] * 8, goal="strength").quality == pytest.approx(0.5)
    assert cell([row(level=4, mechanic="")] * 8, goal="strength").quality == pytest.approx(1 / 1.4)


def test_a_cell_needs_eight_exercises_for_three_muscle_groups():
    muscles = ["chest"] * 8 + ["quadriceps"] * 8 + ["biceps"] * 7
    rows = [row(primary=[muscle]) for muscle in muscles]

    assert not cell(rows).is_covered
    assert cell([*rows, row(primary=["biceps"])]).is_covered


def test_everything_promised_is_counted_once():
    cells = Coverage([row()]).promised()

    places = {(cell.goal, cell.kit, cell.joint, cell.level) for cell in cells}
    assert len(places) == len(cells) == len(vocabulary.GOALS) * len(KITS) * len(SORE_JOINTS) * 4


def test_an_empty_catalogue_has_an_empty_map():
    assert {cell.exercises for cell in Coverage([]).promised()} == {0}


def test_the_shipped_catalogue_serves_everybody_it_promises_to():
    rows = [record for path in catalogue_files() for record in read_records(path)]

    short = [cell.as_dict() for cell in Coverage(rows).promised() if not cell.is_covered]

    assert short == []


@pytest.fixture
def curator(client, django_user_model, words):
    user = django_user_model.objects.create(email="curator@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


@pytest.fixture
def catalogue(make_exercise):
    """Exercises of all kinds, loads, levels and needs; a draft and a gap that must not be counted."""
    kits = [(), ("dumbbell",), ("band",), ("bench", "dumbbell"), ("pool",)]
    loads = [{}, {"knee": 2}, {"shoulder": 3, "wrist": 1}, {"lower-back": 2}]
    for number in range(40):
        make_exercise(
            type=list(vocabulary.TYPES)[number % 7], level=1 + number % 4, equipment=kits[number % 5],
            joints=loads[number % 3], muscles={list(vocabulary.MUSCLES)[number % 20]: 1},
        )  # fmt: skip
    make_exercise(status="draft")
    make_exercise(minutes=None)


@pytest.mark.parametrize(
    ("rows", "columns"), [("goal", "kit"), ("joint", "level"), ("kit", "joint"), ("level", "goal")]
)
def test_every_cell_leads_to_the_exercises_it_counts(curator, catalogue, rows, columns):
    asked = {"rows": rows, "columns": columns, "goal": "any", "kit": "full-gym", "level": 4}
    shown = curator.get(reverse(MAP), asked).context["map"]

    assert sum(cell["count"] for _head, line in shown["lines"] for cell in line) > 0
    for _head, line in shown["lines"]:
        for cell in line[::2]:
            found = curator.get(cell["address"]).context["cl"].queryset
            assert found.count() == cell["count"], cell["address"]


def test_the_lists_filters_say_what_the_cell_asks_for(curator, catalogue):
    shown = curator.get(reverse(MAP), {"level": "2", "joint": "knee"}).context["map"]

    address = shown["lines"][1][1][1]["address"]
    assert dict(parse_qsl(urlsplit(address).query)) == {
        "status__exact": "published", "goal": "strength", "kit": "dumbbells", "spares": "knee", "upto": "2",
    }  # fmt: skip
    page = curator.get(address).content.decode()
    assert "By serves the goal" in page
    assert "By up to level" in page


def test_a_word_nobody_knows_in_the_lists_address_narrows_nothing(curator, catalogue):
    url = reverse("admin:exercises_exercise_changelist")

    everything = curator.get(url).context["cl"].queryset.count()

    assert curator.get(url, {"kit": "moon", "goal": "x"}).context["cl"].queryset.count() == everything


def test_the_map_is_a_table_with_heads_and_every_number_in_it(curator, catalogue):
    page = curator.get(reverse(MAP)).content.decode()

    table = page[page.index('<table class="coverage"') : page.index('<ul class="coverage-legend">')]
    assert table.count('<th scope="col">') == len(KITS)
    assert table.count('<th scope="row">') == len(DIMENSIONS["goal"][1])
    assert table.count("by muscle group: Legs") == len(KITS) * len(DIMENSIONS["goal"][1])
    assert "cells fall short" in page
    assert "is-heat-" in table


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"rows": "moon"}, "rows"), ({"rows": "kit"}, "columns"), ({"level": "9"}, "level")],
)
def test_a_map_that_cannot_be_drawn_says_so_and_shows_the_usual_one(curator, catalogue, asked, field):
    response = curator.get(reverse(MAP), asked)

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "That map cannot be drawn" in response.content.decode()
    assert str(response.context["map"]["rows"]) == "Goal"


def test_the_map_runs_as_many_queries_for_many_exercises(curator, make_exercise):
    make_exercise()
    few = count_queries(curator, reverse(MAP))
    for _ in range(10):
        make_exercise(equipment=["band"], joints={"knee": 1})

    assert count_queries(curator, reverse(MAP)) == few <= 7


def test_what_a_list_reads_is_what_files_say(make_exercise):
    make_exercise(equipment=["band"], joints={"knee": 2}, muscles={"chest": 0.6, "triceps": 0.4}, level=3)

    (read,) = published_rows()

    assert read == {
        "type": "strength", "mechanic": "compound", "pattern": "squat", "level": 3,
        "minutes": Exercise.objects.get().minutes, "equipment": ["band"], "joints": {"knee": 2},
        "primary": ["chest"],
    }  # fmt: skip


def test_the_map_is_for_those_who_may_see_exercises(client, django_user_model, make_user):
    clerk = django_user_model.objects.create(email="clerk@example.org", is_staff=True)
    client.force_login(clerk)
    assert client.get(reverse(MAP)).status_code == 403

    client.force_login(make_user())
    assert client.get(reverse(MAP)).status_code in (302, 403)


def test_the_list_of_exercises_leads_to_the_map(curator):
    page = curator.get(reverse("admin:exercises_exercise_changelist")).content.decode()

    assert reverse(MAP) in page
