"""Duplicates are found by name and attributes; opposites are never taken for each other."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.catalogue import read_records
from exercises.loading import catalogue_files
from exercises.matching import DIFFERENT, EXACT, NEAR, Candidate, Matcher, compare, part


def candidate(*names, key="x", equipment=None, primary=(), type=""):
    tools = None if equipment is None else frozenset(equipment)
    return Candidate(key, tuple(map(part, names)), tools, frozenset(primary), type)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Push-Ups", "Press up"), ("Hammer Curls", "Hammer curl"), ("Pull Ups", "Pullups"),
        ("Incline Bench Press - Dumbbell", "DB incline bench press"),
        ("Leg Curls (laying)", "Lying leg curl"),
        ("One-Arm Dumbbell Row", "Single arm DB row"), ("Shoulder Press, Barbell", "Barbell shoulder press"),
        ("Upright row, on multi press", "Smith machine upright row"), ("Child's Pose", "Childs pose"),
        ("Sitting calf raises", "Seated calf raise"), ("Cable fly", "Fly with cable"),
    ],
)  # fmt: skip
def test_one_exercise_written_two_ways_is_the_same(one, other):
    assert compare(candidate(one), candidate(other)).kind == EXACT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Incline bench press", "Decline bench press"), ("Left neck stretch", "Right neck stretch"),
        ("Seated calf raise", "Standing calf raise"), ("Single kettlebell press", "Double kettlebell press"),
        ("Wide-grip pulldown", "Close-grip pulldown"), ("Barbell curl", "Dumbbell curl"),
        ("Hip adduction", "Hip abduction"), ("Thigh adductor", "Thigh abductor"),
        ("Internal rotation with band", "External rotation with band"), ("Low cable fly", "High cable fly"),
        ("Palms-up wrist curl", "Palms-down wrist curl"), ("Front raise", "Lateral raise"),
        ("Overhand row", "Underhand row"), ("Assisted pull-up", "Weighted pull-up"),
        ("Clockwise neck circles", "Counterclockwise neck circles"), ("Forward lunge", "Backward lunge"),
        ("Leg curl", "Leg press"), ("Knee circles", "Hip circles"), ("Dorsiflexion", "Plantarflexion"),
        ("Half kneeling press", "Kneeling press"), ("Ring dips", "TRX dips"),
        ("Bodyweight walking lunge", "Barbell walking lunge"), ("Straight leg raise", "Bent leg raise"),
    ],
)  # fmt: skip
def test_opposites_are_different(one, other):
    assert compare(candidate(one), candidate(other)).kind == DIFFERENT


# Words that say one side of a thing, in groups of which no two may be merged.
OPPOSITES = [
    ("incline", "decline", "flat"), ("left", "right"), ("seated", "standing", "lying", "kneeling", "hanging"),
    ("single arm", "double arm", "alternating"), ("one leg", "two leg"), ("front", "rear", "side"),
    ("forward", "backward", "lateral"), ("wide", "narrow"), ("wide grip", "close grip"),
    ("overhand", "underhand", "neutral grip"), ("high", "low"), ("internal", "external"), ("inner", "outer"),
    ("upper", "lower"), ("assisted", "weighted"), ("half", "full"), ("palms up", "palms down", "palms in"),
    ("clockwise", "counterclockwise"), ("straight leg", "bent leg"), ("eccentric", "isometric"),
    ("barbell", "dumbbell", "kettlebell", "cable", "machine", "band", "ez bar", "smith machine",
     "trap bar", "medicine ball", "sandbag", "landmine", "trx"),
]  # fmt: skip
MOVEMENTS = [
    "press", "row", "curl", "squat", "lunge", "raise", "fly", "stretch", "neck circles", "pulldown",
    "calf raise", "chest press", "shoulder rotation", "triceps extension",
]  # fmt: skip
_KNOWN = [None, (), ("barbell",), ("dumbbell", "bench")]


@pytest.mark.parametrize("movement", MOVEMENTS)
@pytest.mark.parametrize("group", OPPOSITES, ids=lambda group: "-".join(group[:2]).replace(" ", "_"))
def test_no_two_of_a_group_are_ever_merged(group, movement):
    for one, other in itertools.permutations(group, 2):
        for before, after in (("{} {}", "{} {}"), ("{1}, {0}", "{1} - {0}"), ("{} {}", "{1} ({0})")):
            names = before.format(one, movement), after.format(other, movement)
            for tools in _KNOWN:
                found = compare(
                    candidate(names[0], "a name", equipment=tools, primary=["chest"]),
                    candidate(names[1], "a name", equipment=tools, primary=["chest"]),
                )
                assert found.kind == DIFFERENT, names


def test_no_name_of_the_catalogue_is_merged_with_its_opposite():
    records = [record for path in catalogue_files() for record in read_records(path)]
    tried = 0
    for record, group in itertools.product(records, OPPOSITES):
        name = record["name"].lower()
        for one, other in itertools.permutations(group, 2):
            # Half of "Smith machine" is no tool of its own.
            if f" {one} " in f" {name} ".replace(" smith machine ", " smith-machine "):
                tried += 1
                turned = (
                    f" {name} ".replace(" smith machine ", " smith-machine ")
                    .replace(f" {one} ", f" {other} ")
                    .strip()
                )
                found = compare(
                    candidate(name, *record["aliases"], equipment=record["equipment"]),
                    candidate(turned, *record["aliases"], equipment=record["equipment"]),
                )
                assert found.kind != EXACT, (name, turned)
    assert tried > 500


_WORDS = ["press", "row", "cable", "chest", "bench", "grip", "arm", "stretch", "twist", "hold"]


@given(
    pair=st.sampled_from([group[:2] for group in OPPOSITES]), place=st.integers(0, 4),
    words=st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4), alias=st.sampled_from(_WORDS),
)  # fmt: skip
def test_no_words_around_them_make_opposites_the_same(pair, words, place, alias):
    one, other = (" ".join([*words[:place], side, *words[place:]]) for side in pair)

    assert compare(candidate(one, alias), candidate(other, alias)).kind != EXACT


def test_a_muscle_that_one_name_says_and_the_other_trains_leaves_a_doubt():
    found = compare(
        candidate("Shoulder internal rotation", equipment=["cable"]),
        candidate("Internal rotation", equipment=["cable"], primary=["shoulders"]),
    )

    assert found.kind == NEAR
    assert found.reasons == ("one names the muscle",)
    assert compare(candidate("Chest fly"), candidate("Fly", primary=["shoulders"])).kind == DIFFERENT


def test_sources_may_call_the_muscles_of_one_region_differently():
    clean = candidate("Clean", equipment=["barbell"], primary=["hamstrings"])

    assert compare(clean, candidate("Clean", equipment=["barbell"], primary=["glutes"])).kind == EXACT
    assert compare(clean, candidate("Clean", equipment=["barbell"], primary=["chest"])).kind == NEAR


def test_a_list_of_tools_that_serve_instead_leaves_a_doubt():
    listed = candidate("Clean and press", equipment=["barbell", "dumbbell"])

    assert compare(candidate("Barbell clean and press", equipment=["barbell"]), listed).kind == NEAR
    assert compare(candidate("Cable clean and press", equipment=["cable"]), listed).kind == DIFFERENT


def test_a_misspelt_name_is_near():
    assert compare(candidate("Bulgaran split squat"), candidate("Bulgarian split squat")).kind == NEAR


def test_one_name_with_other_equipment_is_for_a_person_to_decide():
    found = compare(
        candidate("Romanian deadlift", equipment=["barbell"]),
        candidate("Romanian deadlift", equipment=["dumbbell"]),
    )

    assert found.kind == NEAR
    assert found.reasons == ("equipment differs",)


def test_one_name_for_other_muscles_is_for_a_person_to_decide():
    found = compare(candidate("High pull", primary=["shoulders"]), candidate("High pull", primary=["lats"]))

    assert found.kind == NEAR
    assert found.reasons == ("muscles differ",)


def test_a_tool_in_the_name_counts_as_equipment():
    assert (
        compare(candidate("Barbell squat"), candidate("Squat", equipment=["barbell", "rack"])).kind == EXACT
    )
    assert compare(candidate("Barbell squat"), candidate("Squat", equipment=["dumbbell"])).kind == DIFFERENT
    assert compare(candidate("Barbell squat"), candidate("Squat", equipment=[])).kind == DIFFERENT
    assert compare(candidate("Barbell squat"), candidate("Squat")).kind == NEAR


def test_another_name_is_enough_only_with_the_same_equipment():
    plank = candidate("Forearm plank", "Front hold", equipment=[])

    assert compare(plank, candidate("Front hold", equipment=[])).kind == EXACT
    assert compare(plank, candidate("Front hold")).kind == NEAR
    assert compare(plank, candidate("Front hold", equipment=["bench"])).kind == NEAR


def test_comparing_is_symmetric():
    for one, other in [("Push up", "Press ups"), ("Curl", "Hammer curl"), ("Incline fly", "Decline fly")]:
        there, back = compare(candidate(one), candidate(other)), compare(candidate(other), candidate(one))
        assert (there.kind, round(there.likeness, 9)) == (back.kind, round(back.likeness, 9))


def test_a_matcher_finds_the_exact_one_before_near_ones():
    matcher = Matcher(
        [
            candidate("Goblet squats", key=1), candidate("Goblet squat", key=2, primary=["chest"]),
            candidate("Neck circles", key=3),
        ]
    )  # fmt: skip

    found = matcher.matches(candidate("Goblet squat", primary=["quadriceps"]))

    assert [(key, match.kind) for key, match in found] == [(1, EXACT), (2, NEAR)]
