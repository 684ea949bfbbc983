"""Each row is kept as it is, kept with something left out, or rejected: always with row, column, reason."""

import pytest

from tests.workouts.importing.conftest import AT
from workouts.importing.history import Options, read_history

HEADER = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight (kg),Reps,"
    "Distance (meters),Seconds,Notes,RPE\n"
)


def read(*rows, owner=1):
    return read_history((HEADER + "\n".join(rows)).encode(), owner=owner, at=AT, options=Options())


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",Push,1h,Squat,1,80,5,,,,", "Date", "no date"),
        ("someday,Push,1h,Squat,1,80,5,,,,", "Date", "someday"),
        ("2031-01-01 10:00:00,Push,1h,Squat,1,80,5,,,,", "Date", "future"),
        ("0001-01-01 00:00:00,Push,1h,Squat,1,80,5,,,,", "Date", "past"),
        ("1950-01-01 10:00:00,Push,1h,Squat,1,80,5,,,,", "Date", "past"),
        ("2024-01-01 10:00:00,Push,1h,,1,80,5,,,,", "Exercise Name", "no exercise"),
        ("2024-01-01 10:00:00,Push,1h," + "x" * 121 + ",1,80,5,,,,", "Exercise Name", "120"),
        ("2024-01-01 10:00:00,Push,1h,Squat,1,heavy,5,,,,", "Weight (kg)", "heavy"),
        ("2024-01-01 10:00:00,Push,1h,Squat,1,5000,5,,,,", "Weight (kg)", "1000"),
        ("2024-01-01 10:00:00,Push,1h,Squat,1,80,5.5,,,,", "Reps", "whole number"),
        ("2024-01-01 10:00:00,Push,1h,Squat,1,80,5000,,,,", "Reps", "1000"),
        ("2024-01-01 10:00:00,Push,1h,Squat,1,80,,,,,", "Reps", "how much"),
        ("2024-01-01 10:00:00,Push,1h,Squat,1,80,0,0,0,,", "Reps", "how much"),
        ("2024-01-01 10:00:00,Push,1h,Run,1,,,99999999,,,", "Distance (meters)", "1000000"),
        ("2024-01-01 10:00:00,Push,1h,Run,1,,,,999999,,", "Seconds", "86400"),
        ("2024-01-01 10:00:00,Push,1h,Run,1,,,,soon,,", "Seconds", "soon"),
        ("2024-01-01 10:00:00,Push,1h,Squat,1,80,5,,,,8,more", "", "more cells"),
    ],
)
def test_a_row_that_cannot_be_kept_is_named_with_its_column_and_reason(row, column, reason):
    history = read("2024-01-01 10:00:00,Push,1h,Squat,1,80,5,,,,", row)

    (finding,) = history.report.rejected
    assert (finding.row, finding.column) == (3, column)
    assert reason in finding.message
    assert len(history.sets) == 1


@pytest.mark.parametrize(
    ("weight", "kilograms"),
    [("225 lbs", "102.06"), ("100kg", "100.00"), ("62,5 kg", "62.50"), ("40", "40.00")],
)
def test_a_unit_in_the_cell_counts_for_this_row(weight, kilograms):
    history = read(f'2024-01-01 10:00:00,Push,1h,Squat,1,"{weight}",5,,,,')

    assert [str(row.weight_kg) for row in history.sets] == [kilograms]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2024-01-01 10:00:00,Push,1h,Dip,1,-20,5,,,,", "Weight (kg)"),
        ("2024-01-01 10:00:00,Push,1h,Dip,1,20,5,,,,15", "RPE"),
        ("2024-01-01 10:00:00,Push,99h,Dip,1,20,5,,,,", "Duration"),
        ("2024-01-01 10:00:00,Push,long,Dip,1,20,5,,,,", "Duration"),
    ],
)
def test_what_is_left_out_of_a_row_is_said(row, column):
    history = read(row)

    assert len(history.sets) == 1
    assert [(finding.row, finding.column) for finding in history.report.changed] == [(2, column)]


def test_notes_that_do_not_fit_are_cut_and_that_is_said():
    history = read(f"2024-01-01 10:00:00,Push,1h,Dip,1,20,5,,,{'word ' * 200},")

    assert len(history.sessions[0].note) == 500
    assert history.sessions[0].note.endswith("…")
    assert any("Notes of 1 workouts were cut" in note for note in history.report.notes)


def test_reading_again_gives_the_same_uuids_whatever_else_changed():
    rows = ["2024-01-01 10:00:00,Push,1h,Squat,1,80,5,,,,8", "2024-01-01 10:00:00,Push,1h,Squat,2,80,5,,,,9"]
    first = read(*rows)

    later = read(
        "2024-01-01 10:00:00,Renamed,2h,Squat,1,80.0,5.0,0,0,a new note,7",
        "2024-01-01 10:00:00,Renamed,2h,squat,W,80,5,,,,",
        "2024-02-01 10:00:00,New,1h,Squat,1,85,5,,,,",
    )

    assert [row.uuid for row in later.sets[:2]] == [row.uuid for row in first.sets]
    assert len({row.uuid for row in later.sets}) == 3


def test_the_uuids_of_two_people_differ():
    row = "2024-01-01 10:00:00,Push,1h,Squat,1,80,5,,,,"

    assert read(row, owner=1).sets[0].uuid != read(row, owner=2).sets[0].uuid
