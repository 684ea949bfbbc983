"""A person's answers for clients: read, changed, and never lost under another change."""

import pytest

from exercises.models import Joint
from profiles import actions, api
from profiles.models import Limitation, Place, User
from tests.conftest import count_queries
from tests.contracts.conftest import Phone, new_uuid, wrong

HOME = {"kind": "home", "name": "Garage", "equipment": ["barbell", "rack"], "is_quiet": False}


def change(phone, body, etag=None):
    """PATCH the preferences as they are now."""
    etag = etag or phone.send("GET", "preferences/")["ETag"]
    return phone.send("PATCH", "preferences/", body, If_Match=etag)


def test_me(phone, member):
    assert phone.get_json("me/") == {
        "email": member.email, "joined_at": member.date_joined.isoformat().replace("+00:00", "Z"),
        "answered": [], "unanswered": ["goal", "level", "places", "limits", "time"],
    }  # fmt: skip


def test_answers_come_as_they_were_given(make_user):
    user = make_user(equipment=["band"], limitations={"knee": "severe"}, favoured=["chest"], goal="muscle")
    place = user.places.get()

    body = Phone(user).get_json("preferences/")

    assert body == {
        "goal": "muscle", "level": 1, "minutes": 30, "days_per_week": 3, "favoured_muscles": ["chest"],
        "limitations": [{"joint": "knee", "severity": "severe"}], "current_place": str(place.uuid),
        "places": [{"uuid": str(place.uuid), "name": "Home", "kind": "home", "equipment": ["band"],
                    "is_quiet": False}],
        "language": "", "units": "", "week_start": "", "clock": "", "answered": [],
    }  # fmt: skip


def test_a_new_member_has_the_defaults_and_reading_writes_nothing(db, words):
    user = User.objects.create_user("new@example.org", "quiet-otter-lifts-9")

    body = Phone(user).get_json("preferences/")

    assert (body["goal"], body["level"], body["places"], body["current_place"]) == ("health", 1, [], None)
    assert not user.places.exists()


def test_a_new_members_first_change_makes_a_profile(db, words):
    user = User.objects.create_user("new@example.org", "quiet-otter-lifts-9")

    response = change(Phone(user), {"minutes": 20})

    assert response.status_code == 200
    body = response.json()
    assert (body["minutes"], body["days_per_week"], body["places"][0]["name"]) == (20, 3, "Home")


def test_a_change_changes_what_was_sent_and_nothing_else(phone, member):
    member.limitations.create(joint=Joint.objects.get(slug="wrist"), severity="mild")
    wanted = {"goal": "power", "level": 4, "days_per_week": 5, "favoured_muscles": ["lats", "chest", "lats"]}

    response = change(phone, wanted)

    assert response.status_code == 200
    body = response.json()
    assert (body["goal"], body["level"], body["days_per_week"], body["minutes"]) == ("power", 4, 5, 30)
    assert body["favoured_muscles"] == ["chest", "lats"]
    assert body["limitations"] == [{"joint": "wrist", "severity": "mild"}]
    assert body["answered"] == ["goal", "level", "time"]
    assert phone.send("GET", "preferences/")["ETag"] == response["ETag"]


def test_limitations_replace_each_other(phone, member):
    hip = {"joint": "hip", "severity": "severe"}
    change(phone, {"limitations": [{"joint": "knee", "severity": "mild"}, hip]})

    response = change(phone, {"limitations": [{"joint": "knee", "severity": "severe"}]})

    assert response.json()["limitations"] == [{"joint": "knee", "severity": "severe"}]
    assert Limitation.objects.count() == 1


def test_a_change_made_from_an_old_version_is_refused(phone, member):
    etag = phone.send("GET", "preferences/")["ETag"]
    change(phone, {"goal": "power"}, etag)

    response = change(phone, {"goal": "strength"}, etag)

    assert response.status_code == 412
    assert wrong(response) == ["If-Match"]
    member.profile.refresh_from_db()
    assert member.profile.goal == "power"


def test_a_change_of_a_place_makes_old_answers_old(phone, member):
    etag = phone.send("GET", "preferences/")["ETag"]
    place = member.places.get()
    place.is_quiet = True
    place.save()

    assert change(phone, {"goal": "power"}, etag).status_code == 412


def test_a_change_must_say_what_it_was_made_from(phone):
    response = phone.send("PATCH", "preferences/", {"goal": "power"})

    assert response.status_code == 428
    assert wrong(response) == ["If-Match"]


def test_a_star_means_whatever_is_there(phone):
    assert change(phone, {"goal": "power"}, "*").status_code == 200


def test_the_same_answers_are_not_sent_again(phone):
    etag = phone.send("GET", "preferences/")["ETag"]

    assert phone.send("GET", "preferences/", If_None_Match=etag).status_code == 304


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"goal": "fame"}, "goal"),
        ({"goal": 3}, "goal"),
        ({"level": "2"}, "level"),
        ({"level": True}, "level"),
        ({"level": 5}, "level"),
        ({"minutes": -5}, "minutes"),
        ({"minutes": 30.5}, "minutes"),
        ({"minutes": 10**40}, "minutes"),
        ({"days_per_week": None}, "days_per_week"),
        ({"favoured_muscles": ["chest", "wings"]}, "favoured_muscles[1]"),
        ({"favoured_muscles": "chest"}, "favoured_muscles"),
        ({"limitations": [{"joint": "knee"}]}, "limitations[0].severity"),
        ({"limitations": [{"joint": "knee", "severity": "mild", "since": 1}]}, "limitations[0].since"),
        ({"limitations": [{"joint": "knee", "severity": "mild"}] * 2}, "limitations"),
        ({"limitations": {}}, "limitations"),
        ({"current_place": "6f2d3c52-2f3b-4f9e-9f55-0d5d4a0c1b2e"}, "current_place"),
        ({"current_place": "home"}, "current_place"),
        ({"places": []}, "places"),
        ({"goal": "x" * 900_000}, "goal"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_and_nothing_is_written(phone, member, body, field):
    before = phone.send("GET", "preferences/")["ETag"]

    response = change(phone, {"minutes": 45, **body})

    assert response.status_code == 400
    assert wrong(response) == [field]
    assert phone.send("GET", "preferences/")["ETag"] == before


def test_another_persons_place_cannot_become_mine(phone, make_user):
    theirs = make_user().places.get()

    response = change(phone, {"current_place": str(theirs.uuid)})

    assert (response.status_code, wrong(response)) == (400, ["current_place"])


def test_a_place_is_added_once_however_often_it_is_sent(phone, member):
    body = {"uuid": new_uuid(), **HOME}

    first, again = phone.send("POST", "places/", body), phone.send("POST", "places/", body)
    other = phone.send("POST", "places/", {**body, "equipment": []})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json() == again.json() == body
    assert wrong(other) == ["uuid"]
    assert member.places.count() == 2


def test_a_new_members_first_place_is_the_current_one_and_the_only_one(db, words):
    phone = Phone(User.objects.create_user("new@example.org", "quiet-otter-lifts-9"))

    place = phone.send("POST", "places/", {"kind": "home", "equipment": ["band"]}).json()

    body = phone.get_json("preferences/")
    assert body["places"] == [place]
    assert body["current_place"] == place["uuid"]


def test_a_place_without_a_uuid_or_a_name_gets_both(phone):
    body = phone.send("POST", "places/", {"kind": "gym", "equipment": []}).json()

    assert body["name"] == "Gym"
    assert len(body["uuid"]) == 36


def test_two_places_of_one_name_are_a_conflict(phone):
    response = phone.send("POST", "places/", {**HOME, "name": "home"})

    assert (response.status_code, wrong(response)) == (409, ["name"])


def test_there_is_an_end_to_places(phone, member):
    Place.objects.bulk_create(Place(user=member, kind="home", name=f"Home {n}") for n in range(19))

    response = phone.send("POST", "places/", HOME)

    assert response.status_code == 409
    assert len(phone.get_json("places/")) == 20


def test_a_place_is_changed_from_its_version_alone(phone, member):
    address = f"places/{member.places.get().uuid}/"
    etag = phone.send("GET", address)["ETag"]

    changed = phone.send("PATCH", address, {"equipment": ["kettlebell"]}, If_Match=etag)
    late = phone.send("PATCH", address, {"name": "Flat"}, If_Match=etag)
    blind = phone.send("PATCH", address, {"name": "Flat"})

    assert (changed.status_code, late.status_code, blind.status_code) == (200, 412, 428)
    assert changed.json()["equipment"] == ["kettlebell"]
    assert changed.json()["name"] == "Home"
    assert phone.send("GET", address)["ETag"] == changed["ETag"]


def test_a_place_is_removed_but_never_the_last_one(phone, member):
    home = member.places.get()
    gym = phone.send("POST", "places/", {"kind": "gym", "equipment": []}).json()

    removed = phone.send("DELETE", f"places/{home.uuid}/")
    last = phone.send("DELETE", f"places/{gym['uuid']}/")

    assert (removed.status_code, last.status_code) == (204, 409)
    assert phone.get_json("preferences/")["current_place"] == gym["uuid"]


def test_a_place_that_changed_meanwhile_is_not_removed(phone, member):
    address = f"places/{member.places.get().uuid}/"
    phone.send("POST", "places/", {"kind": "gym", "equipment": []})

    assert phone.send("DELETE", address, If_Match='"old"').status_code == 412


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_strangers_place_is_not_there(strangers_phone, member, method):
    body = {} if method == "PATCH" else None

    response = strangers_phone.send(method, f"places/{member.places.get().uuid}/", body, If_Match="*")

    assert response.status_code == 404
    assert member.places.exists()


def test_a_strangers_uuid_cannot_be_taken(strangers_phone, member):
    body = {**HOME, "uuid": str(member.places.get().uuid)}

    assert strangers_phone.send("POST", "places/", body).status_code == 409


@pytest.mark.parametrize("address", ["preferences/", "places/"])
def test_more_places_take_no_more_queries(phone, member, address):
    few = count_queries(phone, f"/api/v1/{address}")

    for name in ("One", "Two", "Three"):
        phone.send("POST", "places/", {**HOME, "name": name})

    assert count_queries(phone, f"/api/v1/{address}") == few


def test_a_place_that_arrives_twice_at_once_is_added_once(phone, member, monkeypatch):
    body = {"uuid": new_uuid(), **HOME}
    save, look = actions.save_place, api._place_of
    seen = []

    def both_look_before_either_writes(wanted):
        seen.append(wanted)
        return None if len(seen) == 1 else look(wanted)

    monkeypatch.setattr(api, "_place_of", both_look_before_either_writes)
    fields = {"kind": "home", "name": "Garage", "equipment": ["barbell", "rack"]}
    save(user=member, uuid=body["uuid"], **fields)
    monkeypatch.setattr(actions, "_name", lambda name, *_: "Other")

    response = phone.send("POST", "places/", body)

    assert (response.status_code, response.json()) == (200, body)
    assert member.places.count() == 2
