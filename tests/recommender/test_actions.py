"""Feedback is written once, models are published one at a time and can be rolled back."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from recommender import actions
from recommender.models import Feedback, ModelRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_run():
    def make(**fields):
        now = timezone.now()
        values = {"status": "finished", "artifact": "run", "sha256": "0" * 64} | fields
        return ModelRun.objects.create(started_at=now, heartbeat_at=now, **values)

    return make


def test_the_same_feedback_sent_twice_is_written_once(make_user, make_exercise):
    said = {"user": make_user(), "exercise": make_exercise(), "kind": "like", "uuid": uuid.uuid4()}
    first, was_new = actions.record_feedback(**said, at=timezone.now())

    again, is_new = actions.record_feedback(**said, at=timezone.now())

    assert (was_new, is_new) == (True, False)
    assert again.pk == first.pk
    assert Feedback.objects.count() == 1


def test_a_uuid_used_for_other_feedback_is_refused_and_changes_nothing(make_user, make_exercise):
    user, exercise, token = make_user(), make_exercise(), uuid.uuid4()
    actions.record_feedback(user=user, exercise=exercise, kind="like", uuid=token, at=timezone.now())

    with pytest.raises(actions.Conflict, match="uuid"):
        actions.record_feedback(user=user, exercise=exercise, kind="never", uuid=token, at=timezone.now())

    assert Feedback.objects.get().kind == "like"


def test_an_unknown_kind_is_named(make_user, make_exercise):
    with pytest.raises(ValueError, match="kind: 'love'"):
        actions.record_feedback(
            user=make_user(), exercise=make_exercise(), kind="love", uuid=uuid.uuid4(), at=timezone.now()
        )


def test_undoing_keeps_the_row_and_twice_is_once(make_user, make_exercise):
    user, token, now = make_user(), uuid.uuid4(), timezone.now()
    actions.record_feedback(user=user, exercise=make_exercise(), kind="like", uuid=token, at=now)
    actions.undo_feedback(user=user, uuid=token, at=now)

    actions.undo_feedback(user=user, uuid=token, at=now + timedelta(hours=1))

    assert Feedback.objects.get().undone_at == now
    assert not Feedback.objects.standing().exists()


def test_a_stranger_cannot_undo(make_user, make_exercise):
    token = uuid.uuid4()
    actions.record_feedback(
        user=make_user(), exercise=make_exercise(), kind="like", uuid=token, at=timezone.now()
    )

    with pytest.raises(Feedback.DoesNotExist):
        actions.undo_feedback(user=make_user(), uuid=token, at=timezone.now())


def test_publishing_leaves_exactly_one_current_model(make_run):
    first, second = make_run(), make_run()
    actions.publish_model(run=first, at=timezone.now())

    actions.publish_model(run=second, at=timezone.now())

    assert list(ModelRun.objects.filter(is_current=True)) == [second]


def test_the_database_refuses_two_current_models(make_run):
    make_run(is_current=True)

    with pytest.raises(IntegrityError):
        make_run(is_current=True)


@pytest.mark.parametrize("status", ["running", "failed", "rejected"])
def test_only_a_finished_run_can_be_published(make_run, status):
    run = make_run(status=status)

    with pytest.raises(ValueError, match="finished"):
        actions.publish_model(run=run, at=timezone.now())


def test_rolling_back_goes_back_one_model_at_a_time(make_run):
    runs = [make_run() for _ in range(3)]
    for hours, run in enumerate(runs):
        actions.publish_model(run=run, at=timezone.now() + timedelta(hours=hours))

    assert actions.roll_back(at=timezone.now()) == runs[1]
    assert actions.roll_back(at=timezone.now()) == runs[0]
    with pytest.raises(actions.NothingToRollBack):
        actions.roll_back(at=timezone.now())
    assert ModelRun.objects.get(is_current=True) == runs[0]


def test_one_run_at_a_time(db):
    first = actions.begin_run(seed=1, at=timezone.now())

    second = actions.begin_run(seed=1, at=timezone.now())

    assert first.status == "running"
    assert second is None


def test_a_run_whose_heart_stopped_is_swept_and_a_living_one_is_not(db):
    now = timezone.now()
    run = actions.begin_run(seed=1, at=now - timedelta(minutes=5))

    assert actions.sweep_stale_runs(before=now - timedelta(minutes=10), at=now) == 0
    assert actions.sweep_stale_runs(before=now - timedelta(minutes=1), at=now) == 1

    run.refresh_from_db()
    assert run.status == "failed"
