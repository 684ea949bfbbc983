"""Numbers, units and durations, and what columns are called."""

from decimal import Decimal

import pytest

from workouts.importing.headers import Columns, field_of
from workouts.importing.kinds import NOTE, REST, kind_of
from workouts.importing.quantities import Numbers, seconds
from workouts.importing.rows import DROP, FAILURE, NORMAL, WARM_UP


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("80", "80"), ("80.0", "80.0"), ("80,5", "80.5"), ("1,250.5", "1250.5"), ("1.250,5", "1250.5"),
        ("1'250.5", "1250.5"), ("1\u00a0250,5", "1250.5"), ("45.359237", "45.359237"), ("-10", "-10"),
        ("0,125", "0.125"), ("1,250", "1250"), ("1.250", "1.250"), ("2.000.000", "2000000"), ("+5", "5"),
    ],
)  # fmt: skip
def test_numbers_are_read_with_either_decimal_sign(text, number):
    assert Numbers().read(text) == Decimal(number)


def test_where_a_file_writes_commas_a_point_parts_thousands():
    numbers = Numbers(["62,5", "80"])

    assert numbers.read("1.250") == 1250
    assert numbers.read("2,125") == Decimal("2.125")


@pytest.mark.parametrize("text", ["ten", "1e5", "NaN", "Infinity", "=1+1", "5 kg", "--5"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        Numbers().read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1h 5m", 3900), ("45m", 2700), ("1h", 3600), ("1h 2m 3s", 3723), ("90", 90), ("90.0", 90),
        ("0:05:30", 330),
        ("05:30", 330), ("1:00:00", 3600), ("1 Std. 5 Min.", 3900), ("1 hora 5 min", 3900), ("", None),
        ("0", None),
    ],
)  # fmt: skip
def test_durations_are_read_as_clocks_words_and_seconds(text, expected):
    assert seconds(text, Numbers()) == expected


@pytest.mark.parametrize("text", ["soon", "5 parsecs", "1h and"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="not a duration"):
        seconds(text, Numbers())


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Weight (kg)", ("weight", "kg")), ("weight_lbs", ("weight", "lb")),
        ("Gewicht (kg)", ("weight", "kg")),
        ("Peso", ("weight", "")), ("Weight Unit", ("weight_unit", "")),
        ("Wiederholungen", ("repetitions", "")),
        ("Repeticiones", ("repetitions", "")), ("distance_miles", ("distance", "mi")),
        ("Distance (meters)", ("distance", "m")), ("Duration (sec)", ("duration", "s")),
        ("Seconds", ("seconds", "")),
        ("Übung", ("exercise", "")), ("Ejercicio", ("exercise", "")),
        ("Nom de l'exercice", ("exercise", "")),
        ("RPE", ("effort", "")), ("Workout #", ("number", "")), ("Heart rate", ("", "")),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_labels_in_several_languages(label, field):
    assert field_of(label) == field


def test_of_two_columns_for_one_thing_the_one_that_says_something_is_read():
    columns = Columns(["Weight (kg)", "Weight (lbs)"])

    assert columns.cell(["", "220"], "weight") == ("220", "Weight (lbs)", "lb")
    assert columns.cell(["0.0", "220"], "weight").unit == "lb"
    assert columns.cell(["100", ""], "weight").unit == "kg"
    assert columns.cell(["100"], "repetitions").text == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1", NORMAL), ("", NORMAL), ("normal", NORMAL), ("W", WARM_UP), ("warmup", WARM_UP),
        ("Aufwärmsatz", WARM_UP),
        ("D", DROP), ("dropset", DROP), ("F", FAILURE), ("failure", FAILURE), ("Rest Timer", REST),
        ("Note", NOTE),
        ("Temporizador de descanso", REST), ("Ruhe-Timer", REST), ("Timer di riposo", REST),
        ("Cronômetro de descanso", REST),
    ],
)  # fmt: skip
def test_kinds_of_sets_are_told_by_letters_and_words(text, kind):
    assert kind_of(text) == kind
