"""The file of all sets: a row each, safe to open, and read back by the import."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.conftest import count_queries
from workouts.actions import log_sets, void_sets
from workouts.entries import SetEntry
from workouts.importing import actions
from workouts.importing.history import Options, read_history
from workouts.models import WorkoutSet
from workouts.sets_file import HEADER, sets_file

FILE = "/history/sets.csv"
AT = datetime(2026, 5, 4, 18, 30, tzinfo=UTC)
AMOUNTS = ("exercise__slug", "repetitions", "weight_kg", "seconds", "distance_m", "effort")


@pytest.fixture
def user(make_user):
    return make_user("lifter@example.org")


@pytest.fixture
def log(user, make_exercise):
    """Two workouts with every kind of amount, one note that looks like a formula, one voided set."""
    press = make_exercise("Barbell bench press", slug="press")
    run = make_exercise("Easy run", slug="run", measure="minutes", type="cardio")
    odd = make_exercise('=Odd name, with a "comma"', slug="odd")
    first = log_sets(
        user=user, exercise=press, at=AT,
        sets=[
            SetEntry(repetitions=8, weight_kg=Decimal("62.5"), effort=Decimal("8.5")),
            SetEntry(repetitions=8, weight_kg=Decimal("62.5"), effort=Decimal("8.5")),
            SetEntry(repetitions=100, weight_kg=Decimal(999)),
        ],
    )  # fmt: skip
    void_sets(user=user, uuids=[first.sets[2].uuid], at=AT)
    first.workout.note = "=SUM(A1)"
    first.workout.finished_at = AT + timedelta(hours=1)
    first.workout.save()
    later = AT + timedelta(days=1)
    log_sets(user=user, exercise=run, sets=[SetEntry(seconds=1500, distance_m=4200)], at=later)
    log_sets(user=user, exercise=odd, sets=[SetEntry(repetitions=5)], at=later)


def imported(user, text):
    """Import a file for somebody and confirm it."""
    kept = actions.start_import(user=user, data=text.encode(), file_name="sets.csv", at=timezone.now())
    return actions.confirm_import(user=user, uuid=kept.uuid, at=timezone.now())


def sets_of(user):
    rows = WorkoutSet.objects.standing().filter(workout__user=user)
    return list(rows.order_by("workout__started_at", "position").values_list(*AMOUNTS))


def test_a_row_per_standing_set_and_no_formula(client, user, log):
    client.force_login(user)

    response = client.get(FILE)

    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert tuple(header) == HEADER
    assert len(rows) == 4
    assert [row[3] for row in rows] == ["1", "2", "1", "2"]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert response["Content-Disposition"].startswith("attachment")


def test_somebody_else_can_read_it_back_whole(user, log, make_user):
    other = make_user()

    outcome = imported(other, sets_file(user))

    assert (outcome.written, outcome.left) == (4, 0)
    assert sets_of(other) == sets_of(user)
    first, second = other.workouts.order_by("started_at")
    assert (first.started_at, first.finished_at, first.note) == (AT, AT + timedelta(hours=1), "=SUM(A1)")
    assert second.started_at == AT + timedelta(days=1)


def test_reading_it_back_where_it_came_from_adds_nothing(user, log):
    before = sets_of(user)

    assert imported(user, sets_file(user)).written == 0
    assert imported(user, sets_file(user)).written == 0
    assert sets_of(user) == before


def test_sets_after_midnight_are_not_doubled(user, make_exercise):
    late = make_exercise("Late lift", slug="late")
    midnight = datetime(2026, 5, 4, 23, 50, tzinfo=UTC)
    log_sets(user=user, exercise=late, sets=[SetEntry(repetitions=5)], at=midnight)
    log_sets(user=user, exercise=late, sets=[SetEntry(repetitions=6)], at=midnight + timedelta(minutes=30))

    assert imported(user, sets_file(user)).written == 0


def test_what_was_lost_comes_back(user, log):
    text = sets_file(user)
    before = sets_of(user)
    user.workouts.all().delete()

    assert imported(user, text).written == 4
    assert sets_of(user) == before


def test_it_is_known_as_ours_by_its_header(user, log):
    assert (
        read_history(sets_file(user).encode(), owner=1, at=timezone.now(), options=Options()).source
        == "nextset"
    )


def test_only_ones_own_and_in_one_query(client, user, log, make_user):
    client.force_login(make_user())
    assert len(client.get(FILE).content.decode().splitlines()) == 1
    few = count_queries(client, FILE)
    client.force_login(user)

    assert count_queries(client, FILE) == few


def test_a_guest_is_asked_to_sign_in(client, db):
    assert client.get(FILE).url.startswith("/accounts/login/")
