"""Curators edit drafts, reviewers decide on pairs and reports, publishers publish; nobody does more."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from exercises import merging
from exercises.models import Exercise, Merge, NearDuplicate

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 6, tzinfo=UTC)
ROLES = ["curator", "reviewer", "publisher"]


@pytest.fixture
def sign_in(client, django_user_model):
    """Sign in as somebody who is in the group of that name, and in no other."""

    def sign_in_(role):
        person = django_user_model.objects.create(email=f"{role}@example.org", is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        client.force_login(person)
        return person

    return sign_in_


def change(exercise):
    return reverse("admin:exercises_exercise_change", args=[exercise.pk])


def do(client, action, exercise):
    data = {"action": action, "_selected_action": [exercise.pk], "confirmed": "yes"}
    return client.post(reverse("admin:exercises_exercise_changelist"), data, follow=True)


def fields(client, exercise):
    """What a browser would send back unchanged."""
    page = client.get(change(exercise))
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    for formset in page.context["inline_admin_formsets"]:
        data |= {field.html_name: field.value() for field in formset.formset.management_form}
        for row in formset.formset.initial_forms:
            data |= {field.html_name: field.value() for field in row}
    return {name: value for name, value in data.items() if value is not None} | {"doses": "{}"}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_at_the_desk_may_read_it(client, sign_in, make_exercise, role):
    exercise = make_exercise("Squat")
    other = make_exercise("Knee bend")
    pair = NearDuplicate.objects.create(first=exercise, second=other, likeness="0.9", found_at=AT)
    sign_in(role)

    for address in (
        reverse("admin:index"), reverse("admin:exercises_exercise_changelist"), change(exercise),
        reverse("admin:exercises_exercise_history", args=[exercise.pk]),
        reverse("admin:exercises_nearduplicate_changelist"),
        reverse("admin:exercises_nearduplicate_change", args=[pair.pk]),
        reverse("admin:exercises_merge_changelist"),
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("role", "status", "may"),
    [("curator", "draft", True), ("curator", "published", False), ("reviewer", "draft", False),
     ("reviewer", "published", False), ("publisher", "draft", True), ("publisher", "published", True)],
)  # fmt: skip
def test_who_may_change_what(client, sign_in, make_exercise, role, status, may):
    exercise = make_exercise("Squat", status=status)
    sign_in("publisher")
    data = fields(client, exercise) | {"summary": "Trains legs and hips."}
    sign_in(role) if role != "publisher" else None

    response = client.post(change(exercise), data)

    assert response.status_code == (302 if may else 403)
    exercise.refresh_from_db()
    assert (exercise.summary == "Trains legs and hips.") is may


@pytest.mark.parametrize("action", ["publish", "retire", "to_draft"])
@pytest.mark.parametrize("role", ROLES)
def test_only_publishers_see_and_do_what_members_see(client, sign_in, make_exercise, role, action):
    status = "draft" if action == "publish" else "published"
    exercise = make_exercise("Squat", status=status)
    sign_in(role)

    page = client.get(reverse("admin:exercises_exercise_changelist")).content.decode()
    do(client, action, exercise)

    exercise.refresh_from_db()
    assert (f'value="{action}"' in page) is (role == "publisher")
    assert (exercise.status != status) is (role == "publisher")


def test_a_curator_may_not_publish_from_the_form(client, sign_in, make_exercise):
    exercise = make_exercise("Squat", status="draft")
    sign_in("curator")
    page = client.get(change(exercise)).content.decode()
    data = fields(client, exercise)

    response = client.post(change(exercise), data | {"_publish": "yes", "summary": "Other words."})

    assert "Save and publish" not in page
    assert response.status_code == 403
    exercise.refresh_from_db()
    assert (exercise.status, exercise.summary) == ("draft", "Trains the legs.")


@pytest.mark.parametrize("role", ROLES)
def test_only_reviewers_merge_tell_apart_and_undo(client, sign_in, make_exercise, role):
    first, second, third, fourth = (make_exercise(name) for name in ("One", "Two", "Three", "Four"))
    pair = NearDuplicate.objects.create(first=first, second=second, likeness="0.9", found_at=AT)
    merge = merging.merge_exercises(keep=third, double=fourth, at=AT)
    address = reverse("admin:exercises_nearduplicate_change", args=[pair.pk])
    may = role == "reviewer"
    sign_in(role)

    page = client.get(address).content.decode()
    listed = client.get(reverse("admin:exercises_nearduplicate_changelist")).content.decode()
    undo = client.post(reverse("admin:exercises_merge_change", args=[merge.pk]))
    told = client.post(address, {"_different": "yes"})
    client.post(
        reverse("admin:exercises_nearduplicate_changelist"),
        {"action": "keep_first", "_selected_action": [pair.pk]},
    )

    assert ('name="_merge"' in page) is ('value="keep_first"' in listed) is may
    assert (undo.status_code, told.status_code) == ((302, 302) if may else (403, 403))
    merge.refresh_from_db()
    assert (merge.undone_at is not None) is may
    assert Merge.objects.filter(keep=first).exists() is may


def test_a_curator_cannot_put_back_what_is_published(client, sign_in, make_exercise):
    exercise = make_exercise("Squat")
    sign_in("publisher")
    client.post(change(exercise), fields(client, exercise) | {"summary": "Other words."})
    revision = exercise.revisions.get()
    address = reverse("admin:exercises_exercise_history", args=[exercise.pk])

    sign_in("curator")
    page = client.get(address).content.decode()
    response = client.post(address, {"revision": revision.pk})

    assert "Other words." in page
    assert "Put back" not in page
    assert response.status_code == 403
    assert Exercise.objects.get(pk=exercise.pk).summary == "Other words."
