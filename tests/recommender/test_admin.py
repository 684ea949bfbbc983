"""The operator's desk: what a night found, and the buttons that change what serves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.models import User
from recommender import actions, training
from recommender.models import Feedback, ModelRun
from recommender.sessions.actions import make
from recommender.sessions.trainees import Member
from tests.conftest import PASSWORD, count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    user = User.objects.create_superuser("boss@example.org", PASSWORD)
    client.force_login(user)
    return client


@pytest.fixture
def make_run():
    def make(**fields):
        now = timezone.now()
        values = {"status": "finished", "artifact": "run", "sha256": "0" * 64} | fields
        return ModelRun.objects.create(started_at=now, heartbeat_at=now, **values)

    return make


def test_a_run_shows_every_model_with_its_interval_and_whom_it_was_measured_on(boss, people):
    run = training.train(now=timezone.now, budget=1)

    page = boss.get(reverse("admin:recommender_modelrun_change", args=[run.pk])).content.decode()

    assert all(name in page for name in training.MODELS)
    assert " to 0." in page
    assert "simulated" in page


def test_the_start_page_says_what_waits(boss, make_run):
    make_run(decision="Published: it is not worse.", is_current=True)

    page = boss.get(reverse("admin:index")).content.decode()

    assert "Drafts to review" in page
    assert "Published: it is not worse." in page


@pytest.mark.parametrize("button", ["publish", "roll_back"])
def test_what_serves_changes_by_post_only_and_by_whoever_may(client, boss, make_run, button):
    old, new = make_run(), make_run()
    for run in (old, new):
        actions.publish_model(run=run, at=timezone.now())
    name = f"admin:recommender_modelrun_{button}"
    url = reverse(name, args=[old.pk] if button == "publish" else [])

    assert boss.get(url).status_code == 405
    assert ModelRun.objects.get(is_current=True) == new
    boss.post(url)

    assert ModelRun.objects.get(is_current=True) == old


def test_a_curator_without_the_right_cannot_change_what_serves(client, make_run):
    clerk = User.objects.create_user("clerk@example.org", PASSWORD, is_staff=True)
    client.force_login(clerk)
    run = make_run()

    response = client.post(reverse("admin:recommender_modelrun_publish", args=[run.pk]))

    assert response.status_code == 403
    assert not ModelRun.objects.filter(is_current=True).exists()


def test_train_now_asks_a_worker(boss, monkeypatch):
    asked = []
    monkeypatch.setattr("recommender.tasks.train.delay", lambda: asked.append(True))

    boss.post(reverse("admin:recommender_modelrun_train"))

    assert asked == [True]


def test_without_a_broker_train_now_says_so(boss, monkeypatch):
    def away():
        raise ConnectionError("no broker")

    monkeypatch.setattr("recommender.tasks.train.delay", away)

    page = boss.post(reverse("admin:recommender_modelrun_train"), follow=True).content.decode()

    assert "no broker" in page


@pytest.mark.parametrize("name", ["feedback", "impression", "modelrun"])
def test_lists_do_not_run_more_queries_for_more_rows(boss, make_user, make_exercise, make_run, name):
    url = reverse(f"admin:recommender_{name}_changelist")

    def fill():
        user, exercise, run = make_user(), make_exercise(), make_run()
        row = Feedback.objects.create(user=user, exercise=exercise, kind="like", created_at=timezone.now())
        user.impressions.create(
            request=row.uuid, exercise=exercise, model=run, rank=1, score=1, propensity=1,
            created_at=timezone.now(),
        )  # fmt: skip

    fill()
    few = count_queries(boss, url)
    for _ in range(5):
        fill()

    assert count_queries(boss, url) == few


def test_simulated_people_are_labelled_in_the_list_of_feedback(boss, make_user, make_exercise):
    user = make_user(simulated=True)
    Feedback.objects.create(user=user, exercise=make_exercise(), kind="like", created_at=timezone.now())

    page = boss.get(reverse("admin:recommender_feedback_changelist")).content.decode()

    assert f"Simulated person {user.pk}" in page


def test_the_list_of_sessions_does_not_run_more_queries_for_more_rows(boss, make_user, catalogue):
    url, member = reverse("admin:recommender_trainingsession_changelist"), Member(make_user(level=4))
    make(member, at=timezone.now(), minutes=20)
    few = count_queries(boss, url)

    for minutes in (10, 30):
        make(member, at=timezone.now(), minutes=minutes)

    assert count_queries(boss, url) == few
