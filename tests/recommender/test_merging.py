"""Merging two exercises keeps every set, every word of feedback and every impression; undo restores both."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from exercises import merging, revisions
from exercises.actions import ActionRefused
from exercises.models import Exercise
from recommender import serving
from recommender.actions import Conflict, record_feedback
from recommender.models import Feedback, Impression
from workouts.actions import log_sets
from workouts.entries import SetEntry
from workouts.models import WorkoutSet

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 6, 12, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def a_set(done_at=AT):
    return SetEntry(uuid=uuid4(), repetitions=10, weight_kg=Decimal(20), done_at=done_at)


def shown(user, exercise, request, rank=1):
    return Impression.objects.create(
        request=request, user=user, exercise=exercise, rank=rank, score=1, propensity=1, created_at=AT
    )


def rows():
    """Every row that refers to an exercise, and which one it refers to."""
    return {
        model.__name__: dict(model.objects.values_list("pk", "exercise_id"))
        for model in (WorkoutSet, Feedback, Impression)
    }


@pytest.fixture
def world(make_exercise, make_user):
    """Two exercises that are one, with a person who logged, judged and was shown both."""
    keep = make_exercise("Goblet squat", aliases=["Cup squat"], equipment=["dumbbell"])
    double = make_exercise("Dumbbell goblet squat", level=2, equipment=["dumbbell"], joints={"knee": 2})
    user = make_user(equipment=["dumbbell"], level=3)
    for exercise in (keep, double):
        log_sets(user=user, exercise=exercise, sets=[a_set(), a_set()], at=AT)
        record_feedback(user=user, exercise=exercise, kind="like", at=AT, uuid=uuid4())
        shown(user, exercise, uuid4())
    both = uuid4()
    shown(user, keep, both, 1)
    shown(user, double, both, 2)
    return keep, double, user, both


def test_every_row_is_kept_and_follows(world):
    keep, double, _user, both = world
    before = rows()

    merging.merge_exercises(keep=keep, double=double, at=LATER)

    after = rows()
    assert {name: set(found) for name, found in after.items()} == {name: set(b) for name, b in before.items()}
    assert set(after["WorkoutSet"].values()) == set(after["Feedback"].values()) == {keep.pk}
    # One request showed both: its second row stays with the double, since it may not stand twice.
    left = Impression.objects.filter(exercise=double)
    assert [row.request for row in left] == [both]


def test_undo_restores_both_exactly(world):
    keep, double, _user, _both = world
    before, states = rows(), revisions.snapshots([keep.pk, double.pk])
    merge = merging.merge_exercises(
        keep=keep, double=double, at=LATER, take=["name", "level", "joints", "words", "muscles"]
    )
    assert revisions.snapshots([keep.pk])[keep.pk] != states[keep.pk]

    assert merging.undo_merge(merge=merge, at=LATER) == []

    assert rows() == before
    assert revisions.snapshots([keep.pk, double.pk]) == states


def test_what_was_written_since_survives_an_undo(world):
    keep, double, user, _both = world
    merge = merging.merge_exercises(keep=keep, double=double, at=LATER, take=["level"])
    new = log_sets(user=user, exercise=keep, sets=[a_set(LATER)], at=LATER).sets[0]
    Exercise.objects.filter(pk=keep.pk).update(level=4, summary="Mended since.")

    stayed = merging.undo_merge(merge=merge, at=LATER)

    assert [(exercise.pk, name) for exercise, name in stayed] == [(keep.pk, "level")]
    assert WorkoutSet.objects.get(pk=new.pk).exercise == keep
    keep.refresh_from_db()
    assert (keep.level, keep.summary, keep.aliases) == (4, "Mended since.", ["Cup squat"])


def test_merges_are_undone_in_turn(world, make_exercise):
    keep, double, _user, _both = world
    third = make_exercise("Squat with a weight before the chest", equipment=["dumbbell"])
    before = rows()
    first = merging.merge_exercises(keep=keep, double=double, at=LATER)
    second = merging.merge_exercises(keep=third, double=keep, at=LATER)
    assert set(rows()["WorkoutSet"].values()) == {third.pk}
    double.refresh_from_db()
    assert double.replacement == third

    with pytest.raises(ActionRefused, match="merged further"):
        merging.undo_merge(merge=first, at=LATER)
    merging.undo_merge(merge=second, at=LATER)
    merging.undo_merge(merge=first, at=LATER)

    assert rows() == before


def test_what_a_phone_still_sends_for_the_double_counts_for_the_kept_one(world):
    keep, double, user, _both = world
    sets, uuid = [a_set()], uuid4()
    log_sets(user=user, exercise=double, sets=sets, at=AT)
    record_feedback(user=user, exercise=double, kind="too_hard", at=AT, uuid=uuid)
    merging.merge_exercises(keep=keep, double=double, at=LATER)
    double.refresh_from_db()

    again = log_sets(user=user, exercise=double, sets=sets, at=LATER)
    _row, is_new = record_feedback(user=user, exercise=double, kind="too_hard", at=LATER, uuid=uuid)
    late = log_sets(user=user, exercise=double, sets=[a_set(LATER)], at=LATER)

    assert (again.new, is_new) == (0, False)
    assert late.sets[0].exercise == keep
    with pytest.raises(Conflict):
        record_feedback(user=user, exercise=double, kind="like", at=LATER, uuid=uuid)


def test_a_never_again_of_the_double_holds_for_the_kept_one(world):
    keep, double, user, _both = world
    record_feedback(user=user, exercise=double, kind="never", at=LATER, uuid=uuid4())
    assert keep.pk in [pick.exercise_id for pick in serving.recommend_for(user, at=LATER, log=False).picks]

    merging.merge_exercises(keep=keep, double=double, at=LATER)

    assert serving.recommend_for(user, at=LATER, log=False).picks == []


def test_history_and_api_keep_working(world, client):
    keep, double, user, _both = world
    workout = user.workouts.get()
    client.force_login(user)
    merging.merge_exercises(keep=keep, double=double, at=LATER)

    assert keep.name in client.get(reverse("workouts:history")).content.decode()
    assert client.get(workout.get_absolute_url()).status_code == 200
    gone = client.get(f"/api/v1/exercises/{double.slug}/")
    page = client.get(double.get_absolute_url())

    assert (gone.status_code, gone.json()["replacement"]) == (410, keep.slug)
    assert page.status_code == 410
    assert keep.get_absolute_url() in page.content.decode()
    listed = client.get("/api/v1/feedback/").json()
    assert {row["exercise"] for row in listed["results"]} == {keep.slug}


def test_a_trained_model_serves_after_a_merge_and_after_its_undo(trained, catalogue, make_user):
    user = make_user(equipment=["dumbbell", "band", "barbell", "rack"], level=4)
    log_sets(user=user, exercise=catalogue[1], sets=[a_set()], at=timezone.now())
    merge = merging.merge_exercises(keep=catalogue[0], double=catalogue[1], at=timezone.now())

    picks = serving.recommend_for(user, at=timezone.now(), n=50, log=False)
    merging.undo_merge(merge=merge, at=timezone.now())
    after = serving.recommend_for(user, at=timezone.now(), n=50, log=False)

    assert picks.model == after.model == trained.pk
    assert catalogue[1].pk not in [pick.exercise_id for pick in picks.picks]
    assert after.catalogue == picks.catalogue + 1
