"""The pages that advise, without script: private, bounded, and every action writes once."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from exercises.models import Joint
from profiles.models import Limitation, Place
from recommender.models import Feedback, Impression
from tests.conftest import count_queries
from workouts.models import WorkoutSet

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, make_user, catalogue):
    user = make_user(level=4)
    client.force_login(user)
    return user


def say(client, exercise, kind, token=None, **more):
    data = {"exercise": exercise.slug, "kind": kind, "token": token or uuid.uuid4(), "on": "card"} | more
    return client.post(reverse("recommender:feedback"), data)


def shown(client, **query):
    """The slugs on the page, in order."""
    page = client.get(reverse("recommender:for_you"), query)
    return [card.slug for card in page.context["cards"]]


@pytest.mark.parametrize("name", ["said"])
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

    assert count_queries(client, url) == few
    # The session, the person, what they said, the stamp, the impressions in their transaction, the places.
    assert few <= 8


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


@pytest.mark.parametrize("kind", ["dislike", "never", "hurts", "too_hard", "too_easy", "swap"])
def test_what_was_said_is_gone_from_the_next_page_and_undo_brings_it_back(client, member, catalogue, kind):
    slug = shown(client)[0]
    exercise = next(e for e in catalogue if e.slug == slug)

    say(client, exercise, kind)
    after = shown(client)
    client.post(reverse("recommender:undo"), {"uuid": Feedback.objects.get().uuid})

    assert slug not in after
    assert slug in shown(client)


def test_a_like_changes_the_scores_of_the_next_page(client, member, catalogue):
    before = {c.slug: c.pick.score for c in client.get(reverse("recommender:for_you")).context["cards"]}
    exercise = next(e for e in catalogue if e.slug == next(iter(before)))

    say(client, exercise, "like")
    page = client.get(reverse("recommender:for_you"))

    after = {c.slug: c.pick.score for c in page.context["cards"]}
    assert [c.slug for c in page.context["cards"] if c.is_liked] == [exercise.slug]
    assert any(after[slug] != before[slug] for slug in before.keys() & after.keys())
    assert f"Because you liked {exercise.name}" in page.content.decode()


def test_a_new_injury_shows_on_the_next_page(client, member, catalogue):
    loading = {e.slug for e in catalogue if e.joint_loads.filter(joint__slug="knee", stress__gt=0).exists()}
    before = set(shown(client))

    Limitation.objects.create(user=member, joint=Joint.objects.get(slug="knee"), severity="severe")

    assert before & loading
    assert not set(shown(client)) & loading


def test_a_changed_place_shows_on_the_next_page(client, member, catalogue, words):
    needing = {e.slug for e in catalogue if e.equipment.exists()}
    place = Place.objects.create(user=member, kind="gym", name="Gym")
    place.equipment.set(next(e for e in catalogue if e.slug in needing).equipment.all())

    before = shown(client)
    client.post(reverse("profiles:switch_place"), {"place": place.uuid})

    assert not set(before) & needing
    assert set(shown(client, type="strength")) & needing


def test_a_page_writes_down_what_it_showed(client, member, catalogue):
    cards = client.get(reverse("recommender:for_you")).context["cards"]

    rows = Impression.objects.order_by("rank").values_list("exercise__slug", "request")
    assert list(rows) == [(card.slug, card.request) for card in cards]


def test_a_retry_after_undo_does_not_bring_it_back(client, member, catalogue):
    token = uuid.uuid4()
    say(client, catalogue[0], "never", token)
    client.post(reverse("recommender:undo"), {"uuid": Feedback.objects.get().uuid})

    page = client.get(say(client, catalogue[0], "never", token).url).content.decode()

    assert f"Taken back: {catalogue[0].name}" in page
    assert not Feedback.objects.standing().exists()


def test_pressing_a_pressed_heart_takes_every_like_back(client, member, catalogue):
    for _ in range(2):
        say(client, catalogue[0], "like")

    client.post(reverse("recommender:undo"), {"exercise": catalogue[0].slug, "kind": "like", "on": "card"})

    assert not Feedback.objects.standing().exists()


def test_what_is_not_there_cannot_be_taken_back(client, member, catalogue):
    for data in ({"uuid": uuid.uuid4()}, {"exercise": catalogue[0].slug, "kind": "like"}):
        assert client.post(reverse("recommender:undo"), data).status_code == 404

    assert client.post(reverse("recommender:undo"), {}).status_code == 400


def test_without_script_the_filters_of_the_page_survive_an_answer(client, member, catalogue):
    response = say(client, catalogue[0], "like", query="region=legs&quiet=on")

    assert response.url.startswith(reverse("recommender:for_you") + "?region=legs&quiet=on&said=")


def test_only_filters_come_back_from_a_form(client, member, catalogue):
    response = say(client, catalogue[0], "like", query="region=nowhere&next=//evil.example")

    assert response.url.startswith(reverse("recommender:for_you") + "?said=")


def test_without_script_an_answer_on_an_exercise_leads_back_to_it(client, member, catalogue):
    response = say(client, catalogue[0], "like", on="exercise")

    page = client.get(response.url).content.decode()
    assert response.url.startswith(reverse("recommender:why", args=[catalogue[0].slug]))
    assert "Liked. More like it from now on." in page
    assert 'aria-pressed="true"' in page


def test_by_htmx_the_card_gives_way_to_what_was_said_with_a_way_back(client, member, catalogue):
    data = {"exercise": catalogue[0].slug, "kind": "dislike", "token": uuid.uuid4(), "on": "card"}

    piece = client.post(reverse("recommender:feedback"), data, headers=HTMX).content.decode()
    card = client.post(
        reverse("recommender:undo"), {"uuid": Feedback.objects.get().uuid, "on": "card"}, headers=HTMX
    ).content.decode()

    assert "Less like it" in piece
    assert reverse("recommender:undo") in piece
    assert f'id="pick-{catalogue[0].slug}"' in card


def test_a_swap_keeps_to_the_filters_and_can_be_taken_back(client, member, catalogue):
    first, *rest = shown(client, type="cardio")
    data = {"exercise": first, "token": uuid.uuid4(), "shown": [first, *rest[:2]], "query": "type=cardio"}

    response = client.post(reverse("recommender:swap"), data, headers=HTMX)

    assert response.context["card"].pick.facts["type"] == "cardio"
    assert response.context["card"].slug not in data["shown"]
    assert str(Feedback.objects.get().uuid) in response.content.decode()


def test_a_swap_says_when_nothing_else_fits(client, member, catalogue):
    everything = [exercise.slug for exercise in catalogue]
    data = {"exercise": everything[0], "token": uuid.uuid4(), "shown": everything}

    piece = client.post(reverse("recommender:swap"), data, headers=HTMX).content.decode()

    assert "Nothing else fits just now." in piece


def test_htmx_gets_the_picks_with_what_stands_beside_them_and_a_clean_address(client, member):
    url = reverse("recommender:for_you")

    response = client.get(url, {"region": "legs", "minutes": "", "type": ""}, headers=HTMX)

    assert response["HX-Push-Url"] == f"{url}?region=legs"
    assert 'id="beside"' in response.content.decode()
    assert "hx-swap-oob" in response.content.decode()


def test_the_sum_of_a_page_adds_up_to_its_score_as_shown(client, member, catalogue):
    say(client, catalogue[0], "like")
    say(client, catalogue[1], "dislike")

    for exercise in catalogue[2:8]:
        found = client.get(reverse("recommender:why", args=[exercise.slug])).context["sum"]
        assert round(sum(term.value for term in found.terms), 3) == found.total


def test_why_not_names_the_limit_and_other_answers(client, make_user, make_exercise):
    client.force_login(make_user(level=1))
    for name in ("Barbell show squat", "Barbell tell squat"):
        make_exercise(name, equipment=["barbell"], level=3)

    page = client.get(reverse("recommender:why_not"), {"q": "barbell show"}).content.decode()

    assert "It needs barbell and plates, which you do not have at Home." in page
    assert "It is for the level “Strong”; yours is “New”." in page


def test_why_not_of_something_unknown_says_so(client, member):
    page = client.get(reverse("recommender:why_not"), {"q": "<qqqq>"}).content.decode()

    assert "Nothing in the catalogue is called" in page
    assert "<qqqq>" not in page


def test_a_draft_has_no_place_and_takes_no_feedback(client, member, make_exercise):
    draft = make_exercise(status="draft")

    assert client.get(reverse("recommender:why", args=[draft.slug])).status_code == 404
    assert client.get(reverse("recommender:advice", args=[draft.slug])).status_code == 404
    assert say(client, draft, "like").status_code == 400


def test_actions_are_posts_only(client, member):
    for name in ("feedback", "undo", "swap"):
        assert client.get(reverse(f"recommender:{name}")).status_code == 405


def test_the_policy_allows_nothing_inline(client, member):
    policy = client.get(reverse("recommender:for_you"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
