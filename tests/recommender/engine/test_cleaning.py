import json

import numpy as np
import pandas as pd
import pytest

from recommender.engine import columns
from recommender.engine.cleaning import clean, exercise_steps, interaction_steps
from recommender.engine.cleaning_steps import (
    Duplicates,
    LikelyDuplicates,
    Missing,
    Numbers,
    Overlap,
    Ranges,
    Spellings,
    Texts,
)


def run(step, **table):
    """One step on a small table; its column ``a`` as a list, and the findings as tuples."""
    cleaned, findings = step.apply(pd.DataFrame(table))
    found = [tuple(row) for row in findings[["row", "problem", "after"]].to_numpy().tolist()]
    return cleaned["a"].tolist(), found


def test_texts_lose_tags_entities_and_double_spaces():
    values, found = run(Texts(["a"]), a=[" <p>Push&nbsp;up</p> ", "Squat", None])

    assert values[:2] == ["Push up", "Squat"]
    assert found == [(0, "untidy text", "Push up")]


def test_words_are_spelt_as_the_vocabulary_spells_them():
    step = Spellings("a", ["dumbbell", "pull-up-bar"], {"DB": "dumbbell", "body only": None})

    values, found = run(step, a=[["Dumbbells", "pull up bar"], ["db"], ["body only"], "dumbbell", None])

    assert values == [["dumbbell", "pull-up-bar"], ["dumbbell"], [], "dumbbell", None]
    assert [row for row, *_ in found] == [0, 1, 2]


def test_words_nobody_knows_are_taken_out_and_named():
    cleaned, findings = Spellings("a", ["chest"]).apply(pd.DataFrame({"a": [["chest", "soul"], "spirit"]}))

    assert cleaned["a"].tolist() == [["chest"], None]
    assert findings["before"].tolist() == [["soul"], ["spirit"]]


def test_half_of_what_an_exercise_needs_is_not_all_of_it():
    """Without the unknown word the cell would say that a barbell is enough."""
    table = pd.DataFrame({"name": ["Zercher carry"], "equipment": [["barbell", "flux capacitor"]]})

    cleaned, report = clean(table, exercise_steps(vocabulary={"equipment": ["barbell"]}))

    assert cleaned["equipment"].tolist() == [None]
    assert "1 × unknown word" in str(report)


def test_a_spelling_must_lead_into_the_vocabulary():
    with pytest.raises(ValueError, match="soul"):
        Spellings("a", ["chest"], {"heart": "soul"})


def test_what_is_named_first_is_not_named_again():
    step = Overlap("b", "a")

    values, found = run(step, a=[["chest", "back"], ["back"], None], b=[["chest"], ["chest"], ["chest"]])

    assert values[:2] == [["back"], ["back"]]
    assert found == [(0, "also among b", ["back"])]


def test_what_is_no_number_becomes_missing():
    values, found = run(Numbers(["a"]), a=["3", 4, "soon", None, np.inf])

    assert values[:2] == [3, 4]
    assert np.isnan(values[2:]).all()
    assert [(row, problem) for row, problem, _ in found] == [(2, "not a number"), (4, "not a number")]


def test_numbers_out_of_range_become_missing_or_drop_their_row():
    kept, found = run(Ranges("a", 0, 10), a=[-1.0, 0.0, 10.0, 11.0, np.nan])
    dropped, _ = run(Ranges("a", 0, 10, drop=True), a=[-1.0, 0.0, 10.0, 11.0, np.nan])

    assert kept[1:3] == [0, 10]
    assert np.isnan(kept[0])
    assert np.isnan(kept[3])
    assert [row for row, *_ in found] == [0, 3]
    assert dropped[:2] == [0, 10]
    assert len(dropped) == 3


def test_rows_that_lack_something_required_are_dropped():
    values, found = run(Missing(["a"]), a=["x", None, " ", "y"])

    assert values == ["x", "y"]
    assert found == [(1, "required and missing", "row dropped"), (2, "required and missing", "row dropped")]


@pytest.mark.parametrize(
    ("how", "expected"), [("median", [1, 2, 2, 5]), ("most common", [1, 2, 1, 5]), (9, [1, 2, 9, 5])]
)
def test_other_gaps_are_filled_as_told(how, expected):
    values, found = run(Missing(fill={"a": how}), a=[1, 2, np.nan, 5.0])

    assert values == expected
    assert found == [(2, "missing", expected[2])]


def test_a_required_column_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="b"):
        Missing(["b"]).apply(pd.DataFrame({"a": [1]}))


def test_of_duplicates_the_fullest_row_stays():
    values, found = run(
        Duplicates(["a"]), a=["Push-up", "push up", "Squat", None, None], b=[None, "chest", "legs", 1, 2]
    )

    assert values[:2] == ["push up", "Squat"]
    assert found == [(0, "duplicate", "row dropped")]
    assert len(values) == 4


def test_likely_duplicates_are_reported_and_kept():
    values, found = run(
        LikelyDuplicates("a"), a=["Press, Bench", "bench press", "Incline bench press", "Decline bench press"]
    )

    assert len(values) == 4
    assert [(row, problem) for row, problem, _ in found] == [(1, "same words as another")]


RAW = pd.DataFrame(
    {
        "name": ["Push-up ", "push up", "Squat", "", "Plank"],
        "level": ["beginner", "beginner", "expert?", "beginner", "intermediate"],
        "primary": [["pecs"], ["chest"], ["quads"], ["abs"], ["abdominals"]],
        "secondary": [["chest", "triceps"], [], ["wings"], [], None],
        "minutes": ["5", 5, -3, 4, "many"],
    },
    index=[11, 12, 13, 14, 15],
)


def clean_raw():
    return clean(
        RAW,
        exercise_steps(
            vocabulary={
                "level": ["1", "2"],
                "primary": ["chest", "quadriceps", "abdominals", "triceps"],
                "secondary": ["chest", "triceps"],
            },
            spellings={
                "level": {"beginner": "1", "intermediate": "2"},
                "primary": {"pecs": "chest", "quads": "quadriceps", "abs": "abdominals"},
            },
            ranges={"minutes": (1, 240)},
        ),
    )


def test_the_usual_steps_clean_a_table_of_exercises():
    table, report = clean_raw()

    assert table.index.tolist() == [11, 13, 15]
    assert table["name"].tolist() == ["Push-up", "Squat", "Plank"]
    assert table["level"].tolist() == ["1", None, "2"]
    assert table["primary"].tolist() == [["chest"], ["quadriceps"], ["abdominals"]]
    assert table["secondary"].tolist() == [["triceps"], [], None]
    assert table["minutes"].isna().tolist() == [False, True, True]
    assert sorted(report.dropped["row"]) == [12, 14]


def test_the_report_names_every_step_and_row():
    _, report = clean_raw()

    described = json.loads(json.dumps(report.to_dict()))
    by_step = {step["step"]: step for step in described["steps"]}
    assert by_step["spellings of level"]["findings"][1] == {
        "row": 12,
        "column": "level",
        "problem": "other spelling",
        "before": "beginner",
        "after": "1",
    }
    assert by_step["range of minutes"]["findings"][0]["row"] == 13
    assert by_step["invalid values"]["findings"][0]["before"] == "many"
    assert by_step["duplicates"]["rows_after"] == 3
    assert "duplicates: 4 → 3 rows; 1 × duplicate" in str(report)


def test_cleaning_twice_changes_nothing_more():
    once, _ = clean_raw()

    twice, report = clean(once, [Texts(["name"]), Missing(["name"]), Duplicates(["name"])])

    pd.testing.assert_frame_equal(once, twice)
    assert all(step.findings.empty for step in report.steps)


def test_the_raw_table_is_not_changed():
    before = RAW.copy(deep=True)

    clean_raw()

    pd.testing.assert_frame_equal(RAW, before)


def test_interactions_must_say_who_what_and_how():
    raw = pd.DataFrame(
        {
            columns.USER: [1, 1, 2, None, 3, 4, 5],
            columns.ITEM: [7, 7, 7, 7, None, 8, 9],
            columns.VALUE: [1, 1, 0.5, 1, 1, 1.5, "good"],
            columns.TIME: [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        }
    )

    table, report = clean(raw, interaction_steps())

    assert table.index.tolist() == [0, 2]
    assert sorted(report.dropped["row"]) == [1, 3, 4, 5, 6]


def test_the_same_pair_at_another_time_is_no_duplicate():
    raw = pd.DataFrame(
        {columns.USER: [1, 1], columns.ITEM: [7, 7], columns.VALUE: [1, 1], columns.TIME: [1, 2]}
    )

    table, _ = clean(raw, interaction_steps())

    assert len(table) == 2


def test_an_empty_table_stays_empty():
    raw = pd.DataFrame({columns.USER: [], columns.ITEM: [], columns.VALUE: []})

    table, report = clean(raw, interaction_steps())

    assert table.empty
    assert report.dropped.empty
