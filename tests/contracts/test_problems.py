"""Every error of the API is a problem that names what was wrong."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.urls import clear_url_caches, path
from rest_framework.permissions import AllowAny

from exercises.rest.views import ApiView
from tests.contracts.conftest import Phone, new_uuid, wrong
from workout_app import urls


def test_a_guest_is_told_to_sign_in(guest):
    response = guest.send("GET", "preferences/")

    assert response.status_code == 401
    assert "X-Session-Token" in response["WWW-Authenticate"]
    assert wrong(response) == [""]


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "ä" * 32, "a" * 5000, "' OR 1=1 --"])
def test_a_token_that_is_none_is_refused_even_where_guests_may_come(guest, db, token):
    response = guest.get("/api/v1/vocabulary/", headers={"X-Session-Token": token})

    assert response.status_code == 401
    wrong(response)


def test_a_cookie_session_without_its_csrf_token_is_forbidden(member):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)

    response = browser.post("/api/v1/places/", "{}", content_type="application/json")

    assert response.status_code == 403
    wrong(response)


@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v1/exercises", "/api/v2/", "/api/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_is_a_problem_whatever_the_method(phone, address, method):
    response = phone.generic(method, address)

    assert response.status_code == 404
    wrong(response)


def test_a_page_that_is_not_there_stays_a_page(client, db):
    response = client.get("/nothing/")

    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_another_method_is_refused_with_those_that_are_allowed(phone):
    response = phone.send("PUT", "places/", {})

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST"
    wrong(response)


def test_html_is_not_spoken(phone):
    response = phone.send("GET", "me/", Accept="text/html")

    assert response.status_code == 406
    wrong(response)


FORMS = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]


@pytest.mark.parametrize("content_type", FORMS)
def test_a_body_that_is_no_json_by_name_is_unsupported(phone, content_type):
    response = phone.post("/api/v1/places/", "kind=home", content_type=content_type)

    assert response.status_code == 415
    wrong(response)


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"null", b"[1, 2]", b'"text"', b"\xff\xfe", b'{"kind": NaN}', b"[" * 100_000, b'{"a": 1e999}',
     b"1" * 9000],
    ids=["broken", "empty", "null", "list", "text", "not UTF-8", "NaN", "deep", "infinite", "long number"],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_a_bad_request(phone, body):
    response = phone.post("/api/v1/places/", body, content_type="application/json")

    assert response.status_code == 400
    wrong(response)


def test_ten_megabytes_are_too_large_and_not_read(phone):
    body = json.dumps({"name": "x" * 10_000_000, "kind": "home", "equipment": []})

    response = phone.post("/api/v1/places/", body, content_type="application/json")

    assert response.status_code == 413
    assert str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) in response.json()["detail"]
    wrong(response)


def test_too_many_requests_are_told_when_to_come_back(guest, settings, db):
    settings.API_RATES = {"guest": (2, 3600), "member": None}
    address = f"exercises/?q={new_uuid()}"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    answers = [guest.send("GET", address) for _ in range(3)]

    assert [response.status_code for response in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600
    wrong(answers[2])


def test_members_are_counted_one_by_one(phone, strangers_phone, settings):
    settings.API_RATES = {"guest": None, "member": (1, 3600)}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    answers = [caller.send("GET", "me/") for caller in (phone, phone, strangers_phone)]

    assert [response.status_code for response in answers] == [200, 429, 200]


class Broken(ApiView):
    """Fails."""

    permission_classes = [AllowAny]

    def get(self, request):
        """Fail."""
        raise RuntimeError("a secret")


def test_a_crash_tells_nothing_and_is_a_problem(db, monkeypatch):
    monkeypatch.setattr(urls, "urlpatterns", [path("api/v1/broken/", Broken.as_view()), *urls.urlpatterns])
    clear_url_caches()
    phone = Phone(raise_request_exception=False)

    response = phone.send("GET", "broken/")

    clear_url_caches()
    assert response.status_code == 500
    assert b"secret" not in response.content
    wrong(response)


def test_a_host_that_is_not_ours_is_a_bad_request(guest):
    response = guest.get("/api/v1/vocabulary/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    wrong(response)


def test_every_wrong_field_is_named_and_unknown_ones_too(phone):
    body = {"kind": "castle", "equipment": ["dumbbell", "anvil"], "colour": "red", "is_quiet": "yes"}

    response = phone.send("POST", "places/", body)

    assert response.status_code == 400
    assert set(wrong(response)) == {"kind", "equipment[1]", "colour", "is_quiet"}


@pytest.mark.parametrize("name", ["\ud800", "x" * 100_000, "\x00", ""])
def test_a_strange_field_name_comes_back_readable(phone, name):
    response = phone.send("POST", "places/", {"kind": "home", "equipment": [], name: name})

    assert response.status_code == 400
    assert len(response.content) < 2000
    wrong(response)


def test_unknown_parameters_are_named(phone):
    response = phone.send("GET", "exercises/?muscles=chest&sort=colour")

    assert response.status_code == 400
    assert set(wrong(response)) == {"muscles", "sort"}


def test_a_parameter_given_twice_is_named(phone):
    response = phone.send("GET", "exercises/?page=2&page=3")

    assert response.status_code == 400
    assert wrong(response) == ["page"]


@pytest.mark.parametrize("address", ["me/?x=1", "places/?x=1", "vocabulary/?x=1"])
def test_an_address_without_parameters_takes_none(phone, address):
    response = phone.send("GET", address)

    assert response.status_code == 400
    assert wrong(response) == ["x"]
