"""Merging two exercises keeps every set, every word of feedback and every impression; undo restores both."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import reverse
from django.utils import timezone

from exercises import following, merging, revisions
from exercises.actions import ActionRefused
from exercises.models import Exercise, ExerciseJoint, ExerciseMuscle, NearDuplicate, Report, Revision
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


# What a merge and its undo write down about themselves; everything else must be as it was.
TRACES = {"revision", "merge", "searchdocument", "searchword", "logentry", "session"}


# Relations that are written anew: what they say counts, not their keys.
ANEW = (ExerciseMuscle, ExerciseJoint, Exercise.equipment.through, Exercise.alternatives.through)


def dump():
    """Every row of every table, but for the traces and the moment of the last change."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.model_name in TRACES or model._meta.proxy:
            continue
        for row in serializers.serialize("python", model._base_manager.all()):
            row["fields"].pop("updated_at", None)
            key = str(row["fields"]) if model in ANEW else row["pk"]
            found[row["model"], key] = row["fields"]
    return found


@pytest.mark.parametrize("take", [(), sorted({"name", *merging.CHOICES})], ids=["nothing", "everything"])
def test_after_an_undo_the_whole_database_is_as_it_was(world, make_exercise, take):
    keep, double, user, _both = world
    Exercise.objects.filter(pk=keep.pk).update(harder=double, summary="", met=None, status="draft")
    Exercise.objects.filter(pk=double.pk).update(easier=keep)
    keep.alternatives.add(double)
    easier = make_exercise("Air squat", harder=double)
    both_ways = make_exercise("Sit to stand", easier=double)
    easier.alternatives.add(keep, double)
    both_ways.alternatives.add(double)
    make_exercise("Old squat", status="retired", replacement=double)
    NearDuplicate.objects.create(first=double, second=easier, likeness="0.8", found_at=AT)
    Report.objects.create(exercise=double, user=user, kind="words", text="Which dumbbell?", created_at=AT)
    before = dump()
    keep.refresh_from_db()

    merge = merging.merge_exercises(keep=keep, double=double, at=LATER, take=take)
    assert dump() != before
    merging.undo_merge(merge=merge, at=LATER)

    assert dump() == before


def test_links_to_a_double_lead_to_the_kept_one_and_never_to_itself(world, make_exercise):
    keep, double, _user, _both = world
    Exercise.objects.filter(pk=keep.pk).update(harder=double)
    keep.alternatives.add(double)
    other = make_exercise("Air squat", harder=double)
    other.alternatives.add(double)
    old = make_exercise("Old squat", status="retired", replacement=double)

    merging.merge_exercises(keep=keep, double=double, at=LATER)

    keep.refresh_from_db(), other.refresh_from_db(), old.refresh_from_db()
    assert (keep.harder, list(keep.alternatives.all())) == (None, [])
    assert (other.harder, list(other.alternatives.all())) == (keep, [keep])
    assert old.replacement == keep
    # Copies elsewhere are told, and the history of each says why.
    assert other.updated_at == old.updated_at == LATER
    assert {row.exercise_id for row in Revision.objects.filter(action="merge")} == {
        keep.pk, double.pk, other.pk, old.pk,
    }  # fmt: skip


def test_what_is_open_about_a_double_is_asked_about_the_kept_one(world, make_exercise):
    keep, double, _user, _both = world
    third = make_exercise("Cup squat with a dumbbell")
    NearDuplicate.objects.create(first=double, second=third, likeness="0.8", found_at=AT)

    merging.merge_exercises(keep=keep, double=double, at=LATER)

    assert NearDuplicate.objects.filter(first=keep, second=third, decision="open").exists()
    waiting = NearDuplicate.objects.waiting()
    assert [(pair.first, pair.second) for pair in waiting] == [(keep, third)]


def test_every_table_that_refers_to_an_exercise_follows_or_stays_on_purpose():
    own = {"ExerciseMuscle.exercise", "ExerciseJoint.exercise", "Exercise_equipment.exercise",
           "Exercise_alternatives.from_exercise", "SearchDocument.exercise"}  # fmt: skip
    told = {"NearDuplicate.first", "NearDuplicate.second", "Revision.exercise", "Merge.keep", "Merge.double"}
    stay = {f"exercises.{name}" for name in own | told}

    referring = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if (field.concrete and field.many_to_one) or (field.one_to_one and field.concrete)
        if field.related_model in (Exercise, Exercise._meta.concrete_model) and not model._meta.proxy
    }

    assert referring == following.registered() | stay


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
    assert f"This is the same exercise as {keep.name}." in page.content.decode()
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
