"""Days and hours follow the browser's zone, and nothing but a zone's name is believed."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.utils import timezone

from workouts.actions import log_sets
from workouts.entries import SetEntry


@pytest.fixture
def history(client, make_user, make_exercise):
    """The history of a member who trained at 02:30 UTC on the second of March."""
    user = make_user()
    client.force_login(user)
    at = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    log_sets(user=user, exercise=make_exercise(), sets=[SetEntry(repetitions=8)], at=at)

    def read(zone=None):
        if zone is not None:
            client.cookies["timezone"] = zone
        return client.get("/history/").content.decode()

    return read


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("America/New_York", "Sunday, March 1, 2026", "9:30 PM"),
        (quote("Asia/Tokyo", safe=""), "Monday, March 2, 2026", "11:30"),
        (None, "Monday, March 2, 2026", "02:30"),
    ],
)
def test_a_late_workout_stands_on_the_day_it_was_for_the_person(history, zone, day, hour):
    page = history(zone)

    assert day in page
    assert f">{hour}" in page


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../../etc/passwd", "/etc/passwd", "x" * 3000, "UTC%00"])
def test_what_is_no_zone_is_passed_over(history, zone):
    assert ">02:30" in history(zone)


def test_the_zone_of_one_request_is_not_that_of_the_next(history):
    history("Asia/Tokyo")

    assert timezone.get_current_timezone_name() == "UTC"
