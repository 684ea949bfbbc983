"""Catalogues nobody has seen: the real ones mangled in many ways give the same exercises again."""

import csv
import html
import io
import json

import pytest

from exercises.importers import free_exercise_db, tabular, wger
from exercises.importers.cleaning import clean
from exercises.importers.report import ImportReport

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]

FIELDS = ("id", "name", "force", "level", "mechanic", "equipment", "primary", "secondary", "category")
ENGLISH = ("Id", "Exercise Name", "Force", "Level", "Mechanic", "Equipment", "Primary Muscles",
           "Secondary Muscles", "Category")  # fmt: skip
GERMAN = ("Nr", "Übung", "Kraftart", "Schwierigkeitsgrad", "Mechanik", "Geräte", "Zielmuskel",
          "Hilfsmuskeln", "Kategorie")  # fmt: skip
SPANISH = ("Código", "Ejercicio", "Fuerza", "Nivel", "Mecánica", "Equipamiento", "Músculos principales",
           "Músculos secundarios", "Categoría")  # fmt: skip
FRENCH = ("Identifiant", "Nom de l'exercice", "Force", "Niveau", "Mécanique", "Matériel",
          "Muscles principaux", "Muscles secondaires", "Catégorie")  # fmt: skip


@pytest.fixture(scope="module")
def records(shared):
    return json.loads((shared / "free-exercise-db" / "exercises.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wanted(shared):
    return drafts(free_exercise_db, shared / "free-exercise-db" / "exercises.json")


def cells_of(record, joined=", "):
    return [
        record["id"], record["name"], record["force"] or "", record["level"] or "", record["mechanic"] or "",
        record["equipment"] or "", joined.join(record["primaryMuscles"]),
        joined.join(record["secondaryMuscles"]), record["category"] or "",
    ]  # fmt: skip


def as_csv(rows, header=None, **options):
    text = io.StringIO()
    csv.writer(text, **options).writerows([*([header] if header else []), *rows])
    return text.getvalue()


def drafts(reader, path, **options):
    report = ImportReport(source="", path="", dry_run=True)
    found = clean(reader.read(path, report, **options), report)
    return {
        draft.key: (
            draft.name.lower(), draft.type, draft.level, draft.force, draft.mechanic, draft.equipment,
            draft.is_equipment_known, draft.primary, draft.secondary,
        )
        for draft in found
    }  # fmt: skip


def lost_header(records):
    rows = [[text.title() if n % 2 else text.upper() for text in cells_of(r)] for n, r in enumerate(records)]
    for row, record in zip(rows, records, strict=True):
        row[0] = record["id"]
    return "\ufeff" + as_csv(rows, delimiter=";"), "utf-8"


def tabs_with_spaces(records):
    rows = [[cells_of(r)[0], *(f" {text}  " for text in cells_of(r)[1:])] for r in records]
    return as_csv(rows, [f" {name} " for name in ENGLISH], delimiter="\t"), "utf-8"


def lists_by_bars(records):
    return as_csv([cells_of(record, " | ") for record in records], ENGLISH), "utf-8"


def lists_by_lines(records):
    return as_csv([cells_of(record, "\n") for record in records], ENGLISH, delimiter=";"), "utf-16"


def entities(records):
    rows = [
        [key, *(f"<b>{html.escape(text)}</b>" if text else "" for text in cells)]
        for key, *cells in map(cells_of, records)
    ]
    return as_csv(rows, ENGLISH), "utf-8"


def latin_1(records):
    rows = [[*cells_of(record), "Größe µ"] for record in records]
    return as_csv(rows, [*ENGLISH, "Bemerkung"], delimiter=";"), "latin-1"


def other_order(records):
    order = [8, 1, 7, 6, 3, 0, 5, 4, 2]
    rows = [["x", *([cells_of(record)[i] for i in order]), record["images"][0], "4.5"] for record in records]
    return as_csv(rows, ["Rank", *(ENGLISH[i] for i in order), "Image", "Rating"]), "utf-8"


def german(records):
    return as_csv([cells_of(record, ", ") for record in records], GERMAN, delimiter=";"), "cp1252"


def spanish(records):
    return as_csv([cells_of(record, "; ") for record in records], SPANISH), "utf-8"


def french(records):
    return as_csv([cells_of(record, "/") for record in records], FRENCH, delimiter="\t"), "utf-8-sig"


def quoted_wholly(records):
    header = [name.upper().replace(" ", "_") for name in ENGLISH]
    return as_csv(map(cells_of, records), header, quoting=csv.QUOTE_ALL), "utf-8"


def nulls_as_words(records):
    rows = [[text or "NULL" for text in cells_of(record)] for record in records]
    return as_csv(rows, ENGLISH), "utf-8"


def utf_16_without_a_mark(records):
    return as_csv(map(cells_of, records), ENGLISH), "utf-16-le"


def polish(records):
    header = ["Kod", "Nazwa ćwiczenia", "Siła", "Poziom", "Mechanika", "Sprzęt", "Mięśnie", "Inne", "Rodzaj"]
    return as_csv(map(cells_of, records), header), "utf-8"


def not_available(records):
    rows = [[text or "N/A" for text in cells_of(record)] for record in records]
    return as_csv(rows, ENGLISH), "utf-8"


VARIATIONS = [
    lost_header, tabs_with_spaces, lists_by_bars, lists_by_lines, entities, latin_1, other_order, german,
    spanish, french, quoted_wholly, nulls_as_words, not_available,
    utf_16_without_a_mark, polish,
]  # fmt: skip


@pytest.mark.parametrize("vary", VARIATIONS)
def test_a_mangled_table_gives_the_same_exercises(records, wanted, tmp_path, vary):
    text, encoding = vary(records)
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))

    found = drafts(tabular, path)

    assert differences(found, wanted) == {}


def differences(found, wanted):
    keys = [key for key in {**wanted, **found} if found.get(key) != wanted.get(key)]
    return {key: (found.get(key), wanted.get(key)) for key in keys[:3]}


def wrapped(records):
    return json.dumps({"count": len(records), "exercises": records})


def json_lines(records):
    return "\n".join(json.dumps(record) for record in records)


def by_id(records):
    return json.dumps({record["id"]: {k: v for k, v in record.items() if k != "id"} for record in records})


def snake_case(records):
    return json.dumps([{k.replace("Muscles", "_muscles"): v for k, v in r.items()} for r in records])


def muscles_as_records(records):
    made = []
    for record in records:
        muscles = [{"name": m, "role": "primary"} for m in record["primaryMuscles"]]
        others = [{"name": m} for m in record["secondaryMuscles"]]
        made.append({**record, "primaryMuscles": muscles, "secondaryMuscles": others})
    return json.dumps({"data": {"exercises": made}})


@pytest.mark.parametrize(
    ("vary", "suffix"),
    [
        (wrapped, "txt"), (json_lines, "jsonl"), (json_lines, "json"), (by_id, "json"), (snake_case, "csv"),
        (muscles_as_records, "json"),
    ],
)  # fmt: skip
def test_json_in_another_shape_gives_the_same_exercises(records, wanted, tmp_path, vary, suffix):
    path = tmp_path / f"table.{suffix}"
    path.write_text("\ufeff" + vary(records), encoding="utf-8")

    found = drafts(tabular, path)

    assert differences(found, wanted) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_wger_as_a_table_gives_the_same_exercises(shared, tmp_path, encoding):
    report = ImportReport(source="", path="", dry_run=True)
    rows = list(wger.read(shared / "wger", report))
    wanted = drafts(wger, shared / "wger")
    path = tmp_path / "wger.csv"
    table = [
        [row.key, row.type, row.name, "; ".join(row.equipment or []), "; ".join(row.primary),
         "; ".join(row.secondary), row.description]
        for row in rows
    ]  # fmt: skip
    header = ["UUID", "Category", "NAME", "Equipment", "Muscles", "Muscles (secondary)", "Description"]
    path.write_bytes(as_csv(table, header, delimiter=";").encode(encoding))

    assert differences(drafts(tabular, path), wanted) == {}
