"""Everything of a person as tables: nothing is lost on the way, and no cell is a formula."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from exercises import cells
from profiles import spreadsheets
from workouts.actions import log_sets
from workouts.entries import SetEntry

texts = st.text(st.sampled_from("=+-@'ab \t\n\"," + "\uff1d"), max_size=8)


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix(spreadsheets.MARK), newline="")))


@given(texts)
def test_no_text_is_a_formula_and_every_text_comes_back(text):
    cell = spreadsheets.safe_cell(text)

    assert not cell.startswith(cells.FORMULA)
    assert cells.plain_text(cell) == text


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
def test_a_file_holds_what_was_written(rows):
    header, *found = rows_of(spreadsheets.csv_text(["one", "two"], rows))

    assert header == ["one", "two"]
    assert [[cells.plain_text(cell) for cell in row] for row in found] == rows


@pytest.mark.parametrize(
    ("value", "cell"),
    [(-5, "-5"), (2.5, "2.5"), (None, ""), (True, "yes"), (False, "no"), (["a", "b"], "a; b"), (0, "0")],
)
def test_values_are_cells(value, cell):
    assert spreadsheets.safe_cell(value) == cell


def test_lists_in_rows_become_tables_that_name_their_row():
    data = {
        "at": "now",
        "workouts": [{"uuid": "w1", "sets": [{"n": 1}, {"n": 2}]}, {"uuid": "w2", "sets": []}],
        "preferences": {"goal": "muscle", "place": {"name": "Home"}, "hurts": [{"joint": "knee"}]},
        "feedback": [],
    }

    assert spreadsheets.tables_of(data) == {
        "workouts": [{"uuid": "w1"}, {"uuid": "w2", "sets": []}],
        "workouts_sets": [{"workouts_row": "w1", "n": 1}, {"workouts_row": "w1", "n": 2}],
        "preferences": [{"goal": "muscle", "place.name": "Home"}],
        "preferences_hurts": [{"preferences_row": 1, "joint": "knee"}],
        "export": [{"at": "now"}],
    }


def test_a_member_takes_everything_along_as_tables_and_nothing_of_others(client, make_user, make_exercise):
    user, other = make_user(limitations={"knee": "mild"}), make_user()
    exercise = make_exercise("Squat", slug="squat")
    for person, repetitions in ((user, 8), (other, 9)):
        log_sets(user=person, exercise=exercise, sets=[SetEntry(repetitions=repetitions)], at=timezone.now())
    user.first_name = "=HYPERLINK(0)"
    user.save()
    client.force_login(user)

    response = client.get(reverse("profiles:export_tables"))

    assert response["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    header, row = rows_of(archive.read("workouts_sets.csv").decode())
    assert dict(zip(header, row, strict=True))["repetitions"] == "8"
    assert {"account.csv", "preferences.csv", "workouts.csv", "export.csv"} <= set(archive.namelist())
    account = archive.read("account.csv").decode()
    assert user.email in account
    assert "'=HYPERLINK(0)" in account
    assert all(other.email not in archive.read(name).decode() for name in archive.namelist())


def test_a_guest_gets_nothing(client, db):
    assert client.get(reverse("profiles:export_tables")).url.startswith("/accounts/login/")
