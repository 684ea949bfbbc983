"""Dates of several apps, countries and clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from workouts.importing.dates import DAY, MONTH, Moments


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-22 18:05:00", "2024-11-22T18:05:00", "2024-11-22 18:05", "2024/11/22 18:05",
        "2024-11-22 6:05:00 PM", "2024-11-22 6:05:00\u202fPM", "22 Nov 2024, 18:05",
        "Nov 22, 2024, 6:05 PM",
        "November 22, 2024 at 6:05 PM", "22.11.2024, 18:05", "22.11.2024 18:05 Uhr", "22. Nov. 2024, 18:05",
        "22. November 2024 um 18:05", "22/11/2024 18:05", "22-11-2024 18.05", "11/22/2024 6:05 PM",
        "22.11.24 18:05",
        "22 nov 2024, 18:05", "22 de nov. de 2024, 18:05", "22 novembre 2024 18h05", "22 nov. 2024 à 18:05",
        "Fri, 22 Nov 2024 18:05",
        "Freitag, 22. November 2024, 18:05",
    ],
)  # fmt: skip
def test_one_evening_is_read_however_it_is_written(text):
    assert Moments([text]).read(text) == (datetime(2024, 11, 22, 18, 5), True)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3 Mär 2024", 3), ("3 März 2024", 3), ("3 mrt 2024", 3), ("3 ene 2024", 1), ("3 août 2024", 8),
        ("3 déc. 2024", 12), ("3 mag 2024", 5), ("3 ago 2024", 8), ("3 set 2024", 9), ("3 Dez. 2024", 12),
        ("3 juil. 2024", 7), ("3 juin 2024", 6), ("3 giu 2024", 6), ("3 out 2024", 10),
    ],
)  # fmt: skip
def test_months_are_known_in_other_languages(text, month):
    assert Moments([text]).read(text)[0].month == month


def test_midnight_and_noon_on_a_twelve_hour_clock():
    read = Moments().read

    assert read("2024-01-01 12:10:00 AM")[0].hour == 0
    assert read("2024-01-01 12:10:00 PM")[0].hour == 12


def test_a_zone_that_is_written_is_kept():
    assert Moments().read("2024-01-01T10:00:00Z")[0] == datetime(2024, 1, 1, 10, tzinfo=UTC)
    assert Moments().read("2024-01-01 10:00:00 -0530")[0].utcoffset() == timedelta(hours=-5, minutes=-30)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/2024", "25/4/2024"], DAY),
        (["3/4/2024", "4/25/2024"], MONTH),
        (["3.4.2024"], DAY),
        (["3/4/2024 6:05 PM"], MONTH),
        # Sorted only when read month first.
        (["11/12/2023", "12/2/2023", "1/5/2024"], MONTH),
    ],
)
def test_the_whole_file_tells_what_comes_first(texts, order):
    moments = Moments(texts)

    assert moments.order == order
    assert not moments.is_guessed


def test_what_nothing_tells_is_a_guess_that_a_person_can_correct():
    assert Moments(["3/4/2024"]).is_guessed
    assert Moments(["3/4/2024"]).read("3/4/2024")[0].month == 4
    assert Moments(["3/4/2024"], order=MONTH).read("3/4/2024")[0].month == 3


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2024-02-30", "2024-13-01", "22 Foo 2024", "3 jui 2024", "2024-01-01 25:00", "99"],
)
def test_what_is_no_date_is_refused_with_the_text(text):
    with pytest.raises(ValueError, match="not a date"):
        Moments([text]).read(text)
