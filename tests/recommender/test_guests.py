"""Picks before signing up: they follow a guest's answers, keep to the limits, and write nothing."""

import pytest
from django.urls import reverse

from profiles.models import User
from recommender.models import Feedback, Impression
from tests.conftest import PASSWORD, count_queries

pytestmark = pytest.mark.django_db

FOR_YOU = "/for-you/"
ANSWERS = {
    "goal": "strength", "level": 2, "kind": "home", "equipment": ["dumbbell"],
    "limitations": {"knee": "severe"}, "answered": ["goal", "level", "places", "limits", "time"],
}  # fmt: skip


@pytest.fixture
def guest(client):
    """A visitor who has answered everything."""
    session = client.session
    session["guest_answers"] = ANSWERS
    session.save()
    return client


def slugs(client):
    return [card.slug for card in client.get(FOR_YOU).context["cards"]]


def test_a_visitor_who_has_answered_nothing_gets_what_anybody_can_do(client, catalogue, make_exercise):
    hard = make_exercise("Planche", level=4)
    heavy = make_exercise("Barbell row", equipment=["barbell"])

    found = slugs(client)

    assert found
    assert not {hard.slug, heavy.slug} & set(found)


def test_picks_of_a_guest_follow_the_answers_and_have_reasons(guest, catalogue, make_exercise):
    spares = make_exercise("Pistol squat", joints={"knee": 3})
    owned = make_exercise("Dumbbell row", equipment=["dumbbell"])

    cards = guest.get(FOR_YOU, {"minutes": 60}).context["cards"]
    page = guest.get(reverse("recommender:why", args=[owned.slug])).content.decode()

    assert all(card.pick.reasons for card in cards)
    assert spares.slug not in {card.slug for card in cards}
    assert "Left out for you" not in page
    assert "It loads the knee" in guest.get(reverse("recommender:why_not"), {"q": "Pistol"}).content.decode()


def test_nothing_is_written_of_a_guest(guest, catalogue):
    guest.get(FOR_YOU)

    assert not Impression.objects.exists()
    assert not User.objects.exists()


def test_what_a_guest_cannot_say_leads_to_signing_up(guest, catalogue):
    page = guest.get(FOR_YOU).content.decode()
    answer = guest.post(reverse("recommender:feedback"), {"exercise": catalogue[0].slug, "kind": "like"})

    assert f'href="{reverse("account_signup")}?next={FOR_YOU}"' in page
    assert reverse("recommender:feedback") not in page
    assert reverse("account_login") in answer.url
    assert not Feedback.objects.exists()


def test_after_signing_up_the_picks_follow_the_answers_at_once(guest, catalogue):
    first = slugs(guest)[0]

    signed_up = guest.post(
        reverse("account_signup"), {"email": "g@example.org", "password1": PASSWORD, "next": FOR_YOU}
    )
    page = guest.get(signed_up.url)

    assert signed_up.url == FOR_YOU
    assert page.context["found"].answers.equipment == ("dumbbell",)
    assert page.context["found"].answers.tolerance == {"knee": 0}
    assert page.context["cards"][0].slug == first
    assert User.objects.get().profile.goal == "strength"


def test_the_landing_page_lets_try_it(client):
    assert f'href="{reverse("profiles:start")}"' in client.get("/").content.decode()


def test_the_page_runs_few_queries_however_much_there_is(guest, catalogue, make_exercise):
    few = count_queries(guest, FOR_YOU)
    for _ in range(5):
        make_exercise()

    # The catalogue has changed: it is read anew once.
    guest.get(FOR_YOU)

    assert count_queries(guest, FOR_YOU) <= few
    assert count_queries(guest, FOR_YOU) <= 6


def test_a_guest_without_script_can_filter(guest, catalogue):
    response = guest.get(FOR_YOU, {"region": "legs"})

    assert response.status_code == 200
    assert response.context["form"].is_on
