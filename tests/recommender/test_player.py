"""The player by plain forms: each step a page, each set written once, and nothing of it lost."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from exercises.merging import merge_exercises, undo_merge
from exercises.models import Exercise
from recommender.models import TrainingSession
from recommender.sessions import plans, playing
from recommender.sessions.actions import make
from recommender.sessions.summing import sum_up
from recommender.sessions.trainees import Member
from tests.conftest import count_queries
from workouts.actions import log_sets, void_set
from workouts.entries import SetEntry
from workouts.models import Workout, WorkoutSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, make_user, catalogue):
    user = make_user(equipment=["dumbbell", "band"], level=4, minutes=30)
    client.force_login(user)
    return user


@pytest.fixture
def row(member):
    """A session of the member's."""
    return make(Member(member), at=timezone.now(), minutes=30)[0]


def url(name, row):
    return reverse(f"session:{name}", args=[row.uuid])


def sets(row):
    row.refresh_from_db()
    return playing.sets_of(plans.Session.from_dict(row.plan), row.progress)


def first_main(row):
    """The first set that goes into the log, of an exercise whose repetitions are counted."""
    return next(one for one in sets(row) if one.is_logged and one.slot.unit == "repetitions")


def log(client, row, step, amount=8, token=None, at=None, **more):
    data = {"uuid": token or uuid.uuid4(), "step": step, "amount": amount} | more
    headers = {"Outbox-Made": at.isoformat()} if at else {}
    return client.post(url("log", row), data, headers=headers)


class TestSteps:
    def test_sets_come_in_the_order_of_the_session_with_the_rest_before_each(self, row):
        session = plans.Session.from_dict(row.plan)

        found = playing.sets_of(session, {})

        assert len(found) == sum(slot.sets for slot in session.slots)
        assert sum(one.wait + one.slot.work for one in found) == session.seconds
        assert [one.index for one in found] == list(range(len(found)))

    def test_the_current_set_is_the_first_that_is_neither_done_nor_skipped(self, row):
        names = [one.name for one in sets(row)]
        progress = {"done": {names[0]: "x", names[2]: "y"}, "skipped": [names[1]]}

        found = playing.sets_of(plans.Session.from_dict(row.plan), progress)

        assert playing.current(found) == 3
        assert playing.current([]) == 0

    @pytest.mark.parametrize("name", ["", "main:1", "main:x:1", "rest:1:1", "main:1:1:1", "main:-1:1"])
    def test_what_names_no_set_is_a_value_error(self, name):
        with pytest.raises(ValueError, match="step"):
            playing.exercise_of(name)


def test_the_page_shows_one_set_and_holds_them_all(client, row):
    page = client.get(url("play", row))

    stage = page.context["stage"]
    html = page.content.decode()
    assert stage.turn.played.index == 0
    tags = re.findall(r'<div class="turn"[^>]*>', html)
    assert len(tags) == len(stage.turns)
    assert [index for index, tag in enumerate(tags) if not tag.endswith(" hidden>")] == [0]
    for turn in stage.turns:
        assert str(turn.form.initial["uuid"]) in html


def test_done_logs_the_planned_set_and_goes_on(client, row):
    step = first_main(row)

    response = log(client, row, step.name, step.amount)

    one = WorkoutSet.objects.get()
    row.refresh_from_db()
    assert response.url == url("play", row)
    assert (one.exercise_id, one.repetitions) == (step.slot.exercise_id, step.amount)
    assert one.workout == row.workout
    assert row.started_at == one.done_at
    assert [s.state for s in sets(row) if s.name == step.name] == ["done"]


def test_repetitions_load_and_effort_are_the_persons_own(client, row):
    log(client, row, first_main(row).name, 11, weight="22.5", effort="8.5")

    one = WorkoutSet.objects.get()
    assert (one.repetitions, one.weight_kg, one.effort) == (11, Decimal("22.5"), Decimal("8.5"))


def test_a_set_sent_again_is_written_once(client, row):
    token, step = uuid.uuid4(), first_main(row)

    for _ in range(3):
        assert log(client, row, step.name, 9, token).status_code == 302

    assert WorkoutSet.objects.count() == 1


def test_a_set_is_corrected_and_not_doubled_when_its_exercise_was_merged_meanwhile(client, row):
    step = first_main(row).name
    double = Exercise.objects.get(pk=playing.exercise_of(step))
    keep = Exercise.objects.filter(measure=double.measure).exclude(pk=double.pk).first()
    log(client, row, step, amount=8)
    merge = merge_exercises(keep=keep, double=double, at=timezone.now())

    log(client, row, step, amount=9)
    undo_merge(merge=merge, at=timezone.now())
    log(client, row, step, amount=10)

    assert WorkoutSet.objects.standing().get().repetitions == 10


def test_another_uuid_for_the_same_set_corrects_it(client, row):
    step, first = first_main(row), uuid.uuid4()
    log(client, row, step.name, 9, first)

    log(client, row, step.name, 7)
    log(client, row, step.name, 9, first)

    assert [one.repetitions for one in WorkoutSet.objects.standing()] == [7]
    assert WorkoutSet.objects.count() == 2


def test_the_same_values_again_under_another_uuid_change_nothing(client, row):
    step = first_main(row)

    for _ in range(2):
        log(client, row, step.name, 9)

    assert WorkoutSet.objects.count() == 1


def test_a_uuid_with_other_values_is_refused_and_a_new_one_offered(client, row):
    step, token = first_main(row), uuid.uuid4()
    log(client, row, step.name, 9, token)

    response = log(client, row, step.name, 4, token)

    assert response.status_code == 422
    assert "saved before with other values" in response.content.decode()
    assert str(token) not in response.content.decode()
    assert [one.repetitions for one in WorkoutSet.objects.all()] == [9]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("amount", "0", "greater than or equal to 1"),
        ("amount", "2.5", "whole number"),
        ("weight", "-1", "greater than or equal to 0"),
        ("effort", "11", "less than or equal to 10"),
        ("uuid", "seven", "valid UUID"),
    ],
)
def test_what_cannot_be_is_named_beside_the_set_and_not_written(client, row, field, value, said):
    step = first_main(row)

    response = log(
        client, row, step.name, **{"amount": 8, field: value} if field != "uuid" else {"token": value}
    )

    assert response.status_code == 422
    assert said in response.content.decode()
    assert response.context["stage"].turn.played.name == step.name
    assert not WorkoutSet.objects.exists()


@pytest.mark.parametrize("step", ["", "main:999999:1", "main:x:1", "x" * 200])
def test_a_set_of_nothing_is_refused(client, row, step):
    assert log(client, row, step).status_code == 422
    assert not WorkoutSet.objects.exists()


def test_warming_up_is_ticked_off_and_not_logged(client, row):
    step = next(one for one in sets(row) if not one.is_logged)

    client.post(url("log", row), {"uuid": uuid.uuid4(), "step": step.name})

    assert [one.state for one in sets(row) if one.name == step.name] == ["done"]
    assert not WorkoutSet.objects.exists()


def test_a_set_is_done_when_the_button_was_pressed_not_when_it_arrived(client, row):
    client.post(url("start", row))
    pressed = timezone.now() - timedelta(minutes=20)

    log(client, row, first_main(row).name, at=pressed)

    row.refresh_from_db()
    assert WorkoutSet.objects.get().done_at == pressed
    assert row.started_at == pressed


def test_skipping_goes_on_and_a_set_that_was_done_stays_done(client, row):
    first, second = sets(row)[:2]
    client.post(url("log", row), {"uuid": uuid.uuid4(), "step": first.name})

    for one in (first, second):
        client.post(url("skip", row), {"step": one.name})

    assert [one.state for one in sets(row)[:3]] == ["done", "skipped", "open"]
    assert client.get(url("play", row)).context["stage"].turn.played.index == 2


def test_a_skipped_set_may_be_done_after_all(client, row):
    step = first_main(row)
    client.post(url("skip", row), {"step": step.name})

    log(client, row, step.name)

    assert [one.state for one in sets(row) if one.name == step.name] == ["done"]


def test_back_shows_what_was_logged_to_correct_it(client, row):
    step = first_main(row)
    log(client, row, step.name, 13, weight="20")

    page = client.get(url("play", row), {"set": step.index + 1})

    assert page.context["stage"].turn.form.initial["amount"] == 13
    assert page.context["stage"].turn.form.initial["weight"] == 20
    assert "Save the change" in page.content.decode()


def test_the_next_set_begins_with_the_load_of_the_last(client, row):
    step = first_main(row)
    log(client, row, step.name, 10, weight="17.5")

    stage = client.get(url("play", row)).context["stage"]

    later = [t for t in stage.turns if t.played.slot.key == step.slot.key and t.played.state == "open"]
    assert {turn.form.initial["weight"] for turn in later} <= {Decimal("17.5")}


@pytest.mark.parametrize(
    ("change", "sent", "shown"),
    [
        ("amount:+", {"amount": "8"}, ("amount", "9")),
        ("amount:-", {"amount": "1"}, ("amount", "1")),
        ("effort:+", {"amount": "8", "effort": ""}, ("effort", "7")),
        ("effort:-", {"amount": "8", "effort": "7"}, ("effort", "6.5")),
        ("amount:+", {"amount": "junk"}, ("amount", "1")),
        ("nothing:+", {"amount": "8"}, ("amount", "8")),
    ],
)
def test_without_script_less_and_more_ask_the_server_and_write_nothing(client, row, change, sent, shown):
    step = first_main(row)

    page = client.post(url("play", row), {"step": step.name, "change": change, "uuid": uuid.uuid4()} | sent)

    field, value = shown
    assert page.context["stage"].turn.played.name == step.name
    assert page.context["stage"].turn.form.initial[field] == value
    assert not WorkoutSet.objects.exists()


def test_swapping_in_the_middle_comes_back_to_the_player_and_keeps_what_was_done(client, row):
    step = first_main(row)
    log(client, row, step.name)

    response = client.post(url("change", row), {"swap": step.slot.key, "on": "play"})

    assert response.url == url("play", row)
    assert step.slot.key not in {one.slot.key for one in sets(row)}
    assert WorkoutSet.objects.standing().count() == 1


def test_a_set_that_arrives_after_its_exercise_was_swapped_away_is_not_lost(client, row):
    step = first_main(row)
    client.post(url("change", row), {"swap": step.slot.key})

    assert log(client, row, step.name).status_code == 302
    assert WorkoutSet.objects.get().exercise_id == step.slot.exercise_id


def test_finishing_ends_the_workout_and_shows_what_was_done(client, member, row):
    log(client, row, first_main(row).name, 9)

    response = client.post(url("finish", row), {"uuid": uuid.uuid4()})
    ended = TrainingSession.objects.get().finished_at
    client.post(url("finish", row))

    row.refresh_from_db()
    assert response.url == url("summary", row)
    assert row.finished_at == row.workout.finished_at == ended
    assert client.get(url("play", row)).url == url("summary", row)
    assert "What you did" in client.get(url("summary", row)).content.decode()


def test_a_set_that_was_kept_on_a_phone_is_written_after_the_end(client, row):
    one, other = [step for step in sets(row) if step.is_logged][:2]
    log(client, row, one.name, 9)
    client.post(url("finish", row))

    log(client, row, other.name, 9)

    row.refresh_from_db()
    assert WorkoutSet.objects.filter(workout=row.workout).count() == 2
    assert row.finished_at >= max(s.done_at for s in WorkoutSet.objects.all())


def test_a_session_without_a_set_can_end_too(client, row):
    client.post(url("finish", row))

    assert not Workout.objects.exists()
    assert client.get(url("summary", row)).status_code == 200


def test_before_it_begins_there_is_nothing_to_sum_up(client, row):
    assert client.get(url("summary", row)).url == "/session/"


def test_starting_leads_to_the_player_and_begins_once(client, row):
    response = client.post(url("start", row))
    row.refresh_from_db()
    began = row.started_at
    client.post(url("start", row))

    row.refresh_from_db()
    assert response.url == url("play", row)
    assert row.started_at == began


def test_nobody_plays_the_session_of_somebody_else(client, member, row, make_user):
    client.force_login(make_user())
    step = first_main(row)

    for name in ("play", "summary"):
        assert client.get(url(name, row)).status_code == 404
    for name in ("log", "skip", "finish", "play"):
        response = client.post(url(name, row), {"uuid": uuid.uuid4(), "step": step.name, "amount": 8})
        assert response.status_code == 404
    assert not WorkoutSet.objects.exists()


def test_a_guest_is_asked_to_sign_in(client, catalogue, make_user):
    row = make(Member(make_user(level=4)), at=timezone.now(), minutes=20)[0]

    assert client.get(url("play", row)).url.startswith(reverse("account_login"))


def test_the_player_does_not_run_more_queries_for_more_sets(client, row):
    log(client, row, first_main(row).name)
    few = count_queries(client, url("play", row))

    for step in [one for one in sets(row) if one.is_logged][:4]:
        log(client, row, step.name, 9)

    assert count_queries(client, url("play", row)) == few
    # The web session, the person, the session, the places, the answers, the stamp twice, sets, exercises.
    assert few <= 9


def test_the_summary_does_not_run_more_queries_for_more_sets(client, row):
    log(client, row, first_main(row).name)
    few = count_queries(client, url("summary", row))

    for step in [one for one in sets(row) if one.is_logged]:
        log(client, row, step.name, 9)

    assert count_queries(client, url("summary", row)) == few
    assert few <= 5


class TestSummary:
    def test_it_counts_what_was_done_against_the_plan(self, client, member, row):
        step = first_main(row)
        log(client, row, step.name, 10, weight="20")

        found = sum_up(member, TrainingSession.objects.get())

        result = next(r for r in found.results if r.slot and r.slot.key == step.slot.key)
        assert (result.done, result.planned) == (1, step.slot.sets)
        assert found.done == 1
        assert found.planned == sum(s.sets for s in found.session.section("main"))
        assert found.volume == 200

    def test_a_voided_set_was_not_done(self, client, member, row):
        log(client, row, first_main(row).name)
        void_set(user=member, uuid=WorkoutSet.objects.get().uuid, at=timezone.now())

        assert sum_up(member, TrainingSession.objects.get()).done == 0

    def test_more_than_ever_before_is_said_and_the_first_time_is_not(self, client, member, row):
        step = first_main(row)
        exercise = Exercise.objects.get(pk=step.slot.exercise_id)
        log(client, row, step.name, 8, weight="30")
        first = sum_up(member, TrainingSession.objects.get()).records
        before = timezone.now() - timedelta(days=3)
        entry = SetEntry(repetitions=8, weight_kg=Decimal(25), done_at=before)
        log_sets(user=member, exercise=exercise, sets=[entry], at=before)

        records = dict(sum_up(member, TrainingSession.objects.get()).records)

        assert first == []
        assert exercise.name in records

    def test_what_was_swapped_away_after_a_set_was_done_all_the_same(self, client, member, row):
        step = first_main(row)
        log(client, row, step.name)
        client.post(url("change", row), {"swap": step.slot.key})

        found = sum_up(member, TrainingSession.objects.get())

        assert [r.name for r in found.results if r.done] == [step.slot.name]


def test_nothing_is_written_where_the_log_refuses(client, row, monkeypatch):
    def refuse(**_anything):
        raise ValidationError({"exercise": "This exercise is not published."})

    monkeypatch.setattr("recommender.sessions.doing.log_sets", refuse)

    response = log(client, row, first_main(row).name)

    row.refresh_from_db()
    assert response.status_code == 422
    assert "not published" in response.content.decode()
    assert row.progress == {}
    assert row.started_at is None
