"""Picks, reasons and feedback for clients."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recommender.models import Feedback, Impression
from tests.conftest import count_queries
from tests.contracts.conftest import new_uuid, wrong


@pytest.fixture
def catalogue(make_exercise):
    """Exercises that a member with dumbbells at level 2 may do, and some that they may not."""
    kinds = ["strength", "cardio", "mobility"]
    fitting = [
        make_exercise(
            f"Fit {n}", type=kinds[n % 3], equipment=["dumbbell"] if n % 2 else [], minutes=5 + n,
            muscles={["quadriceps", "chest", "lats", "abdominals"][n % 4]: 1}, is_quiet=n % 5 > 0,
        )
        for n in range(16)
    ]  # fmt: skip
    make_exercise("Too hard", level=4)
    make_exercise("Out of reach", equipment=["barbell", "rack"])
    make_exercise("Draft", status="draft")
    return fitting


def said(exercise, kind="like", **more):
    """A piece of feedback as a client sends it."""
    return {"uuid": new_uuid(), "exercise": exercise.slug, "kind": kind, **more}


def slugs(body):
    """The slugs of the picks."""
    return [pick["exercise"]["slug"] for pick in body["picks"]]


def test_picks_fit_and_can_be_drawn(phone, member, catalogue):
    body = phone.get_json("recommendations/?n=5")

    assert len(body["picks"]) == 5
    assert [pick["rank"] for pick in body["picks"]] == [1, 2, 3, 4, 5]
    assert set(slugs(body)) <= {exercise.slug for exercise in catalogue}
    assert (body["allowed"], body["catalogue"], body["model"]) == (16, 18, None)
    first = body["picks"][0]
    assert first["reasons"]
    assert first["dose"]["sets"] >= 1
    assert 0 < first["propensity"] <= 1
    assert first["parts"] is None
    card = phone.get_json(f"exercises/?q={first['exercise']['name'].replace(' ', '+')}")["results"]
    assert first["exercise"] in card, "the same card as in the catalogue"


def test_the_exact_parts_add_up_to_each_score(phone, member, catalogue):
    kinds = ["like", "dislike", "done"]
    phone.send("POST", "feedback/", [said(row, kind) for row, kind in zip(catalogue, kinds, strict=False)])

    body = phone.get_json("recommendations/?exact=1")

    assert len(body["picks"]) == 12
    for pick in body["picks"]:
        assert sum(part["value"] for part in pick["parts"]) == pytest.approx(pick["score"], abs=1e-6)


def test_wishes_for_now_narrow(phone, member, catalogue):
    quiet = phone.get_json("recommendations/?quiet=true&n=50")
    short = phone.get_json("recommendations/?minutes=8&n=50")
    region = phone.get_json("recommendations/?region=chest&n=50")
    kinds = phone.get_json("recommendations/?type=cardio&type=mobility&n=50")
    seen = f"without={catalogue[0].slug}&without={catalogue[1].slug}&without=nothing"
    rest = phone.get_json(f"recommendations/?n=50&{seen}")

    assert all(pick["exercise"]["is_quiet"] for pick in quiet["picks"])
    assert all(pick["exercise"]["minutes"] <= 8 for pick in short["picks"])
    assert all(pick["exercise"]["primary"] == ["chest"] for pick in region["picks"])
    assert {pick["exercise"]["type"] for pick in kinds["picks"]} == {"cardio", "mobility"}
    assert set(slugs(rest)) == {row.slug for row in catalogue[2:]}


def test_another_place_has_other_equipment(phone, member, catalogue):
    place = phone.send("POST", "places/", {"kind": "gym", "equipment": ["barbell", "rack"]}).json()

    body = phone.get_json(f"recommendations/?n=50&place={place['uuid']}")

    assert any(slug.startswith("out-of-reach") for slug in slugs(body))
    assert not any(pick["exercise"]["equipment"] == ["dumbbell"] for pick in body["picks"])


@pytest.mark.parametrize(
    "query",
    ["n=0", "n=51", "n=x", "n=1_0", "minutes=2", "minutes=-20", "quiet=maybe", "region=tail", "type=x",
     "place=home", "place=6f2d3c52-2f3b-4f9e-9f55-0d5d4a0c1b2e", "exact=yes", "colour=red"],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_is_named(phone, catalogue, query):
    response = phone.send("GET", f"recommendations/?{query}")

    assert response.status_code == 400
    assert wrong(response)[0].split("[")[0] == query.split("=")[0]


def test_a_strangers_place_is_unknown(strangers_phone, member, catalogue):
    response = strangers_phone.send("GET", f"recommendations/?place={member.places.get().uuid}")

    assert (response.status_code, wrong(response)) == (400, ["place"])


def test_nothing_that_fits_is_said_with_what_would_help(phone, make_exercise):
    make_exercise("Bench press", equipment=["barbell", "bench"], level=2)

    body = phone.get_json("recommendations/")

    assert body["picks"] == []
    assert body["limits"][0]["name"] == "equipment"
    assert body["limits"][0]["alone"] == 1


def test_what_was_shown_is_noted(phone, member, catalogue):
    body = phone.get_json("recommendations/?n=3")

    shown = Impression.objects.filter(request=body["request"], user=member, surface="api").order_by("rank")
    assert [row.exercise.slug for row in shown] == slugs(body)


def test_picks_take_five_queries_whatever_the_history(phone, member, catalogue, make_exercise):
    address = "/api/v1/recommendations/?n=12"
    phone.get_json("recommendations/")
    few = count_queries(phone, address)

    phone.send("POST", "feedback/", [said(row, "done") for row in catalogue])
    for number in range(5):
        make_exercise(f"More {number}")
    phone.get_json("recommendations/")  # The shelf is filled again.

    assert count_queries(phone, address) == few <= 5
    assert count_queries(phone, f"{address}&exact=1") == few


def test_why_adds_up_and_names_the_history(phone, catalogue):
    phone.send("POST", "feedback/", said(catalogue[1]))

    body = phone.get_json(f"recommendations/{catalogue[3].slug}/why/")

    assert body["exercise"]["slug"] == catalogue[3].slug
    assert 1 <= body["rank"] <= body["allowed"] == 16
    assert sum(part["value"] for part in body["parts"]) == pytest.approx(body["score"], abs=1e-6)
    assert all(part["kind"] in ("history", "preference", "popularity") for part in body["parts"])


def test_why_not_names_the_limit(phone, catalogue, make_exercise):
    press = make_exercise("Bench press", equipment=["barbell", "bench"], level=4)

    body = phone.get_json(f"recommendations/{press.slug}/why-not/")

    assert body["is_allowed"] is False
    assert body["rank"] is None
    assert len(body["failing"]) == 2
    assert phone.get_json(f"recommendations/{catalogue[0].slug}/why-not/")["failing"] == []


def test_there_is_no_why_for_what_is_not_published(phone, make_exercise):
    draft = make_exercise("Draft", status="draft")

    assert phone.send("GET", f"recommendations/{draft.slug}/why/").status_code == 404
    assert phone.send("GET", "recommendations/nothing/why-not/").status_code == 404


def test_feedback_acts_on_the_next_picks_and_undoing_it_too(phone, catalogue):
    body = said(catalogue[0], "never")

    phone.send("POST", "feedback/", body)
    without = phone.get_json("recommendations/?n=50")
    undone = phone.send("DELETE", f"feedback/{body['uuid']}/")
    again = phone.send("DELETE", f"feedback/{body['uuid']}/")
    with_it = phone.get_json("recommendations/?n=50")

    assert catalogue[0].slug not in slugs(without)
    assert (undone.status_code, again.status_code) == (204, 204)
    assert catalogue[0].slug in slugs(with_it)
    assert phone.get_json(f"feedback/{body['uuid']}/")["undone_at"]


def test_feedback_sent_again_writes_nothing(phone, catalogue):
    body = said(catalogue[0], request=new_uuid())

    first, again = phone.send("POST", "feedback/", body), phone.send("POST", "feedback/", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Feedback.objects.count() == 1


def test_done_logs_the_usual_dose_once_and_undoing_takes_it_out(phone, member, catalogue):
    body = said(catalogue[0], "done")

    for _ in range(2):
        phone.send("POST", "feedback/", body)
    logged = phone.get_json("workouts/")
    phone.send("DELETE", f"feedback/{body['uuid']}/")

    sets = logged["results"][0]["sets"]
    assert logged["count"] == 1
    assert len(sets) == catalogue[0].dose("health").sets
    assert {entry["exercise"] for entry in sets} == {catalogue[0].slug}
    assert all(entry["voided_at"] for entry in phone.get_json("workouts/")["results"][0]["sets"])


def test_another_content_under_the_same_uuid_is_a_conflict(phone, catalogue):
    body = said(catalogue[0])
    phone.send("POST", "feedback/", body)

    for other in ({"kind": "dislike"}, {"exercise": catalogue[1].slug}):
        response = phone.send("POST", "feedback/", {**body, **other})
        assert (response.status_code, wrong(response)) == (409, ["uuid"])

    assert Feedback.objects.get().kind == "like"


def test_a_list_is_taken_item_by_item(phone, catalogue):
    known, fresh = said(catalogue[0]), said(catalogue[1], "dislike")
    phone.send("POST", "feedback/", known)
    items = [known, {**known, "kind": "never"}, fresh, said(catalogue[2], "adore"), {"uuid": 7}, "text", None]

    response = phone.send("POST", "feedback/", items)

    assert response.status_code == 207
    results = response.json()
    assert [result["status"] for result in results] == [200, 409, 201, 400, 400, 400, 400]
    assert results[2]["feedback"]["exercise"] == catalogue[1].slug
    assert results[1]["errors"][0]["field"] == "uuid"
    assert results[3]["errors"][0]["field"] == "kind"
    assert results[0]["uuid"] == known["uuid"]
    assert Feedback.objects.count() == 2


def test_a_list_has_an_end(phone, catalogue):
    response = phone.send("POST", "feedback/", [said(catalogue[0]) for _ in range(101)])

    assert response.status_code == 400
    assert not Feedback.objects.exists()


def test_feedback_from_offline_keeps_its_time(phone, catalogue):
    moment = (timezone.now() - timedelta(days=3)).replace(microsecond=0)

    body = phone.send("POST", "feedback/", said(catalogue[0], at=moment.isoformat())).json()

    assert Feedback.objects.get(uuid=body["uuid"]).created_at == moment


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "adore"}, "kind"),
        ({"exercise": "nothing"}, "exercise"),
        ({"exercise": "\ud800"}, "exercise"),
        ({"exercise": 12}, "exercise"),
        ({"uuid": "x"}, "uuid"),
        ({"uuid": 12}, "uuid"),
        ({"at": "2026-01-01T10:00:00"}, "at"),
        ({"at": "2999-01-01T10:00:00Z"}, "at"),
        ({"at": "1899-01-01T10:00:00Z"}, "at"),
        ({"undone_at": None}, "undone_at"),
        ({"stars": 5}, "stars"),
    ],
)  # fmt: skip
def test_wrong_feedback_is_named_and_not_written(phone, catalogue, change, field):
    response = phone.send("POST", "feedback/", {**said(catalogue[0]), **change})

    assert response.status_code == 400
    assert wrong(response) == [field]
    assert not Feedback.objects.exists()


def test_feedback_is_listed_latest_first_and_narrowed(phone, catalogue):
    for row, kind in zip(catalogue, ["like", "done", "like"], strict=False):
        phone.send("POST", "feedback/", said(row, kind))

    likes = phone.get_json("feedback/?kind=like")
    one = phone.get_json(f"feedback/?exercise={catalogue[1].slug}")

    assert [row["exercise"] for row in likes["results"]] == [catalogue[2].slug, catalogue[0].slug]
    assert one["count"] == 1


def test_more_feedback_takes_no_more_queries(phone, catalogue):
    phone.send("POST", "feedback/", said(catalogue[0]))
    few = count_queries(phone, "/api/v1/feedback/")

    phone.send("POST", "feedback/", [said(row) for row in catalogue])

    assert count_queries(phone, "/api/v1/feedback/") == few


def test_a_stranger_sees_and_undoes_nothing(phone, strangers_phone, catalogue):
    body = said(catalogue[0], "never")
    phone.send("POST", "feedback/", body)
    address = f"feedback/{body['uuid']}/"

    assert strangers_phone.send("GET", address).status_code == 404
    assert strangers_phone.send("DELETE", address).status_code == 404
    assert strangers_phone.get_json("feedback/")["count"] == 0
    assert strangers_phone.send("POST", "feedback/", body).status_code == 409
    assert Feedback.objects.get().undone_at is None
