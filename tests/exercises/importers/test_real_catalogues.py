"""The two real catalogues: every known defect is counted, a second run adds nothing."""

import csv
import json

import pytest

from exercises.importers import free_exercise_db, import_exercises, spellings, tabular
from exercises.importers.cleaning import clean
from exercises.importers.report import ImportReport
from exercises.models import Exercise, ImportedRecord, NearDuplicate

from .conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]


def test_free_exercise_db_is_imported_with_every_defect_counted(shared):
    report = import_exercises(shared / "free-exercise-db" / "exercises.json", at=AT)

    counts = report.counts()
    assert report.read == 873
    assert counts["equipment_missing"] == 77
    assert counts["secondary_missing"] == 272
    assert counts["mechanic_missing"] == 87
    assert counts["force_missing"] == 29
    assert counts["muscle_primary_and_secondary"] == 9
    assert counts["near_duplicate_name"] == 1
    assert report.rejected == []
    assert not report.unknown
    assert len(report.created) + len(report.merged) == 873


def test_wger_is_imported_with_every_defect_counted(shared):
    report = import_exercises(shared / "wger", at=AT)

    counts = report.counts()
    assert report.read == 872
    assert counts["equipment_missing"] == 303
    assert counts["primary_missing"] == 185
    assert counts["secondary_missing"] == 553
    assert counts["description_with_html"] == 1908  # of 2035
    assert counts["description_empty"] == 126
    assert counts["exact_duplicate_name"] == 22
    assert counts["foreign_name_pt"] == 7
    assert report.rejected == []
    assert not report.unknown
    assert len(report.created) + len(report.merged) == 872


def test_a_second_run_of_both_changes_nothing(shared):
    paths = [shared / "free-exercise-db" / "exercises.json", shared / "wger"]
    for path in paths:
        import_exercises(path, at=AT)
    before = list(Exercise.objects.order_by("pk").values()), ImportedRecord.objects.count()

    again = [import_exercises(path, at=AT) for path in paths]

    assert [(len(report.created), len(report.merged), report.known) for report in again] == [
        (0, 0, 873),
        (0, 0, 872),
    ]
    assert (list(Exercise.objects.order_by("pk").values()), ImportedRecord.objects.count()) == before
    assert Exercise.objects.published().count() == 0


def test_every_draft_keeps_its_licence_and_where_it_came_from(shared):
    import_exercises(shared / "wger", at=AT)

    licences = set(Exercise.objects.values_list("licence", flat=True))
    assert licences == {"CC-BY-SA 3", "CC-BY-SA 4", "CC0"}
    assert not Exercise.objects.filter(source_key="").exists()
    assert set(Exercise.objects.values_list("source", flat=True)) == {"wger"}


def test_no_merge_takes_opposites_for_the_same(shared):
    reports = [
        import_exercises(path, at=AT)
        for path in (shared / "free-exercise-db" / "exercises.json", shared / "wger")
    ]

    opposites = [
        ("incline", "decline"), ("left", "right"), ("seated", "standing"), ("internal", "external"),
        ("wide", "narrow"), ("dumbbell", "barbell"), ("kettlebell", "dumbbell"), ("adduct", "abduct"),
    ]  # fmt: skip
    for merged in (row for report in reports for row in report.merged):
        for one, other in opposites:
            names = merged["name"].lower(), merged["into"].lower()
            assert not (one in names[0] and other in names[1]), merged
            assert not (other in names[0] and one in names[1]), merged
    assert NearDuplicate.objects.filter(decision="open").count() > 0


def test_a_mangled_table_of_a_catalogue_gives_the_same_exercises(shared, tmp_path):
    records = json.loads((shared / "free-exercise-db" / "exercises.json").read_text(encoding="utf-8"))
    fields = [
        "id", "name", "force", "level", "mechanic", "equipment", "primaryMuscles", "secondaryMuscles",
        "category", "images",
    ]  # fmt: skip
    changes = [str.upper, str.title, str.lower, lambda text: f"  {text} "]
    path = tmp_path / "mangled.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for number, record in enumerate(records):
            cells = [record[name] or "" for name in fields]
            cells = [", ".join(cell) if isinstance(cell, list) else cell for cell in cells]
            writer.writerow([cells[0], *(changes[number % 4](cell) for cell in cells[1:])])
            if number % 50 == 0:
                file.write("\r\n;;;;;;;;;\r\n")

    def drafts(reader, source):
        report = ImportReport(source="", path="", dry_run=True)
        found = clean(reader.read(source, report), report)
        return {
            draft.key: (
                draft.name.lower(), draft.type, draft.level, draft.force, draft.mechanic, draft.equipment,
                draft.is_equipment_known, draft.primary, draft.secondary,
            )
            for draft in found
        }  # fmt: skip

    wanted = drafts(free_exercise_db, shared / "free-exercise-db" / "exercises.json")
    assert drafts(tabular, path) == wanted
    assert len(wanted) == 873


def test_every_spelling_seen_in_public_catalogues_is_known(shared):
    fields = {"muscle": "muscle", "equipment": "equipment", "category": "type", "level": "level"}
    with (shared / "vocabulary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    unknown = [
        row["source_value"]
        for row in rows
        if spellings.look_up(fields[row["field"]], row["source_value"]) is spellings.UNKNOWN
    ]

    assert len(rows) == 315
    assert unknown == []
