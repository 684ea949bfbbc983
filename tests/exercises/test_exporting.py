"""What is exported can be read by a spreadsheet without harm, and by the importer as it was."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from exercises import exporting
from exercises.cells import FORMULA
from exercises.importers import import_exercises
from exercises.loading import load_catalogue
from exercises.models import Exercise, ImportedRecord
from exercises.records import record_of
from tests.conftest import count_queries

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 6, tzinfo=UTC)
LIST = "admin:exercises_exercise_changelist"


@pytest.fixture
def curator(client, django_user_model):
    user = django_user_model.objects.create(email="curator@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


@pytest.fixture
def a_few(make_exercise):
    """Exercises that between them say everything an exercise can say."""
    easy = make_exercise("Wall push-up", level=1, equipment=[], muscles={"chest": 1})
    hard = make_exercise("Ring push-up", level=3, equipment=["suspension-trainer"], muscles={"chest": 1})
    full = make_exercise(
        "Push-up", slug="push-up", level=2, equipment=["bench", "box"], joints={"wrist": 2, "shoulder": 1},
        group="push-up", muscles={"chest": 0.55, "triceps": 0.3, "shoulders": 0.15},
        aliases=["Press-up; the old one", "Liegestütz"], easier=easy, harder=hard, is_unilateral=True,
        is_quiet=False, met=3.8, met_source="compendium 02022", measure="repetitions",
        doses={"strength": [3, 5, 8, 120]}, suitability={"pregnancy": "care", "balance-risk": "fine"},
        summary="- chest, and \"triceps\"; both.", setup="Hands below the shoulders.",
        steps=["1. Lower.", "Rise; slowly, please."], breathing="Out as you rise.",
        mistakes=["Sagging.", "Rushing."],
    )  # fmt: skip
    full.alternatives.set([easy])
    make_exercise(
        "Half known", status="draft", equipment=["band"], is_equipment_known=False,
        is_joint_stress_known=False, type="", level=None, force="", mechanic="", pattern="",
        met=None, minutes=None, summary="", steps=[],
        seconds_per_repetition=None, source="wger", source_key="7", licence="CC-BY-SA 4", author="Somebody",
        source_url="https://example.org/7",
    )  # fmt: skip
    return Exercise.objects.order_by("pk")


def the_records():
    rows = Exercise.objects.with_details().select_related("easier", "harder").prefetch_related("alternatives")
    kept = ("is_equipment_known", "is_joint_stress_known", "licence", "author", "source_url")
    return {
        row.slug: {**record_of(row), **{name: getattr(row, name) for name in kept}}
        for row in rows
    }  # fmt: skip


def export(kind, exercises=None):
    lines_of = {"csv": exporting.csv_lines_of, "json": exporting.json_lines_of}[kind]
    return "".join(lines_of(Exercise.objects.all() if exercises is None else exercises))


def import_again(text, tmp_path, name):
    Exercise.objects.all().delete()
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return import_exercises(path, at=AT)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_is_exported_is_imported_as_the_same_exercises(a_few, tmp_path, kind):
    wanted = the_records()

    report = import_again(export(kind), tmp_path, f"export.{kind}")

    assert report.rejected == []
    assert the_records() == wanted
    assert set(Exercise.objects.values_list("status", flat=True)) == {"draft"}


def test_a_spreadsheet_may_have_saved_it_otherwise(a_few, tmp_path):
    wanted = the_records()
    rows = list(csv.reader(io.StringIO(export("csv").lstrip("\ufeff"))))
    order = sorted(range(len(rows[0])), key=lambda index: rows[0][index])
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([[row[index] for index in order] for row in rows])

    import_again(text.getvalue(), tmp_path, "export.csv")

    assert the_records() == wanted


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_whole_catalogue_comes_back(tmp_path, kind):
    load_catalogue()
    wanted = the_records()

    report = import_again(export(kind), tmp_path, f"export.{kind}")

    assert (report.rejected, report.merged) == ([], [])
    found = the_records()
    assert {slug for slug in wanted if found.get(slug) != wanted[slug]} == set()
    assert len(found) == len(wanted) > 600


def test_our_own_json_is_a_file_of_the_catalogue(tmp_path):
    load_catalogue()
    text = export("json")
    Exercise.objects.all().delete()
    (tmp_path / "catalogue.json").write_text(text, encoding="utf-8")

    report = load_catalogue([tmp_path])

    assert len(report.created) == Exercise.objects.published().count() > 600


def test_importing_an_export_where_it_came_from_adds_nothing(a_few, tmp_path):
    path = tmp_path / "export.json"
    path.write_text(export("json"), encoding="utf-8")

    report = import_exercises(path, at=AT)

    assert report.created == []
    assert len(report.merged) == a_few.count()


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /c calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "'=1", "\r=1", "＝1+1", "\n=1"]
)
def test_no_cell_is_run_by_a_spreadsheet(make_exercise, text):
    make_exercise("Squat", summary=text, aliases=[text], author=text, source="other", licence=text)

    rows = list(csv.reader(io.StringIO(export("csv").lstrip("\ufeff"), newline="")))

    cells = [cell for row in rows for cell in row]
    assert not any(cell.startswith(FORMULA) for cell in cells)


def test_others_exercises_say_their_licence_and_ours_need_not(a_few):
    records = {record["name"]: record for record in json.loads(export("json"))}

    assert records["Half known"]["licence"] == "CC-BY-SA 4"
    assert records["Half known"]["author"] == "Somebody"
    assert "licence" not in records["Push-up"]


def test_facts_that_cannot_be_are_left_out_and_told(a_few, tmp_path):
    record = next(r for r in json.loads(export("json")) if r["name"] == "Push-up")
    record |= {
        "pattern": "fly", "joints": {"wing": 2}, "muscles": {"chest": 0.9, "lats": 0.9},
        "suitability": {"pregnancy": "maybe"}, "doses": {"strength": "many"}, "setup": "<script>x</script>",
    }  # fmt: skip

    report = import_again(json.dumps([record]), tmp_path, "export.json")

    told = {finding.field for step in report.steps for finding in step.findings if finding.code == "not_ours"}
    assert told == {"pattern", "joints", "muscles", "suitability", "doses", "setup"}
    exercise = Exercise.objects.get()
    assert (exercise.pattern, exercise.doses, exercise.setup) == ("", {}, "")
    assert not exercise.is_joint_stress_known


def test_a_record_of_wrong_kinds_is_refused_alone(a_few, tmp_path):
    records = json.loads(export("json"))
    records[1]["muscles"] = "all"
    records[2]["joints"] = [1, 2]

    report = import_again(json.dumps(records), tmp_path, "export.json")

    assert len(report.rejected) == 2
    assert len(report.created) == len(records) - 2


def test_the_list_is_exported_as_it_is_filtered(curator, a_few):
    url = reverse("admin:exercises_exercise_export_csv")

    response = curator.get(url, {"status__exact": "draft"})

    assert 'attachment; filename="nextset-exercises-' in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Half known"]
    page = curator.get(reverse(LIST), {"status__exact": "draft"}).content.decode()
    assert f"{url}?status__exact=draft" in page


@pytest.mark.parametrize("model", ["exercise", "importeddraft"])
def test_what_is_chosen_is_exported(curator, a_few, model):
    chosen = a_few.get(name="Half known")
    ImportedRecord.objects.create(exercise=chosen, source="wger", source_key="7", name="x", imported_at=AT)

    response = curator.post(
        reverse(f"admin:exercises_{model}_changelist"),
        {"action": "export_json", "_selected_action": [chosen.pk]},
    )

    assert [record["slug"] for record in json.loads(response.getvalue())] == [chosen.slug]


def test_exporting_many_takes_few_queries(curator, make_exercise):
    url = reverse("admin:exercises_exercise_export_csv")
    counts = []
    for number in range(2):
        for n in range(30 * number + 1):
            make_exercise(f"Move {number} {n}", equipment=["band"], joints={"knee": 1}, group=f"g{n}")
        counts.append(count_queries(curator, url))

    assert counts[0] == counts[1] <= 12


def test_members_export_nothing(client, make_user, a_few):
    client.force_login(make_user())

    assert client.get(reverse("admin:exercises_exercise_export_csv")).status_code in (302, 403)


@pytest.mark.parametrize("name", ["exercise", "importeddraft"])
@pytest.mark.parametrize("asked", ["id__exact=abc", "level=high", "user__password=1"])
def test_a_filter_that_cannot_be_leads_to_the_list(curator, name, asked):
    response = curator.get(f"{reverse(f'admin:exercises_{name}_export_csv')}?{asked}")

    assert (response.status_code, response.url) == (302, reverse(f"admin:exercises_{name}_changelist"))
