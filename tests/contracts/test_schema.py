"""The schema is whole, and the API does what it says, whatever is sent to it.

The fuzzing is seeded and bounded; ``API_EXAMPLES=500 ./run test tests/contracts/test_schema.py`` is longer.
"""

import logging
import os
import zlib
from uuid import UUID

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation

from recommender.sessions.actions import make
from recommender.sessions.trainees import Member
from tests.contracts.conftest import token_for
from workout_app.wsgi import application

EXAMPLES = int(os.environ.get("API_EXAMPLES", "6"))
PLACE = "0b6f3a0e-5a35-4a3f-9a53-6f0b7d1a2c11"
WORKOUT = "5d0c9d5e-7a0d-4d8a-8a53-2b1f0c9e7d22"
SET = "c1a4e7b2-90f1-4c6e-b5d8-3e2f1a0b9c33"
FEEDBACK = "a7d2c9f4-1e3b-4f5a-8c6d-4f3e2d1c0b44"
SESSION = "3e9a1c55-7f20-4b8e-a1d6-9c4b5e6f7a88"

KNOWN = {
    "/sessions/": SESSION, "/sets/": SET, "/workouts/": WORKOUT, "/places/": PLACE, "/feedback/": FEEDBACK,
}  # fmt: skip
# What a body may name; the slot of the session joins them once it is made.
NAMED = {"exercise": "move-2", "place": PLACE, "current_place": PLACE}

CONFIG = {
    "seed": 20260101,
    "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
    "checks": {
        # A list is answered item by item: see told_item_by_item.
        "negative_data_rejection": {
            "expected-statuses": [
                "207",
                "400",
                "401",
                "403",
                "404",
                "405",
                "406",
                "409",
                "410",
                "412",
                "413",
                "415",
                "428",
            ]
        },
        # What a schema cannot say: that an exercise exists, that a workout ends after it starts.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "304", "400", "401", "403", "404", "409", "410", "412"]
        },
        # A change without If-Match is 428, a status made for just this.
        "missing_required_header": {"expected-statuses": ["400", "401", "406", "428"]},
    },
}


def test_the_schema_is_whole_and_without_warnings(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [("application/json", "application/json"), ("*/*", "application/vnd.oai.openapi")],
)
def test_the_schema_is_served(client, db, accept, content_type):
    response = client.get("/api/v1/schema/", headers={"Accept": accept})

    assert response.status_code == 200
    assert response["Content-Type"].startswith(content_type)


def test_the_page_of_the_schema_keeps_to_its_own_files(client, db):
    response = client.get("/api/v1/docs/", headers={"Accept": "text/html"})

    html = response.content.decode()
    assert response.status_code == 200
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "<style" not in html
    assert "//" not in html.replace("<!--", "").replace("-->", ""), "nothing from another host"


@pytest.fixture
def world(member, make_exercise):
    """What addresses can name: an exercise, a retired one, a place, a workout with a set, feedback, …"""
    exercises = [make_exercise(f"Move {number}", slug=f"move-{number}") for number in range(3)]
    make_exercise("Old", slug="old", status="retired", replacement=exercises[0])
    member.places.create(uuid=PLACE, kind="gym", name="Gym")
    workout = member.workouts.create(uuid=WORKOUT, started_at=member.date_joined)
    workout.sets.create(uuid=SET, exercise=exercises[0], repetitions=5, done_at=member.date_joined)
    member.feedback.create(uuid=FEEDBACK, exercise=exercises[1], kind="like", created_at=member.date_joined)
    session, _new = make(Member(member), at=member.date_joined, uuid=UUID(SESSION), minutes=20)
    NAMED["slot"] = f"main:{session.plan['slots'][-1]['exercise_id']}"
    return member


@pytest.fixture
def headers(world):
    """What the member's phone sends with everything; the connection of the test serves the requests."""
    logging.disable(logging.CRITICAL)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"X-Session-Token": token_for(world)}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


described = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/",
    application,
    headers={"Accept": "application/json"},
    config=SchemathesisConfig.from_dict(CONFIG),
)


@described.hook
def map_case(context, case):
    """Let every other case name what is really there, wherever it keeps to the schema."""
    drawn = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode("utf-8", "replace"))
    if case.meta is None or drawn % 2:
        return case
    broken = {at for at, component in case.meta.components.items() if component.mode.is_negative}
    if ParameterLocation.PATH not in broken:
        there = {
            "slug": ("move-0", "move-1", "old")[drawn % 3],
            "workout": WORKOUT,
            "uuid": next((known for word, known in KNOWN.items() if word in case.path), None),
        }
        for name in case.path_parameters or {}:
            case.path_parameters[name] = there[name]
    if ParameterLocation.HEADER not in broken and "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    if ParameterLocation.BODY not in broken:
        for item in case.body if isinstance(case.body, list) else [case.body]:
            _name_what_is_there(item)
    return case


def _name_what_is_there(item):
    """Replace a drawn exercise and place by those of the member, in a body and in its sets."""
    if isinstance(item, dict):
        for name, value in NAMED.items():
            if item.get(name) is not None:
                item[name] = value
        for entry in item.get("sets") or []:
            _name_what_is_there(entry)


def told_item_by_item(ctx, response, case):
    """Of a list that breaks the schema, some item must have been refused."""
    body = case.meta and case.meta.components.get(ParameterLocation.BODY)
    if response.status_code == 207 and body and body.mode.is_negative:
        assert any(result["status"] >= 400 for result in response.json()), "wrong items were taken"


@pytest.mark.timeout(3600)
@described.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    # The rows stay between examples on purpose: what one has sent, the next one finds.
    suppress_health_check=list(HealthCheck),
)
def test_the_api_does_what_its_schema_says(case, headers):
    case.call_and_validate(headers=headers, additional_checks=[told_item_by_item])
