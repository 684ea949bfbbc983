"""Changing several exercises: nothing is written unseen, and every one remembers what it was."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from exercises.edits import EDITS
from exercises.models import Exercise, Revision

pytestmark = pytest.mark.django_db

LIST = "admin:exercises_exercise_changelist"


@pytest.fixture
def curator(client, django_user_model):
    user = django_user_model.objects.create(email="curator@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    client.user = user
    return client


def send(client, exercises, *, query="", across="0", **fields):
    """Press “Change several …”, at the step and with the choices given."""
    data = {
        "action": "change_several",
        "_selected_action": [row.pk for row in exercises],
        "select_across": across,
        **fields,
    }
    return client.post(reverse(LIST) + query, data, follow=True)


def look(client, exercises, edit, *value, **options):
    return send(client, exercises, step="value", edit=edit, value=list(value), **options)


def confirm(client, exercises, edit, *value, **options):
    state = look(client, exercises, edit, *value, **options).context["preview"].state
    return send(client, exercises, step="confirm", edit=edit, value=list(value), state=state, **options)


def the_lines(response):
    return {line.exercise.name: (line.now, line.then) for line in response.context["preview"].lines}


def test_choosing_leads_over_the_value_to_old_and_new(curator, make_exercise):
    rows = [make_exercise("Squat", level=1), make_exercise("Lunge", level=3), make_exercise("Bend", level=2)]

    what = send(curator, rows)
    assert "What shall be changed?" in what.content.decode()
    value = send(curator, rows, step="edit", edit="level")
    assert "What shall it be?" in value.content.decode()
    seen = look(curator, rows, "level", "3")

    assert the_lines(seen) == {"Bend": ("Regular", "Strong"), "Squat": ("New", "Strong")}
    assert seen.context["preview"].unchanged == 1
    assert set(Exercise.objects.values_list("level", flat=True)) == {1, 2, 3}, "nothing is written yet"


def test_confirming_writes_all_of_them_with_a_revision_each(curator, make_exercise):
    rows = [make_exercise("Squat", level=1), make_exercise("Lunge", level=3)]

    page = confirm(curator, rows, "level", "3").content.decode()

    assert "1 exercise changed." in page
    assert set(Exercise.objects.values_list("level", flat=True)) == {3}
    revision = Revision.objects.get()
    assert (revision.exercise, revision.by, revision.action) == (rows[0], curator.user, "bulk")
    assert revision.changes == {"level": [1, 3]}


VALUES = {
    "type": ["cardio"], "level": ["4"], "force": ["static"], "mechanic": ["isolation"], "pattern": ["hinge"],
    "is_unilateral": ["True"], "is_quiet": ["False"], "measure": ["seconds"], "met": ["7.5"],
    "minutes": ["12"], "seconds_per_repetition": ["3"], "equipment_add": ["bench"],
    "equipment_remove": ["band"], "equipment_set": [], "is_joint_stress_known": ["True"],
    "status": ["draft"],
}  # fmt: skip


@pytest.mark.parametrize("code", EDITS)
def test_every_edit_writes_what_its_preview_says(curator, make_exercise, code):
    unknown = {"is_joint_stress_known": False, "status": "draft"} if code == "is_joint_stress_known" else {}
    rows = [make_exercise(f"Move {n}", equipment=["band"], **unknown) for n in range(2)]
    value = VALUES.get(code) or {"j": ["3"], "s": ["avoid"], "e": []}[code[0]]

    expected = the_lines(look(curator, rows, code, *value))
    assert len(expected) == 2
    confirm(curator, rows, code, *value)

    edit = EDITS[code]
    for row in Exercise.objects.with_details():
        now, then = expected[row.name]
        assert str(edit.said(edit.now(row))) == then != now
        assert row.revisions.count() == 1


def test_equipment_can_be_set_to_nothing_and_is_known_then(curator, make_exercise):
    row = make_exercise("Squat", equipment=["band"], is_equipment_known=False, status="draft")

    confirm(curator, [row], "equipment_set")

    row.refresh_from_db()
    assert (list(row.equipment.all()), row.is_equipment_known) == ([], True)


def test_what_would_be_odd_is_said_before_it_is_done(curator, make_exercise):
    row = make_exercise("Band pull-apart", equipment=["band"])
    fine = make_exercise("Squat", equipment=["band"])

    seen = look(curator, [row, fine], "equipment_remove", "band")

    assert "the name says band, the list does not" in seen.content.decode()
    assert seen.context["preview"].fault_count == 1
    assert seen.context["preview"].lines[0].exercise == row, "those come first"


def test_an_easier_version_that_would_be_harder_is_odd(curator, make_exercise):
    easy = make_exercise("Knee push-up", level=2)
    row = make_exercise("Push-up", level=3, easier=easy)

    seen = look(curator, [row], "level", "1")

    assert "easier: " in seen.content.decode()


def test_publishing_leaves_incomplete_ones_and_says_what_they_miss(curator, make_exercise):
    whole, gappy = make_exercise("Whole", status="draft"), make_exercise("Gappy", status="draft", met=None)

    seen = look(curator, [whole, gappy], "status", "published")
    assert "is not complete: met" in seen.content.decode()
    confirm(curator, [whole, gappy], "status", "published")

    assert list(Exercise.objects.published()) == [whole]


def test_a_published_exercise_cannot_lose_what_members_rely_on(curator, make_exercise):
    row = make_exercise("Squat")

    page = confirm(curator, [row], "is_joint_stress_known", "False").content.decode()

    assert "0 exercises changed." in page
    assert Exercise.objects.get().is_joint_stress_known


def test_what_changed_since_the_preview_is_shown_again(curator, make_exercise):
    row = make_exercise("Squat", level=1)
    state = look(curator, [row], "level", "3").context["preview"].state
    Exercise.objects.update(level=2)

    page = send(curator, [row], step="confirm", edit="level", value=["3"], state=state)

    assert "Something changed meanwhile" in page.content.decode()
    assert Exercise.objects.get().level == 2


@pytest.mark.parametrize(
    ("edit", "value", "reason"),
    [
        ("level", "9", "Select a valid choice"), ("met", "99", "less than or equal to 20"),
        ("met", "much", "Enter a number"), ("equipment_add", "laser", "Select a valid choice"),
        ("level", "", "This field is required"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(curator, make_exercise, edit, value, reason):
    row = make_exercise("Squat")

    page = send(curator, [row], step="confirm", edit=edit, value=[value], state="x").content.decode()

    assert reason in page
    assert Revision.objects.count() == 0


def test_a_thing_that_is_none_is_refused(curator, make_exercise):
    page = send(curator, [make_exercise("Squat")], step="value", edit="slug", value="x").content.decode()

    assert "Select a valid choice" in page


def test_the_whole_filtered_list_can_be_chosen(curator, make_exercise):
    rows = [make_exercise(f"Move {n}", level=1) for n in range(60)]
    other = make_exercise("Other", level=2)

    confirm(curator, rows[:50], "pattern", "hinge", across="1", query="?level__exact=1")

    assert Exercise.objects.filter(pattern="hinge").count() == 60
    assert Exercise.objects.get(pk=other.pk).pattern == "squat"


def test_a_curator_changes_drafts_alone_and_does_not_publish(client, django_user_model, make_exercise):
    user = django_user_model.objects.create(email="c@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="curator"))
    client.force_login(user)
    draft, public = make_exercise("Draft", status="draft", level=1), make_exercise("Public", level=1)

    seen = look(client, [draft, public], "level", "2")
    assert set(the_lines(seen)) == {"Draft"}
    confirm(client, [draft, public], "level", "2")

    assert Exercise.objects.get(pk=public.pk).level == 1
    assert "Publishing" not in send(client, [draft], step="").content.decode()
    refused = send(client, [draft], step="value", edit="status", value="published").content.decode()
    assert "Select a valid choice" in refused


def test_who_may_only_look_is_not_offered_it(client, django_user_model, make_exercise):
    user = django_user_model.objects.create(email="r@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="reviewer"))
    client.force_login(user)
    row = make_exercise("Squat", level=1)

    send(client, [row], step="value", edit="level", value="2")

    assert Exercise.objects.get().level == 1
    assert "change_several" not in client.get(reverse(LIST)).content.decode()


def test_more_rows_cost_no_more_queries(curator, make_exercise, django_assert_max_num_queries):
    rows = [make_exercise(f"Move {n}", equipment=["band"], joints={"knee": 1}) for n in range(40)]

    with django_assert_max_num_queries(14):
        look(curator, rows, "equipment_add", "bench")
    with django_assert_max_num_queries(75):
        confirm(curator, rows, "equipment_add", "bench")


def test_more_than_can_be_looked_through_at_once_is_refused(curator, make_exercise, monkeypatch):
    monkeypatch.setattr("exercises.bulk.MOST", 2)

    page = send(curator, [make_exercise(f"Move {n}") for n in range(3)]).content.decode()

    assert "2 exercises at once are the most" in page
