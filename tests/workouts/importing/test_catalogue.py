"""Names of other apps and languages: the right exercise, or a question; never a wrong one."""

import pytest

from workouts.importing.known_names import known_names
from workouts.importing.translating import _tables

# As the apps call them, and what they are here.
MEANT = {
    "Bench Press (Barbell)": "barbell-bench-press",
    "Flat Barbell Bench Press": "barbell-bench-press",
    "Bench Press (Dumbbell)": "dumbbell-bench-press",
    "Bench Press - Close Grip (Barbell)": "close-grip-bench-press",
    "Incline Bench Press (Dumbbell)": "incline-dumbbell-press",
    "Squat (Barbell)": "barbell-back-squat",
    "Squat (Bodyweight)": "bodyweight-squat",
    "Barbell Front Squat": "barbell-front-squat",
    "Deadlift (Barbell)": "barbell-deadlift",
    "Romanian Deadlift (Dumbbell)": "dumbbell-romanian-deadlift",
    "Bent Over Row (Barbell)": "barbell-row",
    "Seated Row (Cable)": "seated-cable-row",
    "Lat Pulldown (Cable)": "lat-pulldown",
    "Pull Up": "pull-up",
    "Chin Up (Assisted)": "machine-assisted-pull-up",
    "Overhead Press (Barbell)": "barbell-overhead-press",
    "Lateral Raise (Cable)": "cable-lateral-raise",
    "Bicep Curl (Barbell)": "barbell-curl",
    "Hammer Curl (Dumbbell)": "hammer-curl",
    "Triceps Rope Pushdown": "rope-pushdown",
    "Leg Press (Machine)": "leg-press",
    "Leg Extension (Machine)": "leg-extension",
    "Standing Calf Raise (Machine)": "standing-calf-raise-machine",
    "Hip Thrust (Barbell)": "barbell-hip-thrust",
    "Hip Abductor (Machine)": "hip-abduction-machine",
    "Butterfly (Pec Deck)": "pec-deck-fly",
    "Ab-Wheel Rollout": "ab-wheel-rollout",
    "Plank": "forearm-plank",
    "Running": "easy-run",
    "Running (Treadmill)": "treadmill-easy-run",
    "Rowing Machine": "rowing-machine-steady",
    "Bankdrücken (Langhantel)": "barbell-bench-press",
    "Bankdruecken Langhantel": "barbell-bench-press",
    "Kurzhantelbankdrücken": "dumbbell-bench-press",
    "Schrägbankdrücken (Kurzhantel)": "incline-dumbbell-press",
    "Kniebeuge (Langhantel)": "barbell-back-squat",
    "Rumänisches Kreuzheben (Langhantel)": "barbell-romanian-deadlift",
    "Klimmzüge": "pull-up",
    "Seitheben (Kurzhantel)": "dumbbell-lateral-raise",
    "Trizepsdrücken am Kabelzug": "rope-pushdown",
    "Unterarmstütz": "forearm-plank",
    "Laufen": "easy-run",
    "Press de banca (barra)": "barbell-bench-press",
    "Press inclinado con mancuernas": "incline-dumbbell-press",
    "Sentadilla (Barra)": "barbell-back-squat",
    "Peso muerto rumano con mancuernas": "dumbbell-romanian-deadlift",
    "Jalón al pecho (polea)": "lat-pulldown",
    "Dominadas": "pull-up",
    "Elevaciones laterales en polea": "cable-lateral-raise",
    "Développé couché (barre)": "barbell-bench-press",
    "Soulevé de terre": "barbell-deadlift",
    "Élévations latérales (haltères)": "dumbbell-lateral-raise",
    "Panca piana (bilanciere)": "barbell-bench-press",
    "Trazioni": "pull-up",
    "Supino inclinado com halteres": "incline-dumbbell-press",
    "Remada curvada": "barbell-row",
}

# What looks like another exercise and is not it.
NEVER = [
    ("Decline Bench Press (Barbell)", "barbell-bench-press"),
    ("Decline Bench Press (Barbell)", "incline-barbell-bench-press"),
    ("Seated Leg Curl (Machine)", "lying-leg-curl"),
    ("Standing Leg Curl (Machine)", "lying-leg-curl"),
    ("Beinbeuger sitzend", "lying-leg-curl"),
    ("Bench Press (Cable)", "barbell-bench-press"),
    ("Upright Row (Barbell)", "upright-row"),
    ("Front Raise (Cable)", "dumbbell-front-raise"),
    ("Hip Adduction (Machine)", "hip-abduction-machine"),
    ("Reverse Fly (Dumbbell)", "dumbbell-fly"),
    ("Reverse Curl (Barbell)", "barbell-curl"),
    ("Lat Pulldown - Underhand (Cable)", "lat-pulldown"),
    ("Flat Knee Raise", "standing-knee-raise"),
    ("Rowing (Machine)", "machine-row"),
    ("Seated Overhead Press (Barbell)", "barbell-overhead-press"),
    ("Knees to Elbows", "standing-cross-crunch"),
    ("Sumo Deadlift High Pull (Barbell)", "sumo-deadlift"),
    ("Swimming", "front-crawl"),
    ("Cable Kickback", "cable-glute-kickback"),
    ("Press", "barbell-overhead-press"),
]


@pytest.mark.parametrize(("name", "slug"), MEANT.items())
def test_a_name_that_is_clear_is_understood(real_catalogue, name, slug):
    match = real_catalogue.match(name)

    assert match.entry is not None, [entry.slug for entry in match.proposals]
    assert match.entry.slug == slug


@pytest.mark.parametrize(("name", "slug"), NEVER)
def test_a_name_is_not_taken_for_what_it_only_resembles(real_catalogue, name, slug):
    match = real_catalogue.match(name)

    assert match.entry is None or match.entry.slug != slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bench Press (Cable)", "barbell-bench-press"), ("Upright Row (Barbell)", "upright-row"),
        ("Seated Calf Raise (Machine)", "seated-calf-raise"), ("Hammer Curl (Cable)", "hammer-curl"),
        ("Bench Pres (Barbel)", "barbell-bench-press"), ("Bankdrücken (Kabel)", "barbell-bench-press"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_asked_with_the_nearest_three(real_catalogue, name, slug):
    match = real_catalogue.match(name)

    if match.entry is None:
        assert len(match.proposals) == 3
        assert slug in [entry.slug for entry in match.proposals]


def test_what_a_name_excludes_is_not_proposed(real_catalogue):
    proposals = real_catalogue.nearest("Incline Something Press (Dumbbell)")

    assert proposals
    assert not [entry.slug for entry in proposals if "decline" in entry.slug]


def test_a_name_in_no_language_has_no_answer_and_does_no_harm(real_catalogue):
    for name in ("Жим лёжа", "ベンチプレス", "!!!", "(", "x" * 120, "1 2 3"):
        assert real_catalogue.match(name).entry is None


def test_two_exercises_of_one_name_are_asked_about(make_exercise):
    from workouts.importing.catalogue import load_catalogue

    make_exercise("Snatch", slug="one")
    make_exercise("Snatch", slug="two")

    match = load_catalogue().match("Snatch")

    assert match.entry is None
    assert {entry.slug for entry in match.proposals} == {"one", "two"}


def test_what_a_person_types_is_found_by_name_alias_or_slug(real_catalogue):
    for text in ("Barbell bench press", "bench press", "barbell-bench-press", " BENCH PRESS "):
        assert real_catalogue.named(text).slug == "barbell-bench-press"
    assert real_catalogue.named("no such thing") is None


def test_known_names_lead_to_exercises_that_are_there(real_catalogue):
    assert [slug for slug in known_names().values() if slug and slug not in real_catalogue] == []


def test_tables_of_languages_hold_no_phrase_twice_with_two_meanings():
    from workouts.importing.languages import french, german, italian, portuguese, spanish

    assert len(_tables()) == 5
    for language in (german, spanish, french, italian, portuguese):
        meanings = {}
        for line in language.PHRASES.strip().splitlines():
            english, _equals, phrases = line.partition(" = ")
            for phrase in phrases.split(", "):
                meanings.setdefault(phrase, set()).add(english)
        assert [phrase for phrase, words in meanings.items() if len(words) > 1] == [], language.__name__
