"""Words say what is so, name what they are about, and leave nothing unnamed."""

import pytest

from exercises import vocabulary
from recommender import frames, wording
from recommender.engine.rules import LIMITS
from recommender.models import Feedback

NAMES = {1: ("Split squat", 1.0), 2: ("Push-up", 0.5), 3: ("Burpee", -1.0), 4: ("Plank", -0.2)}
ROW = {"equipment": ["barbell", "rack"], "joints": {"knee": 3}, "level": 3, "muscles": {"glutes": 1.0}}


@pytest.mark.parametrize("kind", Feedback.Kind.values)
def test_every_kind_of_feedback_is_answered(kind):
    assert str(wording.said(kind)).endswith(".")


def test_names_are_listed_as_people_do():
    assert wording.listed([]) == ""
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b"]) == "a and b"
    assert wording.listed(iter("abc")) == "a, b and c"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (1, "liked Split squat"),
        (2, "did Push-up"),
        (3, "did not suit you: Burpee"),
        (4, "swapped away Plank"),
    ],
)
def test_a_part_of_the_history_says_what_was_done_with_it(key, words):
    assert wording.part("history", key, NAMES) == words


def test_a_reason_names_at_most_two_exercises_and_whether_they_were_liked():
    assert wording.reason("liked", None, (1, 2, 3), NAMES) == "Because you liked Split squat and Push-up"
    assert wording.reason("liked", None, (2,), NAMES) == "Because you did Push-up"
    assert wording.reason("disliked", None, (3,), NAMES) == "Unlike Burpee, which did not suit you"


def test_only_what_an_exercise_trains_is_said_to_be_trained():
    keys = ("favoured=glutes", "favoured=neck")

    assert wording.reason("preference", "favoured", keys, {}, facts=ROW) == "Trains what you favour: glutes"
    assert "Trains" not in wording.reason("preference", "favoured", keys[1:], {}, facts=ROW)


@pytest.mark.parametrize("learnt", [True, False])
@pytest.mark.parametrize("question", wording.QUESTIONS)
def test_every_question_has_a_reason_in_words(question, learnt):
    sentence = wording.reason("preference", question, (), {}, facts=ROW, learnt=learnt)

    assert "=" not in sentence
    assert sentence[0].isupper()


def test_without_a_model_no_people_are_invented():
    sentence = wording.reason("preference", "goal", ("goal=strength",), {}, learnt=False)

    assert sentence == "Fits your goal: get stronger"


def test_the_line_of_a_question_holds_what_was_answered():
    answers = frames.Answers(
        goal="muscle", level=2, minutes=45, favoured=("glutes", "lats"), tolerance={"knee": 1}, place="Gym"
    )

    lines = {name: wording.question(name, answers) for name in wording.QUESTIONS}

    assert lines == {
        "goal": "your goal: build muscle",
        "level": "your level: regular",
        "minutes": "your time: 45 minutes",
        "days_per_week": "your days a week: 3",
        "equipment": "your equipment: Gym",
        "favoured": "the muscles you favour: glutes and lats",
        "limited": "what hurts: knee",
    }


def test_nothing_answered_reads_as_nothing():
    assert wording.question("limited", frames.Answers()) == "what hurts: nothing"
    assert wording.question("equipment", frames.Answers()) == "your equipment"


@pytest.mark.parametrize("name", [*LIMITS, *(f"joint:{joint}" for joint in vocabulary.JOINTS)])
def test_every_limit_is_said_for_one_and_for_many(name):
    one, many = wording.limit(name, 1), wording.limit(name, 18)

    assert one.startswith(("Leaves out 1 exercise: it ", "Leaves out 1 exercise: you "))
    assert many.startswith(("Leaves out 18 exercises: they ", "Leaves out 18 exercises: you "))


@pytest.mark.parametrize("name", [*LIMITS, "joint:knee"])
def test_every_limit_is_said_of_one_exercise(name):
    answers = frames.Answers(level=1, place="Home", tolerance={"knee": 1})

    sentence = wording.failing(name, ROW, answers)

    assert sentence.endswith(".")
    assert sentence != name


def test_a_failing_limit_names_what_lacks_and_where():
    answers = frames.Answers(place="Home", equipment=("rack",), tolerance={"knee": 1})

    assert wording.failing("equipment", ROW, answers) == (
        "It needs barbell and plates, which you do not have at Home."
    )
    assert "loads the knee (high)" in wording.failing("joint:knee", ROW, answers)


def test_relaxing_leads_somewhere_or_says_nothing():
    assert wording.relaxing("joint:knee")[1:] == ("profiles:question", "limits")
    assert wording.relaxing("blocked")[1:] == ("recommender:said", None)
    assert wording.relaxing("muscles") is None


def test_gains_are_counted():
    assert wording.gained("bench", 31) == "Bench: 31 more"
