"""Sessions for clients: built once, kept, changed slot by slot, trained with a bad network, ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recommender.models import TrainingSession
from tests.conftest import count_queries
from tests.contracts.conftest import new_uuid, wrong
from tests.recommender.conftest import catalogue  # noqa: F401  (the same small catalogue)
from workouts.models import Workout, WorkoutSet


@pytest.fixture(autouse=True)
def _moves(catalogue):  # noqa: F811
    """Exercises to build of."""


def asked(**more):
    """A request as a client sends it."""
    return {"uuid": new_uuid(), "minutes": 30, **more}


@pytest.fixture
def built(phone):
    """A session of the member's, as the API answers it."""
    response = phone.send("POST", "sessions/", asked())
    assert response.status_code == 201, response.content
    return response.json()


def main_of(session):
    return [slot for slot in session["slots"] if slot["section"] == "main"]


def counted(session):
    """A slot of the main part whose repetitions are counted."""
    return next(slot for slot in main_of(session) if slot["unit"] == "repetitions")


def one_set(slot, **more):
    return {"uuid": new_uuid(), "slot": slot["key"], "number": 1, "repetitions": 8, **more}


def test_a_session_keeps_its_time_and_says_what_when_and_why(built):
    assert built["seconds"] <= 30 * 60
    assert sum(step["seconds"] for step in built["steps"]) == built["seconds"]
    assert {step["slot"] for step in built["steps"]} == {slot["key"] for slot in built["slots"]}
    assert all(slot["why"] for slot in built["slots"])
    assert main_of(built)
    assert (built["started_at"], built["finished_at"], built["workout"]) == (None, None, None)


def test_the_same_request_again_makes_nothing_and_another_one_is_a_conflict(phone, member):
    request = asked(region="legs", quiet=True)

    first = phone.send("POST", "sessions/", request)
    again = phone.send("POST", "sessions/", request)
    other = phone.send("POST", "sessions/", request | {"minutes": 20})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json() == first.json()
    assert wrong(other) == ["uuid"]
    assert member.training_sessions.count() == 1


def test_a_uuid_of_somebody_elses_session_is_a_conflict_that_tells_nothing(phone, strangers_phone, built):
    response = strangers_phone.send("POST", "sessions/", asked(uuid=built["uuid"]))

    assert response.status_code == 409
    assert wrong(response) == ["uuid"]


def test_what_is_not_given_is_the_members_own_answer(phone, member):
    member.profile.minutes = 15
    member.profile.save()

    session = phone.send("POST", "sessions/", {"uuid": new_uuid()}).json()

    assert session["minutes"] == 15
    assert session["place"] == str(member.places.get().uuid)


@pytest.mark.parametrize(
    ("field", "value"),
    [("minutes", 4), ("minutes", "30"), ("region", "tail"), ("seed", -1), ("colour", "red"), ("uuid", "x")],
)
def test_what_cannot_be_is_named_and_makes_nothing(phone, field, value):
    response = phone.send("POST", "sessions/", asked(**{field: value}))

    assert response.status_code == 400
    assert wrong(response) == [field]
    assert not TrainingSession.objects.exists()


def test_somebody_elses_place_is_unknown(phone, make_user):
    response = phone.send("POST", "sessions/", asked(place=str(make_user().places.get().uuid)))

    assert wrong(response) == ["place"]


def test_a_stranger_finds_nothing(strangers_phone, built):
    path = f"sessions/{built['uuid']}/"
    slot = {"slot": built["slots"][0]["key"]}
    tries = [
        ("GET", path, None), ("PATCH", path, {"seed": 1}), ("POST", f"{path}swap/", slot),
        ("POST", f"{path}remove/", slot), ("POST", f"{path}sets/", one_set(counted(built))),
        ("POST", f"{path}finish/", {}),
    ]  # fmt: skip

    assert {strangers_phone.send(*one).status_code for one in tries} == {404}
    assert strangers_phone.get_json("sessions/")["count"] == 0


def test_a_guest_is_not_let_in(guest):
    assert guest.send("GET", "sessions/").status_code == 401


def test_locks_hold_when_it_is_built_again(phone, built):
    key = main_of(built)[-1]["key"]
    path = f"sessions/{built['uuid']}/"

    locked = phone.send("PATCH", path, {"locked": [key]}).json()
    another = phone.send("PATCH", path, {"seed": 5, "minutes": 25}).json()
    free = phone.send("PATCH", path, {"locked": []}).json()

    assert [slot["key"] for slot in locked["slots"] if slot["is_locked"]] == [key]
    assert [s["key"] for s in locked["slots"]] == [s["key"] for s in built["slots"]]
    assert key in {slot["key"] for slot in another["slots"]}
    assert (another["seed"], another["minutes"]) == (5, 25)
    assert not any(slot["is_locked"] for slot in free["slots"])


def test_a_lock_on_what_is_not_there_is_named_and_changes_nothing(phone, built):
    key = main_of(built)[0]["key"]

    response = phone.send("PATCH", f"sessions/{built['uuid']}/", {"locked": [key, "main:0"]})

    assert response.status_code == 400
    assert wrong(response) == ["locked[1]"]
    assert phone.get_json(f"sessions/{built['uuid']}/") == built


@pytest.mark.parametrize("change", ["swap", "remove"])
def test_one_slot_changes_and_sent_again_it_is_gone(phone, built, change):
    slot = main_of(built)[0]
    path = f"sessions/{built['uuid']}/{change}/"

    changed = phone.send("POST", path, {"slot": slot["key"]})
    again = phone.send("POST", path, {"slot": slot["key"]})

    keys = {s["key"] for s in changed.json()["slots"]}
    others = {s["key"] for s in built["slots"] if not s["is_preparation"]} - {slot["key"]}
    assert changed.status_code == 200
    assert slot["key"] not in keys
    assert others <= keys
    assert again.status_code == 409
    assert wrong(again) == ["slot"]


def test_sets_are_logged_once_corrected_and_belong_to_its_workout(phone, member, built):
    path, sent = f"sessions/{built['uuid']}/sets/", one_set(counted(built), weight_kg=20, effort=7.5)

    for _ in range(2):
        session = phone.send("POST", path, sent).json()
    conflict = phone.send("POST", path, sent | {"repetitions": 3})
    phone.send("POST", path, sent | {"uuid": new_uuid(), "repetitions": 10})

    slot = next(s for s in session["slots"] if s["key"] == sent["slot"])
    row = WorkoutSet.objects.standing().get()
    assert slot["done"] == [1]
    assert wrong(conflict) == ["uuid"]
    assert (row.repetitions, float(row.weight_kg)) == (10, 20.0)
    assert str(row.workout.uuid) == session["workout"]
    assert session["started_at"] is not None


def test_a_set_must_say_how_much_and_of_what(phone, built):
    path, slot = f"sessions/{built['uuid']}/sets/", counted(built)

    assert wrong(phone.send("POST", path, one_set(slot, repetitions=None))) == ["repetitions"]
    assert wrong(phone.send("POST", path, one_set({"key": "main:0"}))) == ["slot"]
    assert wrong(phone.send("POST", path, one_set({"key": "nonsense"}))) == ["slot"]
    assert not WorkoutSet.objects.exists()


def test_the_end_ends_the_workout_and_late_sets_still_arrive(phone, built):
    path, slot = f"sessions/{built['uuid']}/", counted(built)
    began = timezone.now() - timedelta(minutes=40)
    phone.send("POST", f"{path}sets/", one_set(slot, done_at=began.isoformat()))

    over = phone.send("POST", f"{path}finish/", {}).json()
    again = phone.send("POST", f"{path}finish/", {}).json()
    late = phone.send("POST", f"{path}sets/", one_set(slot, number=2))

    assert over == again
    assert over["finished_at"] is not None
    assert late.status_code == 200
    assert Workout.objects.get().sets.count() == 2
    assert Workout.objects.get().finished_at is not None


def test_a_session_that_is_over_is_not_changed_any_more(phone, built):
    path, slot = f"sessions/{built['uuid']}/", {"slot": main_of(built)[0]["key"]}
    phone.send("POST", f"{path}finish/", {})

    assert phone.send("PATCH", path, {"seed": 2}).status_code == 409
    assert phone.send("POST", f"{path}swap/", slot).status_code == 409


def test_the_list_has_the_latest_first_and_does_not_run_more_queries_for_more_rows(phone, built):
    few = count_queries(phone, "/api/v1/sessions/")
    for minutes in (10, 20, 25):
        phone.send("POST", "sessions/", asked(minutes=minutes))

    rows = phone.get_json("sessions/")["results"]

    assert [row["minutes"] for row in rows] == [25, 20, 10, 30]
    assert count_queries(phone, "/api/v1/sessions/") == few


def test_one_session_is_read_in_few_queries(phone, built):
    # The token, the member, the session, the places, the answers, the stamp.
    assert count_queries(phone, f"/api/v1/sessions/{built['uuid']}/") <= 7
