"""The catalogue for clients: browse, read, keep a copy, know the words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from exercises import actions, merging
from exercises.models import Exercise
from tests.conftest import count_queries
from tests.contracts.conftest import Phone, wrong


@pytest.fixture
def squat(make_exercise):
    """A squat."""
    muscles = {"quadriceps": "0.6", "glutes": "0.4"}
    return make_exercise("Squat", muscles=muscles, joints={"knee": 2}, group="squat")


def test_guests_may_browse(guest, squat):
    body = guest.get_json("exercises/")

    assert body["count"] == 1
    assert body["results"][0] == {
        "slug": squat.slug, "name": "Squat", "type": "strength", "level": 1, "pattern": "squat",
        "measure": "repetitions", "minutes": 8.0, "is_quiet": True, "is_unilateral": False, "equipment": [],
        "primary": ["quadriceps"], "secondary": ["glutes"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("equipment=none", {"Squat"}),
        ("equipment=barbell", {"Squat"}),
        ("equipment=barbell&equipment=bench", {"Squat", "Bench press"}),
        ("muscle=chest", {"Bench press"}),
        ("muscle=chest&muscle=glutes", {"Squat", "Bench press"}),
        ("joint=knee", {"Bench press"}),
        ("level=1", {"Squat"}),
        ("q=bench", {"Bench press"}),
        ("quiet=true", {"Squat"}),
        ("quiet=false", {"Squat", "Bench press"}),
        ("type=cardio", set()),
    ],
)
def test_the_list_is_narrowed_as_the_page_is(guest, squat, make_exercise, query, found):
    make_exercise(
        "Bench press", equipment=["barbell", "bench"], muscles={"chest": 1}, level=2, is_quiet=False
    )

    body = guest.get_json(f"exercises/?{query}")

    assert {row["name"] for row in body["results"]} == found


def test_pages_are_bounded_and_linked(guest, make_exercise):
    for number in range(5):
        make_exercise(f"Move {number}")

    body = guest.get_json("exercises/?page_size=2&page=2&sort=name")
    beyond = guest.send("GET", "exercises/?page=9")
    long = guest.send("GET", "exercises/?page_size=101")

    assert (body["count"], body["pages"], len(body["results"])) == (5, 3, 2)
    assert "page=3" in body["next"]
    assert "page=1" in body["previous"]
    assert beyond.status_code == 404
    assert (long.status_code, wrong(long)) == (400, ["page_size"])


def test_the_list_does_not_run_more_queries_for_more_exercises(guest, make_exercise):
    make_exercise("One", joints={"knee": 1}, group="a")
    few = [count_queries(guest, f"/api/v1/exercises/{tail}") for tail in ("", "changes/")]

    for name in ("Two", "Three", "Four"):
        make_exercise(name, joints={"knee": 1}, group=name.lower())

    assert [count_queries(guest, f"/api/v1/exercises/{tail}") for tail in ("", "changes/")] == few
    assert few[0] <= 5


def test_what_has_not_changed_is_not_sent_again(guest, squat):
    first = guest.send("GET", "exercises/")

    same = guest.send("GET", "exercises/", If_None_Match=first["ETag"])
    same_weakly = guest.send("GET", "exercises/", If_None_Match=f'"other", W/{first["ETag"]}')
    since = guest.send("GET", "exercises/", If_Modified_Since=first["Last-Modified"])
    squat.save()
    changed = guest.send("GET", "exercises/", If_None_Match=first["ETag"])

    assert [r.status_code for r in (same, same_weakly, since, changed)] == [304, 304, 304, 200]
    assert same.content == b""
    assert same["ETag"] == first["ETag"] != changed["ETag"]


def test_an_older_date_gets_the_list(guest, squat):
    before = http_date((squat.updated_at - timedelta(days=1)).timestamp())

    assert guest.send("GET", "exercises/", If_Modified_Since=before).status_code == 200
    assert guest.send("GET", "exercises/", If_Modified_Since="yesterday").status_code == 200


def test_an_exercise_has_everything(guest, squat, make_exercise):
    squat.easier, squat.harder = make_exercise("Sit to stand"), make_exercise("Draft", status="draft")
    squat.suitability = {"pregnancy": "care"}
    squat.save()

    body = guest.get_json(f"exercises/{squat.slug}/")

    assert body["muscles"] == [
        {"muscle": "quadriceps", "role": "primary", "share": 0.6},
        {"muscle": "glutes", "role": "secondary", "share": 0.4},
    ]
    assert body["joints"] == [{"joint": "knee", "stress": 2}]
    assert body["suitability"] == [{"topic": "pregnancy", "advice": "care"}]
    assert body["variation_group"] == "squat"
    assert body["easier"] == squat.easier.slug
    assert body["harder"] is None, "a draft is nobody's business"
    dose = {"sets": 4, "low": 4, "high": 6, "unit": "repetitions", "rest": 150}
    assert {"goal": "strength", "dose": dose} in body["doses"]


def test_drafts_are_not_there_and_retired_ones_are_gone(guest, squat, make_exercise):
    draft = make_exercise("Draft", status="draft")
    retired = make_exercise("Old squat", status="retired", replacement=squat)

    unseen = guest.send("GET", f"exercises/{draft.slug}/")
    gone = guest.send("GET", f"exercises/{retired.slug}/")

    assert unseen.status_code == 404
    wrong(unseen)
    assert gone.status_code == 410
    wrong(gone)
    assert gone.json()["replacement"] == squat.slug


def test_an_offline_copy_follows_every_change(guest, make_exercise):
    rows = [make_exercise(f"Move {number}") for number in range(5)]
    make_exercise("Draft", status="draft")
    old = timezone.now() - timedelta(days=1)
    Exercise.objects.update(updated_at=old)  # All in the same moment: the key decides the order.

    copy, cursor, has_more = {}, "", True
    while has_more:
        part = guest.get_json(f"exercises/changes/?page_size=2{cursor and f'&cursor={cursor}'}")
        copy |= {row["slug"]: row["exercise"] for row in part["results"]}
        cursor, has_more = part["cursor"], part["has_more"]
    assert set(copy) == {row.slug for row in rows}

    rows[1].status, rows[1].replacement = "retired", rows[0]
    rows[1].save()
    rows[2].name = "Other"
    rows[2].save()
    later = guest.get_json(f"exercises/changes/?cursor={cursor}")

    assert [(row["slug"], row["status"]) for row in later["results"]] == [
        (rows[1].slug, "retired"), (rows[2].slug, "published"),
    ]  # fmt: skip
    assert later["results"][0]["exercise"] is None
    assert later["results"][0]["replacement"] == rows[0].slug
    assert later["results"][1]["exercise"]["name"] == "Other"


def test_a_copy_is_told_what_was_taken_back_or_merged(guest, make_exercise):
    taken_back, double, keep = (make_exercise(name) for name in ("Taken back", "Double", "Kept"))
    never_seen = make_exercise("Never seen", status="draft")
    old = timezone.now() - timedelta(days=1)
    Exercise.objects.update(updated_at=old)
    cursor = guest.get_json("exercises/changes/")["cursor"]

    actions.return_to_draft(exercises=[taken_back, never_seen], at=timezone.now())
    merging.merge_exercises(keep=keep, double=double, at=timezone.now())
    told = {row["slug"]: row for row in guest.get_json(f"exercises/changes/?cursor={cursor}")["results"]}

    assert set(told) == {taken_back.slug, double.slug, keep.slug}
    assert (told[taken_back.slug]["status"], told[taken_back.slug]["exercise"]) == ("withdrawn", None)
    assert (told[double.slug]["status"], told[double.slug]["replacement"]) == ("retired", keep.slug)
    assert double.name in told[keep.slug]["exercise"]["aliases"]

    actions.publish_exercises(exercises=[taken_back], at=timezone.now())
    again = guest.get_json(f"exercises/changes/?cursor={cursor}")["results"]
    assert {row["slug"]: row["status"] for row in again}[taken_back.slug] == "published"


def test_a_change_that_was_slow_to_be_written_is_not_missed(guest, make_exercise):
    make_exercise("Quick")
    cursor = guest.get_json("exercises/changes/")["cursor"]
    slow = make_exercise("Slow")
    Exercise.objects.filter(pk=slow.pk).update(updated_at=timezone.now() - timedelta(seconds=30))

    names = [row["name"] for row in guest.get_json(f"exercises/changes/?cursor={cursor}")["results"]]

    assert "Slow" in names


def test_changes_since_a_time(guest, make_exercise):
    old = make_exercise("Old")
    Exercise.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=2))
    make_exercise("New")
    since = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    names = [row["name"] for row in guest.get_json(f"exercises/changes/?updated_since={since}")["results"]]

    assert names == ["New"]


@pytest.mark.parametrize(
    "query",
    ["cursor=nonsense", "cursor=%00", "cursor=MjAyNg==", "updated_since=yesterday",
     "updated_since=2026-01-01", "updated_since=2026-01-01T00:00:00", "updated_since=0000-00-00T00:00:00Z"],
)  # fmt: skip
def test_a_place_to_go_on_from_that_is_none_is_refused(guest, db, query):
    response = guest.send("GET", f"exercises/changes/?{query}")

    assert response.status_code == 400
    assert wrong(response) == [query.split("=")[0]]


def test_the_words_of_all_rooms_are_there(guest, db):
    body = guest.get_json("vocabulary/")

    assert {"code": "dumbbell", "name": "Dumbbells"} in body["equipment"]
    assert body["levels"][0] == {"code": 1, "name": "New"}
    assert {"code": "never", "name": "Never again"} in body["feedback_kinds"]
    assert [word["code"] for word in body["severities"]] == ["mild", "moderate", "severe"]
    assert body["regions"][0]["muscles"][0] == "glutes"


def test_the_words_need_no_query(guest, db):
    assert count_queries(guest, "/api/v1/vocabulary/") == 0


def test_signed_in_or_not_the_catalogue_is_the_same(guest, member, squat):
    assert Phone(member).get_json("exercises/") == guest.get_json("exercises/")
