"""A member with a phone: a client that sends JSON with a session token."""

import json
import uuid

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from recommender import shelf

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path):
    """No limits on how often, a folder of models of its own, and passwords that are quick to check."""
    settings.API_RATES = {"guest": None, "member": None}
    settings.MODEL_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    shelf.forget()
    yield
    shelf.forget()


def token_for(user):
    """Return the session token that a sign-in of this member would have given."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


class Phone(Client):
    """Django's client as a mobile client uses it: JSON in, JSON out, a token in a header."""

    def __init__(self, user=None, **kwargs):
        headers = {"X-Session-Token": token_for(user)} if user else {}
        super().__init__(headers=headers, **kwargs)

    def send(self, method, path, body=None, **headers):
        """Send a request below ``/api/v1/``; header names have underscores for hyphens."""
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.generic(method, f"/api/v1/{path}", headers=named, **content)

    def get_json(self, path, **headers):
        """The body of a GET that succeeds."""
        response = self.send("GET", path, **headers)
        assert response.status_code == 200, response.content
        return response.json()


@pytest.fixture
def member(make_user):
    """A member with dumbbells at home."""
    return make_user(equipment=["dumbbell"], level=2)


@pytest.fixture
def phone(member):
    """The member's phone."""
    return Phone(member)


@pytest.fixture
def strangers_phone(make_user):
    """Somebody else's phone."""
    return Phone(make_user())


@pytest.fixture
def guest():
    """A phone that nobody has signed in on."""
    return Phone()


def wrong(response):
    """The fields that a problem names, checked to be a problem."""
    assert response["Content-Type"] == "application/problem+json", response.content
    body = response.json()
    assert body["status"] == response.status_code
    assert body["title"]
    assert body["detail"]
    assert body["errors"]
    return [error["field"] for error in body["errors"]]


def new_uuid():
    """A UUID as a client would make it."""
    return str(uuid.uuid4())
