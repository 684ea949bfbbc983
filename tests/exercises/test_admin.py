"""The curator's desk: lists stay quick, actions say what they refuse, nothing is deleted."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from exercises.models import Exercise, ImportedRecord, NearDuplicate
from exercises.search import index
from tests.conftest import count_queries

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 6, tzinfo=UTC)
LIST = "admin:exercises_exercise_changelist"


@pytest.fixture
def curator(client, django_user_model):
    user = django_user_model.objects.create(email="curator@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


def an_imported(make_exercise, name, **fields):
    exercise = make_exercise(name, status="draft", **fields)
    ImportedRecord.objects.create(
        exercise=exercise, source="other", source_key=name, name=name, imported_at=AT
    )
    return exercise


def do(client, action, *exercises, model="exercise", **more):
    data = {"action": action, "_selected_action": [row.pk for row in exercises], **more}
    return client.post(reverse(f"admin:exercises_{model}_changelist"), data, follow=True)


@pytest.mark.parametrize(
    "model",
    [
        "exercise", "importeddraft", "nearduplicate", "importedrecord", "muscle", "equipment", "joint",
        "variationgroup",
    ],
)  # fmt: skip
def test_lists_do_not_run_more_queries_for_more_rows(curator, make_exercise, model):
    url = reverse(f"admin:exercises_{model}_changelist")

    def add(number):
        first = an_imported(make_exercise, f"First {number}", equipment=["band", "bench"])
        second = an_imported(make_exercise, f"Second {number}", group=f"group-{number}")
        NearDuplicate.objects.create(first=first, second=second, likeness="0.9", found_at=AT)

    add(0)
    count_queries(curator, url)
    few = count_queries(curator, url)
    for number in range(1, 21):
        add(number)

    assert count_queries(curator, url) == few <= 14


@pytest.mark.slow
def test_the_list_is_bounded_at_5000_exercises(curator, make_exercise):
    make_exercise("Seed")
    Exercise.objects.bulk_create(
        Exercise(slug=f"e-{n}", name=f"Squat {n}", status="draft", type="strength", level=1)
        for n in range(5000)
    )
    url = reverse(LIST)
    plain = count_queries(curator, url)

    assert plain <= 14
    assert count_queries(curator, url + "?missing=any") <= plain + 1
    index()
    assert count_queries(curator, url + "?q=squat") <= plain + 8


def test_the_list_counts_what_is_missing_and_filters_by_it(curator, make_exercise):
    make_exercise("Complete squat")
    make_exercise("Gappy squat", status="draft", met=None, is_joint_stress_known=False)

    page = curator.get(reverse(LIST)).content.decode()
    filtered = curator.get(reverse(LIST) + "?missing=joints").content.decode()

    assert "What is missing among 2 exercises" in page
    assert "met, joints" in page
    assert "Gappy squat" in filtered
    assert "Complete squat" not in filtered


@pytest.mark.parametrize(
    "missing", ["any", "type", "level", "steps", "summary", "equipment", "joints", "muscles", "minutes", "x"]
)
def test_every_missing_filter_answers(curator, make_exercise, missing):
    make_exercise("Squat")

    assert curator.get(reverse(LIST), {"missing": missing}).status_code == 200


def test_search_in_admin_is_the_sites_search(curator, make_exercise):
    make_exercise("Dumbbell bench press", status="draft")
    make_exercise("Neck circles")

    page = curator.get(reverse(LIST), {"q": "db bnech"}).content.decode()

    assert "Dumbbell bench press" in page
    assert "Neck circles" not in page


def test_publishing_refuses_incomplete_rows_saying_which_field(curator, make_exercise):
    complete = make_exercise("Complete", status="draft")
    gappy = make_exercise("Gappy", status="draft", met=None)

    page = do(curator, "publish", complete, gappy).content.decode()

    assert "1 exercise published." in page
    assert "Gappy was not published. Missing: met." in page
    assert Exercise.objects.get(pk=complete.pk).status == "published"
    assert LogEntry.objects.filter(object_id=complete.pk, change_message="Published.").exists()


def test_retiring_asks_for_a_replacement_first(curator, make_exercise):
    old, new = make_exercise("Old bridge"), make_exercise("New bridge")

    asked = do(curator, "retire", old).content.decode()
    assert "Retire them" in asked
    assert Exercise.objects.get(pk=old.pk).status == "published"

    wrong = do(curator, "retire", old, confirmed="yes", replacement="nobody").content.decode()
    assert "No published exercise is called nobody." in wrong
    assert Exercise.objects.get(pk=old.pk).status == "published"

    do(curator, "retire", old, confirmed="yes", replacement="New bridge")
    assert Exercise.objects.get(pk=old.pk).replacement == new


def test_the_form_shows_lists_as_lines_and_saves_them_again(curator, make_exercise):
    exercise = make_exercise("Squat", aliases=["Knee bend"], suitability={"pregnancy": "care"})
    url = reverse("admin:exercises_exercise_change", args=[exercise.pk])
    form = curator.get(url).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    share = exercise.muscle_shares.get()
    data |= {
        "aliases": "Knee bend\n\n  Deep bend ", "high_blood_pressure": "avoid", "doses": "{}",
        "equipment": [], "alternatives": [], "muscle_shares-TOTAL_FORMS": 1, "muscle_shares-INITIAL_FORMS": 1,
        "muscle_shares-0-id": share.pk, "muscle_shares-0-exercise": exercise.pk,
        "muscle_shares-0-muscle": share.muscle_id, "muscle_shares-0-role": "primary",
        "muscle_shares-0-share": "1", "joint_loads-TOTAL_FORMS": 0, "joint_loads-INITIAL_FORMS": 0,
    }  # fmt: skip

    response = curator.post(url, data)

    assert response.status_code == 302, response.context["errors"]
    exercise.refresh_from_db()
    assert exercise.aliases == ["Knee bend", "Deep bend"]
    assert exercise.suitability == {"pregnancy": "care", "high-blood-pressure": "avoid"}
    assert exercise.steps == ["Stand tall.", "Bend the knees.", "Stand up."]

    refused = curator.post(url, {**data, "muscle_shares-0-share": "0.5"})
    assert "they must add to 1" in refused.content.decode()


def test_the_form_runs_a_fixed_number_of_queries(curator, make_exercise):
    few = make_exercise("Few")
    many = make_exercise(
        "Many", muscles={"chest": 0.4, "triceps": 0.3, "shoulders": 0.2, "lats": 0.1},
        joints={"wrist": 1, "elbow": 1, "shoulder": 2}, equipment=["band", "bench"],
    )  # fmt: skip
    counts = [
        count_queries(curator, reverse("admin:exercises_exercise_change", args=[exercise.pk]))
        for exercise in (few, few, many)
    ]

    assert counts[1] == counts[2]


def test_the_import_queue_holds_imported_drafts_alone(curator, make_exercise):
    an_imported(make_exercise, "Imported squat")
    make_exercise("Own draft", status="draft")

    page = curator.get(reverse("admin:exercises_importeddraft_changelist")).content.decode()

    assert "Imported squat" in page
    assert "Own draft" not in page


def test_near_duplicates_are_shown_side_by_side_and_merged(curator, make_exercise):
    first, second = make_exercise("Squat"), make_exercise("Knee bend", level=3)
    pair = NearDuplicate.objects.create(first=first, second=second, likeness="0.9", found_at=AT)

    page = curator.get(reverse("admin:exercises_nearduplicate_change", args=[pair.pk])).content.decode()
    assert "Knee bend" in page
    assert 'class="differs"' in page

    do(curator, "keep_first", pair, model="nearduplicate")
    assert Exercise.objects.get(pk=second.pk).replacement == first


def test_near_duplicates_can_be_told_apart(curator, make_exercise):
    pair = NearDuplicate.objects.create(
        first=make_exercise("One"), second=make_exercise("Two"), likeness="0.9", found_at=AT
    )

    do(curator, "different", pair, model="nearduplicate")

    pair.refresh_from_db()
    assert pair.decision == "different"


@pytest.mark.parametrize("model", ["exercise", "importeddraft", "nearduplicate", "importedrecord", "muscle"])
def test_nothing_can_be_deleted(curator, make_exercise, model):
    exercise = an_imported(make_exercise, "Squat")
    pair = NearDuplicate.objects.create(
        first=exercise, second=make_exercise("Two"), likeness="1", found_at=AT
    )
    keys = {"nearduplicate": pair.pk, "importedrecord": ImportedRecord.objects.get().pk}
    url = reverse(f"admin:exercises_{model}_delete", args=[keys.get(model, exercise.pk)])

    assert curator.post(url, {"post": "yes"}).status_code in (403, 302)
    assert Exercise.objects.filter(pk=exercise.pk).exists()


def test_members_see_nothing_of_it(client, make_user):
    client.force_login(make_user())

    assert client.get(reverse(LIST)).status_code in (302, 403)


def test_the_queue_begins_with_what_misses_least(curator, make_exercise):
    an_imported(make_exercise, "A gappy one", met=None, steps=[], summary="")
    an_imported(make_exercise, "Nearly complete", met=None)

    page = curator.get(reverse("admin:exercises_importeddraft_changelist")).content.decode()

    assert page.index("Nearly complete") < page.index("A gappy one")


def test_fields_in_a_row_of_the_form_have_a_name_to_be_read_out(curator, make_exercise):
    exercise = make_exercise("Row", joints={"knee": 2})

    page = curator.get(reverse("admin:exercises_exercise_change", args=[exercise.pk])).content.decode()

    for field in (
        "joint_loads-0-joint",
        "joint_loads-0-stress",
        "muscle_shares-0-role",
        "muscle_shares-0-share",
    ):
        tag = page.split(f'name="{field}"')[1].split(">")[0]
        assert "aria-label=" in tag, field
