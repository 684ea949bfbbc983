"""Every change of an exercise leaves a revision with who and when; each can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from exercises import actions, changelog, merging, revisions
from exercises.actions import ActionRefused
from exercises.models import Exercise, Revision
from exercises.reverting import revert_exercise
from tests.conftest import count_queries
from tests.exercises.test_roles import change, fields

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def publisher(client, django_user_model):
    user = django_user_model.objects.create(email="publisher@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    client.user = user
    return client


def history(exercise):
    return reverse("admin:exercises_exercise_history", args=[exercise.pk])


def test_saving_the_form_writes_one_revision_with_relations_and_all(publisher, make_exercise):
    exercise = make_exercise("Squat")
    data = fields(publisher, exercise)

    publisher.post(change(exercise), data)
    assert not Revision.objects.exists(), "nothing was changed"

    band = exercise.equipment.model.objects.get(slug="band")
    edited = data | {"equipment": [band.pk], "level": 2, "muscle_shares-0-share": "0.5"}
    edited |= {
        "muscle_shares-TOTAL_FORMS": 2, "muscle_shares-1-exercise": exercise.pk,
        "muscle_shares-1-muscle": exercise.muscles.model.objects.get(slug="glutes").pk,
        "muscle_shares-1-role": "secondary", "muscle_shares-1-share": "0.5",
    }  # fmt: skip
    assert publisher.post(change(exercise), edited).status_code == 302

    row = Revision.objects.get()
    assert (row.action, row.by, row.exercise) == ("edit", publisher.user, exercise)
    assert row.changes == {
        "level": [1, 2], "equipment": [[], ["band"]],
        "muscles": [
            {"quadriceps": ["primary", "1.000"]},
            {"quadriceps": ["primary", "0.500"], "glutes": ["secondary", "0.500"]},
        ],
    }  # fmt: skip


def test_adding_publishing_and_retiring_are_told_with_who(publisher, make_exercise):
    like = fields(publisher, make_exercise("Squat"))
    like = {name: value for name, value in like.items() if not name.endswith(("-id", "-exercise"))}
    like |= {"name": "Split squat", "slug": "split-squat", "muscle_shares-INITIAL_FORMS": 0}
    response = publisher.post(reverse("admin:exercises_exercise_add"), like)
    assert response.status_code == 302, response.context["errors"]
    new = Exercise.objects.get(slug="split-squat")
    desk = reverse("admin:exercises_exercise_changelist")

    for action in ("publish", "retire", "to_draft"):
        publisher.post(desk, {"action": action, "_selected_action": [new.pk], "confirmed": "yes"})

    rows = Revision.objects.filter(exercise=new).order_by("pk")
    assert [row.action for row in rows] == ["create", "publish", "retire", "draft"]
    assert {row.by for row in rows} == {publisher.user}


def test_the_page_shows_field_by_field_what_changed(publisher, make_exercise):
    exercise, easier = make_exercise("Squat"), make_exercise("Sit to stand")
    with revisions.recording([exercise.pk], by=publisher.user, at=AT, action="edit"):
        changed = {"level": 3, "easier": easier, "is_quiet": False, "steps": ["Down."]}
        Exercise.objects.filter(pk=exercise.pk).update(**changed)
        exercise.muscle_shares.update(share=1, role="secondary")
    with revisions.recording([exercise.pk], by=None, at=AT, action="edit", source="nextset"):
        Exercise.objects.filter(pk=exercise.pk).update(summary="Other words.")

    page = publisher.get(history(exercise)).content.decode()

    for words in ("Level", "New", "Strong", "Sit to stand", "1. Down.", "Quadriceps: 100%, secondary",
                  "publisher@example.org", "from nextset", "Other words.", "Put back"):  # fmt: skip
        assert words in page, words


def test_putting_back_restores_every_relation_and_is_a_revision_itself(publisher, make_exercise):
    exercise = make_exercise(
        "Squat", status="draft", equipment=["band"], joints={"knee": 2}, doses={"strength": [5, 3, 5, 180]}
    )
    before = revisions.snapshots([exercise.pk])
    with revisions.recording([exercise.pk], by=None, at=AT, action="bulk") as made:
        exercise.equipment.clear()
        exercise.joint_loads.all().delete()
        exercise.muscle_shares.all().delete()
        Exercise.objects.filter(pk=exercise.pk).update(level=4, doses={}, met=None)
    with revisions.recording([exercise.pk], by=None, at=AT, action="edit"):
        Exercise.objects.filter(pk=exercise.pk).update(summary="Later words.")
    response = publisher.post(history(exercise), {"revision": made[0].pk})

    assert response.status_code == 302
    assert revisions.snapshots([exercise.pk]) == before
    row = Revision.objects.order_by("-pk").first()
    assert (row.action, row.by) == ("revert", publisher.user)
    assert set(row.changes) == {"equipment", "joints", "muscles", "level", "doses", "met", "summary"}

    publisher.post(history(exercise), {"revision": row.pk})
    exercise.refresh_from_db()
    assert (exercise.level, exercise.summary) == (4, "Later words."), "what was put back can be taken back"


def test_putting_back_what_a_published_exercise_needs_away_is_refused(publisher, make_exercise):
    exercise = make_exercise("Squat", status="draft", summary="")
    with revisions.recording([exercise.pk], by=None, at=AT, action="edit") as made:
        Exercise.objects.filter(pk=exercise.pk).update(summary="Words.")
    actions.publish_exercises(exercises=[exercise], at=AT)

    said = publisher.post(history(exercise), {"revision": made[0].pk}, follow=True).content.decode()

    assert "would miss: summary" in said
    assert Exercise.objects.get(pk=exercise.pk).summary == "Words."
    assert Revision.objects.filter(action="revert").count() == 0


def test_putting_back_twice_changes_nothing_more(make_exercise):
    exercise = make_exercise("Squat")
    with revisions.recording([exercise.pk], by=None, at=AT, action="edit") as made:
        Exercise.objects.filter(pk=exercise.pk).update(level=2)
    Exercise.objects.filter(pk=exercise.pk).update(level=1)

    with pytest.raises(ActionRefused, match="is like that already"):
        revert_exercise(revision=made[0], at=AT)


def test_links_put_back_lead_to_what_was_kept_of_a_merge(make_exercise):
    keep, double, other = make_exercise("Squat"), make_exercise("Knee bend"), make_exercise("Lunge")
    Exercise.objects.filter(pk=other.pk).update(easier=double)
    with revisions.recording([other.pk], by=None, at=AT, action="edit") as made:
        Exercise.objects.filter(pk=other.pk).update(easier=None)
    merging.merge_exercises(keep=keep, double=double, at=AT)

    revert_exercise(revision=made[0], at=AT)

    other.refresh_from_db()
    assert other.easier == keep


@pytest.mark.parametrize("key", ["0", "x", "", "²", "99999999999999999999999"])
def test_a_revision_that_is_none_of_its_own_is_not_found(publisher, make_exercise, key):
    exercise = make_exercise("Squat")

    assert publisher.post(history(exercise), {"revision": key}).status_code == 404


def test_another_exercises_revision_is_not_found(publisher, make_exercise):
    exercise, other = make_exercise("Squat"), make_exercise("Lunge")
    with revisions.recording([other.pk], by=None, at=AT, action="edit") as made:
        Exercise.objects.filter(pk=other.pk).update(level=2)

    assert publisher.post(history(exercise), {"revision": made[0].pk}).status_code == 404


def test_a_long_history_has_pages_and_a_fixed_number_of_queries(publisher, make_exercise):
    exercise = make_exercise("Squat")

    def edit(times):
        for number in range(times):
            with revisions.recording([exercise.pk], by=publisher.user, at=AT, action="edit"):
                other = make_exercise(f"Other {number}")
                Exercise.objects.filter(pk=exercise.pk).update(easier=other)

    edit(2)
    publisher.get(history(exercise))
    few = count_queries(publisher, history(exercise))
    edit(30)

    assert count_queries(publisher, history(exercise)) == few
    assert "Earlier changes" in publisher.get(history(exercise)).content.decode()
    assert "Later changes" in publisher.get(history(exercise) + "?page=2").content.decode()


def test_every_field_that_is_kept_has_a_label(make_exercise):
    state = revisions.snapshots([make_exercise("Squat").pk])

    assert set(changelog.LABELS) == set(next(iter(state.values()))) - {"id"}


def test_revisions_of_many_are_written_in_a_fixed_number_of_queries(make_exercise, django_assert_num_queries):
    keys = [make_exercise(f"Move {number}").pk for number in range(30)]

    at = AT + timedelta(days=1)
    with django_assert_num_queries(14), revisions.recording(keys, by=None, at=at, action="bulk"):
        Exercise.objects.filter(pk__in=keys).update(level=3)

    assert Revision.objects.count() == 30
