"""The command: the same import without a browser."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.workouts.importing import samples
from workouts.models import ImportedHistory, WorkoutSet


@pytest.fixture
def run(make_user, gym, tmp_path):
    make_user("lifter@example.org")

    def run(text, *options, email="lifter@example.org"):
        path = tmp_path / "export.csv"
        path.write_text(text, encoding="utf-8")
        out = StringIO()
        call_command("import_history", email, str(path), *options, stdout=out)
        return out.getvalue()

    return run


def test_a_dry_run_reports_and_writes_nothing_at_all(run):
    said = run(samples.STRONG.replace("Plank", "Mystery"), "--dry-run", "--unit", "lb")

    assert "strong: 8 rows (dry run)" in said
    assert "rejected: row 9, Reps: Say how much" in said
    assert "waits: 'Mystery', 1 sets" in said
    assert "4 sets would be added and 0 put back in 2 workouts, 2024-01-15 to 2024-01-17" in said
    assert not WorkoutSet.objects.exists()
    assert not ImportedHistory.objects.exists()


def test_it_imports_and_a_second_time_adds_nothing(run):
    first, second = run(samples.HEVY), run(samples.HEVY)

    assert "5 sets were added and 0 put back in 2 workouts" in first
    assert "0 sets were added and 0 put back in 0 workouts; 5 known already" in second
    assert WorkoutSet.objects.count() == 5


def test_the_report_as_json(run):
    report = json.loads(run(samples.HEVY.replace("Plank", "Mystery"), "--json"))

    assert (report["source"], report["written_sets"], report["waiting_sets"]) == ("hevy", 4, 1)
    assert report["unmatched"][0]["name"] == "Mystery"
    assert {line["exercise"] for line in report["matched"]} == {"barbell-bench-press", "easy-run"}


def test_options_choose_and_bring_more(run):
    text = samples.HEVY.replace("Plank", "Mystery")

    report = json.loads(run(text, "--json", "--with-warm-ups", "--choose", "Mystery=forearm-plank"))

    assert (report["written_sets"], report["waiting_sets"], report["warm_ups_left_out"]) == (6, 0, 0)


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("Name\nRun\n", (), "Nothing was imported. This is no export"),
        (samples.STRONG, ("--source", "hevy"), "no column for start"),
        (samples.STRONG, ("--time-zone", "Mars/Base"), "no time zone"),
        (samples.STRONG, ("--choose", "Plank=nothing"), "NAME=SLUG"),
    ],
)
def test_what_cannot_be_done_is_said(run, text, options, said):
    with pytest.raises(CommandError, match=said):
        run(text, *options)

    assert not ImportedHistory.objects.exists()


def test_an_unknown_person_or_file_is_said(run, tmp_path):
    with pytest.raises(CommandError, match="nobody has this address"):
        run(samples.HEVY, email="nobody@example.org")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_history", "lifter@example.org", str(tmp_path / "none.csv"))
