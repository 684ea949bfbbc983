"""The pages that advise, without script: private, bounded, and every action writes once."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from recommender.models import Feedback
from tests.conftest import count_queries
from workouts.models import WorkoutSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, make_user, catalogue):
    user = make_user(level=4)
    client.force_login(user)
    return user


def say(client, exercise, kind, token=None, **more):
    data = {"exercise": exercise.slug, "kind": kind, "token": token or uuid.uuid4(), "on": "card"} | more
    return client.post(reverse("recommender:feedback"), data)


@pytest.mark.parametrize("name", ["for_you", "said", "why_not"])
def test_private_pages_ask_a_stranger_to_sign_in(client, name):
    response = client.get(reverse(f"recommender:{name}"))

    assert response.status_code == 302
    assert reverse("account_login") in response.url


def test_the_landing_page_sends_a_member_to_the_picks(client, member):
    assert client.get("/").url == reverse("recommender:for_you")


def test_the_same_form_sent_twice_writes_once(client, member, catalogue):
    token = uuid.uuid4()

    first, second = (say(client, catalogue[0], "like", token) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Feedback.objects.count() == 1


def test_done_twice_logs_the_dose_once_and_undo_voids_it(client, member, catalogue):
    token = uuid.uuid4()
    say(client, catalogue[0], "done", token)
    say(client, catalogue[0], "done", token)
    dose = catalogue[0].dose(member.profile.goal)

    assert WorkoutSet.objects.standing().count() == dose.sets
    client.post(reverse("recommender:undo"), {"uuid": Feedback.objects.get().uuid})

    assert not WorkoutSet.objects.standing().exists()
    assert WorkoutSet.objects.count() == dose.sets


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "love"), ("exercise", "no-such-thing"), ("token", "seven"), ("kind", "x" * 1000)],
)
def test_bad_input_names_the_field_and_writes_nothing(client, member, catalogue, field, value):
    good = {"exercise": catalogue[0].slug, "kind": "like", "token": uuid.uuid4()}

    response = client.post(reverse("recommender:feedback"), good | {field: value})

    assert response.status_code == 400
    assert field in response.content.decode()
    assert not Feedback.objects.exists()


def test_a_stranger_cannot_take_back_what_somebody_said(client, member, make_user, catalogue):
    row = Feedback.objects.create(
        user=make_user(), exercise=catalogue[0], kind="like", created_at=timezone.now()
    )

    response = client.post(reverse("recommender:undo"), {"uuid": row.uuid})

    assert response.status_code == 404
    row.refresh_from_db()
    assert row.undone_at is None


def test_a_stranger_sees_nothing_of_what_somebody_said(client, member, make_user, catalogue):
    row = Feedback.objects.create(
        user=make_user(), exercise=catalogue[0], kind="hurts", created_at=timezone.now()
    )

    assert catalogue[0].name not in client.get(reverse("recommender:said")).content.decode()
    page = client.get(reverse("recommender:for_you"), {"said": row.uuid}).content.decode()
    assert "It hurts: you will not see it again." not in page


def test_a_filter_that_is_wrong_is_named_and_the_page_still_shows_picks(client, member):
    page = client.get(reverse("recommender:for_you"), {"minutes": "-5"}).content.decode()

    assert "greater than or equal to 3" in page
    assert 'class="card pick"' in page


def test_when_nothing_fits_the_page_says_which_limits_and_what_relaxing_gives(client, member):
    page = client.get(reverse("recommender:for_you"), {"minutes": 3}).content.decode()

    assert "Nothing fits all of that" in page
    assert "they take longer than you have" in page
    assert "more would fit" in page


def test_picks_do_not_run_more_queries_for_more_exercises_or_history(
    client, member, catalogue, make_exercise
):
    url = reverse("recommender:for_you")
    client.get(url)
    few = count_queries(client, url)

    for exercise in catalogue[:20]:
        say(client, exercise, "like")
    for _ in range(5):
        make_exercise()
    client.get(url)

    # One more at most: which of the likes shown still stand.
    assert count_queries(client, url) <= few + 1
    assert few <= 10


def test_the_list_of_what_was_said_does_not_run_more_queries_for_more_rows(client, member, catalogue):
    url = reverse("recommender:said")
    say(client, catalogue[0], "like")
    few = count_queries(client, url)

    for exercise in catalogue[1:9]:
        say(client, exercise, "like")

    assert count_queries(client, url) == few


def test_htmx_gets_a_piece_and_a_browser_a_page(client, member, catalogue):
    url = reverse("recommender:why", args=[catalogue[0].slug])

    page = client.get(url).content.decode()
    piece = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "<!doctype html>" in page
    assert "<!doctype html>" not in piece
    assert 'class="reasons"' in piece


def test_a_swap_by_htmx_returns_one_other_card(client, member, catalogue):
    data = {"exercise": catalogue[0].slug, "token": uuid.uuid4(), "shown": [e.slug for e in catalogue[:5]]}

    card = client.post(reverse("recommender:swap"), data, headers={"HX-Request": "true"}).content.decode()

    assert card.count('class="card pick"') == 1
    assert not any(f'id="pick-{exercise.slug}"' in card for exercise in catalogue[:5])
