"""One form narrows exercises, for the page and for the API."""

import pytest

from exercises.filters import ExerciseFilter
from exercises.models import Exercise

pytestmark = pytest.mark.django_db


def names(**data):
    form = ExerciseFilter(data)
    assert form.is_valid(), form.errors
    return [exercise.name for exercise in form.apply(Exercise.objects.published())]


def test_without_filters_everything_published_comes_by_name(make_exercise):
    make_exercise("Squat")
    make_exercise("Curl")
    make_exercise("Draft", status="draft")

    assert names() == ["Curl", "Squat"]


def test_equipment_means_everything_it_needs_is_there(make_exercise):
    make_exercise("Bench press", equipment=["barbell", "bench"])
    make_exercise("Floor press", equipment=["barbell"])
    make_exercise("Push-up")

    assert names(equipment=["barbell"]) == ["Floor press", "Push-up"]
    assert names(equipment=["barbell", "bench"]) == ["Bench press", "Floor press", "Push-up"]
    assert names(equipment=["none"]) == ["Push-up"]


def test_equipment_that_is_not_known_is_left_out(make_exercise):
    make_exercise("Mystery", status="draft", is_equipment_known=False)
    form = ExerciseFilter({"equipment": ["none"]})
    form.is_valid()

    assert not form.apply(Exercise.objects.all()).exists()


def test_level_is_a_ceiling(make_exercise):
    make_exercise("Easy", level=1)
    make_exercise("Hard", level=3)

    assert names(level="2") == ["Easy"]


def test_muscles_widen_and_the_one_trained_most_comes_first(make_exercise):
    make_exercise("Row", muscles={"lats": 0.7, "biceps": 0.3})
    make_exercise("Curl", muscles={"biceps": 1})
    make_exercise("Squat")

    assert names(muscle=["biceps"]) == ["Curl", "Row"]
    assert names(muscle=["biceps", "quadriceps"]) == ["Curl", "Squat", "Row"]


def test_a_joint_is_spared_by_no_more_than_low_load(make_exercise):
    make_exercise("Low", joints={"knee": 1})
    make_exercise("Medium", joints={"knee": 2})
    make_exercise("None")

    assert names(joint=["knee"]) == ["Low", "None"]


def test_quiet_and_type_narrow(make_exercise):
    make_exercise("Jump", is_quiet=False, type="power")
    make_exercise("Swing", type="power")
    make_exercise("Curl")

    assert names(quiet="on", type=["power"]) == ["Swing"]


def test_filters_narrow_a_search(make_exercise):
    make_exercise("Band squat", equipment=["band"])
    make_exercise("Barbell squat", equipment=["barbell"])

    assert names(q="squat", equipment=["band"]) == ["Band squat"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("level", "Easy"), ("-level", "Hard"), ("minutes", "Hard"), ("-met", "Easy"), ("name", "Easy")],
)
def test_the_order_can_be_chosen(make_exercise, sort, first):
    make_exercise("Easy", level=1, minutes=9, met=8)
    make_exercise("Hard", level=4, minutes=3, met=2)

    assert names(sort=sort)[0] == first


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"equipment": ["hammer"]}, "equipment", "hammer"),
        ({"muscle": ["brain"]}, "muscle", "brain"),
        ({"level": "9"}, "level", "9"),
        ({"sort": "password"}, "sort", "password"),
        ({"q": "a" * 201}, "q", "200"),
        ({"q": "a\x00b"}, "q", "Null"),
    ],
)
def test_a_word_that_is_not_known_is_named_with_its_field(data, field, words):
    form = ExerciseFilter(data)

    assert not form.is_valid()
    assert words in str(form.errors[field])


def test_active_filters_read_as_words(make_exercise):
    form = ExerciseFilter(
        {"q": "squat", "level": "2", "joint": ["knee"], "equipment": ["none"], "quiet": "on"}
    )
    form.is_valid()

    assert [words for _field, _value, words in form.active()] == [
        "“squat”", "Up to Regular", "Nothing at all", "Spares: Knee", "Quiet",
    ]  # fmt: skip
