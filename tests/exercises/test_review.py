"""The catalogue is read by a second reader: copies, vague steps, contradictions, wrong links, gaps."""

import json

import pytest
from django.core.management import CommandError, call_command

from exercises import review, vocabulary
from exercises.loading import load_catalogue
from tests.exercises.test_loading import a_record


def unlike(slug, **changes):
    """A record whose sentences are all its own."""
    texts = {
        "name": slug.replace("-", " ").capitalize(),
        "summary": f"{slug} is a first push against the wall for people new to it.",
        "setup": f"For {slug} stand an arm's length from a wall.",
        "breathing": f"Breathe out in {slug} on every push.",
        "steps": [
            f"For {slug} {words}." for words in ("put both palms up", "bend slowly", "push back again")
        ],
        "mistakes": [f"In {slug} {words}: stop." for words in ("hips that sag low", "elbows that flare out")],
    }
    return a_record(slug, **{**texts, **changes})


def test_sound_records_have_no_problems():
    assert (
        review.problems([unlike("wall-lean"), unlike("neck-turn", primary=["neck"], muscles={"neck": 1})])
        == []
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Cable lean"}, "the name says cable"),
        ({"name": "Dumbbell lean"}, "the name says dumbbell"),
        ({"setup": "Hold a dumbbell in each hand and stand."}, "needs a dumbbell"),
        ({"steps": ["Put both palms up.", "Bend properly, slowly.", "Push back again."]}, "'properly' is"),
        ({"steps": ["Put both palms up.", "Push back again.", "Hold motionless."]}, "says too little"),
        ({"summary": "A push that is safe for everybody who has a bad back."}, "promises too much"),
        ({"pattern": "jump"}, "a jump is heard"),
        ({"easier": "wall-lean"}, "it names itself"),
        ({"easier": "nobody"}, "no published exercise is called 'nobody'"),
        ({"instead": ["nobody"]}, "no published exercise is called 'nobody'"),
        ({"easier": "hard-one"}, "hard-one is of level 4"),
        ({"harder": "easy-one", "level": 2}, "easy-one is of level 1"),
        ({"minutes": 0.5}, "minutes: 0.5"),
    ],
)  # fmt: skip
def test_a_fault_is_found(changes, words):
    others = [unlike("hard-one", level=4, name="Hard twist"), unlike("easy-one", name="Easy swing")]

    found = review.problems([unlike("wall-lean", **changes), *others])

    assert len(found) == 1
    assert found[0][0] == "wall-lean"
    assert words in found[0][1]


def test_a_sentence_in_three_records_is_a_copy_and_in_two_is_not():
    same = {"breathing": "Breathe out on the way up and in on the way down."}
    two = [unlike(slug, **same) for slug in ("wall-lean", "floor-roll")]

    assert review.problems(two) == []
    assert "stands in 3 records" in review.problems([*two, unlike("arm-wave", **same)])[0][1]


def test_one_exercise_written_twice_is_found():
    found = review.problems([unlike("wall-push-up"), unlike("wall-press-up")])

    assert found == [("wall-press-up", "name: by name and attributes it is wall-push-up once more")]


@pytest.mark.django_db
def test_the_command_checks_what_is_published(tmp_path, capsys):
    (tmp_path / "a.json").write_text(json.dumps([unlike("wall-lean")]), encoding="utf-8")
    load_catalogue([tmp_path])

    call_command("check_catalogue", "--json")

    report = json.loads(capsys.readouterr().out)
    assert report["problems"] == []
    assert report["counts"]["muscle"]["chest"] == 1
    assert report["cells"] == len(vocabulary.GOALS) * 6 * 5 * 4
    assert report["cells_short"][0] | {"exercises": 1} == report["cells_short"][0]


@pytest.mark.django_db
def test_the_command_fails_when_there_is_a_problem(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([unlike("wall-lean", level=9)]), encoding="utf-8")

    with pytest.raises(CommandError, match="1 problems in 1 exercises"):
        call_command("check_catalogue", str(tmp_path))
