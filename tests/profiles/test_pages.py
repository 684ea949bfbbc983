"""The questions and the profile, without JavaScript and with htmx; for members and for guests."""

import json

import pytest
from django.urls import reverse

from profiles import actions
from profiles.answers import STEPS, answers_of
from profiles.models import Place, User
from tests.conftest import count_queries

ANSWERS = {
    "goal": {"goal": "muscle"},
    "level": {"level": 2},
    "places": {"kind": "gym", "equipment": ["bench", "dumbbell"]},
    "limits": {"knee": "moderate"},
    "time": {"minutes": 45, "days_per_week": 4, "favoured": ["glutes"]},
}


def address(step, **query):
    return reverse("profiles:question", args=[step], query=query or None)


def text(response):
    return response.content.decode()


@pytest.fixture
def member(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def answer_everything(client):
    """Answer from the first page to the last as the pages lead; return the addresses in order."""
    here, seen = client.get(reverse("profiles:start")).url, []
    for step in STEPS:
        seen.append(here)
        here = client.post(here, ANSWERS[step]).url
    return [*seen, here]


def test_five_answers_lead_to_the_picks(client, member):
    way = answer_everything(client)

    assert way == [*map(address, STEPS), reverse("recommender:for_you")]
    found = answers_of(member)
    assert (found.goal, found.level, found.minutes, found.days_per_week) == ("muscle", 2, 45, 4)
    assert (found.kind, found.place, found.equipment) == ("gym", "Gym", ("bench", "dumbbell"))
    assert found.limitations == {"knee": "moderate"}
    assert found.favoured == ("glutes",)
    assert found.unanswered == ()


def test_start_goes_to_the_first_question_that_is_left(client, member):
    actions.answer_goal(user=member, goal="health")
    actions.answer_level(user=member, level=1)

    assert client.get(reverse("profiles:start")).url == address("places")


@pytest.mark.parametrize("step", STEPS)
def test_every_question_says_how_far_along_it_is_and_can_be_left_both_ways(client, member, step):
    page = text(client.get(address(step)))

    number = STEPS.index(step) + 1
    assert f"{number} of 5" in page
    back = address(STEPS[number - 2]) if number > 1 else reverse("profiles:overview")
    skip = address(STEPS[number]) if number < 5 else reverse("recommender:for_you")
    assert f'href="{back}"' in page
    assert f'href="{skip}"' in page
    assert ">Skip</a>" in page


def test_skipping_everything_leaves_sane_defaults(client, words, make_user):
    user = make_user()
    user.profile.delete()
    client.force_login(user)

    client.get(reverse("profiles:start"))
    for step in STEPS:
        client.get(address(step))

    assert answers_of(user).unanswered == STEPS
    assert user.profile.current_place.name == "Home"


@pytest.mark.parametrize("step", STEPS)
def test_an_answer_is_shown_when_the_question_is_opened_again(client, member, step):
    client.post(address(step), ANSWERS[step])

    page = client.get(address(step))

    initial = page.context["form"].initial
    sent = {name: tuple(v) if isinstance(v, list) else v for name, v in ANSWERS[step].items()}
    assert {name: initial[name] for name in sent} == sent


def test_a_question_opened_from_the_profile_returns_there(client, member):
    profile = reverse("profiles:overview")

    page = text(client.get(address("level", next=profile)))
    response = client.post(address("level"), {"level": 3, "next": profile})

    assert ">Skip</a>" not in page
    assert response.url == profile
    assert answers_of(member).level == 3


def test_nobody_is_led_to_another_site(client, member):
    response = client.post(address("level"), {"level": 3, "next": "https://elsewhere.example/"})

    assert response.url == address("places")


@pytest.mark.parametrize(
    ("step", "sent", "field"),
    [
        ("goal", {"goal": "fame"}, "Goal"),
        ("goal", {}, "Goal"),
        ("level", {"level": "9"}, "Level"),
        ("places", {"kind": "gym", "equipment": ["dumbbell", "hammer"]}, "Equipment"),
        ("places", {"kind": "gym", "equipment": ["h" * 500_000]}, "Equipment"),
        ("places", {"kind": "gym", "name": "x" * 500_000}, "Name"),
        ("limits", {"knee": "awful"}, "Knee"),
        ("time", {"minutes": "-5", "days_per_week": "3"}, "Minutes per session"),
        ("time", {"minutes": "thirty", "days_per_week": "3"}, "Minutes per session"),
        ("time", {"minutes": "30", "days_per_week": "9"}, "Days per week"),
        ("time", {"minutes": "30", "days_per_week": "3", "favoured": ["wing"]}, "Muscles to favour"),
    ],
)
@pytest.mark.parametrize("is_guest", [False, True])
def test_bad_input_is_named_and_nothing_is_written(client, member, words, step, sent, field, is_guest):
    if is_guest:
        client.logout()

    response = client.post(address(step), sent)

    assert response.status_code == 200
    page = text(response)
    assert "Nothing was saved." in page
    assert f"<li>{field}: " in page
    assert answers_of(member).unanswered == STEPS
    assert "guest_answers" not in client.session


def test_ten_megabytes_are_refused_before_they_are_read(client, member):
    response = client.post(address("places"), {"kind": "gym", "name": "x" * 10_000_000})

    assert response.status_code == 400
    assert "Nothing was changed" in text(response)
    assert answers_of(member).unanswered == STEPS


def test_the_count_follows_what_is_chosen_and_keeps_nothing(client, member, make_exercise):
    make_exercise()
    make_exercise(equipment=["dumbbell"])
    make_exercise(equipment=["dumbbell"], joints={"knee": 3})
    count = reverse("profiles:count", args=["places"])

    before = text(client.get(count))
    chosen = text(client.get(count, {"kind": "home", "equipment": ["dumbbell"]}))

    assert "1 of 3 exercises fit" in before
    assert "3 of 3 exercises fit" in chosen
    assert answers_of(member).equipment == ()


def test_a_choice_that_cannot_be_used_counts_as_none(client, member, make_exercise):
    make_exercise()

    response = client.get(reverse("profiles:count", args=["places"]), {"equipment": ["hammer"]})

    assert "1 of 1 exercises fit" in text(response)


def test_a_limit_lowers_the_count(client, member, make_exercise):
    make_exercise(joints={"knee": 2})
    make_exercise()
    count = reverse("profiles:count", args=["limits"])

    assert "2 of 2" in text(client.get(count, {"knee": "mild"}))
    assert "1 of 2" in text(client.get(count, {"knee": "moderate"}))


@pytest.mark.parametrize("htmx", [False, True])
def test_a_preset_ticks_its_things_and_saves_nothing(client, member, htmx):
    sent = {"kind": "outdoors", "name": "Park", "equipment": ["band"], "preset": "gym"}

    response = client.post(address("places"), sent, headers={"HX-Request": "true"} if htmx else {})

    page = text(response)
    form = response.context["form"]
    assert "barbell" in form["equipment"].value()
    assert form["name"].value() == "Park"
    assert ("<html" in page) is not htmx
    assert ('hx-swap-oob="true"' in page) is htmx
    assert answers_of(member).unanswered == STEPS


def test_the_preset_nothing_unticks_everything(client, member):
    sent = {"kind": "home", "equipment": ["band"], "preset": "nothing"}

    assert client.post(address("places"), sent).context["form"]["equipment"].value() == []


def test_a_question_that_is_not_asked_is_not_there(client, db):
    assert client.get(address("fame")).status_code == 404
    assert client.get(reverse("profiles:count", args=["fame"])).status_code == 404


def test_pages_run_a_bounded_number_of_queries(client, member, make_exercise):
    urls = [reverse("profiles:overview"), *map(address, STEPS)]
    make_exercise(equipment=["dumbbell"])
    for url in urls:
        client.get(url)
    few = [count_queries(client, url) for url in urls]

    for number in range(8):
        make_exercise(equipment=["dumbbell"], joints={"knee": 2})
        actions.save_place(user=member, kind="gym", name=f"Gym {number}", equipment=["bench", "band"])
    actions.set_limitations(user=member, limitations=dict.fromkeys(("knee", "hip", "neck"), "mild"))

    assert [count_queries(client, url) for url in urls] == few
    assert max(few) <= 14


# Guests


def test_a_guest_answers_first_signs_up_later_and_finds_the_answers_kept(client, words):
    way = answer_everything(client)
    assert way[-1] == reverse("recommender:for_you")

    signed_up = client.post(
        reverse("account_signup"), {"email": "g@example.org", "password1": "quiet-otter-lifts-9"}
    )
    response = client.get(signed_up.url)

    assert signed_up.url == reverse("profiles:start")
    assert response.url == reverse("recommender:for_you")
    found = answers_of(User.objects.get(email="g@example.org"))
    assert (found.goal, found.level, found.equipment) == ("muscle", 2, ("bench", "dumbbell"))
    assert found.limitations == {"knee": "moderate"}
    assert "guest_answers" not in client.session


def test_a_guest_writes_no_row(client, words):
    answer_everything(client)

    assert not Place.objects.exists()


# Places


def test_a_place_is_added_changed_and_removed(client, member):
    client.post(reverse("profiles:place_add"), {"kind": "gym", "name": "Corner", "equipment": ["bench"]})
    place = member.places.get(name="Corner")
    edit = reverse("profiles:place_edit", args=[place.uuid])

    client.post(edit, {"kind": "gym", "name": "Corner gym", "equipment": ["barbell"], "is_quiet": "on"})
    place.refresh_from_db()
    assert (place.name, place.is_quiet, place.equipment.count()) == ("Corner gym", True, 1)

    delete = reverse("profiles:place_delete", args=[place.uuid])
    assert "Corner gym" in text(client.get(delete))
    assert member.places.filter(pk=place.pk).exists()
    client.post(delete)
    assert not member.places.filter(pk=place.pk).exists()


def test_a_name_that_is_taken_is_named_and_nothing_is_written(client, member):
    response = client.post(reverse("profiles:place_add"), {"kind": "gym", "name": "home"})

    assert "<li>Name: You have another place of that name." in text(response)
    assert member.places.count() == 1


def test_the_first_question_about_places_can_lead_to_another_one(client, member):
    response = client.post(address("places"), ANSWERS["places"] | {"another": "1"})

    assert response.url.startswith(reverse("profiles:place_add"))
    then = client.post(response.url, {"kind": "home", "name": "", "equipment": []})
    assert then.url == address("limits")
    assert member.places.count() == 2


def test_switching_places_changes_the_current_one_and_returns(client, member):
    gym = actions.save_place(user=member, kind="gym", equipment=["barbell"])
    switch = reverse("profiles:switch_place")

    response = client.post(switch, {"place": gym.uuid, "next": "/profile/"})

    assert response.url == "/profile/"
    assert answers_of(member).equipment == ("barbell",)
    assert client.post(switch, {"place": gym.uuid}).url == reverse("recommender:for_you")


@pytest.mark.parametrize("sent", ["", "not-a-uuid", "00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_not_there_is_404(client, member, sent):
    assert client.post(reverse("profiles:switch_place"), {"place": sent}).status_code == 404


def test_switching_places_needs_a_post(client, member):
    assert client.get(reverse("profiles:switch_place")).status_code == 405


def test_a_stranger_sees_nothing(client, member, make_user):
    theirs = make_user().profile.current_place

    for name in ("place_edit", "place_delete"):
        url = reverse(f"profiles:{name}", args=[theirs.uuid])
        assert client.get(url).status_code == 404
        assert client.post(url, {"kind": "gym"}).status_code == 404
    assert client.post(reverse("profiles:switch_place"), {"place": theirs.uuid}).status_code == 404
    assert Place.objects.filter(pk=theirs.pk, kind="home").exists()


@pytest.mark.parametrize("name", ["overview", "place_add", "export", "delete"])
def test_private_pages_ask_to_sign_in(client, db, name):
    url = reverse(f"profiles:{name}")

    assert client.get(url).url == f"{reverse('account_login')}?next={url}"


# One's own data


def test_the_profile_shows_every_answer(client, member, make_exercise):
    make_exercise()
    for step in STEPS:
        client.post(address(step), ANSWERS[step])

    page = text(client.get(reverse("profiles:overview")))

    for words in (
        "Build muscle", "Regular", "45 min, 4 × a week", "Glutes", "Bench", "Dumbbells", "Knee",
        "Noticeably", "1 of 1 exercises fit", "You train here now",
    ):  # fmt: skip
        assert words in page.replace("<strong>", "").replace("</strong>", ""), words


def test_the_export_is_a_file_with_everything_said(client, member):
    for step in STEPS:
        client.post(address(step), ANSWERS[step])

    response = client.get(reverse("profiles:export"))

    assert response["Content-Disposition"].startswith('attachment; filename="nextset-')
    told = json.loads(response.content)
    assert told["account"]["email"] == member.email
    assert told["preferences"]["goal"] == "muscle"
    assert told["preferences"]["limitations"] == [{"joint": "knee", "severity": "moderate"}]
    assert "password" not in text(response)
