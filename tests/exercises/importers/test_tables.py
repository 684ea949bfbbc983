"""Tables as people have them: every shape is read, every doubt is said."""

import json
from decimal import Decimal

import pytest

from exercises.importers import SourceError, import_exercises
from exercises.models import Exercise, ImportedRecord, Revision

from .conftest import AT

pytestmark = pytest.mark.django_db


def the_exercise():
    return Exercise.objects.with_details().get()


def test_rows_become_drafts_with_their_source(importing):
    report = importing("my list.csv", "name,muscle,equipment,level\nGoblet squat,Quads,Dumbbell,Beginner\n")

    exercise = the_exercise()
    assert report.created == ["goblet-squat"]
    assert (exercise.status, exercise.source, exercise.level) == ("draft", "my list", 1)
    assert [item.slug for item in exercise.equipment.all()] == ["dumbbell"]
    assert [muscle.slug for muscle in exercise.primary_muscles()] == ["quadriceps"]
    assert exercise.is_equipment_known
    assert not exercise.is_joint_stress_known
    assert ImportedRecord.objects.get().exercise == exercise


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_separator_and_encoding_is_read(importing, separator, encoding):
    lines = [["Name", "Target", "Gear"], ["Élévation", "Shoulders", "Dumbbells"], ["Plank", "Abs", "None"]]
    text = "\r\n".join(separator.join(line) for line in lines)

    importing("list.csv", text.encode(encoding))

    assert sorted(Exercise.objects.values_list("name", flat=True)) == ["Plank", "Élévation"]


def test_lists_in_one_cell_are_parted(importing):
    importing("list.csv", "name;muscles;equipment\nBench press;\"['chest', 'Triceps']\";barbell + bench\n")

    exercise = the_exercise()
    assert {muscle.slug for muscle in exercise.primary_muscles()} == {"chest", "triceps"}
    assert {item.slug for item in exercise.equipment.all()} == {"barbell", "bench"}


def test_shares_of_muscles_add_to_one(importing):
    importing("list.csv", 'name,primary,secondary\nRow,"lats, traps, biceps","forearms, abs"\n')

    assert sum(share.share for share in the_exercise().muscle_shares.all()) == Decimal(1)


def test_a_lost_header_is_told_by_what_stands_in_the_columns(importing):
    rows = "\n".join(
        f"{name};{muscle};{tool};{level}"
        for name, muscle, tool, level in [
            ("Goblet squat", "quads", "kettlebell", "beginner"), ("Plank", "abs", "body only", "beginner"),
            ("Band row", "middle back", "bands", "intermediate"), ("Curl up", "abs", "none", "beginner"),
        ]
    )  # fmt: skip

    report = importing("list.csv", rows)

    assert [column["field"] for column in report.columns] == ["name", "primary", "equipment", "level"]
    assert len(report.created) == 4
    assert any("no header" in note for note in report.notes)


def test_a_person_can_say_what_a_column_holds(importing):
    report = importing("list.csv", "Was,Wo\nPlank,abs\n", columns={"was": "name", "2": "primary"})

    assert report.columns[0] == {"column": "Was", "field": "name", "reason": "as you said"}
    assert [muscle.slug for muscle in the_exercise().primary_muscles()] == ["abdominals"]


def test_an_unknown_word_is_offered_the_nearest_and_never_dropped_silently(importing):
    report = importing("list.csv", "name,equipment\nCurl,Dumbbel\nPress,flux capacitor\n")

    assert report.as_dict()["unknown_words"] == [
        {"field": "equipment", "word": "Dumbbel", "count": 1, "nearest": ["dumbbell"]},
        {"field": "equipment", "word": "flux capacitor", "count": 1, "nearest": []},
    ]
    assert not Exercise.objects.get(name="Curl").is_equipment_known


def test_a_person_can_say_what_an_unknown_word_means(importing):
    report = importing(
        "list.csv", "name,equipment\nCurl,Longbar\n", words={("equipment", "longbar"): "barbell"}
    )

    assert not report.unknown
    assert [item.slug for item in the_exercise().equipment.all()] == ["barbell"]


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [("30", 30), ("45 min", 45), ("1:30", 1.5), ("90 sec", 1.5), ("0,5 h", 30), ("1:00:00", 60)],
)
def test_mixed_units_become_minutes(importing, cell, minutes):
    importing("list.csv", f'name,duration\nPlank,"{cell}"\n')

    assert the_exercise().minutes == Decimal(str(minutes))


@pytest.mark.parametrize(
    ("cell", "code"), [("-5", "out_of_range"), ("9999", "out_of_range"), ("soon", "not_a_number")]
)
def test_numbers_that_cannot_be_are_left_out_with_row_and_reason(importing, cell, code):
    report = importing("list.csv", f"name,duration\nPlank,{cell}\n")

    found = [finding for step in report.steps for finding in step.findings if finding.code == code]
    assert (found[0].row, found[0].field) == ("row 2", "minutes")
    assert the_exercise().minutes is None


def test_a_column_of_seconds_is_read_as_seconds(importing):
    importing("list.csv", "name,Duration (sec)\nPlank,90\n")

    assert the_exercise().minutes == Decimal("1.5")


def test_markup_entities_and_scripts_become_plain_text(importing):
    html = "<p>Stand&nbsp;tall &amp; brace.</p><script>alert(1)</script><ul><li>Bend.</li><li>Rise.</li></ul>"

    report = importing("list.json", json.dumps([{"name": "Squat", "description": html}]))

    assert the_exercise().steps == ["Stand tall & brace.", "Bend.", "Rise."]
    assert report.counts()["script_removed"] == 1


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x")', "=1+1", "+cmd|' /c calc'!A0", "@SUM(1+1)*cmd|x!A0"]
)
def test_a_formula_for_a_name_is_rejected_with_row_and_reason(importing, name):
    cell = '"' + name.replace('"', '""') + '"'
    report = importing("list.csv", f"name,muscle\n{cell},abs\nPlank,abs\n")

    assert [(row.row, row.code) for row in report.rejected] == [("row 2", "formula")]
    assert Exercise.objects.count() == 1


def test_a_formula_elsewhere_is_left_out_and_said(importing):
    report = importing("list.csv", "name,description\nPlank,=1+1\n")

    assert report.counts()["formula"] == 1
    assert the_exercise().steps == []


def test_two_rows_with_one_id_keep_the_first(importing):
    report = importing("list.csv", "id,name\n7,Plank\n7,Squat\n7,Plank\n")

    assert [(row.row, row.message) for row in report.rejected] == [
        ("row 3", "has the id of row 2: '7'"),
        ("row 4", "repeats row 2: '7'"),
    ]
    assert the_exercise().name == "Plank"


def test_rows_without_a_name_are_rejected_and_blank_ones_passed_over(importing):
    report = importing("list.csv", "name,muscle\n,abs\n\n,,\n12345,abs\nPlank,abs\n")

    assert [row.row for row in report.rejected] == ["row 2", "row 5"]
    assert len(report.created) == 1


def test_an_address_that_is_a_script_is_left_out(importing):
    importing("list.csv", "name,url\nPlank,javascript:alert(1)\nSquat,https://example.org/squat\n")

    assert set(Exercise.objects.values_list("source_url", flat=True)) == {"", "https://example.org/squat"}


def test_names_are_written_the_catalogues_way(importing):
    importing("list.csv", "name\nROMANIAN DEADLIFT\n  t-bar   Row \nTrx Fallout\n")

    assert sorted(Exercise.objects.values_list("name", flat=True)) == [
        "Romanian deadlift", "T-bar row", "TRX fallout",
    ]  # fmt: skip


def test_names_of_other_languages_are_noticed(importing):
    report = importing("list.csv", "name\nSupino inclinado\nJalón al pecho\nIncline press\n")

    assert report.counts()["foreign_name_pt"] == 1
    assert report.counts()["foreign_name_es"] == 1


def test_a_dry_run_reports_the_same_and_writes_nothing(importing):
    text = "name,muscle\nPlank,abs\nSquat,quads\n"

    dry = importing("list.csv", text, dry_run=True)

    assert dry.created == ["plank", "squat"]
    assert Exercise.objects.count() == ImportedRecord.objects.count() == 0
    assert importing("list.csv", text).created == dry.created


def test_a_draft_a_curator_renamed_is_not_imported_again(importing):
    importing("list.csv", "name\nPlank\n")
    Exercise.objects.update(name="Forearm plank", slug="forearm-plank")

    report = importing("list.csv", "name\nPlank\n")

    assert (report.known, report.created) == (1, [])


def test_a_draft_nobody_has_touched_follows_its_source(importing):
    importing("list.csv", "id,name,muscle,gear\n1,Plank,abs,none\n2,Row,lats,band\n")

    report = importing("list.csv", "id,name,muscle,gear,level\n1,Plank,abs,none,\n2,Row,back,cable,hard\n")

    row = Exercise.objects.with_details().get(name="Row")
    assert (row.level, [item.slug for item in row.equipment.all()]) == (3, ["cable"])
    assert [muscle.slug for muscle in row.primary_muscles()] == ["middle-back"]
    assert [found["name"] for found in report.updated] == ["Row"]
    assert (report.known, report.created) == (1, [])
    assert [revision.action for revision in row.revisions.order_by("pk")] == ["create", "edit"]
    assert set(row.revisions.values_list("source", flat=True)) == {"list"}
    third = importing("list.csv", "id,name,muscle,gear,level\n2,Row,back,cable,easy\n")
    assert len(third.updated) == 1


@pytest.mark.parametrize("how", ["edited", "published", "before revisions"])
def test_a_draft_somebody_has_touched_stays_as_it_is(importing, how):
    importing("list.csv", "id,name,muscle\n1,Plank,abs\n")
    plank = the_exercise()
    if how == "edited":
        Revision.objects.create(exercise=plank, action="edit", at=AT)
    elif how == "published":
        Exercise.objects.update(status="retired")
    else:
        Revision.objects.all().delete()

    report = importing("list.csv", "id,name,muscle\n1,Plank,chest\n")

    assert (report.known, report.updated) == (1, [])
    assert [muscle.slug for muscle in the_exercise().primary_muscles()] == ["abdominals"]


def test_an_exact_duplicate_is_merged_and_its_origin_kept(importing, make_exercise):
    ours = make_exercise("Goblet squat", equipment=["dumbbell"])

    report = importing("list.csv", "name,equipment,muscle\nGoblet Squats,dumbbells,quads\n")

    assert report.created == []
    assert report.as_dict()["merged_rows"] == [
        {"row": "row 2", "name": "Goblet squats", "into": "Goblet squat"}
    ]
    assert ImportedRecord.objects.get().exercise == ours


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", b"[{", "not readable as JSON"),
        ("a.json", b'{"name": "Plank"}', "expected a list"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'[{"name": "Plank", "name": "Squat"}]', "stands twice"),
        ("a.json", b"PK\x03\x04rest", "zip archive or a spreadsheet"),
        ("a.csv", b"PK\x03\x04rest", "zip archive or a spreadsheet"),
        ("a.csv", b"\x1f\x8brest", "gzip archive"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"\x89PNG\r\n", "a picture"),
        ("a.csv", b"--- ; ---\n", "nothing in its rows"),
        ("a.csv", b"name\x00,x\x00\n", "zero bytes"),
        ("a.csv", b"\xff\xfen\x00a", "no text in utf-16"),
        ("a.csv", b"1,2\n3,4\n", "no column looks like the names"),
        ("a.csv", (",".join(f"c{n}" for n in range(10_000)) + "\n").encode(), "10000 columns"),
        ("a.json", json.dumps([{f"c{n}": 1 for n in range(10_000)}]).encode(), "more than 200"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason(importing, name, content, words):
    with pytest.raises(SourceError, match=words):
        importing(name, content)

    assert Exercise.objects.count() == 0


def test_a_header_without_rows_imports_nothing(importing):
    report = importing("a.csv", "name,muscle\n")

    assert (report.read, report.created, report.rejected) == (0, [], [])


def test_a_word_that_is_none_of_the_vocabulary_is_refused(importing):
    with pytest.raises(SourceError, match="there is no such word"):
        importing("a.csv", "name,gear\nPlank,wing\n", words={("equipment", "wing"): "wings"})

    assert Exercise.objects.count() == 0


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(SourceError, match="200 MB is more than 50 MB"):
        import_exercises(path, at=AT)


def test_a_missing_quotation_mark_does_not_swallow_the_file_unnoticed(importing):
    text = 'name,description\nPlank,"' + "x,y\n" * 8000

    report = importing("list.csv", text)

    assert [row.code for row in report.rejected] == ["text_too_long"]


def test_rows_of_another_shape_are_rejected_one_by_one(importing):
    records = [
        {"name": "Plank", "primaryMuscles": ["abdominals"], "secondaryMuscles": []},
        {"name": ["Squat"], "primaryMuscles": [], "secondaryMuscles": []},
        "text",
        {"name": "Row", "primaryMuscles": "lats", "secondaryMuscles": []},
    ]  # fmt: skip
    report = importing("list.json", json.dumps(records))

    assert [(row.row, row.message) for row in report.rejected] == [
        ("record 2", "name: expected a word, found list"),
        ("record 3", "expected a record, found str"),
        ("record 4", "primaryMuscles: expected a list of words"),
    ]
    assert report.created == ["plank"]


def test_a_reader_asked_for_by_name_refuses_another_shape(importing):
    with pytest.raises(SourceError, match="this is not free-exercise-db"):
        importing("a.json", '[{"title": "Plank"}]', source="free-exercise-db")


def test_the_plainer_of_two_columns_is_taken(importing):
    records = [
        {
            "name": "Squat", "bodyPart": "upper legs", "target": "quads", "description": "Trains the legs.",
            "instructions": ["Step:1 Stand tall.", "2) Bend."], "license": {"short_name": "CC0", "url": "x"},
        }
    ]  # fmt: skip

    importing("list.json", json.dumps({"exercises": records}))

    exercise = the_exercise()
    assert [muscle.slug for muscle in exercise.primary_muscles()] == ["quadriceps"]
    assert (exercise.summary, exercise.steps) == ("Trains the legs.", ["Stand tall.", "Bend."])
    assert exercise.licence == "CC0"


def test_a_column_with_a_strange_name_is_told_by_what_stands_in_it(importing):
    report = importing("list.csv", "Name;Zielbereich\nPlank;Abs\nSquat;Quads\n")

    assert report.columns[1] == {
        "column": "Zielbereich", "field": "primary", "reason": "by what stands in it",
    }  # fmt: skip


def test_a_field_that_does_not_exist_is_refused(importing):
    with pytest.raises(SourceError, match="nome: no such field; there are aliases"):
        importing("list.csv", "Was\nPlank\n", columns={"Was": "nome"})


def test_the_separator_line_of_a_spreadsheet_is_understood(importing):
    importing("list.csv", "sep=;\nname;muscle\nPlank;abs\n")

    assert the_exercise().name == "Plank"


def test_another_catalogue_of_a_known_shape_keeps_its_own_name(importing):
    records = [{"id": "Plank", "name": "Plank", "primaryMuscles": ["abdominals"], "secondaryMuscles": []}]

    importing("list.json", json.dumps(records), source="somebody-else")

    assert (the_exercise().source, the_exercise().licence) == ("somebody-else", "unknown")
