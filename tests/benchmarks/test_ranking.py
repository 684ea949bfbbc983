"""The ranking benchmark's command line: what it writes, and what it says of files it cannot use."""

import json
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from benchmarks import __main__ as door
from benchmarks import adapters, ranking, tables


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Three CSV files with a taste in them: half of the people rate red things high, half blue ones."""
    folder = tmp_path_factory.mktemp("tables")
    rng = np.random.default_rng(0)
    rows = []
    for person in range(80):
        for item in rng.permutation(40)[:26]:
            liked = (item % 2 == person % 2) != (rng.random() < 0.1)
            rows.append((f"p{person}", item, int(liked) * 3 + rng.integers(1, 3), rng.integers(10**9)))
    ratings = pd.DataFrame(rows, columns=["who", "what", "stars", "at"])
    ratings.to_csv(folder / "ratings.csv", index=False)
    kinds = ["red|bright" if n % 2 else "blue|bright" if n % 3 else "blue" for n in range(40)]
    pd.DataFrame({"what": range(40), "kinds": kinds}).to_csv(folder / "items.csv", index=False)
    people = pd.DataFrame(
        {"who": [f"p{n}" for n in range(80)], "side": ["left", "right"] * 40, "age": range(80)}
    )
    people.to_csv(folder / "people.csv", index=False)
    return folder


def arguments(files, *more):
    return [
        "--interactions", str(files / "ratings.csv"), "--user", "who", "--item", "what", "--rating", "stars",
        "--budget", "2", "--jobs", "1", *more,
    ]  # fmt: skip


SIDES = ("--items", "{}/items.csv", "--item-features", "kinds", "--users", "{}/people.csv")


@pytest.mark.parametrize("split", ["random", "temporal", "global-temporal", "cold-users", "cold-items"])
def test_prints_a_table_and_writes_json(files, split, capsys):
    out = files / f"{split}.json"
    sides = [part.format(files) for part in SIDES]

    status = ranking.run(
        arguments(
            files, *sides, "--user-features", "side,age", "--time", "at", "--split", split,
            "--models", "popularity,content,hybrid", "--json", str(out),
        )
    )  # fmt: skip

    assert status == 0
    found = json.loads(out.read_text())
    assert set(found["models"]) == {"popularity", "content", "hybrid"}
    for model in found["models"].values():
        assert {"ndcg@10", "recall@20", "fit_s"} <= set(model)
    assert found["paired"]["hybrid - popularity"]["difference"] > 0
    assert "hybrid" in capsys.readouterr().out


def test_ablation_says_what_each_term_is_worth(files, capsys):
    out = files / "ablation.json"

    ranking.run(arguments(files, "--split", "random", "--models", "hybrid", "--ablation", "--json", str(out)))

    ablation = json.loads(out.read_text())["ablation"]
    assert {"without the prior", "without the factor half", "without the linear half"} <= set(ablation)
    assert "without dropout" in capsys.readouterr().out


@pytest.mark.parametrize("split", ["random", "cold-users"])
def test_figure_names_every_model(files, split):
    out = files / f"{split}.svg"

    ranking.run(arguments(files, "--split", split, "--models", "popularity,hybrid", "--figure", str(out)))

    drawn = ElementTree.fromstring(out.read_text())  # noqa: S314 - our own file
    words = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"popularity", "hybrid", "nDCG@10"} <= words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--split", "temporal"], "needs --time"),
        (["--split", "cold-items"], "needs --items and --item-features"),
        (["--split", "random", "--time", "when"], "no column 'when'"),
        (["--split", "random", "--users", "x.csv"], "--users and --user-features go together"),
        (["--split", "random", "--users", "x.csv", "--user-features", "a"], "x.csv: no such file"),
        (["--split", "random", "--models", "oracle"], "no model 'oracle'"),
        (["--split", "random", "--positive", "9"], "column 'stars': nothing is left"),
        (["--split", "random", "--json", "nowhere/out.json"], "--json: nowhere/out.json cannot be written"),
        (["--split", "random", "--figure", "."], "--figure: . cannot be written"),
    ],
)
def test_what_is_missing_is_named(files, more, words, capsys):
    assert ranking.run(arguments(files, *more)) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--jobs", "0", "'0' is not a whole number of at least 1"),
        ("--seed", "-1", "'-1' is not a whole number of at least 0"),
        ("--budget", "many", "'many' is not a whole number of at least 1"),
        ("--positive", "nan", "'nan' is not a number"),
    ],
)
def test_numbers_out_of_range_are_refused(files, option, value, words, capsys):
    with pytest.raises(SystemExit):
        ranking.run(arguments(files, "--split", "random", f"{option}={value}"))

    assert f"argument {option}: {words}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("who,what,stars\n", "has no rows"),
        ("who,what,stars\np,1,4\np,2,\n", "column 'stars', row 3: empty"),
        ("who,what,stars\np,1,4\np,2,many\n", "column 'stars', row 3: 'many' is not a number"),
        ("who,what,stars\np,1,4\np,,4\n", "column 'what', row 3: empty"),
        ("who,what\np,1\n", "no column 'stars'; it has who, what"),
        ("", "not readable as CSV"),
        ('who,what,stars\n"p,1,4\n', "not readable as CSV"),
    ],
)
def test_bad_csv_is_refused_naming_the_column(tmp_path, text, words):
    path = tmp_path / "bad.csv"
    path.write_text(text)

    with pytest.raises(tables.TableError, match=r"bad\.csv") as raised:
        tables.interactions(path, user="who", item="what", rating="stars", minimum=1)

    assert words in str(raised.value)


def test_binary_file_is_refused(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(b"\xff\xfe\x00\x81")

    with pytest.raises(tables.TableError, match="not readable as CSV"):
        tables.read(path, [])


def test_ratings_become_signed_values_and_the_last_one_counts(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        "u,i,r,t\n1,1,5,2020-01-02\n1,1,1,2020-01-03\n1,2,4,2020-01-01\n2,2,3,2020-01-01\n2,1,4.5,2021-01-01\n"
    )

    table = tables.interactions(path, user="u", item="i", rating="r", time="t", minimum=1)

    values = {(row.user_id, row.item_id): row.value for row in table.itertuples()}
    assert values == {(1, 1): -1.0, (1, 2): 1.0, (2, 1): 1.0, (2, 2): pytest.approx(-1 / 3)}


def test_rare_people_and_items_are_left_out_until_none_is_left(tmp_path):
    path = tmp_path / "r.csv"
    full = [(u, i, 5) for u in range(6) for i in range(6)]
    pd.DataFrame([*full, (9, 0, 5), (0, 9, 5), (1, 8, 1)], columns=["u", "i", "r"]).to_csv(path, index=False)

    table = tables.interactions(path, user="u", item="i", rating="r", minimum=5)

    assert len(table) == 36


def test_lists_in_a_cell_are_words_and_an_empty_cell_is_unknown(tmp_path):
    path = tmp_path / "i.csv"
    path.write_text("i,kinds,size\n1,a|b,1\n2,b | a,2\n3,,3\n4,c,1\n5,a,2\n")

    table = tables.features(path, key="i", names=["kinds", "size"], ids=[1, 2, 3, 4, 5])

    assert table.columns.tolist() == ["kinds=a", "kinds=b", "size=1", "size=2"]
    assert table.loc[2, ["kinds=a", "kinds=b"]].tolist() == [1.0, 1.0]
    assert table.loc[3, ["kinds=a", "kinds=b"]].isna().all()


def test_missing_package_is_named_and_the_rest_runs(monkeypatch):
    monkeypatch.setattr(adapters, "available", lambda package: package != "implicit")

    models, left_out = ranking.chosen_models("implicit-als,hybrid,popularity")

    assert [model.name for model in models] == ["popularity", "hybrid"]
    assert left_out == [
        "implicit-als left out: the package 'implicit' is not installed (requirements-bench.txt)"
    ]


@pytest.mark.parametrize("name", list(adapters.ALL))
def test_installed_comparator_finds_the_taste(files, name):
    package, model = adapters.ALL[name]
    pytest.importorskip(package, reason="optional package, see requirements-bench.txt")
    out = files / f"{name}.json"

    for split in ("random", "cold-users"):
        # Two candidates are too few for some: a poor draw ranks below popularity.
        options = ["--split", split, "--models", f"popularity,{name}", "--budget", "6", "--json", str(out)]
        ranking.run(arguments(files, *options))
        found = json.loads(out.read_text())["models"]
        assert found[model.name]["ndcg@10"] > found["popularity"]["ndcg@10"]


def test_door_lists_benchmarks_and_refuses_others(capsys):
    assert door.main(["--help"]) == 0
    assert "ranking" in capsys.readouterr().out
    assert door.main(["racing"]) == 2
    assert "usage" in capsys.readouterr().err
