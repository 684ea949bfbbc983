"""The catalogue's files load completely or not at all, and never over a curator's edit."""

import json

import pytest
from django.core.management import CommandError, call_command

from exercises.catalogue import CatalogueError
from exercises.loading import load_catalogue
from exercises.models import Exercise, Muscle, Revision
from exercises.records import record_of

pytestmark = pytest.mark.django_db


def a_record(slug="wall-lean", **changes):
    record = {
        "slug": slug, "name": slug.replace("-", " ").capitalize(), "aliases": ["lean"], "type": "strength",
        "level": 1, "met": 3.5, "met_source": "estimate", "force": "push", "mechanic": "compound",
        "pattern": "horizontal-push", "is_unilateral": False, "is_quiet": True, "measure": "repetitions",
        "seconds_per_repetition": 3, "minutes": 6, "primary": ["chest"],
        "muscles": {"chest": 0.7, "triceps": 0.3}, "equipment": [], "joints": {"wrist": 1, "shoulder": 1},
        "suitability": {"pregnancy": "fine", "high-blood-pressure": "fine", "balance-risk": "fine"},
        "variation_group": "push-up", "summary": "A first push against the wall for people new to it.",
        "setup": "Stand an arm's length from a wall.", "breathing": "Out on the push, in on the way.",
        "steps": ["Put both palms on the wall.", "Bend your elbows slowly.", "Push yourself back again."],
        "mistakes": ["Sagging hips: tighten your belly.", "Flared elbows: bring them closer in."],
        "easier": None, "harder": None, "instead": [], **changes,
    }  # fmt: skip
    return record


@pytest.fixture
def files(tmp_path):
    """Write records as catalogue files: ``files(first=[...])`` → the folder."""

    def write(**named):
        for name, records in named.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(records), encoding="utf-8")
        return tmp_path

    return write


def test_a_new_record_becomes_a_published_exercise_with_all_its_relations(files):
    folder = files(
        walls=[a_record(harder="wall-push", instead=["wall-push"]), a_record("wall-push", easier="wall-lean")]
    )

    report = load_catalogue([folder])

    exercise = Exercise.objects.with_details().get(slug="wall-lean")
    assert report.created == ["wall-lean", "wall-push"]
    assert exercise.status == "published"
    assert {share.muscle.slug: float(share.share) for share in exercise.muscle_shares.all()} == {
        "chest": 0.7, "triceps": 0.3,
    }  # fmt: skip
    assert {load.joint.slug: load.stress for load in exercise.joint_loads.all()} == {
        "wrist": 1,
        "shoulder": 1,
    }
    assert exercise.harder.slug == "wall-push"
    assert [other.slug for other in exercise.alternatives.all()] == ["wall-push"]
    assert exercise.variation_group.slug == "push-up"
    assert Muscle.objects.count() == 20


def test_a_second_run_changes_nothing(files):
    folder = files(walls=[a_record(), a_record("wall-push")])
    load_catalogue([folder])
    before = list(Exercise.objects.order_by("pk").values())

    report = load_catalogue([folder])

    assert report.unchanged == ["wall-lean", "wall-push"]
    assert list(Exercise.objects.order_by("pk").values()) == before


def test_a_changed_record_updates_its_row_and_its_relations(files):
    load_catalogue([files(walls=[a_record()])])
    changed = a_record(level=2, equipment=["towel"], joints={"wrist": 2}, muscles={"chest": 1})

    report = load_catalogue([files(walls=[changed])])

    exercise = Exercise.objects.with_details().get()
    assert report.updated == ["wall-lean"]
    assert exercise.level == 2
    assert [item.slug for item in exercise.equipment.all()] == ["towel"]
    assert record_of(exercise)["joints"] == {"wrist": 2}
    first, second = Revision.objects.order_by("pk")
    assert [(row.action, row.source, row.by) for row in (first, second)] == [
        ("create", "nextset", None), ("edit", "nextset", None),
    ]  # fmt: skip
    assert second.changes["level"] == [1, 2]
    assert second.changes["equipment"] == [[], ["towel"]]
    assert set(second.changes) == {"level", "equipment", "joints", "muscles"}


@pytest.mark.parametrize("edit", ["a field", "a relation"])
def test_a_row_edited_by_a_curator_is_kept(files, edit):
    load_catalogue([files(walls=[a_record()])])
    exercise = Exercise.objects.get()
    if edit == "a field":
        Exercise.objects.update(summary="What the curator wrote.")
    else:
        exercise.joint_loads.all().delete()

    report = load_catalogue([files(walls=[a_record(level=2)])])

    exercise.refresh_from_db()
    assert report.kept == ["wall-lean"]
    assert exercise.level == 1


def test_a_retired_exercise_stays_retired(files):
    load_catalogue([files(walls=[a_record()])])
    Exercise.objects.update(status="retired")

    load_catalogue([files(walls=[a_record(level=2)])])

    assert Exercise.objects.get().status == "retired"
    assert Exercise.objects.get().level == 2


def test_an_imported_draft_makes_way_for_our_own_exercise(files, make_exercise):
    draft = make_exercise("Wall lean", slug="wall-lean", status="draft", source="other")

    report = load_catalogue([files(walls=[a_record()])])

    draft.refresh_from_db()
    assert report.created == ["wall-lean"]
    assert draft.slug == f"wall-lean-other-{draft.pk}"


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (a_record("other", equipment=["hammer"]), "walls.json: other: equipment: 'hammer'"),
        (a_record("other", minutes=-5), "walls.json: other: minutes: -5"),
        (a_record("other", easier="nobody"), "walls.json: other: easier: no exercise is called 'nobody'"),
        (a_record("wall-lean"), "walls.json: wall-lean: slug: already used in walls.json"),
        (a_record("other", steps=7), "walls.json: other: a field is of the wrong kind"),
        ({"slug": "other"}, "walls.json: other: breathing: missing"),
    ],
)
def test_one_fault_names_its_place_and_nothing_is_written(files, broken, words):
    folder = files(walls=[a_record(), broken])

    with pytest.raises(CatalogueError) as error:
        load_catalogue([folder])

    assert words in str(error.value)
    assert Exercise.objects.count() == 0


def test_the_command_says_that_nothing_was_loaded(files, tmp_path):
    (tmp_path / "broken.json").write_text("[{", encoding="utf-8")

    with pytest.raises(CommandError, match=r"(?s)Nothing was loaded.*broken\.json: not readable as JSON"):
        call_command("load_catalogue", str(tmp_path))


def test_the_command_reports_as_json(files, capsys):
    folder = files(walls=[a_record()])

    call_command("load_catalogue", str(folder), "--json")

    assert json.loads(capsys.readouterr().out) == {
        "created": 1, "updated": 0, "unchanged": 0, "kept": 0, "kept_slugs": [],
    }  # fmt: skip
