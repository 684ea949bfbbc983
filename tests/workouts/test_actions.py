"""A log only grows: a retry writes once, a reused UUID is refused by name, and nothing is overwritten."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.dosage import Dose
from workouts import actions
from workouts.actions import Conflict
from workouts.entries import SetEntry, entries_for
from workouts.models import Workout, WorkoutSet

AT = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

entries = st.builds(
    SetEntry,
    uuid=st.uuids(version=4),
    repetitions=st.integers(1, 1000),
    weight_kg=st.none() | st.decimals(0, 1000, places=2),
    seconds=st.none() | st.integers(1, 86_400),
    distance_m=st.none() | st.integers(1, 1_000_000),
    effort=st.none() | st.decimals(1, 10, places=1),
    done_at=st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),
)


@pytest.fixture
def user(make_user):
    return make_user()


@pytest.fixture
def exercise(make_exercise):
    return make_exercise("Squat")


def log(user, exercise, *sets, at=AT, **more):
    return actions.log_sets(user=user, exercise=exercise, sets=sets, at=at, **more)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sets=st.lists(entries, min_size=1, max_size=5, unique_by=lambda entry: entry.uuid),
    times=st.integers(1, 3),
)
def test_what_is_sent_again_is_written_once(user, exercise, sets, times):
    WorkoutSet.objects.all().delete()
    first = log(user, exercise, *sets)

    for _ in range(times):
        again = log(user, exercise, *sets, at=AT + HOUR)

    assert first.new == len(sets)
    assert again.new == 0
    assert [row.pk for row in again.sets] == [row.pk for row in first.sets]
    assert again.workout == first.workout
    rows = WorkoutSet.objects.order_by("position")
    assert [row.uuid for row in rows] == [entry.uuid for entry in sets]
    assert [row.weight_kg for row in rows] == [entry.weight_kg for entry in sets]
    assert [row.done_at for row in rows] == [entry.done_at or AT for entry in sets]


def test_a_part_that_got_lost_is_added_by_the_retry(user, exercise):
    first, second = SetEntry(repetitions=8), SetEntry(repetitions=7)
    log(user, exercise, first)

    again = log(user, exercise, first, second)

    assert again.new == 1
    assert [row.repetitions for row in again.sets] == [8, 7]
    assert Workout.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"repetitions": 9}, {"weight_kg": Decimal("20.5")}, {"effort": Decimal(8)}, {"seconds": 30},
        {"distance_m": 5}, {"done_at": AT - HOUR},
    ],
)  # fmt: skip
def test_a_uuid_with_other_content_is_refused_by_name_and_nothing_is_written(user, exercise, other):
    entry = SetEntry(repetitions=8, weight_kg=Decimal(20))
    log(user, exercise, entry)

    with pytest.raises(Conflict, match=str(entry.uuid)):
        log(user, exercise, SetEntry(repetitions=1), replace(entry, **other))

    assert WorkoutSet.objects.get().repetitions == 8


def test_a_uuid_of_another_exercise_or_person_is_refused(user, exercise, make_user, make_exercise):
    entry = SetEntry(repetitions=8)
    log(user, exercise, entry)

    with pytest.raises(Conflict, match=str(entry.uuid)):
        log(user, make_exercise(), entry)
    with pytest.raises(Conflict, match=str(entry.uuid)):
        log(make_user(), exercise, entry)


def test_the_workout_of_somebody_else_is_refused(user, exercise, make_user):
    theirs = log(make_user(), exercise, SetEntry(repetitions=8)).workout

    with pytest.raises(Conflict, match=str(theirs.uuid)):
        log(user, exercise, SetEntry(repetitions=8), workout_uuid=theirs.uuid)


def test_a_set_stays_in_its_workout(user, exercise):
    entry = SetEntry(repetitions=8)
    log(user, exercise, entry)

    with pytest.raises(Conflict, match="another workout"):
        log(user, exercise, entry, workout_uuid=uuid4())

    assert Workout.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "repetitions"),
        ({"weight_kg": Decimal(20)}, "repetitions"),
        ({"repetitions": 0}, "repetitions"),
        ({"repetitions": -3}, "repetitions"),
        ({"repetitions": 1001}, "repetitions"),
        ({"repetitions": "many"}, "repetitions"),
        ({"repetitions": 5, "weight_kg": Decimal(-1)}, "weight_kg"),
        ({"repetitions": 5, "weight_kg": Decimal("1000.01")}, "weight_kg"),
        ({"repetitions": 5, "weight_kg": Decimal("NaN")}, "weight_kg"),
        ({"seconds": -60}, "seconds"),
        ({"seconds": 86_401}, "seconds"),
        ({"distance_m": 10**9}, "distance_m"),
        ({"repetitions": 5, "effort": Decimal("10.5")}, "effort"),
        ({"repetitions": 5, "effort": Decimal(0)}, "effort"),
        ({"repetitions": 5, "done_at": AT + HOUR}, "done_at"),
        ({"repetitions": 5, "done_at": datetime(1, 1, 1, tzinfo=UTC)}, "done_at"),
    ],
)
def test_a_wrong_set_is_named_with_its_field_and_nothing_is_written(user, exercise, values, field):
    with pytest.raises(ValidationError) as caught:
        log(user, exercise, SetEntry(repetitions=8), SetEntry(**values))

    assert list(caught.value.message_dict) == [f"sets[1].{field}"]
    assert not Workout.objects.exists()


def test_no_sets_too_many_sets_and_twice_the_same_are_refused(user, exercise):
    entry = SetEntry(repetitions=8)

    for sets in ([], [SetEntry(repetitions=1) for _ in range(101)], [entry, entry]):
        with pytest.raises(ValidationError) as caught:
            log(user, exercise, *sets)
        assert list(caught.value.message_dict) == ["sets"]


def test_a_draft_cannot_be_logged_and_what_was_retired_can(user, make_exercise):
    with pytest.raises(ValidationError, match="not published"):
        log(user, make_exercise(status="draft"), SetEntry(repetitions=8))

    assert log(user, make_exercise(status="retired"), SetEntry(repetitions=8)).new == 1


def test_the_place_of_somebody_else_is_refused(user, exercise, make_user):
    with pytest.raises(ValidationError) as caught:
        log(user, exercise, SetEntry(repetitions=8), place=make_user().profile.current_place)

    assert list(caught.value.message_dict) == ["place"]


@pytest.mark.parametrize(
    ("later", "workouts"), [(0, 1), (1, 1), (3, 1), (3.1, 2), (24, 2), (-2, 1), (-3.1, 2)]
)
def test_sets_close_in_time_belong_to_one_workout(user, exercise, make_exercise, later, workouts):
    log(user, exercise, SetEntry(repetitions=8))

    log(user, make_exercise(), SetEntry(repetitions=8, done_at=AT + later * HOUR), at=AT + 48 * HOUR)

    assert Workout.objects.count() == workouts


def test_a_workout_starts_with_its_first_set_even_when_that_comes_late(user, exercise):
    log(user, exercise, SetEntry(repetitions=8))

    logged = log(user, exercise, SetEntry(repetitions=8, done_at=AT - HOUR))

    assert logged.workout.started_at == AT - HOUR


def test_a_workout_that_was_finished_or_is_elsewhere_is_not_continued(user, exercise):
    home = user.profile.current_place
    gym = user.places.create(kind="gym", name="Gym")
    log(user, exercise, SetEntry(repetitions=8), place=home)

    log(user, exercise, SetEntry(repetitions=8), place=gym)
    Workout.objects.update(finished_at=AT)
    log(user, exercise, SetEntry(repetitions=8), place=gym)

    assert Workout.objects.count() == 3


def test_a_voided_set_is_out_of_the_log_and_still_there(user, exercise):
    row = log(user, exercise, SetEntry(repetitions=8)).sets[0]

    assert actions.void_set(user=user, uuid=row.uuid, at=AT + HOUR) == 1
    assert actions.void_set(user=user, uuid=row.uuid, at=AT + 2 * HOUR) == 0

    row.refresh_from_db()
    assert row.voided_at == AT + HOUR
    assert not WorkoutSet.objects.standing().exists()


def test_a_voided_set_sent_again_stays_voided(user, exercise):
    entry = SetEntry(repetitions=8)
    log(user, exercise, entry)
    actions.void_set(user=user, uuid=entry.uuid, at=AT)

    again = log(user, exercise, entry)

    assert again.new == 0
    assert again.sets[0].voided_at == AT


def test_voiding_can_be_taken_back(user, exercise):
    row = log(user, exercise, SetEntry(repetitions=8)).sets[0]
    actions.void_set(user=user, uuid=row.uuid, at=AT)

    assert actions.restore_sets(user=user, uuids=[row.uuid]) == 1
    assert actions.restore_sets(user=user, uuids=[row.uuid]) == 0
    assert WorkoutSet.objects.standing().get() == row


def test_nobody_touches_the_sets_of_somebody_else_not_even_beside_their_own(user, exercise, make_user):
    mine = log(user, exercise, SetEntry(repetitions=8)).sets[0]
    theirs = log(make_user(), exercise, SetEntry(repetitions=8)).sets[0]

    with pytest.raises(WorkoutSet.DoesNotExist):
        actions.void_sets(user=user, uuids=[mine.uuid, theirs.uuid], at=AT)
    with pytest.raises(WorkoutSet.DoesNotExist):
        actions.restore_sets(user=user, uuids=[theirs.uuid])
    with pytest.raises(WorkoutSet.DoesNotExist):
        actions.replace_set(user=user, uuid=theirs.uuid, entry=SetEntry(repetitions=9), at=AT)

    assert WorkoutSet.objects.standing().count() == 2


def test_a_correction_voids_the_old_set_and_stands_in_its_place(user, exercise):
    first, _second = log(user, exercise, SetEntry(repetitions=8), SetEntry(repetitions=7)).sets
    entry = SetEntry(repetitions=9)

    new = actions.replace_set(user=user, uuid=first.uuid, entry=entry, at=AT + HOUR)
    again = actions.replace_set(user=user, uuid=first.uuid, entry=entry, at=AT + 2 * HOUR)

    first.refresh_from_db()
    assert first.voided_at == AT + HOUR
    assert first.repetitions == 8
    assert again == new
    standing = WorkoutSet.objects.standing().order_by("position")
    assert [row.repetitions for row in standing] == [9, 7]
    assert new.done_at == first.done_at


def test_a_correction_of_a_removed_set_or_with_a_used_uuid_is_refused(user, exercise):
    first, second = log(user, exercise, SetEntry(repetitions=8), SetEntry(repetitions=7)).sets

    with pytest.raises(Conflict, match=str(second.uuid)):
        actions.replace_set(
            user=user, uuid=first.uuid, entry=SetEntry(uuid=second.uuid, repetitions=9), at=AT
        )
    actions.void_set(user=user, uuid=first.uuid, at=AT)
    with pytest.raises(Conflict, match="removed"):
        actions.replace_set(user=user, uuid=first.uuid, entry=SetEntry(repetitions=9), at=AT)
    with pytest.raises(ValidationError):
        actions.replace_set(user=user, uuid=second.uuid, entry=SetEntry(repetitions=0), at=AT)

    assert WorkoutSet.objects.count() == 2


@pytest.mark.parametrize(
    ("dose", "amounts"),
    [
        (Dose(3, 8, 12, "repetitions", 60), [(8, None)] * 3),
        (Dose(2, 20, 30, "seconds", 15), [(None, 20)] * 2),
        (Dose(1, 25, 25, "minutes", 0), [(None, 1500)]),
    ],
)
def test_a_dose_becomes_sets_at_its_lower_end(dose, amounts):
    uuids = [uuid4() for _ in range(dose.sets)]

    made = entries_for(dose, uuids)

    assert [entry.uuid for entry in made] == uuids
    assert [(entry.repetitions, entry.seconds) for entry in made] == amounts


@pytest.mark.django_db(transaction=True)
def test_the_same_sets_sent_twice_at_the_same_moment_are_written_once(user, exercise):
    sets, found, barrier = [SetEntry(repetitions=8)], [], threading.Barrier(4)

    def send():
        barrier.wait()
        try:
            found.append(log(user, exercise, *sets).new)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [0, 0, 0, 1]
    assert WorkoutSet.objects.count() == 1
