"""Search finds what people type: other names, typos, muscles, limits; and never goes stale."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.models import Exercise
from exercises.search import index, search, understand
from exercises.search.words import distance, tokens

pytestmark = pytest.mark.django_db


def names(text, queryset=None):
    exercises = Exercise.objects.published() if queryset is None else queryset
    return [exercise.name for exercise in search(exercises, text)]


def test_empty_text_changes_nothing(make_exercise):
    make_exercise("Goblet squat")

    assert names("   ") == ["Goblet squat"]


def test_the_whole_name_comes_before_longer_names(make_exercise):
    make_exercise("Decline push-up")
    make_exercise("Push-up")

    assert names("push up") == ["Push-up", "Decline push-up"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Push-up", "press up"), ("Push-up", "pushups"), ("Push-up", "PUSH-UPS"), ("Push-up", "pushu"),
        ("Dumbbell bench press", "db bench"), ("Dumbbell bench press", "dumbell bench"),
        ("Barbell deadlift", "deadlfit"), ("Barbell deadlift", "dead lift"),
        ("Barbell Romanian deadlift", "rdl"), ("Kettlebell swing", "kb swing"),
        ("Dumbbell bench press", "benchpress"), ("Calf raise", "calves"), ("Cable fly", "flyes"),
        ("Élévation latérale", "elevation laterale"), ("Farmer's carry", "farmers carry"),
    ],
)  # fmt: skip
def test_other_spellings_find_it(make_exercise, name, typed):
    make_exercise(name)
    make_exercise("Neck half circle")

    assert names(typed) == [name]


def test_an_alias_finds_it(make_exercise):
    make_exercise("Rear-foot-elevated lunge", aliases=["Bulgarian split squat"])

    assert names("bulgarian split squat") == ["Rear-foot-elevated lunge"]


def test_a_muscle_finds_the_exercises_done_for_it_before_those_that_only_say_so(make_exercise):
    make_exercise("Knees to chest", muscles={"lower-back": 1})
    make_exercise("Push-up", muscles={"chest": 0.8, "triceps": 0.2})

    assert names("chest") == ["Push-up", "Knees to chest"]


def test_no_equipment_is_a_rule_not_a_word(make_exercise):
    make_exercise("Push-up", muscles={"chest": 1})
    make_exercise("Chest press", muscles={"chest": 1}, equipment=["machine"])

    assert names("chest no equipment") == ["Push-up"]


def test_one_thing_can_be_left_out(make_exercise):
    make_exercise("Band curl", muscles={"biceps": 1}, equipment=["band"])
    make_exercise("Dumbbell curl", muscles={"biceps": 1}, equipment=["dumbbell"])

    assert names("biceps without dumbbells") == ["Band curl"]


def test_a_sore_joint_is_spared(make_exercise):
    make_exercise("Deep squat", muscles={"quadriceps": 1}, joints={"knee": 3})
    make_exercise("Glute bridge", muscles={"glutes": 1}, joints={"knee": 1})

    assert names("legs bad knee") == ["Glute bridge"]


def test_what_answers_every_word_hides_what_answers_one(make_exercise):
    make_exercise("Band row", equipment=["band"])
    make_exercise("Barbell row", equipment=["barbell"])

    assert names("band row") == ["Band row"]


def test_when_nothing_answers_every_word_the_nearest_are_shown(make_exercise):
    make_exercise("Side plank")

    assert names("side plank purple") == ["Side plank"]


def test_nonsense_finds_nothing(make_exercise):
    make_exercise("Side plank")

    assert names("zzzqqqxx") == []
    assert names("🏋️ !!!") == []


def test_it_narrows_the_queryset_it_is_given(make_exercise):
    make_exercise("Side plank", status="draft")
    make_exercise("Side plank lift")

    assert names("plank") == ["Side plank lift"]


def test_a_change_written_without_indexing_is_found(make_exercise):
    exercise = make_exercise("Side plank")
    index()
    exercise.name = "Copenhagen hold"
    exercise.save(update_fields=["name", "updated_at"])

    assert names("copenhagen") == ["Copenhagen hold"]
    assert names("plank") == []


def test_a_deleted_exercise_is_forgotten(make_exercise):
    make_exercise("Side plank").delete()
    make_exercise("Front plank")

    assert names("plank") == ["Front plank"]


def test_a_search_takes_few_queries_whatever_it_finds(make_exercise, django_assert_max_num_queries):
    for number in range(30):
        make_exercise(f"Squat {number}")
    index()

    with django_assert_max_num_queries(6):
        assert len(names("squat")) == 30


@given(text=st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_for(db, text):
    list(search(Exercise.objects.published(), text))


@pytest.mark.parametrize(
    "text", ['"', "'", "a OR b", "NEAR(", "a* AND", "; drop table", "%", "_", "\x00", "a" * 9999]
)
def test_text_cannot_break_the_query(make_exercise, text):
    make_exercise("Side plank")

    list(search(Exercise.objects.published(), text))


def test_understanding_keeps_words_and_limits_apart():
    query = understand("quiet leg workout without a bench, sore lower back")

    assert query.words == ("leg",)
    assert query.is_quiet
    assert query.spare == ("lower-back",)


def test_normalised_words_are_shared_by_names_and_queries():
    assert tokens("DB press-ups") == tokens("dumbbell Push Up")


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("deadlfit", "deadlift", 1), ("squt", "squat", 1), ("row", "row", 0), ("a", "abcd", 3)],
)
def test_distance_counts_edits_up_to_a_limit(one, other, edits):
    assert distance(one, other, 2) == min(edits, 3)
