"""Publishing, retiring and merging keep every rule, and nothing is lost."""

from datetime import UTC, datetime

import pytest

from exercises import actions, merging
from exercises.models import Exercise, ImportedRecord, NearDuplicate
from exercises.search import search

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 6, tzinfo=UTC)


def fresh(exercise):
    return Exercise.objects.get(pk=exercise.pk)


def test_a_complete_draft_is_published(make_exercise):
    exercise = make_exercise("Squat", status="draft")

    result = actions.publish_exercises(exercises=[exercise], at=AT)

    assert [row.name for row in result.published] == ["Squat"]
    assert fresh(exercise).status == "published"
    assert fresh(exercise).updated_at == AT


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"type": ""}, "type"), ({"level": None}, "level"), ({"met": None}, "met"), ({"steps": []}, "steps"),
        ({"is_equipment_known": False}, "equipment"), ({"is_joint_stress_known": False}, "joints"),
        ({"muscles": {"chest": 0.5}}, "muscle shares"),
    ],
)  # fmt: skip
def test_an_incomplete_draft_is_refused_and_says_which_field(make_exercise, changes, missing):
    exercise = make_exercise("Squat", status="draft", **changes)
    complete = make_exercise("Row", status="draft")

    result = actions.publish_exercises(exercises=[exercise, complete], at=AT)

    assert result.refused == [(exercise, [missing])]
    assert fresh(exercise).status == "draft"
    assert fresh(complete).status == "published"


def test_an_exercise_without_primary_muscles_is_refused(make_exercise):
    exercise = make_exercise("Squat", status="draft")
    exercise.muscle_shares.update(role="secondary")

    assert actions.publish_exercises(exercises=[exercise], at=AT).refused == [(exercise, ["muscles"])]


def test_a_retired_exercise_leads_to_its_replacement(make_exercise):
    old, new = make_exercise("Old"), make_exercise("New")

    actions.retire_exercises(exercises=[old], replacement=new, at=AT)

    assert fresh(old).status == "retired"
    assert fresh(old).replacement == new


def test_replacements_never_form_a_chain(make_exercise):
    oldest, old, new = make_exercise("Oldest"), make_exercise("Old"), make_exercise("New")
    actions.retire_exercises(exercises=[oldest], replacement=old, at=AT)

    actions.retire_exercises(exercises=[old], replacement=new, at=AT)

    assert fresh(oldest).replacement == new


def test_a_replacement_must_be_published_and_another(make_exercise):
    exercise, draft = make_exercise("One"), make_exercise("Two", status="draft")

    with pytest.raises(actions.ActionRefused, match="not published"):
        actions.retire_exercises(exercises=[exercise], replacement=draft, at=AT)
    with pytest.raises(actions.ActionRefused, match="cannot replace itself"):
        actions.retire_exercises(exercises=[exercise], replacement=exercise, at=AT)

    assert fresh(exercise).status == "published"


def test_a_published_exercise_again_has_no_replacement(make_exercise):
    old, new = make_exercise("Old"), make_exercise("New")
    actions.retire_exercises(exercises=[old], replacement=new, at=AT)

    actions.publish_exercises(exercises=[old], at=AT)

    assert (fresh(old).status, fresh(old).replacement) == ("published", None)


def test_merging_keeps_names_records_and_the_retired_row(make_exercise):
    keep = make_exercise("Squat", type="", status="draft")
    double = make_exercise("Knee bend", aliases=["Deep bend"], type="strength", summary="Theirs.")
    record = ImportedRecord.objects.create(
        exercise=double, source="other", source_key="7", name="Knee bend", imported_at=AT
    )

    merging.merge_exercises(keep=keep, double=double, at=AT)

    kept = fresh(keep)
    record.refresh_from_db()
    assert kept.aliases == ["Knee bend", "Deep bend"]
    assert kept.type == "strength"
    assert kept.summary != "Theirs."
    assert record.exercise == keep
    assert (fresh(double).status, fresh(double).replacement) == ("retired", keep)
    assert NearDuplicate.objects.get().decision == "same"
    assert [row.pk for row in search(Exercise.objects.exclude(status="retired"), "knee bend")] == [keep.pk]


def test_nothing_is_merged_into_itself_or_into_the_retired(make_exercise):
    one, gone = make_exercise("One"), make_exercise("Gone", status="retired")

    with pytest.raises(actions.ActionRefused, match="into itself"):
        merging.merge_exercises(keep=one, double=one, at=AT)
    with pytest.raises(actions.ActionRefused, match="is retired"):
        merging.merge_exercises(keep=gone, double=one, at=AT)

    assert fresh(one).status == "published"


def test_what_was_merged_is_not_told_apart(make_exercise):
    keep, double = make_exercise("Squat"), make_exercise("Knee bend")
    merging.merge_exercises(keep=keep, double=double, at=AT)

    assert actions.tell_apart(pairs=NearDuplicate.objects.all(), at=AT) == 0
    assert NearDuplicate.objects.get().decision == "same"


def test_two_told_apart_stay_apart(make_exercise):
    first, second = make_exercise("One"), make_exercise("Two")
    pair = NearDuplicate.objects.create(first=first, second=second, likeness="0.9", found_at=AT)

    actions.tell_apart(pairs=NearDuplicate.objects.all(), at=AT)

    pair.refresh_from_db()
    assert (pair.decision, pair.decided_at) == ("different", AT)
