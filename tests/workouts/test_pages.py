"""Writing sets down, reading them by day, correcting them: without JavaScript, and one's own only."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import count_queries
from workouts import actions
from workouts.actions import log_sets
from workouts.entries import SetEntry
from workouts.models import Workout, WorkoutSet

HISTORY = "/history/"
HTMX = {"HX-Request": "true"}


def text(response):
    return response.content.decode()


def log_url(exercise):
    return reverse("workouts:log", args=[exercise.slug])


def log(user, exercise, *sets, at=None):
    return log_sets(user=user, exercise=exercise, sets=sets, at=at or timezone.now())


def sent(*rows, **more):
    """What a browser sends for rows of values, each under a UUID of its own."""
    data = {"row": [], **more}
    for values in rows:
        row = values.pop("row", None) or str(uuid4())
        data["row"].append(row)
        data |= {f"{row}-{name}": value for name, value in values.items()}
    return data


@pytest.fixture
def member(client, make_user):
    user = make_user(goal="muscle")
    client.force_login(user)
    return user


@pytest.fixture
def squat(make_exercise):
    return make_exercise("Squat")


# Writing down


def test_the_first_time_the_rows_are_the_dose_of_the_goal(client, member, squat):
    page = client.get(log_url(squat))

    dose = squat.dose("muscle")
    rows = page.context["form"].rows
    assert [row.initial["repetitions"] for row in rows] == [dose.low] * dose.sets
    assert page.context["form"].initial["place"] == member.profile.current_place


def test_later_the_rows_are_those_of_the_last_time(client, member, squat):
    log(member, squat, SetEntry(repetitions=5), at=timezone.now() - timedelta(days=9))
    last = [SetEntry(repetitions=n, weight_kg=Decimal("22.50"), effort=Decimal(8)) for n in (10, 9)]
    log(member, squat, *last, at=timezone.now() - timedelta(days=2))

    page = client.get(log_url(squat))

    rows = [row.initial for row in page.context["form"].rows]
    assert [(row["repetitions"], row["weight"], row["effort"]) for row in rows] == [
        (10, Decimal("22.5"), None),
        (9, Decimal("22.5"), None),
    ]
    assert "10 × 22.5 kg, 9 × 22.5 kg" in text(page)


def test_sets_are_saved_shown_and_can_be_taken_back(client, member, squat):
    data = sent(
        {"repetitions": "10", "weight": "22.5"}, {"repetitions": "9", "weight": "22.5", "effort": "8.5"}
    )

    response = client.post(log_url(squat), data)
    page = text(client.get(response.url))

    rows = WorkoutSet.objects.order_by("position")
    assert [(row.repetitions, row.weight_kg, row.effort) for row in rows] == [
        (10, Decimal("22.50"), None),
        (9, Decimal("22.50"), Decimal("8.5")),
    ]
    assert response.url == reverse("workouts:detail", args=[Workout.objects.get().uuid])
    assert "2 sets logged." in page
    assert "428 kg in all" in page
    client.post(reverse("workouts:void_set"), {"uuid": data["row"]})
    assert not WorkoutSet.objects.standing().exists()
    assert WorkoutSet.objects.count() == 2


def test_a_form_sent_twice_writes_once(client, member, squat):
    data = sent({"repetitions": "10"}, {"repetitions": "9"})

    first, second = client.post(log_url(squat), data), client.post(log_url(squat), data)

    assert first.url == second.url
    assert WorkoutSet.objects.count() == 2


def test_a_form_sent_twice_with_other_values_says_so_and_writes_nothing(client, member, squat):
    row = str(uuid4())
    client.post(log_url(squat), sent({"row": row, "repetitions": "10"}))

    response = client.post(log_url(squat), sent({"row": row, "repetitions": "11"}, {"repetitions": "5"}))

    assert "saved before with other values" in text(response)
    assert WorkoutSet.objects.get().repetitions == 10


def test_empty_rows_are_no_sets(client, member, squat):
    client.post(log_url(squat), sent({"repetitions": "10", "weight": ""}, {"repetitions": "", "weight": ""}))

    assert WorkoutSet.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"repetitions": "-3"}, "greater than or equal to 1"),
        ({"repetitions": "1001"}, "less than or equal to 1000"),
        ({"repetitions": "ten"}, "Enter a whole number"),
        ({"repetitions": "10", "weight": "-1"}, "greater than or equal to 0"),
        ({"repetitions": "10", "weight": "NaN"}, "Enter a number"),
        ({"repetitions": "10", "effort": "11"}, "less than or equal to 10"),
        ({"weight": "20"}, "Say how much"),
        ({}, "at least one set"),
        ({"repetitions": "9" * 500_000}, "Enter a whole number"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(client, member, squat, values, said):
    page = text(client.post(log_url(squat), sent(values)))

    assert said in page
    assert "Nothing was saved." in page
    assert not Workout.objects.exists()


@pytest.mark.parametrize("htmx", [False, True])
def test_a_row_is_added_like_the_last_one_and_nothing_is_written(client, member, squat, htmx):
    data = sent({"repetitions": "10", "weight": "20"}, more="1")

    response = client.post(log_url(squat), data, headers=HTMX if htmx else {})

    rows = response.context["form"].rows
    assert [(row["repetitions"].value(), row["weight"].value()) for row in rows] == [("10", "20")] * 2
    assert str(rows[0].row) == data["row"][0]
    assert len({row.row for row in rows}) == 2
    assert ("<html" in text(response)) is not htmx
    assert not WorkoutSet.objects.exists()


def test_a_row_is_taken_away(client, member, squat):
    data = sent({"repetitions": "10"}, {"repetitions": "9"})

    response = client.post(log_url(squat), data | {"drop": data["row"][0]})

    assert [row["repetitions"].value() for row in response.context["form"].rows] == ["9"]
    assert not WorkoutSet.objects.exists()


def test_there_is_an_end_to_the_number_of_rows(client, member, squat):
    data = sent(*({"repetitions": "1"} for _ in range(40)), more="1")

    assert len(client.post(log_url(squat), data).context["form"].rows) == 30


def test_the_enter_key_saves_rather_than_taking_a_row_away(client, member, squat):
    page = text(client.get(log_url(squat)))

    form = page[page.index('id="log"') :]
    assert 'name="' not in form[form.index("<button") : form.index(">", form.index("<button"))]


@pytest.mark.parametrize(
    ("measure", "values", "seconds", "metres"),
    [
        ("seconds", {"seconds": "40", "weight": "5"}, 40, None),
        ("minutes", {"minutes": "12.5", "kilometres": "2.4"}, 750, 2400),
        ("minutes", {"kilometres": "5"}, None, 5000),
    ],
)
def test_each_measure_asks_for_what_it_counts(
    client, member, make_exercise, measure, values, seconds, metres
):
    exercise = make_exercise(measure=measure)

    client.post(log_url(exercise), sent(values))

    row = WorkoutSet.objects.get()
    assert (row.seconds, row.distance_m, row.repetitions) == (seconds, metres, None)


def test_a_past_workout_is_logged_at_its_time_in_the_zone_of_the_reader(client, member, squat, settings):
    settings.TIME_ZONE = "America/New_York"

    client.post(log_url(squat), sent({"repetitions": "10"}, when="2026-03-01T21:30"))
    page = text(client.get(HISTORY))

    assert WorkoutSet.objects.get().done_at == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    assert "Sunday, March 1, 2026" in page
    assert ">9:30 PM" in page


@pytest.mark.parametrize(
    ("when", "said"),
    [("2999-01-01T10:00", "future"), ("2026-03-29T02:30", "couldn’t be interpreted"), ("soon", "valid date")],
)
def test_a_time_that_cannot_be_is_said(client, member, squat, settings, when, said):
    settings.TIME_ZONE = "Europe/Berlin"

    page = text(client.post(log_url(squat), sent({"repetitions": "10"}, when=when)))

    assert said in page.replace("&#x27;", "’")
    assert not WorkoutSet.objects.exists()


def test_the_place_must_be_one_s_own(client, member, squat, make_user):
    theirs = make_user().profile.current_place

    page = client.post(log_url(squat), sent({"repetitions": "10"}, place=str(theirs.uuid)))

    assert page.context["form"].errors["place"]
    assert not WorkoutSet.objects.exists()


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_only_what_is_published_is_offered_for_logging(client, member, make_exercise, status):
    assert client.get(log_url(make_exercise(status=status))).status_code == 404


def test_progress_appears_with_the_second_workout(client, member, squat):
    now = timezone.now()
    log(member, squat, SetEntry(repetitions=5, weight_kg=Decimal(60)), at=now - timedelta(days=3))
    assert "<rect" not in text(client.get(log_url(squat)))

    log(member, squat, SetEntry(repetitions=6, weight_kg=Decimal(60)), at=now - timedelta(days=1))
    page = text(client.get(log_url(squat)))

    assert page.count("<rect") == 2
    assert "72 kg" in page


# Reading


def test_history_stands_by_day_with_totals(client, member, squat, make_exercise):
    plank = make_exercise("Plank", measure="seconds")
    monday = datetime(2026, 5, 4, 18, tzinfo=UTC)
    log(member, squat, *(SetEntry(repetitions=10, weight_kg=Decimal(20)) for _ in range(3)), at=monday)
    log(member, plank, SetEntry(seconds=40), SetEntry(seconds=200), at=monday + timedelta(minutes=20))
    log(member, squat, SetEntry(repetitions=12), at=monday + timedelta(days=1))

    page = text(client.get(HISTORY))

    assert page.index("Tuesday, May 5, 2026") < page.index("Monday, May 4, 2026")
    assert page.count('class="day"') == 2
    for words in ("3 × 10 × 20 kg", "40 s, 3:20 min", "5 sets", "600 kg in all", "1 set"):
        assert words in page


def test_two_workouts_of_one_day_share_its_heading(client, member, squat):
    morning = datetime(2026, 5, 4, 7, tzinfo=UTC)
    log(member, squat, SetEntry(repetitions=10), at=morning)
    log(member, squat, SetEntry(repetitions=10), at=morning + timedelta(hours=10))

    assert text(client.get(HISTORY)).count('class="day"') == 1


def test_history_comes_in_pages(client, member, squat):
    for days in range(16):
        log(member, squat, SetEntry(repetitions=10), at=timezone.now() - timedelta(days=days))

    assert text(client.get(HISTORY)).count("<article") == 15
    assert text(client.get(HISTORY + "?page=2")).count("<article") == 1


def test_history_shows_how_much_each_muscle_did(client, member, make_exercise):
    exercise = make_exercise(muscles={"chest": Decimal("0.7"), "triceps": Decimal("0.3")})
    log(member, exercise, *(SetEntry(repetitions=10) for _ in range(10)))

    page = client.get(HISTORY)

    assert page.context["heat"] == {"chest": 4, "triceps": 2}
    assert page.context["muscles"] == [("Chest", 10.0, 0.0), ("Triceps", 5.0, 0.0)]


def test_an_empty_history_says_what_to_do(client, member):
    page = text(client.get(HISTORY))

    assert "Nothing logged yet" in page
    assert reverse("recommender:for_you") in page


def test_a_workout_whose_sets_were_all_removed_is_gone_from_sight(client, member, squat):
    logged = log(member, squat, SetEntry(repetitions=10))

    client.post(reverse("workouts:void_set"), {"uuid": logged.sets[0].uuid})

    assert "Nothing logged yet" in text(client.get(HISTORY))
    assert client.get(logged.workout.get_absolute_url()).status_code == 404
    assert Workout.objects.exists()


def test_pages_do_not_run_more_queries_for_more_sets(client, member, squat, make_exercise):
    logged = log(member, squat, SetEntry(repetitions=10), at=timezone.now() - timedelta(hours=1))
    urls = [HISTORY, logged.workout.get_absolute_url(), log_url(squat)]
    for url in urls:
        client.get(url)
    few = [count_queries(client, url) for url in urls]

    for number in range(8):
        log(member, squat, SetEntry(repetitions=8), SetEntry(repetitions=9))
        log(member, make_exercise(), SetEntry(repetitions=8), at=timezone.now() - timedelta(days=number))

    assert [count_queries(client, url) for url in urls] == few
    assert max(few) <= 9


# Correcting


def test_a_set_is_corrected_in_place(client, member, squat):
    first, _second = log(member, squat, SetEntry(repetitions=10), SetEntry(repetitions=9)).sets
    url = reverse("workouts:edit_set", args=[first.uuid])

    page = client.get(url)
    data = sent({"row": str(page.context["form"].row), "repetitions": "11", "weight": "20"})
    response = client.post(url, data)
    again = client.post(url, data)

    assert page.context["form"].initial["repetitions"] == 10
    assert response.url == again.url == first.workout.get_absolute_url()
    standing = WorkoutSet.objects.standing().order_by("position")
    assert [row.repetitions for row in standing] == [11, 9]
    assert WorkoutSet.objects.count() == 3


@pytest.mark.parametrize("values", [{"repetitions": "0"}, {"repetitions": ""}, {"weight": "5"}])
def test_a_correction_that_cannot_be_is_said_and_nothing_changes(client, member, squat, values):
    row = log(member, squat, SetEntry(repetitions=10)).sets[0]

    response = client.post(reverse("workouts:edit_set", args=[row.uuid]), sent(values))

    assert response.status_code == 200
    assert "errorlist" in text(response) or 'role="alert"' in text(response)
    assert WorkoutSet.objects.standing().get() == row


def test_a_removed_set_comes_back_by_undo(client, member, squat):
    first, second = log(member, squat, SetEntry(repetitions=10), SetEntry(repetitions=9)).sets

    response = client.post(reverse("workouts:void_set"), {"uuid": first.uuid})
    page = text(client.get(response.url))
    assert "1 set removed." in page
    assert str(first.uuid) in page
    assert list(WorkoutSet.objects.standing()) == [second]

    client.post(reverse("workouts:restore_set"), {"uuid": first.uuid})
    assert WorkoutSet.objects.standing().count() == 2
    assert "removed." not in text(client.get(response.url))


@pytest.mark.parametrize("uuid", ["", "not-a-uuid", "0ce1cbeb-33b8-4ed2-9919-bac00122c325"])
@pytest.mark.parametrize("name", ["void_set", "restore_set"])
def test_a_set_that_is_not_there_is_404(client, member, name, uuid):
    assert client.post(reverse(f"workouts:{name}"), {"uuid": uuid}).status_code == 404


# Strangers


def test_a_stranger_sees_nothing_and_changes_nothing(client, member, squat, make_user):
    stranger = make_user()
    logged = log(stranger, squat, SetEntry(repetitions=10))
    row = logged.sets[0]
    edit = reverse("workouts:edit_set", args=[row.uuid])

    assert client.get(logged.workout.get_absolute_url()).status_code == 404
    assert client.get(edit).status_code == 404
    assert client.post(edit, sent({"repetitions": "1"})).status_code == 404
    assert client.post(reverse("workouts:void_set"), {"uuid": row.uuid}).status_code == 404
    actions.void_set(user=stranger, uuid=row.uuid, at=timezone.now())
    assert client.post(reverse("workouts:restore_set"), {"uuid": row.uuid}).status_code == 404
    assert "Nothing logged yet" in text(client.get(HISTORY))
    assert WorkoutSet.objects.count() == 1


def test_private_pages_ask_to_sign_in(client, squat, make_user):
    row = log(make_user(), squat, SetEntry(repetitions=10)).sets[0]
    urls = [HISTORY, log_url(squat), row.workout.get_absolute_url(), f"/history/sets/{row.uuid}/"]

    for url in urls:
        assert client.get(url).url == f"{reverse('account_login')}?next={url}"
    for name in ("void_set", "restore_set"):
        assert client.post(reverse(f"workouts:{name}"), {"uuid": row.uuid}).status_code == 302
    assert WorkoutSet.objects.standing().count() == 1
