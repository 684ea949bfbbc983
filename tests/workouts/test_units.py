"""The log in the reader's unit and with the reader's decimal sign."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.habits import Habits, override
from workouts import actions
from workouts.entries import SetEntry
from workouts.models import WorkoutSet
from workouts.progression import Performed, next_step, smallest_step


@pytest.fixture
def squat(make_exercise):
    """An exercise with a barbell."""
    return make_exercise("Squat", equipment=["barbell"])


def send(client, exercise, weight, **more):
    """Log one set of ten."""
    row = uuid4()
    fields = {"row": str(row), f"{row}-repetitions": "10", f"{row}-weight": weight, "save": "1", **more}
    return client.post(reverse("workouts:log", args=[exercise.slug]), fields)


@pytest.mark.parametrize(
    ("language", "typed"), [("de", "62,5"), ("es", "62,5"), ("en", "62,5"), ("de", "62.5")]
)
def test_a_weight_is_taken_with_a_comma_or_a_point(client, make_user, squat, language, typed):
    client.force_login(make_user(language=language))

    assert send(client, squat, typed).status_code == 302

    assert WorkoutSet.objects.get().weight_kg == Decimal("62.5")


def test_a_weight_is_offered_again_as_the_language_writes_it(client, make_user, squat):
    client.force_login(make_user(language="de"))
    send(client, squat, "62,5")

    page = client.get(reverse("workouts:log", args=[squat.slug]))

    assert 'value="62,5"' in page.text
    assert "10 × 62,5 kg" in page.text


def test_pounds_are_kept_as_kilograms_and_shown_as_typed(client, make_user, squat):
    client.force_login(make_user(units="lb"))
    send(client, squat, "137.5")

    row = WorkoutSet.objects.get()
    assert row.weight_kg == Decimal("62.37")
    for address in (
        reverse("workouts:history"),
        row.workout.get_absolute_url(),
        reverse("workouts:edit_set", args=[row.uuid]),
    ):
        assert "137.5 lb" in client.get(address).text
    assert 'value="137.5"' in client.get(reverse("workouts:edit_set", args=[row.uuid])).text


def test_a_page_that_arrives_late_means_the_unit_it_showed(client, make_user, squat):
    client.force_login(make_user(units="lb"))

    send(client, squat, "60", units="kg")

    assert WorkoutSet.objects.get().weight_kg == 60


def test_correcting_the_repetitions_in_pounds_leaves_the_kilograms_alone(client, make_user, squat):
    user = make_user(units="lb")
    logged = actions.log_sets(
        user=user, exercise=squat, at=timezone.now(),
        sets=[SetEntry(repetitions=10, weight_kg=Decimal("20.01"))],
    )  # fmt: skip
    client.force_login(user)
    row = uuid4()

    client.post(
        reverse("workouts:edit_set", args=[logged.sets[0].uuid]),
        {"row": str(row), f"{row}-repetitions": "11", f"{row}-weight": "44.1", "units": "lb"},
    )

    corrected = WorkoutSet.objects.standing().get()
    assert (corrected.repetitions, corrected.weight_kg) == (11, Decimal("20.01"))


def test_the_next_load_is_a_step_of_plates_in_the_readers_unit():
    done = [Performed(1, timezone.now(), repetitions=10, weight_kg=61.23) for _set in range(3)]
    options = {"low": 8, "high": 10, "unit": "repetitions", "at": timezone.now()}

    with override(Habits(units="lb")):
        step = next_step(done, smallest=smallest_step(["barbell"]), **options)

    assert "5 lb more" in step.text
    assert step.weight_kg == pytest.approx(140 * 0.45359237, abs=0.005)


def test_the_clock_is_the_readers(client, make_user, squat):
    user = make_user(clock="12")
    at = timezone.now().replace(hour=16, minute=30)
    actions.log_sets(user=user, exercise=squat, at=timezone.now(), sets=[
        SetEntry(repetitions=10, done_at=at - timezone.timedelta(days=1))
    ])  # fmt: skip
    client.force_login(user)

    assert "4:30 PM" in client.get(reverse("workouts:history")).text
