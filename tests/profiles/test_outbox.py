"""An outbox is heard only from the person who filled it, and with the moment the button was pressed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from profiles.outbox import GUEST, mark_of, moment_of
from workouts.models import WorkoutSet

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def log(client, make_exercise):
    """Send a set of the log form, with further headers."""
    address = reverse("workouts:log", args=[make_exercise().slug])

    def send(row=None, repetitions="10", **headers):
        row = row or uuid4()
        fields = {"row": str(row), f"{row}-repetitions": repetitions}
        return client.post(
            address, fields, headers={name.replace("_", "-"): v for name, v in headers.items()}
        )

    return send


@pytest.fixture
def alice(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def test_every_page_says_whose_it_is(client, make_user):
    user = make_user()
    before = client.get(reverse("exercises:list")).headers["Nextset-Account"]
    client.force_login(user)

    after = client.get(reverse("exercises:list"))

    assert before == GUEST
    assert after.headers["Nextset-Account"] == user.account_mark
    assert f'data-account="{user.account_mark}"' in after.content.decode()


def test_a_mark_lasts_and_is_nobody_elses(make_user):
    one, other = make_user(), make_user()

    assert mark_of(one) == mark_of(type(one).objects.get(pk=one.pk))
    assert len({mark_of(one), mark_of(other), mark_of(AnonymousUser())}) == 3
    assert one.email not in mark_of(one)


def test_an_accepted_form_answers_with_where_it_would_lead(log, alice):
    response = log(outbox_account=alice.account_mark)

    workout = WorkoutSet.objects.get().workout
    assert response.status_code == 204
    assert response.headers["Outbox-Location"] == workout.get_absolute_url()
    assert response.headers["Outbox-Heard"] == "1"


def test_sent_twice_it_is_written_once(log, alice):
    row = uuid4()

    answers = [log(row, outbox_account=alice.account_mark).status_code for _ in range(2)]

    assert answers == [204, 204]
    assert WorkoutSet.objects.count() == 1


@pytest.mark.parametrize("signed_in", [True, False])
def test_what_another_person_kept_is_not_written(client, log, make_user, signed_in):
    alice = make_user()
    if signed_in:
        client.force_login(make_user())

    response = log(outbox_account=alice.account_mark)

    assert (response.status_code, response.headers["Outbox-Heard"]) == (401, "1")
    assert WorkoutSet.objects.count() == 0


def test_a_refused_form_says_so_by_its_status(log, alice):
    assert log(repetitions="0", outbox_account=alice.account_mark).status_code == 422
    assert log(repetitions="0").status_code == 422
    assert WorkoutSet.objects.count() == 0


def test_a_set_keeps_the_moment_it_was_done(log, alice):
    made = timezone.now() - timedelta(hours=5)

    log(outbox_account=alice.account_mark, outbox_made=made.isoformat())

    row = WorkoutSet.objects.get()
    assert row.done_at == row.workout.started_at == made


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-03-01T12:00:00", "1970-01-01T00:00:00Z"]
)
def test_a_moment_that_cannot_be_is_now(text):
    before = timezone.now()

    moment = moment_of(RequestFactory().post("/", headers={"Outbox-Made": text}))

    assert before <= moment <= timezone.now()


def test_a_clock_that_runs_ahead_counts_as_now():
    ahead = timezone.now() + timedelta(hours=2)

    assert moment_of(RequestFactory().post("/", headers={"Outbox-Made": ahead.isoformat()})) < ahead


def test_a_moment_is_read_as_browsers_write_it():
    request = RequestFactory().post("/", headers={"Outbox-Made": "2026-03-01T12:00:00.000Z"})

    assert moment_of(request) == NOON
