"""Whole files of each app: every set with all it says, and a reason for every row that is none."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.workouts.importing import samples
from tests.workouts.importing.conftest import AT
from workouts.importing import history as histories
from workouts.importing.history import Options, read_history
from workouts.importing.reading import HistoryError


def read(text, *, owner=1, **said):
    return read_history(text.encode(), owner=owner, at=AT, options=Options(**said))


def sets_of(history):
    """The sets as short tuples: name, kind, repetitions, kilograms, seconds, metres, effort."""
    return [
        (row.name, row.kind, row.repetitions, row.weight_kg, row.seconds, row.distance_m, row.effort)
        for row in history.sets
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (samples.STRONG, "strong"), (samples.STRONG_SEMICOLONS, "strong"),
        (samples.STRONG_GERMAN, "strong"),
        (samples.HEVY, "hevy"), (samples.HEVY_POUNDS, "hevy"), (samples.HEVY.replace(",", "\t"), "hevy"),
        (samples.FITNOTES, "fitnotes"), (samples.FITNOTES_UNITS, "fitnotes"),
        (samples.FITNOTES_BOTH, "fitnotes"),
    ],
)  # fmt: skip
def test_the_app_is_told_by_the_header(text, source):
    assert read(text).source == source


def test_strong_in_pounds():
    history = read(samples.STRONG, unit="lb")

    assert sets_of(history) == [
        ("Bench Press (Barbell)", "warm-up", 10, Decimal("20.41"), None, None, None),
        ("Bench Press (Barbell)", "normal", 5, Decimal("61.23"), None, None, 8),
        ("Bench Press (Barbell)", "normal", 5, Decimal("61.23"), None, None, Decimal("8.5")),
        ("Bench Press (Barbell)", "failure", 9, Decimal("52.16"), None, None, 10),
        ("Running", "normal", None, None, 1800, 4989, None),
        ("Plank", "normal", None, None, 90, None, None),
    ]
    evening, run = history.sessions
    assert evening.start == datetime(2024, 1, 15, 18, 30, tzinfo=UTC)
    assert evening.lasted == timedelta(minutes=65)
    assert evening.note == ('Evening, heavy · Slept badly · Bench Press (Barbell): Grip "wide", second line')
    assert run.note == "Run"


def test_strong_says_what_it_passed_over_and_what_it_guessed():
    report = read(samples.STRONG).report.as_dict()

    assert report["rows"] == 8
    assert report["rejected"] == [
        {"row": 9, "column": "Reps", "message": "Say how much: repetitions, seconds or metres."}
    ]
    assert any("rest timer" in note for note in report["notes"])
    assert any("read as kg" in note for note in report["notes"])


def test_strong_with_semicolons_decimal_commas_and_units_in_columns():
    history = read(samples.STRONG_SEMICOLONS, unit="lb")

    assert sets_of(history) == [
        ("Squat (Barbell)", "normal", 5, Decimal("82.50"), None, None, None),
        ("Squat (Barbell)", "normal", 5, Decimal("82.50"), None, None, Decimal("8.5")),
        ("Running", "normal", None, None, 900, 2500, None),
        ("Running", "normal", None, None, 1800, 4828, None),
    ]
    assert [session.lasted for session in history.sessions] == [timedelta(minutes=62), timedelta(minutes=30)]
    assert history.report.notes == []


def test_strong_with_rows_for_notes_and_names_of_another_language():
    history = read(samples.STRONG_GERMAN)

    assert sets_of(history) == [
        ("Bankdrücken (Langhantel)", "normal", 8, Decimal("62.50"), None, None, None),
        ("Bankdrücken (Langhantel)", "drop", 10, Decimal("50.00"), None, None, None),
        ("Laufen", "normal", None, None, 1710, 5000, None),
    ]
    assert history.sessions[0].note == "Oberkörper · Bankdrücken (Langhantel): Ellbogen schonen"
    assert dict(history.report.passed) == {"rest timer": 1}


def test_strong_marks_warm_ups_in_notes_in_older_versions():
    text = samples.STRONG_SEMICOLONS.replace(';0;"";"";62m', ';0;"Warmup";"";62m')

    history = read(text)

    assert [row.kind for row in history.sets] == ["warm-up", "normal", "normal", "normal"]
    assert "Warmup" not in history.sessions[0].note


def test_hevy_with_kinds_effort_and_end():
    history = read(samples.HEVY)

    assert sets_of(history) == [
        ("Bench Press (Barbell)", "warm-up", 10, Decimal("40.00"), None, None, None),
        ("Bench Press (Barbell)", "normal", 5, Decimal("80.00"), None, None, Decimal("8.5")),
        ("Bench Press (Barbell)", "drop", 9, Decimal("60.00"), None, None, None),
        ("Bench Press (Barbell)", "failure", 7, Decimal("60.00"), None, None, 10),
        ("Plank", "normal", None, None, 75, None, None),
        ("Running", "normal", None, None, 2280, 6200, None),
    ]
    assert history.sessions[0].end == datetime(2024, 11, 22, 19, 10, tzinfo=UTC)
    assert history.sessions[0].note == "Push · With Sam"
    assert history.report.as_dict()["notes"] == []


def test_hevy_in_pounds_and_miles_with_american_dates():
    history = read(samples.HEVY_POUNDS)

    assert sets_of(history) == [
        ("Bench Press (Barbell)", "normal", 5, Decimal("102.06"), None, None, None),
        ("Running", "normal", None, None, 1500, 3219, None),
    ]
    assert history.sessions[0].start == datetime(2024, 1, 5, 18, 5, tzinfo=UTC)


def test_fitnotes_makes_a_workout_of_a_day_and_keeps_equal_sets_apart():
    history = read(samples.FITNOTES)

    assert sets_of(history) == [
        *[("Flat Barbell Bench Press", "normal", 8, Decimal("60.00"), None, None, None)] * 3,
        ("Plank", "normal", None, None, 90, None, None),
        ("Running (Outdoor)", "normal", None, None, 1710, 5200, None),
    ]
    assert len({row.uuid for row in history.sets}) == 5
    assert [session.start.hour for session in history.sessions] == [12, 12]
    assert history.sessions[0].note == "Flat Barbell Bench Press: felt light"


def test_fitnotes_with_the_unit_in_a_column_or_in_two():
    assert [row.weight_kg for row in read(samples.FITNOTES_UNITS).sets] == [Decimal("102.06"), None]
    assert read(samples.FITNOTES_UNITS).sets[1].distance_m == 4828
    assert [row.weight_kg for row in read(samples.FITNOTES_BOTH).sets] == [
        Decimal("100.02"), Decimal("100.00"),
    ]  # fmt: skip


def test_headers_of_another_language_are_understood():
    text = "Datum;Übung;Kategorie;Gewicht (kg);Wiederholungen\n01.03.2023;Bankdrücken;Brust;62,5;8\n"

    history = read(text)

    assert history.source == "fitnotes"
    assert sets_of(history) == [("Bankdrücken", "normal", 8, Decimal("62.50"), None, None, None)]
    assert history.sessions[0].start.date().isoformat() == "2023-03-01"


def test_a_clock_hung_where_the_person_trained():
    history = read(samples.HEVY, time_zone="America/New_York")

    assert history.sessions[0].start == datetime(2024, 11, 22, 23, 5, tzinfo=UTC)
    assert history.sessions[0].start.tzinfo == ZoneInfo("America/New_York")


def test_a_file_of_nothing_we_know_is_refused_with_its_header():
    with pytest.raises(HistoryError, match="“Name”, “Heart rate”"):
        read("Name,Heart rate\nRun,140\n")


def test_a_source_that_is_named_must_fit():
    with pytest.raises(HistoryError, match="no column for start"):
        read(samples.STRONG, source="hevy")


def test_a_file_that_names_more_exercises_than_anybody_knows_is_refused(monkeypatch):
    monkeypatch.setattr(histories, "MOST_NAMES", 2)

    with pytest.raises(HistoryError, match="3 different exercises"):
        read(samples.STRONG)
