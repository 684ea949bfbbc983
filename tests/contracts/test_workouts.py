"""Workouts for clients: sent whole, in parts or again, written once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conftest import count_queries
from tests.contracts.conftest import new_uuid, wrong
from workouts.models import Workout, WorkoutSet

START = timezone.now().replace(microsecond=0) - timedelta(hours=2)


def at(minutes):
    """A moment of the workout as a client writes it."""
    return (START + timedelta(minutes=minutes)).isoformat()


def one_set(exercise, **amounts):
    """A set as a client sends it."""
    return {"uuid": new_uuid(), "exercise": exercise.slug, "repetitions": 8, **amounts}


def workout(*sets, **more):
    """A workout as a client sends it."""
    return {"uuid": new_uuid(), "started_at": at(0), "sets": list(sets), **more}


@pytest.fixture
def squat(make_exercise):
    """A squat."""
    return make_exercise("Squat")


@pytest.fixture
def row(make_exercise):
    """A row."""
    return make_exercise("Row")


def test_a_workout_is_written_in_the_order_it_was_done(phone, member, squat, row):
    place = str(member.places.get().uuid)
    sets = [
        one_set(squat, repetitions=8, weight_kg=62.5, effort=7.5, done_at=at(5)),
        one_set(row, repetitions=None, seconds=30, distance_m=100),
        one_set(squat, repetitions=6, weight_kg=62.123456),
    ]

    response = phone.send("POST", "workouts/", workout(*sets, finished_at=at(40), place=place, note="Good."))

    assert response.status_code == 201
    body = response.json()
    assert (body["place"], body["note"]) == (place, "Good.")
    assert [entry["exercise"] for entry in body["sets"]] == [squat.slug, row.slug, squat.slug]
    assert [entry["position"] for entry in body["sets"]] == [0, 1, 2]
    assert body["sets"][0]["weight_kg"] == 62.5
    assert body["sets"][0]["effort"] == 7.5
    assert body["sets"][2]["weight_kg"] == 62.12
    assert body["sets"][2]["done_at"] == body["started_at"]
    assert phone.get_json(f"workouts/{body['uuid']}/") == body


def test_sent_again_it_is_written_once(phone, squat):
    body = workout(one_set(squat), finished_at=at(30))

    first, again = phone.send("POST", "workouts/", body), phone.send("POST", "workouts/", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (Workout.objects.count(), WorkoutSet.objects.count()) == (1, 1)


def test_it_may_come_in_parts_in_any_order(phone, squat, row):
    first, second = one_set(squat), one_set(row, done_at=at(20))
    begun = workout(first)
    whole = {**begun, "sets": [first, second], "finished_at": at(30), "note": "Done."}

    answers = [phone.send("POST", "workouts/", body) for body in (begun, whole, begun)]

    assert [response.status_code for response in answers] == [201, 201, 200]
    assert answers[1].json() == answers[2].json()
    assert [entry["uuid"] for entry in answers[2].json()["sets"]] == [first["uuid"], second["uuid"]]
    assert answers[2].json()["note"] == "Done."


@pytest.mark.parametrize(
    ("change", "field"),
    [({"started_at": at(1)}, "started_at"), ({"note": "Another."}, "note")],
)
def test_another_workout_under_the_same_uuid_is_a_conflict(phone, squat, change, field):
    body = workout(one_set(squat, done_at=at(2)), note="First.")
    phone.send("POST", "workouts/", body)

    response = phone.send("POST", "workouts/", {**body, **change})

    assert (response.status_code, wrong(response)) == (409, [field])


def test_another_set_under_the_same_uuid_is_a_conflict_and_nothing_is_written(phone, squat, row):
    known = one_set(squat)
    body = workout(known)
    phone.send("POST", "workouts/", body)

    response = phone.send("POST", "workouts/", {**body, "sets": [one_set(row), {**known, "repetitions": 9}]})

    assert response.status_code == 409
    assert known["uuid"] in response.json()["detail"]
    wrong(response)
    assert WorkoutSet.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"repetitions": 0}, "sets[1].repetitions"),
        ({"repetitions": "8"}, "sets[1].repetitions"),
        ({"repetitions": None}, "sets[1]"),
        ({"weight_kg": -1}, "sets[1].weight_kg"),
        ({"weight_kg": 10**400}, "sets[1].weight_kg"),
        ({"effort": 11}, "sets[1].effort"),
        ({"exercise": "nothing"}, "sets[1].exercise"),
        ({"done_at": at(-10)}, "sets[1].done_at"),
        ({"done_at": at(50)}, "sets[1].done_at"),
        ({"position": 3}, "sets[1].position"),
        ({"load": 3}, "sets[1].load"),
    ],
)
def test_a_wrong_set_is_named_and_nothing_is_written(phone, squat, change, field):
    body = workout(one_set(squat), {**one_set(squat), **change}, finished_at=at(40))

    response = phone.send("POST", "workouts/", body)

    assert response.status_code == 400
    assert wrong(response) == [field]
    assert not Workout.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"started_at": "2999-01-01T00:00:00Z"}, "started_at"),
        ({"finished_at": at(-1)}, "finished_at"),
        ({"place": "6f2d3c52-2f3b-4f9e-9f55-0d5d4a0c1b2e"}, "place"),
        ({"note": "x" * 501}, "note"),
        ({"sets": None}, "sets"),
        ({"mood": "good"}, "mood"),
    ],
)
def test_a_wrong_workout_is_named_and_not_written(phone, squat, change, field):
    response = phone.send("POST", "workouts/", {**workout(one_set(squat)), **change})

    assert response.status_code == 400
    assert wrong(response) == [field]
    assert not Workout.objects.exists()


def test_two_sets_of_one_uuid_are_refused(phone, squat):
    entry = one_set(squat)

    response = phone.send("POST", "workouts/", workout(entry, entry))

    assert (response.status_code, wrong(response)) == (400, ["sets[1].uuid"])


def test_a_retired_exercise_may_still_be_logged_and_a_draft_not(phone, make_exercise):
    retired, draft = make_exercise("Old", status="retired"), make_exercise("New", status="draft")

    assert phone.send("POST", "workouts/", workout(one_set(retired))).status_code == 201
    assert phone.send("POST", "workouts/", workout(one_set(draft))).status_code == 400


def test_a_set_is_taken_out_and_stays(phone, squat):
    entry = one_set(squat)
    body = workout(entry)
    phone.send("POST", "workouts/", body)
    address = f"workouts/{body['uuid']}/sets/{entry['uuid']}/"

    answers = [phone.send("DELETE", address).status_code for _ in range(2)]

    assert answers == [204, 204]
    assert phone.get_json(f"workouts/{body['uuid']}/")["sets"][0]["voided_at"]
    assert phone.get_json(f"workouts/?exercise={squat.slug}")["count"] == 0


def test_a_set_is_found_in_its_own_workout_alone(phone, squat):
    entry, other = one_set(squat), workout(one_set(squat))
    phone.send("POST", "workouts/", workout(entry))
    phone.send("POST", "workouts/", other)

    assert phone.send("DELETE", f"workouts/{other['uuid']}/sets/{entry['uuid']}/").status_code == 404


def test_the_history_is_narrowed(phone, squat, row):
    early, late = workout(one_set(squat)), workout(one_set(row), started_at=at(60))
    for body in (early, late):
        phone.send("POST", "workouts/", body)
    middle = at(30).replace("+", "%2B")

    found = {
        query: [entry["uuid"] for entry in phone.get_json(f"workouts/{query}")["results"]]
        for query in ("", f"?since={middle}", f"?until={middle}", f"?exercise={squat.slug}")
    }

    assert list(found.values()) == [
        [late["uuid"], early["uuid"]], [late["uuid"]], [early["uuid"]], [early["uuid"]],
    ]  # fmt: skip


def test_more_workouts_take_no_more_queries(phone, squat, row):
    phone.send("POST", "workouts/", workout(one_set(squat)))
    few = count_queries(phone, "/api/v1/workouts/")

    for _ in range(3):
        phone.send("POST", "workouts/", workout(one_set(squat), one_set(row)))

    assert count_queries(phone, "/api/v1/workouts/") == few


def test_a_stranger_sees_and_changes_nothing(phone, strangers_phone, squat):
    entry = one_set(squat)
    body = workout(entry)
    phone.send("POST", "workouts/", body)

    assert strangers_phone.send("GET", f"workouts/{body['uuid']}/").status_code == 404
    assert strangers_phone.send("DELETE", f"workouts/{body['uuid']}/sets/{entry['uuid']}/").status_code == 404
    assert strangers_phone.get_json("workouts/")["count"] == 0
    assert strangers_phone.send("POST", "workouts/", body).status_code == 409
    assert strangers_phone.send("POST", "workouts/", workout(entry)).status_code == 409
    assert WorkoutSet.objects.get().voided_at is None
    assert Workout.objects.count() == 1
