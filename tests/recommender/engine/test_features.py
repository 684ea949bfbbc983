import json

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from recommender.engine.features import ItemEncoder, MultiHotEncoder, PreferenceEncoder


@parametrize_with_checks([MultiHotEncoder(), MultiHotEncoder(min_count=2)])
def test_the_multi_hot_encoder_is_a_scikit_learn_transformer(estimator, check):
    check(estimator)


def people(**columns):
    """Two people unless ``columns`` say otherwise."""
    rows = max((len(cells) for cells in columns.values()), default=2)
    usual = {
        "goal": ["strength", "mobility"],
        "level": [1, 2],
        "equipment": [["dumbbell"], []],
        "favoured": [["chest"], []],
        "limited": [[], ["knee"]],
        "minutes": [20, 40],
        "days_per_week": [2, 4],
    }
    return pd.DataFrame({name: (columns.get(name) or (cells * rows)[:rows]) for name, cells in usual.items()})


def items():
    """Three exercises, the last of which lacks everything that can be missing."""
    return pd.DataFrame(
        {
            "type": ["strength", "cardio", None],
            "level": [1, 3, None],
            "met": [3.5, 8.0, None],
            "minutes": [8, 20, None],
            "force": ["push", None, None],
            "mechanic": ["compound", "", None],
            "pattern": ["squat", "locomotion", None],
            "is_unilateral": [False, True, None],
            "is_quiet": [True, False, None],
            "measure": ["repetitions", "minutes", None],
            "muscles": [{"chest": 0.6, "triceps": 0.4}, {"legs": 1.0}, None],
            "equipment": [["dumbbell", "bench"], [], None],
            "joints": [{"wrist": 3}, {"knee": 1}, None],
            "variation_group": ["press", "press", None],
        }
    )


def column(encoder, table, name):
    return encoder.transform(table)[:, encoder.names_.index(name)].tolist()


def test_words_become_one_column_each():
    encoder = PreferenceEncoder().fit(people())

    assert encoder.names_ == [
        "goal=mobility",
        "goal=strength",
        "level=1",
        "level=2",
        "equipment=dumbbell",
        "favoured=chest",
        "limited=knee",
        "minutes",
        "days_per_week",
    ]
    assert encoder.get_feature_names_out().tolist() == encoder.names_
    assert column(encoder, people(), "goal=strength") == [1, 0]


def test_numbers_are_scaled_to_mean_0_and_deviation_1():
    table = people(minutes=[10, 20, 60])

    minutes = column(PreferenceEncoder().fit(table), table, "minutes")

    assert np.mean(minutes) == pytest.approx(0, abs=1e-6)
    assert np.std(minutes) == pytest.approx(1, abs=1e-6)


def test_a_word_never_seen_is_ignored():
    encoder = PreferenceEncoder().fit(people())

    encoded = encoder.transform(people(goal=["fame", "strength"], equipment=[["flux capacitor"], []]))

    assert encoded[0, :2].tolist() == [0, 0]
    assert encoded[0, encoder.names_.index("equipment=dumbbell")] == 0


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_what_is_missing_takes_the_mean(missing):
    encoder = PreferenceEncoder().fit(people())

    table = people(goal=[missing, "strength"], equipment=[missing, []], minutes=[missing, 20])

    assert column(encoder, table, "goal=strength")[0] == 0.5
    assert column(encoder, table, "equipment=dumbbell")[0] == 0.5
    assert column(encoder, table, "minutes")[0] == 0


def test_an_empty_list_is_an_answer():
    encoder = PreferenceEncoder().fit(people())

    assert column(encoder, people(), "equipment=dumbbell") == [1, 0]


def test_shares_and_loads_are_weights():
    encoder = ItemEncoder().fit(items())

    assert column(encoder, items(), "muscles=chest")[0] == pytest.approx(0.6)
    assert column(encoder, items(), "joints=wrist")[0] == 1
    assert column(encoder, items(), "joints=knee")[1] == pytest.approx(1 / 3)


def test_a_group_of_one_says_nothing():
    table = items()
    table["variation_group"] = ["press", "press", "lonely"]

    names = ItemEncoder().fit(table).names_

    assert "variation_group=press" in names
    assert "variation_group=lonely" not in names


def test_the_words_can_be_fixed_whatever_the_table_has():
    words = {"goal": ["strength", "mobility", "health"], "level": [1, 2, 3, 4]}

    encoder = PreferenceEncoder(words=words).fit(people())

    assert encoder.names_[:7] == [f"goal={w}" for w in words["goal"]] + [f"level={n}" for n in (1, 2, 3, 4)]
    assert clone(encoder).words is not None
    with pytest.raises(ValueError, match="minutes"):
        PreferenceEncoder(words={"minutes": ["20"]}).fit(people())


@pytest.mark.parametrize(("encoder", "table"), [(PreferenceEncoder, people()), (ItemEncoder, items())])
def test_one_record_is_encoded_as_its_row_is(encoder, table):
    fitted = encoder().fit(table)
    probe = table.copy()
    probe.loc[len(probe)] = None

    for record, row in zip(probe.to_dict("records"), fitted.transform(probe), strict=True):
        np.testing.assert_allclose(fitted.encode(record), row, atol=1e-6)


@pytest.mark.parametrize(("encoder", "table"), [(PreferenceEncoder, people()), (ItemEncoder, items())])
def test_an_encoder_comes_back_from_json(encoder, table):
    fitted = encoder().fit(table)

    again = encoder.from_dict(json.loads(json.dumps(fitted.to_dict())))

    assert again.names_ == fitted.names_
    np.testing.assert_allclose(again.transform(table), fitted.transform(table), atol=1e-6)
    np.testing.assert_allclose(again.encode(table.iloc[0].to_dict()), fitted.transform(table)[0], atol=1e-6)


def test_a_description_of_something_else_is_refused():
    learnt = PreferenceEncoder().fit(people()).to_dict()

    with pytest.raises(ValueError, match="ItemEncoder"):
        ItemEncoder.from_dict(learnt)
    with pytest.raises(ValueError, match="lacks"):
        PreferenceEncoder.from_dict({"encoder": "PreferenceEncoder"})
    with pytest.raises(ValueError, match="fit together"):
        PreferenceEncoder.from_dict(learnt | {"neutral": []})


def test_a_table_of_nothing_but_gaps_is_neutral():
    table = pd.DataFrame({name: [None, None] for name in ItemEncoder.columns()})

    encoded = ItemEncoder().fit(table).transform(table)

    assert np.isfinite(encoded).all()


def test_bad_tables_are_refused_by_name():
    with pytest.raises(ValueError, match="minutes"):
        PreferenceEncoder().fit(people().drop(columns="minutes"))
    with pytest.raises(ValueError, match=r"minutes.*'soon'"):
        PreferenceEncoder().fit(people(minutes=["soon", 20]))
    with pytest.raises(TypeError, match="DataFrame"):
        PreferenceEncoder().fit([[1]])


def test_encoders_work_in_a_pipeline():
    pipeline = make_pipeline(PreferenceEncoder(), StandardScaler())

    assert clone(pipeline).fit_transform(people()).shape == (2, 9)


@pytest.mark.parametrize(("parameters", "message"), [({"min_count": 0}, "min_count"), ({"unit": 0}, "unit")])
def test_bad_parameters_are_refused_in_fit(parameters, message):
    with pytest.raises(ValueError, match=message):
        MultiHotEncoder(**parameters).fit(pd.DataFrame({"a": ["x"]}))
