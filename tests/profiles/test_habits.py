"""How a person reads: chosen, or usual where they are."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from profiles import actions, habits
from profiles.export import export_for
from profiles.models import Profile


@pytest.mark.parametrize(
    ("header", "zone", "region"),
    [("en-US,en;q=0.9", "America/New_York", "US"), ("en-US,en;q=0.9", "Europe/Berlin", ""),
     ("de-AT", "UTC", "AT"), ("de", "UTC", ""), ("", "UTC", ""), ("zh-Hant-TW,zh", "UTC", "TW"),
     ("en,es-MX;q=0.5", "UTC", "MX"), ("en-US,en-AU", "Australia/Sydney", "AU"), ("*", "UTC", ""),
     ("de", "America/Chicago", "US")],
)  # fmt: skip
def test_the_region_is_what_the_clock_or_the_browser_says(header, zone, region):
    assert habits.region_of(header, zone) == region


def test_what_is_usual_follows_the_region():
    assert habits.usual_in("US") == habits.Habits("lb", "sunday", "12")
    assert habits.usual_in("DE") == habits.usual_in("") == habits.Habits("kg", "monday", "24")
    assert habits.usual_in("EG").week_start == "saturday"


def test_what_was_chosen_comes_before_what_is_usual(make_user):
    user = make_user(units="kg", week_start="saturday")

    assert habits.habits_of(user, region="US") == habits.Habits("kg", "saturday", "12")


@given(st.dates(), st.sampled_from(sorted(habits.DAYS)))
def test_a_week_begins_on_its_day_and_holds_the_day(day, start):
    first = habits.Habits(week_start=start).week_of(day) if day > date(1, 1, 7) else day

    assert 0 <= (day - first).days < 7
    if day > date(1, 1, 7):
        assert first.weekday() == habits.DAYS[start]


def test_habits_hold_only_inside():
    with habits.override(habits.Habits(units="lb")):
        assert habits.current().units == "lb"
    assert habits.current() == habits.Habits()


def test_the_form_keeps_what_was_chosen_and_answers_in_the_new_language(client, make_user):
    user = make_user()
    client.force_login(user)

    page = client.post(
        reverse("profiles:habits"),
        {"language": "de", "units": "lb", "week_start": "sunday", "clock": "12"},
        follow=True,
    )

    profile = Profile.objects.get(user=user)
    assert (profile.language, profile.units, profile.week_start, profile.clock) == (
        "de",
        "lb",
        "sunday",
        "12",
    )
    assert "Gespeichert." in page.text


def test_the_form_refuses_what_it_does_not_offer(client, make_user):
    user = make_user(units="kg")
    client.force_login(user)

    page = client.post(reverse("profiles:habits"), {"units": "stone"})

    assert page.status_code == 200
    assert page.context["form"].errors["units"]
    assert Profile.objects.get(user=user).units == "kg"


def test_a_guest_has_no_such_page(client, db):
    assert client.get(reverse("profiles:habits")).url.startswith(reverse("account_login"))


def test_an_unknown_habit_names_its_field(make_user):
    with pytest.raises(Exception, match="units"):
        actions.choose_habits(user=make_user(), units="stone")


def test_habits_are_in_the_export(make_user):
    from django.utils import timezone

    found = export_for(make_user(language="es", units="lb"), at=timezone.now())

    assert found["preferences"]["language"] == "es"
    assert found["preferences"]["units"] == "lb"
