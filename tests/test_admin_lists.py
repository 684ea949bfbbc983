"""No list of admin, in any room, takes more queries for 5,000 rows than for 5: plain, searched, filtered."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises import search
from exercises.models import (
    Equipment,
    Exercise,
    ExerciseJoint,
    ExerciseMuscle,
    ImportedRecord,
    Joint,
    Merge,
    Muscle,
    NearDuplicate,
    Report,
    Revision,
    VariationGroup,
)
from profiles.models import Limitation, Place, Profile, User
from recommender.models import Feedback, Impression, ModelRun, TrainingSession
from tests.conftest import PASSWORD
from workouts.models import Workout, WorkoutSet

FEW, MANY = 5, 5000
# Rows of the vocabulary: as many as there are words.
FIXED = {Muscle, Equipment, Joint}


def rows(model, count, /, **columns):
    """Make ``count`` rows; a column is a value, a list with one for each row, or a function of its number."""

    def value(given, number):
        if isinstance(given, list):
            return given[number]
        return given(number) if callable(given) else given

    return model.objects.bulk_create(
        (model(**{name: value(given, number) for name, given in columns.items()}) for number in range(count)),
        batch_size=1000,
    )


def fill(count, start, at):
    """``count`` rows behind every list of admin; ``start`` keeps names apart from those made before."""
    curate(count, start, at)
    practise(count, start, at)


def curate(count, start, at):
    """Exercises and what curators and imports leave on them."""
    groups = rows(VariationGroup, count, slug=lambda n: f"g-{start + n}", name=lambda n: f"Group {start + n}")
    exercises = rows(
        Exercise, count, slug=lambda n: f"e-{start + n}", name=lambda n: f"Squat {start + n}", minutes=5,
        status=lambda n: ("draft", "published", "retired")[n % 3], type="strength", level=lambda n: 1 + n % 4,
        variation_group=groups, source=lambda n: ("nextset", "wger")[n % 2],
    )  # fmt: skip
    chest, knee, band = Muscle.objects.first(), Joint.objects.first(), Equipment.objects.first()
    rows(ExerciseMuscle, count, exercise=exercises, muscle=chest, share=1, role="primary")
    rows(ExerciseJoint, count, exercise=exercises, joint=knee, stress=1)
    rows(Exercise.equipment.through, count, exercise=exercises, equipment=band)
    rows(
        ImportedRecord, count, exercise=exercises, source="wger", source_key=lambda n: f"{start + n}",
        name=lambda n: f"Squat {start + n}", licence="CC0", imported_at=at,
    )  # fmt: skip
    rows(
        NearDuplicate, count - 1, first=exercises, second=lambda n: exercises[n + 1],
        likeness=Decimal("0.9"), found_at=at,
    )  # fmt: skip
    rows(Revision, count, exercise=exercises, action="edit", at=at)
    rows(Merge, count - 1, keep=exercises, double=lambda n: exercises[n + 1], at=at)
    search.index(exercises)


def practise(count, start, at):
    """People, what they answered and did, and what was advised."""
    exercises = list(Exercise.objects.order_by("-pk")[:count])
    users = rows(
        User, count, email=lambda n: f"m{start + n}@example.org", date_joined=lambda n: at - timedelta(n),
        is_simulated=lambda n: bool(n % 2),
    )  # fmt: skip
    places = rows(Place, count, user=users, kind="home", name="Home")
    rows(Profile, count, user=users, current_place=places)
    rows(Limitation, count, user=users, joint=Joint.objects.first(), severity="mild")
    rows(EmailAddress, count, user=users, email=lambda n: f"m{start + n}@example.org")
    rows(Group, count, name=lambda n: f"Group {start + n}")
    rows(Report, count, user=users, exercise=exercises, kind="words", created_at=at)
    workouts = rows(Workout, count, user=users, place=places, started_at=lambda n: at - timedelta(n))
    rows(
        WorkoutSet, count, workout=workouts, exercise=exercises, position=1, repetitions=8,
        done_at=lambda n: at - timedelta(n),
    )  # fmt: skip
    runs = rows(
        ModelRun, count, status="finished", started_at=lambda n: at - timedelta(n), heartbeat_at=at,
        population="simulated",
    )  # fmt: skip
    rows(TrainingSession, count, user=users, place=places, made_at=at, minutes=30, plan={}, model=runs)
    rows(Feedback, count, user=users, exercise=exercises, kind="like", created_at=at)
    rows(
        Impression, count, user=users, exercise=exercises, model=runs, rank=1, score=1,
        propensity=1, created_at=at, request=lambda n: uuid.uuid4(),
    )  # fmt: skip


def searched(model, model_admin):
    """A text that every row answers."""
    if any("email" in name for name in model_admin.search_fields):
        return "example"
    return "group" if model in (Group, VariationGroup) else "squat"


def asked(model, model_admin, changelist):
    """Addresses to try of one list: as it is, searched, each filter's last value, its second page."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    addresses = {"": url}
    if model_admin.search_fields:
        addresses["q"] = f"{url}?q={searched(model, model_admin)}"
    for spec in changelist.filter_specs:
        last = [choice for choice in spec.choices(changelist) if not choice["selected"]][-1:]
        addresses |= {str(spec.title): url + choice["query_string"] for choice in last}
    return addresses


def measured(client):
    """``{(model, what was asked): queries}`` of all lists, and ``{model: rows}``."""
    queries, lengths = {}, {}
    for model, model_admin in admin.site._registry.items():
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        changelist = client.get(url).context["cl"]
        lengths[model] = changelist.result_count
        for what, address in asked(model, model_admin, changelist).items():
            with CaptureQueriesContext(connection) as made:
                response = client.get(address)
            assert response.status_code == 200, address
            queries[model._meta.label, what] = len(made)
    return queries, lengths


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_list_of_admin_takes_more_queries_for_5000_rows_than_for_5(client, words):
    client.force_login(User.objects.create_superuser("boss@example.org", PASSWORD))
    at = timezone.now()
    fill(FEW, 0, at)
    measured(client)
    few, _lengths = measured(client)

    fill(MANY, FEW, at)
    many, lengths = measured(client)

    assert few.keys() == many.keys()
    grown = {what: (few[what], many[what]) for what in few if many[what] > few[what]}
    assert grown == {}
    assert max(many.values()) <= 25
    short = {model._meta.label for model, length in lengths.items() if length < 1000 and model not in FIXED}
    assert short == set(), "lists that this test does not fill"
