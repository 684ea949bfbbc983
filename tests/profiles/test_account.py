"""Signing up and in, forgotten passwords, limits on guessing, and leaving for good."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import models
from django.urls import reverse
from django.utils import timezone

from profiles import export, providers
from profiles.models import Profile, User
from recommender.actions import record_feedback
from tests.conftest import PASSWORD
from workouts.actions import log_sets, void_set
from workouts.entries import SetEntry


@pytest.fixture(autouse=True)
def _own_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


def sign_up(client, email="new@example.org", password=PASSWORD):
    return client.post(reverse("account_signup"), {"email": email, "password1": password})


def test_signing_up_leads_to_the_questions(client, words):
    response = sign_up(client)

    assert response.url == reverse("profiles:start")
    assert client.get(response.url).url == reverse("profiles:question", args=["goal"])
    assert Profile.objects.filter(user__email="new@example.org").exists()


def test_an_address_signs_up_once_whatever_its_case(client, words, make_user):
    make_user("Ada@example.org")

    sign_up(client, "aDA@example.org")

    assert User.objects.filter(email__iexact="ada@example.org").count() == 1


@pytest.mark.parametrize(
    ("sent", "words_"),
    [
        ({"email": "nobody", "password1": PASSWORD}, "valid email"),
        ({"email": "new@example.org", "password1": "12345"}, "too short"),
        ({"email": "", "password1": PASSWORD}, "required"),
    ],
)
def test_what_cannot_be_used_is_said_and_nobody_is_signed_up(client, words, sent, words_):
    page = client.post(reverse("account_signup"), sent).content.decode()

    assert words_ in page
    assert not User.objects.exists()


def test_signing_in_leads_to_the_picks(client, make_user):
    user = make_user()

    response = client.post(reverse("account_login"), {"login": user.email.upper(), "password": PASSWORD})

    assert response.url == reverse("recommender:for_you")


def test_a_simulated_person_cannot_sign_in(client, make_user):
    user = make_user("simulated-1@simulated.invalid", simulated=True)
    user.set_unusable_password()
    user.save()

    for password in ("", "!", PASSWORD):
        client.post(reverse("account_login"), {"login": user.email, "password": password})

    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_mail(client, make_user):
    user = make_user()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://\S+", mail.outbox[0].body).group()

    page = client.get(link, follow=True)
    client.post(
        page.redirect_chain[-1][0],
        {"password1": "a-new-one-entirely-7", "password2": "a-new-one-entirely-7"},
    )

    user.refresh_from_db()
    assert mail.outbox[0].to == [user.email]
    assert user.check_password("a-new-one-entirely-7")


def test_asking_for_an_unknown_address_does_not_say_so(client, db):
    response = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert response.url == reverse("account_reset_password_done")


def test_guessing_a_password_comes_to_an_end(client, make_user):
    user = make_user()
    login = reverse("account_login")
    for number in range(12):
        client.post(login, {"login": user.email, "password": f"guess-{number}"})

    client.post(login, {"login": user.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_the_account_goes_with_everything_once_that_is_confirmed(client, make_user):
    user, other = make_user(equipment=["band"], limitations={"knee": "mild"}), make_user()
    client.force_login(user)

    response = client.post(reverse("profiles:delete"), {"password": PASSWORD, "sure": "on"})

    assert response.url == reverse("home")
    assert list(User.objects.all()) == [other]
    assert Profile.objects.count() == 1
    assert "_auth_user_id" not in client.session
    assert "were deleted" in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("sent", "words_"),
    [
        ({"password": "wrong", "sure": "on"}, "not your password"),
        ({"password": PASSWORD}, "This field is required"),
        ({"sure": "on"}, "This field is required"),
    ],
)
def test_without_confirmation_nothing_is_deleted(client, make_user, sent, words_):
    user = make_user()
    client.force_login(user)

    page = client.post(reverse("profiles:delete"), sent).content.decode()

    assert words_ in page
    assert User.objects.filter(pk=user.pk).exists()


def test_opening_the_page_deletes_nothing(client, make_user):
    user = make_user()
    client.force_login(user)

    client.get(reverse("profiles:delete"))

    assert User.objects.filter(pk=user.pk).exists()


def test_guessing_the_password_there_comes_to_an_end_too(client, make_user):
    user = make_user()
    client.force_login(user)
    for _ in range(12):
        client.post(reverse("profiles:delete"), {"password": "wrong", "sure": "on"})

    page = client.post(reverse("profiles:delete"), {"password": PASSWORD, "sure": "on"}).content.decode()

    assert "Too many attempts" in page
    assert User.objects.filter(pk=user.pk).exists()


def test_two_sections_of_an_export_cannot_share_a_name():
    providers.register("workouts", "workouts.export.workouts")

    with pytest.raises(ValueError, match="workouts"):
        providers.register("workouts", "elsewhere.export.workouts")


def test_every_table_that_belongs_to_a_person_is_in_the_export(make_user):
    """A new table with a foreign key to a person must be named here, and exported, or the test fails."""
    ours = ("profiles", "workouts", "recommender", "exercises")
    told = {
        "profile": "preferences", "place": "preferences", "limitation": "preferences",
        "workout": "workouts", "feedback": "feedback", "impression": "shown",
        "importedhistory": "imported_histories", "report": "reports",
        "trainingsession": "sessions",
    }  # fmt: skip
    tables = {
        relation.related_model._meta.model_name
        for relation in User._meta.get_fields()
        if isinstance(relation, models.ForeignObjectRel) and relation.related_model._meta.app_label in ours
    }

    sections = export.export_for(make_user(), at=None)

    assert {table for table in tables if told.get(table) not in sections} == set()


def test_the_export_holds_what_rooms_above_keep_and_nothing_of_others(client, make_user, make_exercise):
    at, exercise = timezone.now(), make_exercise("Squat")
    user, other = make_user(), make_user()
    for person in (user, other):
        logged = log_sets(user=person, exercise=exercise, sets=[SetEntry(repetitions=8)], at=at)
        void_set(user=person, uuid=logged.sets[0].uuid, at=at)
        record_feedback(user=person, exercise=exercise, kind="like", at=at, uuid=uuid4())
    client.force_login(user)

    told = client.get(reverse("profiles:export")).json()

    assert [row["exercise"] for row in told["feedback"]] == [exercise.slug]
    assert [row["repetitions"] for row in told["workouts"][0]["sets"]] == [8]
    assert told["workouts"][0]["sets"][0]["voided_at"] is not None
    assert len(told["workouts"]) == 1
    assert told["shown"] == []
