"""Answers are checked by name, written whole or not at all, and are the person's own."""

import pytest
from django.core.exceptions import ValidationError

from profiles import actions
from profiles.answers import Answers, answers_of, from_plain
from profiles.models import Place, Profile, User
from tests.conftest import PASSWORD


@pytest.fixture
def user(words):
    return User.objects.create_user("new@example.org", PASSWORD)


def state(user):
    """Everything that the answers of a person are made of."""
    return answers_of(user), sorted(user.places.values_list("name", "kind"))


def test_a_new_member_gets_sane_defaults(user):
    profile = actions.ensure_profile(user)

    assert (profile.goal, profile.level, profile.minutes, profile.days_per_week) == ("health", 1, 30, 3)
    assert profile.current_place.name == "Home"
    assert answers_of(user).equipment == ()
    assert profile.answered == []


def test_making_sure_of_a_profile_twice_changes_nothing(user):
    first = actions.ensure_profile(user)
    actions.answer_goal(user=user, goal="power")

    assert actions.ensure_profile(user) == first
    assert user.places.count() == 1
    assert answers_of(user).goal == "power"


def test_each_answer_is_kept_and_marked_as_answered(user):
    actions.answer_level(user=user, level=3)
    actions.answer_goal(user=user, goal="muscle")
    actions.answer_time(user=user, minutes=45, days_per_week=5, favoured=["glutes", "chest"])
    actions.set_limitations(user=user, limitations={"knee": "severe"})

    found = answers_of(user)

    assert (found.goal, found.level, found.minutes, found.days_per_week) == ("muscle", 3, 45, 5)
    assert found.favoured == ("chest", "glutes")
    assert found.limitations == {"knee": "severe"}
    assert found.tolerance == {"knee": 0}
    assert found.answered == ("goal", "level", "limits", "time")
    assert found.unanswered == ("places",)


@pytest.mark.parametrize(
    ("act", "values", "field"),
    [
        (actions.answer_goal, {"goal": "fame"}, "goal"),
        (actions.answer_level, {"level": 0}, "level"),
        (actions.answer_level, {"level": 5}, "level"),
        (actions.answer_level, {"level": "2"}, "level"),
        (actions.answer_level, {"level": True}, "level"),
        (actions.answer_time, {"minutes": -5, "days_per_week": 3, "favoured": []}, "minutes"),
        (actions.answer_time, {"minutes": 10**9, "days_per_week": 3, "favoured": []}, "minutes"),
        (actions.answer_time, {"minutes": 30, "days_per_week": 8, "favoured": []}, "days_per_week"),
        (actions.answer_time, {"minutes": 45, "days_per_week": 3, "favoured": ["wing"]}, "favoured"),
        (actions.set_limitations, {"limitations": {"knee": "mild", "tail": "mild"}}, "limitations"),
        (actions.set_limitations, {"limitations": {"knee": "awful"}}, "severity"),
        (actions.save_place, {"kind": "moon", "equipment": []}, "kind"),
        (actions.save_place, {"kind": "gym", "equipment": ["dumbbell", "hammer"]}, "equipment"),
        (actions.save_place, {"kind": "gym", "equipment": ["x" * 10_000_000]}, "equipment"),
        (actions.save_place, {"kind": "gym", "equipment": [], "name": "x" * 41}, "name"),
        (actions.save_place, {"kind": "gym", "equipment": [], "name": "hOME"}, "name"),
    ],
)
def test_a_wrong_value_is_an_error_of_its_field_and_nothing_is_written(user, act, values, field):
    actions.ensure_profile(user)
    before = state(user)

    with pytest.raises(ValidationError) as caught:
        act(user=user, **values)

    assert list(caught.value.message_dict) == [field]
    assert len(str(caught.value)) < 1000
    assert state(user) == before


def test_a_place_without_a_name_is_called_after_its_kind_with_a_number(user):
    names = [actions.save_place(user=user, kind="gym", equipment=[]).name for _ in range(3)]

    assert names == ["Gym", "Gym 2", "Gym 3"]


def test_a_place_keeps_its_own_name_when_it_changes(user):
    place = actions.save_place(user=user, kind="gym", name="Corner gym", equipment=["bench"])

    actions.save_place(user=user, place=place, kind="gym", name="Corner gym", equipment=["band"])

    assert [item.slug for item in place.equipment.all()] == ["band"]


def test_there_is_an_end_to_the_number_of_places(user):
    actions.ensure_profile(user)
    for _ in range(actions.MOST_PLACES - 1):
        actions.save_place(user=user, kind="travel", equipment=[])

    with pytest.raises(ValidationError, match="places"):
        actions.save_place(user=user, kind="travel", equipment=[])


def test_the_answers_follow_the_place_that_is_current(user):
    actions.ensure_profile(user)
    gym = actions.save_place(user=user, kind="gym", equipment=["barbell"], is_quiet=True)
    assert answers_of(user).equipment == ()

    actions.switch_place(user=user, place=gym)

    assert answers_of(user).equipment == ("barbell",)
    assert answers_of(user).is_quiet


def test_another_place_takes_over_when_the_current_one_is_removed(user):
    home = actions.ensure_profile(user).current_place
    gym = actions.save_place(user=user, kind="gym", equipment=["barbell"])

    actions.remove_place(user=user, place=home)

    assert Profile.objects.get(user=user).current_place == gym


def test_the_last_place_stays(user):
    home = actions.ensure_profile(user).current_place

    with pytest.raises(ValidationError, match="only place"):
        actions.remove_place(user=user, place=home)

    assert Place.objects.filter(pk=home.pk).exists()


@pytest.mark.parametrize("act", [actions.switch_place, actions.remove_place])
def test_nobody_touches_the_place_of_somebody_else(user, make_user, act):
    place = make_user().profile.current_place

    with pytest.raises(Place.DoesNotExist):
        act(user=user, place=place)
    with pytest.raises(Place.DoesNotExist):
        actions.save_place(user=user, place=place, kind="gym", equipment=[])


@pytest.mark.parametrize("step", ["goal", "level", "places", "limits", "time"])
def test_every_change_moves_the_time_of_the_last_change(user, step):
    before = actions.ensure_profile(user).updated_at

    actions.keep_answer(user=user, step=step, answers=Answers(minutes=60))

    assert Profile.objects.get(user=user).updated_at > before


def test_a_new_member_keeps_what_the_guest_answered_and_not_over_what_was_answered_since(user):
    actions.answer_goal(user=user, goal="mobility")
    guest = Answers().with_step("goal", goal="power").with_step("level", level=4)
    guest = guest.with_step("places", kind="gym", equipment=("bench", "dumbbell"))

    actions.adopt_answers(user=user, answers=guest)

    found = answers_of(user)
    assert (found.goal, found.level, found.kind) == ("mobility", 4, "gym")
    assert found.equipment == ("bench", "dumbbell")
    assert found.answered == ("goal", "level", "places")
    assert user.places.count() == 1


def test_answers_survive_a_session_and_lose_only_words_that_are_gone():
    answers = Answers().with_step("limits", limitations={"knee": "mild"})
    plain = answers.to_plain() | {"old_field": 1, "equipment": ["dumbbell", "gone"], "goal": "gone"}
    plain["limitations"] = {"knee": "mild", "tail": "mild", "hip": "gone"}

    found = from_plain(plain)

    assert found.equipment == ("dumbbell",)
    assert found.limitations == {"knee": "mild"}
    assert found.goal == "health"
    assert from_plain(answers.to_plain()) == answers
