"""Sign-in of a mobile client: allauth's app client gives a token, and the API takes it."""

import json

import pytest
from django.core.cache import cache

from profiles.models import User
from tests.conftest import PASSWORD
from tests.contracts.conftest import Phone

AUTH = "/_allauth/app/v1/auth"


@pytest.fixture(autouse=True)
def _fresh_counts(settings):
    """Sign-in limits are counted in the cache: each test begins at nothing."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def post(phone, path, **body):
    """POST to allauth."""
    return phone.post(f"{AUTH}/{path}", json.dumps(body), content_type="application/json")


def signed_in(response):
    """A phone with the token of a sign-in."""
    return {"X-Session-Token": response.json()["meta"]["session_token"]}


def test_a_new_member_signs_up_and_is_known(db, guest):
    response = post(guest, "signup", email="ada@example.org", password=PASSWORD)

    me = guest.send("GET", "me/", **signed_in(response))

    assert response.status_code == 200
    assert me.json()["email"] == "ada@example.org"


def test_a_member_signs_in_and_out(member, guest):
    headers = signed_in(post(guest, "login", email=member.email, password=PASSWORD))
    before = guest.send("GET", "me/", **headers)

    guest.delete(f"{AUTH}/session", headers=headers)

    assert before.json()["email"] == member.email
    assert guest.send("GET", "me/", **headers).status_code == 401


def test_a_wrong_password_gives_no_token(member, guest):
    response = post(guest, "login", email=member.email, password="not-it-at-all-7")

    assert response.status_code == 400
    assert "session_token" not in response.json().get("meta", {})


def test_an_account_that_was_closed_is_signed_out(member):
    phone = Phone(member)
    User.objects.filter(pk=member.pk).update(is_active=False)

    assert phone.send("GET", "me/").status_code == 401


def test_a_changed_password_ends_the_other_sessions(member):
    phone = Phone(member)
    member.set_password("another-otter-swims-4")
    member.save()

    assert phone.send("GET", "me/").status_code == 401


def test_a_session_that_is_over_is_none(member, settings):
    settings.SESSION_COOKIE_AGE = -1

    assert Phone(member).send("GET", "me/").status_code == 401
