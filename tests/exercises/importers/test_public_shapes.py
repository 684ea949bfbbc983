"""Small catalogues in the shapes of other public ones: nothing is dropped without a word."""

import json
from decimal import Decimal

import pytest

from exercises.models import Exercise, ImportedRecord, NearDuplicate

pytestmark = pytest.mark.django_db


def facts(name):
    exercise = Exercise.objects.with_details().get(name=name)
    return {
        "type": exercise.type,
        "level": exercise.level,
        "equipment": [item.slug for item in exercise.equipment.all()],
        "primary": [muscle.slug for muscle in exercise.primary_muscles()],
        "secondary": sorted(muscle.slug for muscle in exercise.secondary_muscles()),
        "summary": exercise.summary,
        "steps": exercise.steps,
    }


def unused(report):
    return {column["column"] for column in report.columns if not column["field"]}


def test_a_body_part_and_target_catalogue(importing):
    records = [
        {
            "bodyPart": "upper legs", "equipment": "leverage machine", "gifUrl": "https://x.org/1.gif",
            "id": "0743", "name": "lever seated leg curl", "target": "hamstrings",
            "secondaryMuscles": ["calves"],
            "instructions": ["Sit down.", "Bend the knees."],
        },
        {
            "bodyPart": "waist", "equipment": "body weight", "gifUrl": "https://x.org/2.gif", "id": "0001",
            "name": "3/4 sit-up", "target": "abs", "secondaryMuscles": ["hip flexors", "lower back"],
            "instructions": ["Lie down.", "Rise, but not wholly."],
        },
    ]  # fmt: skip

    report = importing("exercisedb.json", json.dumps(records))

    assert facts("3/4 sit-up") == {
        "type": "", "level": None, "equipment": [], "primary": ["abdominals"],
        "secondary": ["hip-flexors", "lower-back"], "summary": "",
        "steps": ["Lie down.", "Rise, but not wholly."],
    }  # fmt: skip
    assert facts("Lever seated leg curl")["equipment"] == ["machine"]
    assert set(ImportedRecord.objects.values_list("source_key", flat=True)) == {"0743", "0001"}
    assert unused(report) == {"bodyPart", "gifUrl"}
    assert not report.unknown


def test_a_catalogue_of_titles_and_ratings_with_an_index_and_repeated_names(importing):
    text = (
        ",Title,Desc,Type,BodyPart,Equipment,Level,Rating,RatingDesc\n"
        '0,Partner plank band row,"The partner plank band row is an exercise where two partners row.",'
        "Strength,Abdominals,Bands,Intermediate,0.0,\n"
        "1,Banded crunch hold,The banded crunch is a hold.,Strength,Abdominals,Bands,Intermediate,,\n"
        "2,Banded crunch hold,The banded crunch is a hold.,Strength,Abdominals,Bands,Intermediate,,\n"
        "3,Barbell roll-out,,Strongman,Abdominals,Barbell,Beginner,8.9,Average\n"
        "4,EZ-bar curl,,Olympic Weightlifting,Biceps,E-Z Curl Bar,Expert,9.1,Average\n"
    )

    report = importing("megagym.csv", text)

    assert facts("Partner plank band row") == {
        "type": "strength", "level": 2, "equipment": ["band"], "primary": ["abdominals"], "secondary": [],
        "summary": "",
        "steps": ["The partner plank band row is an exercise where two partners row."],
    }  # fmt: skip
    assert facts("EZ-bar curl")["equipment"] == ["ez-bar"]
    assert len(report.created) + len(report.merged) == 5
    assert len(report.merged) == 1
    assert unused(report) >= {"Rating", "RatingDesc"}
    assert not report.unknown
    again = importing("megagym.csv", text)
    assert (again.known, again.created, again.merged) == (5, [], [])


def test_a_strength_apps_list_of_exercises(importing):
    text = (
        "exercise_title;muscle_group;other_muscles;equipment_category;exercise_type;is_custom\r\n"
        "Bench Press (Barbell);Chest;Triceps,Shoulders;Barbell;weight_reps;false\r\n"
        "Plank;Abdominals;;None;duration;false\r\n"
        "Sled Push;Quadriceps;Glutes,Calves;Other;distance_duration;true\r\n"
    )

    report = importing("app.csv", text)

    assert facts("Bench press (barbell)")["secondary"] == ["shoulders", "triceps"]
    assert facts("Plank")["equipment"] == []
    assert Exercise.objects.get(name="Plank").is_equipment_known
    assert facts("Sled push")["equipment"] == ["sled"]
    # What the application measures is not what kind of exercise it is: said, not guessed.
    assert {field for field, _word in report.unknown} <= {"type"}


def test_an_interface_of_names_muscles_and_difficulties(importing):
    records = [
        {
            "name": "Incline Hammer Curls", "type": "strength", "muscle": "biceps", "equipment": "dumbbell",
            "difficulty": "beginner", "instructions": "Seat yourself. Hold the weights.",
        },
        {
            "name": "Wide-grip barbell curl", "type": "olympic_weightlifting", "muscle": "biceps",
            "equipment": "e-z_curl_bar", "difficulty": "expert", "instructions": "Stand up.",
        },
    ]  # fmt: skip

    report = importing("ninjas.json", json.dumps(records))

    assert facts("Incline hammer curls")["level"] == 1
    assert facts("Wide-grip barbell curl")["type"] == "power"
    assert not report.unknown


def test_a_markdown_table_and_a_drawn_line(importing):
    text = "| Name | Muscle | Gear |\n|---|:---|---|\n| Plank | abs | none |\n| Row | lats | bands |\n"

    importing("list.txt", text)

    assert facts("Row")["equipment"] == ["band"]
    assert Exercise.objects.count() == 2


def test_numbers_with_decimal_commas_and_units(importing):
    importing(
        "list.csv",
        "Name;Dauer (Minuten);MET-Wert\nPlank;2,5;3,8\nRow;90 s;7\nRun;1:30:00;9.8\n",
    )

    found = {e.name: (e.minutes, e.met) for e in Exercise.objects.all()}
    assert found == {
        "Plank": (Decimal("2.5"), Decimal("3.8")), "Row": (Decimal("1.5"), Decimal(7)),
        "Run": (Decimal(90), Decimal("9.8")),
    }  # fmt: skip


def test_two_rows_of_one_name_and_other_muscles_are_two_drafts(importing):
    report = importing("list.csv", "name,muscle,equipment\nLift,abs,none\nLift,biceps,none\nLift,abs,none\n")

    assert len(report.created) == 2
    assert len(report.merged) == 1
    assert NearDuplicate.objects.count() == 1
    assert set(ImportedRecord.objects.values_list("source_key", flat=True)) == {"lift", "lift-2", "lift-3"}
