"""What publishing a draft would change is what happens once it is published; looking writes nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise
from profiles.models import User
from recommender import frames, preview, preview_people, serving
from recommender.models import Feedback
from tests.conftest import PASSWORD, count_queries
from workouts.actions import log_sets
from workouts.entries import SetEntry

pytestmark = pytest.mark.django_db
PERSONAS = preview_people.PERSONAS


@pytest.fixture
def curator(client):
    client.force_login(User.objects.create_superuser("curator@example.org", PASSWORD))
    return client


@pytest.fixture
def draft(make_exercise):
    return make_exercise(
        "New lunge", status="draft", type="strength", level=2, joints={"knee": 3}, minutes=10
    )


def page_of(exercise):
    return reverse("recommender_desk:preview", args=[exercise.pk])


def picks_of(answers):
    found = serving.recommend_for(None, answers=answers, at=timezone.now(), n=preview.PICKS, log=False)
    return [pick.exercise_id for pick in found.picks]


def assert_comes_true(draft, settings):
    """What is foretold for the personas happens once the draft is published."""
    settings.EXPLORATION = 0
    at = timezone.now()
    people = preview_people.personas()
    before = [picks_of(person.answers) for person in people]

    foretold = preview.preview(draft, population=PERSONAS, at=at)
    draft.status = Exercise.Status.PUBLISHED
    draft.save()

    assert foretold.shown
    assert foretold.excluded
    for person, earlier, outcome in zip(people, before, foretold.outcomes, strict=True):
        later = picks_of(person.answers)
        assert outcome.rank == (later.index(draft.pk) + 1 if draft.pk in later else None)
        gone = set(earlier) - set(later)
        assert set(outcome.displaced) == (gone if draft.pk in later else set())
        why = serving.explain_for(None, draft.pk, at=at, answers=person.answers)
        assert len(outcome.failing) == len(why.failing)
        assert outcome.place == why.rank


def test_without_a_model_what_is_foretold_comes_true(catalogue, draft, settings):
    assert_comes_true(draft, settings)


@pytest.mark.slow
def test_with_a_model_that_never_saw_it_what_is_foretold_comes_true(trained, draft, settings):
    assert_comes_true(draft, settings)


def test_a_published_one_is_compared_with_a_catalogue_without_it(catalogue, make_exercise):
    exercise = make_exercise("Best of all", level=2, minutes=5)

    found = preview.preview(exercise, population=PERSONAS, at=timezone.now())

    assert found.shown
    assert all(exercise.pk not in outcome.displaced for outcome in found.outcomes)
    assert {outcome.rank for outcome in found.shown} <= set(range(1, 13))


def test_everybody_is_counted_once(catalogue, draft):
    found = preview.preview(draft, population=PERSONAS, at=timezone.now())

    assert len(found.shown) + found.further_down + len(found.excluded) == len(found.outcomes)
    assert sum(count for _words, count, _share in found.bands) == len(found.shown)
    limits = dict(found.limits)
    spared = sum("knee" in outcome.person.answers.tolerance for outcome in found.outcomes)
    assert limits["spare the knee"] == spared
    assert limits["are below its level"] > 0


def test_looking_writes_nothing_and_takes_as_many_queries_for_more(catalogue, draft, make_exercise):
    def queries():
        with CaptureQueriesContext(connection) as made:
            preview.preview(draft, population=PERSONAS, at=timezone.now())
        assert all(query["sql"].startswith("SELECT") for query in made)
        return len(made)

    queries()
    few = queries()
    for _ in range(10):
        make_exercise(equipment=["band"])
    queries()

    assert queries() == few <= 12


def test_a_published_catalogue_of_one_can_be_tried(make_exercise):
    alone = make_exercise("Alone", level=1)

    found = preview.preview(alone, population=PERSONAS, at=timezone.now())

    assert len(found.shown) + len(found.excluded) == len(found.outcomes)
    assert found.displaced == []


def test_several_people_are_read_as_each_of_them(catalogue, make_user):
    at = timezone.now()
    users = [
        make_user(equipment=["band", "dumbbell"], limitations={"knee": "severe"}, goal="strength", level=3),
        make_user(favoured=["chest", "lats"], minutes=45),
        make_user(),
    ]  # fmt: skip
    Feedback.objects.create(user=users[0], exercise=catalogue[0], kind="like", created_at=at)
    Feedback.objects.create(user=users[1], exercise=catalogue[1], kind="dislike", created_at=at)
    sets = [SetEntry(repetitions=8), SetEntry(repetitions=8)]
    log_sets(user=users[1], exercise=catalogue[2], sets=sets, at=at - timedelta(days=1))

    found = preview_people.answers_of_all([user.pk for user in users])

    assert found == [frames.answers_of(user) for user in users]


def test_members_are_asked_when_there_are_enough_and_personas_otherwise(
    curator, catalogue, draft, make_user, monkeypatch
):
    monkeypatch.setattr(preview_people, "FEWEST_MEMBERS", 3)
    for _ in range(2):
        make_user()
    few = curator.get(page_of(draft)).content.decode()
    make_user()
    make_user(simulated=True)

    enough = curator.get(page_of(draft)).content.decode()

    assert "Built-in personas: 42 tried" in few
    assert "Members: 3 tried" in enough
    assert "One by one" in few
    assert "One by one" not in enough


def test_simulated_people_are_labelled(curator, catalogue, draft, make_user):
    make_user(simulated=True)

    page = curator.get(page_of(draft), {"population": "simulated"}).content.decode()

    assert "These people are simulated." in page
    assert "Simulated people: 1 tried" in page
    assert '<option value="simulated" selected>' in page


def test_a_population_that_is_not_there_is_refused_and_the_usual_one_shown(curator, catalogue, draft):
    page = curator.get(page_of(draft), {"population": "martians"}).content.decode()

    assert "Select a valid choice" in page
    assert "Built-in personas: 42 tried" in page


def test_a_draft_with_gaps_says_what_is_missing(curator, catalogue, make_exercise):
    gappy = make_exercise("Gappy", status="draft", level=None)

    page = curator.get(page_of(gappy)).content.decode()

    assert "Missing: level." in page
    assert "Whom the limits keep from it" not in page


def test_the_page_tells_who_what_instead_of_and_why_not(curator, catalogue, draft):
    page = curator.get(page_of(draft)).content.decode()

    assert "What publishing “New lunge” would change" in page
    assert "spare the knee" in page
    assert "loads the knee" in page
    assert "No model serves" in page


def test_the_page_runs_as_many_queries_for_more_people(curator, catalogue, draft, make_user):
    url = f"{page_of(draft)}?population=simulated"
    make_user(simulated=True)
    count_queries(curator, url)
    few = count_queries(curator, url)
    for _ in range(10):
        make_user(simulated=True, equipment=["band"], limitations={"knee": "mild"})

    assert count_queries(curator, url) == few <= 24


def test_the_exercises_page_leads_to_it(curator, draft):
    page = curator.get(reverse("admin:exercises_exercise_change", args=[draft.pk])).content.decode()

    assert page_of(draft) in page


def test_it_is_for_those_who_may_see_exercises(client, make_user, draft):
    client.force_login(make_user())
    assert client.get(page_of(draft)).status_code in (302, 403)

    client.force_login(User.objects.create_user("clerk@example.org", PASSWORD, is_staff=True))
    assert client.get(page_of(draft)).status_code == 403
