import numpy as np
import pytest

from recommender.engine.reasons import Layout, Part, Reason, question_of

NAMES = ["goal=strength", "goal=mobility", "equipment=band", "equipment=box", "minutes"]
LAYOUT = Layout(NAMES)
HISTORY = np.array([70, 71, 72, 73])
VALUES = np.array([1.0, 0.5, -1.0, 1.0], dtype=np.float32)
ANSWERS = np.array([1.0, 0.0, 1.0, 1.0, 0.4])
# Liked: .3, .1 and .05; disliked: -.2; the answers; popularity last.
ROW = np.array([[0.3, 0.1, -0.2, 0.05, 0.2, -0.1, 0.02, 0.03, 0.0, 0.1]])


def reasons(row=ROW, values=VALUES, answers=ANSWERS, **kwargs):
    strongest = LAYOUT.strongest(row, values, **kwargs)
    against = kwargs.get("against", False)
    return LAYOUT.name(strongest, row, HISTORY[: len(values)], values, answers, against=against)[0]


def test_a_feature_belongs_to_its_question():
    assert [question_of(name) for name in NAMES] == ["goal", "goal", "equipment", "equipment", "minutes"]
    assert LAYOUT.questions == ["goal", "equipment", "minutes"]


def test_what_was_liked_is_one_reason_and_every_question_another():
    found = reasons()

    assert found == [
        Reason("liked", None, (70, 71, 73), pytest.approx(0.45), pytest.approx(0.45 / 0.7)),
        Reason("preference", "goal", ("goal=strength",), pytest.approx(0.1), pytest.approx(0.1 / 0.7)),
        Reason("popularity", None, (), pytest.approx(0.1), pytest.approx(0.1 / 0.7)),
    ]


def test_the_shares_of_everything_for_it_add_up_to_one():
    found = reasons(n=10)

    assert sum(reason.share for reason in found) == pytest.approx(1)
    assert all(reason.value > 0 for reason in found)


def test_keys_are_the_strongest_first_and_only_those_that_point_the_same_way():
    row = ROW.copy()
    row[0, :4] = [-0.01, 0.1, 0.0, 0.2]
    row[0, 6:8] = [0.01, 0.3]

    keys = {reason.key or reason.kind: reason.keys for reason in reasons(row, n=10)}

    assert keys["liked"] == (73, 71)
    assert keys["equipment"] == ("equipment=box", "equipment=band")


def test_an_answer_not_given_is_never_named():
    """Not wanting mobility may speak for an item, but nobody is told "because you want mobility"."""
    row = np.zeros((1, 10))
    row[0, 5] = 0.5

    assert reasons(row) == [Reason("preference", "goal", (), 0.5, 1.0)]


def test_what_speaks_against_an_item():
    found = reasons(against=True)

    assert [(r.kind, r.keys) for r in found] == [("disliked", (72,))]
    assert found[0].value == pytest.approx(-0.2)


def test_no_reason_where_nothing_speaks_for_it():
    assert reasons(np.zeros((1, 10))) == []


def test_a_member_without_history_has_reasons_too():
    found = reasons(ROW[:, 4:], values=VALUES[:0])

    assert [reason.kind for reason in found] == ["preference", "popularity", "preference"]


def test_many_rows_are_named_as_one_by_one():
    generator = np.random.default_rng(0)
    table = generator.normal(size=(20, 10))

    together = LAYOUT.name(LAYOUT.strongest(table, VALUES), table, HISTORY, VALUES, ANSWERS)

    for found, row in zip(together, table, strict=True):
        alone = reasons(row[None])
        assert [(r.kind, r.key, r.keys) for r in found] == [(r.kind, r.key, r.keys) for r in alone]
        np.testing.assert_allclose([r.value for r in found], [r.value for r in alone])


def test_an_explanation_has_every_part_the_largest_first():
    explanation = LAYOUT.explanation(ROW[0], 9, HISTORY)

    assert explanation.item_id == 9
    assert explanation.parts[0] == Part("history", 70, 0.3)
    assert [abs(part.value) for part in explanation.parts] == sorted(
        (abs(part.value) for part in explanation.parts), reverse=True
    )
    assert len(explanation.parts) == 9
    assert sum(part.value for part in explanation.parts) == pytest.approx(explanation.score, abs=1e-12)
    assert {part.key for part in explanation.parts if part.kind == "preference"} == set(NAMES[:4])
