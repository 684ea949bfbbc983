"""From a file into the log: looked at first, written once, nothing lost, and all of it can be taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.export import export_for
from tests.workouts.importing import samples
from tests.workouts.importing.conftest import AT
from workouts.actions import log_sets, void_set
from workouts.entries import SetEntry
from workouts.importing import actions, writing
from workouts.importing.history import Options
from workouts.importing.reading import HistoryError
from workouts.models import ImportedHistory, Workout, WorkoutSet


def start(user, text, **said):
    return actions.start_import(
        user=user, data=text.encode(), file_name="export.csv", at=AT, options=Options(**said)
    )


def confirm(user, kept):
    return actions.confirm_import(user=user, uuid=kept.uuid, at=AT)


def choose(user, kept, choices=None, *, warm_ups=False, doubles=False):
    return actions.choose(
        user=user, uuid=kept.uuid, choices=choices or {}, with_warm_ups=warm_ups, with_doubles=doubles
    )


def unmatched(kept):
    return [(line.name, line.sets) for line in actions.plan_of(kept).unmatched]


def test_looking_at_a_file_writes_nothing_into_the_log(make_user, gym):
    kept = start(make_user(), samples.HEVY)

    plan = actions.plan_of(kept)

    assert (len(plan.new), plan.workouts, plan.warm_ups, plan.waiting) == (5, 2, 1, 0)
    assert (plan.first.day, plan.last.day) == (22, 24)
    assert not WorkoutSet.objects.exists()
    assert not Workout.objects.exists()


def test_confirming_writes_sets_and_workouts_as_the_file_has_them(make_user, gym):
    user = make_user()

    outcome = confirm(user, start(user, samples.HEVY))

    assert (outcome.written, outcome.workouts, outcome.left) == (5, 2, 1)
    workout = user.workouts.order_by("started_at").first()
    assert workout.finished_at - workout.started_at == timedelta(minutes=65)
    assert workout.note == "Push · With Sam"
    rows = workout.sets.order_by("position").values_list(
        "exercise__slug", "repetitions", "weight_kg", "seconds", "effort"
    )
    assert list(rows) == [
        ("barbell-bench-press", 5, Decimal("80.00"), None, Decimal("8.5")),
        ("barbell-bench-press", 9, Decimal("60.00"), None, None),
        ("barbell-bench-press", 7, Decimal("60.00"), None, Decimal("10.0")),
        ("forearm-plank", None, None, 75, None),
    ]
    assert {row.done_at for row in workout.sets.all()} == {workout.started_at}


@pytest.mark.parametrize("text", [samples.STRONG, samples.HEVY, samples.FITNOTES, samples.FITNOTES_BOTH])
def test_importing_again_adds_nothing(make_user, gym, text):
    user = make_user()
    first = confirm(user, start(user, text))
    there = set(WorkoutSet.objects.values_list("uuid", flat=True))

    again = confirm(user, start(user, text))

    assert first.written == len(there) > 0
    assert again.written == 0
    assert set(WorkoutSet.objects.values_list("uuid", flat=True)) == there
    assert list(user.imported_histories.values_list("uuid", flat=True)) in ([], [first.kept.uuid])


def test_a_newer_export_adds_what_is_new(make_user, gym):
    user = make_user()
    confirm(user, start(user, samples.STRONG))
    more = samples.STRONG + "2024-02-01 07:00:00,Run,30m,Running,1,0,0,5,1700,,,\n"

    outcome = confirm(user, start(user, more))

    assert (outcome.written, outcome.known) == (1, 5)
    assert user.workouts.count() == 3


def test_pressing_the_button_twice_writes_once(make_user, gym):
    user = make_user()
    kept = start(user, samples.HEVY)
    confirm(user, kept)

    assert confirm(user, kept).written == 0
    assert WorkoutSet.objects.count() == 5


def test_what_is_not_understood_waits_and_can_be_chosen_later(make_user, make_exercise, gym):
    user = make_user()
    text = samples.STRONG.replace("Plank", "Bench Press (Cable)")
    kept = start(user, text)
    outcome = confirm(user, kept)
    kept.refresh_from_db()
    assert outcome.written == 4
    assert unmatched(kept) == [("Bench Press (Cable)", 1)]
    assert [entry.slug for entry in actions.plan_of(kept).unmatched[0].proposals] == [
        "barbell-bench-press", "dumbbell-bench-press",
    ]  # fmt: skip

    choose(user, kept, {"Bench Press (Cable)": "barbell-bench-press"})
    later = confirm(user, kept)

    assert (later.written, later.left) == (1, 1)
    row = WorkoutSet.objects.get(seconds=90)
    assert row.exercise.slug == "barbell-bench-press"
    assert row.workout == Workout.objects.get(started_at__day=17)
    assert row.position == 1


def test_a_wrong_match_can_be_refused(make_user, gym):
    user = make_user()
    kept = start(user, samples.HEVY)

    kept = choose(user, kept, {"Plank": ""})

    assert unmatched(kept) == [("Plank", 1)]
    assert confirm(user, kept).written == 4


def test_a_choice_is_remembered_for_the_next_file(make_user, gym):
    user = make_user()
    first = start(user, samples.HEVY.replace("Plank", "Mystery"))
    choose(user, first, {"Mystery": "forearm-plank"})
    confirm(user, first)

    second = start(user, samples.HEVY_POUNDS.replace("Running", "Mystery"))

    assert unmatched(second) == []
    assert second.choices == {"Mystery": "forearm-plank"}


def test_an_exercise_that_is_added_later_is_found_then(make_user, make_exercise, gym):
    user = make_user()
    kept = start(user, samples.HEVY.replace("Plank", "Front Lever"))
    confirm(user, kept)

    make_exercise("Front lever", slug="front-lever")
    outcome = confirm(user, kept)

    assert outcome.written == 1
    assert WorkoutSet.objects.filter(exercise__slug="front-lever").count() == 1


def test_drafts_and_retired_exercises_are_not_matched(make_user, gym):
    user = make_user()
    gym["forearm-plank"].status = "retired"
    gym["forearm-plank"].save()

    assert unmatched(start(user, samples.HEVY)) == [("Plank", 1)]


def test_warm_ups_are_left_out_unless_they_are_wanted(make_user, gym):
    user = make_user()
    kept = start(user, samples.HEVY)
    confirm(user, kept)

    choose(user, kept, warm_ups=True)
    outcome = confirm(user, kept)

    assert (outcome.written, outcome.left) == (1, 0)
    assert WorkoutSet.objects.get(repetitions=10).weight_kg == 40


def test_sets_that_the_log_has_from_elsewhere_are_left_out_unless_wanted(make_user, gym):
    user = make_user()
    entries = [SetEntry(repetitions=5, weight_kg=Decimal("80.00"))]
    log_sets(
        user=user, exercise=gym["barbell-bench-press"], sets=entries, at=AT.replace(2024, 11, 22, 20)
    )  # fmt: skip
    kept = start(user, samples.HEVY)

    assert actions.plan_of(kept).doubles == 1
    assert confirm(user, kept).written == 4
    choose(user, kept, doubles=True)
    assert confirm(user, kept).written == 1


def test_a_set_that_was_taken_out_does_not_come_back(make_user, gym):
    user = make_user()
    confirm(user, start(user, samples.HEVY))
    row = WorkoutSet.objects.get(seconds=75)
    void_set(user=user, uuid=row.uuid, at=AT)

    confirm(user, start(user, samples.HEVY))

    row.refresh_from_db()
    assert row.voided_at == AT
    assert WorkoutSet.objects.standing().count() == 4


def test_an_import_can_be_taken_back_and_put_back(make_user, gym):
    user = make_user()
    kept = start(user, samples.HEVY)
    confirm(user, kept)
    void_set(user=user, uuid=WorkoutSet.objects.get(seconds=75).uuid, at=AT)

    assert actions.take_back_import(user=user, uuid=kept.uuid, at=AT) == 4
    assert not WorkoutSet.objects.standing().exists()
    assert actions.take_back_import(user=user, uuid=kept.uuid, at=AT) == 0

    # What the member took out alone stays out.
    assert actions.put_back_import(user=user, uuid=kept.uuid) == 4
    assert WorkoutSet.objects.standing().count() == 4
    assert actions.put_back_import(user=user, uuid=kept.uuid) == 0


def test_a_file_read_in_the_wrong_unit_can_be_taken_back_and_read_again(make_user, gym):
    user = make_user()
    wrong = start(user, samples.STRONG, unit="kg")
    confirm(user, wrong)
    actions.take_back_import(user=user, uuid=wrong.uuid, at=AT)

    right = start(user, samples.STRONG, unit="lb")
    assert (len(actions.plan_of(right).new), len(actions.plan_of(right).returning)) == (4, 1)
    outcome = confirm(user, right)

    # The plank is the same in any unit: it comes back, though nothing new is written.
    assert (outcome.written, outcome.returned) == (4, 1)
    rows = WorkoutSet.objects.standing().order_by("done_at", "position")
    assert [str(row.weight_kg or row.distance_m or row.seconds) for row in rows] == [
        "61.23", "61.23", "52.16", "4989", "90",
    ]  # fmt: skip
    wrong.refresh_from_db()
    assert actions.put_back_import(user=user, uuid=wrong.uuid) == 4
    assert actions.take_back_import(user=user, uuid=outcome.kept.uuid, at=AT) == 5


def test_what_a_member_took_out_does_not_return_with_an_import_that_was_taken_back(make_user, gym):
    user = make_user()
    kept = start(user, samples.HEVY)
    confirm(user, kept)
    void_set(user=user, uuid=WorkoutSet.objects.get(seconds=75).uuid, at=AT)
    actions.take_back_import(user=user, uuid=kept.uuid, at=AT)

    outcome = confirm(user, start(user, samples.HEVY))

    assert outcome.returned == 4
    assert not WorkoutSet.objects.standing().filter(seconds=75).exists()


def test_the_rest_of_an_import_that_was_taken_back_brings_all_of_it_back(make_user, gym):
    user = make_user()
    kept = start(user, samples.HEVY.replace("Plank", "Mystery"))
    confirm(user, kept)
    void_set(user=user, uuid=WorkoutSet.objects.get(repetitions=9).uuid, at=AT)
    actions.take_back_import(user=user, uuid=kept.uuid, at=AT + timedelta(days=1))
    choose(user, kept, {"Mystery": "forearm-plank"})

    outcome = confirm(user, kept)

    # But for what the member took out alone, which stays out.
    assert (outcome.written, outcome.returned) == (1, 3)
    assert WorkoutSet.objects.standing().count() == 4
    assert not WorkoutSet.objects.standing().filter(repetitions=9).exists()
    assert actions.take_back_import(user=user, uuid=kept.uuid, at=AT) == 4


def test_what_was_taken_back_and_removed_can_be_imported_again(make_user, gym):
    user = make_user()
    kept = start(user, samples.HEVY)
    confirm(user, kept)
    actions.take_back_import(user=user, uuid=kept.uuid, at=AT)
    actions.discard_import(user=user, uuid=kept.uuid)

    assert confirm(user, start(user, samples.HEVY)).added == 5
    assert WorkoutSet.objects.standing().count() == 5


def test_a_preview_gives_way_to_the_next(make_user, gym):
    user = make_user()
    first = start(user, samples.HEVY)

    second = start(user, samples.STRONG)

    assert list(user.imported_histories.all()) == [second]
    assert not ImportedHistory.objects.filter(pk=first.pk).exists()


def test_only_so_many_imports_are_kept(make_user, gym, monkeypatch):
    user = make_user()
    monkeypatch.setattr(actions, "MOST_KEPT", 1)
    confirm(user, start(user, samples.HEVY))

    with pytest.raises(HistoryError, match="remove one"):
        start(user, samples.STRONG)


def test_sets_wait_in_one_import_only(make_user, gym):
    user = make_user()
    text = samples.HEVY.replace("Plank", "Mystery")
    first = confirm(user, start(user, text)).kept
    row = '"Run","26 Nov 2024, 07:00","26 Nov 2024, 07:40","","Running",,"",0,"normal",,,6,2200,\n'

    second = confirm(user, start(user, text + row)).kept

    first.refresh_from_db()
    assert first.sets == []
    assert unmatched(second) == [("Mystery", 1)]


def test_removing_an_import_leaves_the_log(make_user, gym):
    user = make_user()
    kept = start(user, samples.HEVY)
    confirm(user, kept)

    actions.discard_import(user=user, uuid=kept.uuid)

    assert not user.imported_histories.exists()
    assert WorkoutSet.objects.standing().count() == 5


def test_nothing_is_written_when_one_row_fails(make_user, gym, monkeypatch):
    user = make_user()
    kept = start(user, samples.HEVY)
    faults = {"seconds": ["no"]}
    monkeypatch.setattr(writing.actions, "faults_of", lambda entry, at: faults if entry.seconds else {})

    with pytest.raises(HistoryError, match="Row 6, seconds: no"):
        confirm(user, kept)

    kept.refresh_from_db()
    assert kept.imported_at is None
    assert not Workout.objects.exists()
    assert not WorkoutSet.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda user, kept: choose(user, kept),
        lambda user, kept: confirm(user, kept),
        lambda user, kept: actions.take_back_import(user=user, uuid=kept.uuid, at=AT),
        lambda user, kept: actions.put_back_import(user=user, uuid=kept.uuid),
        lambda user, kept: actions.discard_import(user=user, uuid=kept.uuid),
    ],
)
def test_somebody_elses_import_is_not_there(make_user, gym, act):
    kept = start(make_user(), samples.HEVY)

    with pytest.raises(ImportedHistory.DoesNotExist):
        act(make_user(), kept)

    assert ImportedHistory.objects.filter(pk=kept.pk).exists()


def test_two_people_can_import_one_file(make_user, gym):
    for _person in range(2):
        user = make_user()
        assert confirm(user, start(user, samples.HEVY)).written == 5

    assert WorkoutSet.objects.count() == 10


def test_what_is_kept_is_part_of_the_export_and_goes_with_the_account(make_user, gym):
    user = make_user()
    confirm(user, start(user, samples.HEVY.replace("Plank", "Mystery")))

    (kept,) = export_for(user, at=AT)["imported_histories"]

    assert [(row["exercise"], row["kind"], row["seconds"]) for row in kept["waiting_sets"]] == [
        ("Bench Press (Barbell)", "warm-up", None), ("Mystery", "normal", 75),
    ]  # fmt: skip
    user.delete()
    assert not ImportedHistory.objects.exists()


def test_many_sets_take_few_queries(make_user, gym):
    user = make_user()

    def queries(days):
        lines = [
            f"2023-{1 + day // 28:02}-{1 + day % 28:02},Barbell Squat,Legs,{60 + number},{5 + day % 5},,,,"
            for day in range(days)
            for number in range(10)
        ]
        text = "\n".join([samples.FITNOTES.splitlines()[0], *lines])
        with CaptureQueriesContext(connection) as found:
            kept = start(user, text)
            written = confirm(user, kept).written
        return written, len(found)

    few, many = queries(10), queries(110)

    assert (few[0], many[0]) == (100, 1000)
    # Rows go in by the hundred; nothing is asked once per set or workout.
    assert many[1] - few[1] < 1000 / 50
