"""What tests build with: small factories, one line each where they are used."""

import itertools
import os
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from exercises import vocabulary
from exercises.models import (
    Equipment,
    Exercise,
    ExerciseJoint,
    ExerciseMuscle,
    Joint,
    Muscle,
    VariationGroup,
)
from profiles.models import Limitation, Place, Profile, User

PASSWORD = "quiet-otter-lifts-9"
_numbers = itertools.count(1)


def count_queries(client, url):
    """How many queries a GET of ``url`` runs."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200, response.status_code
    return len(queries)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """A file instead of memory for SQLite: pages opened at the same moment get connections of their own."""
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture(autouse=True)
def _own_cache(settings):
    # Limits of attempts are counted in the cache: what runs beside a test must not count there.
    own = uuid4().hex
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"KEY_PREFIX": own}
        if settings.REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": own}
    }


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    # A slow hash is what a password needs, and what hundreds of members made for tests do not.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _plain_language():
    # A page of one test activates its reader's language for the thread.
    yield
    translation.deactivate()


@pytest.fixture
def words(db):
    """Every word of the vocabulary as rows."""
    regions = {
        muscle: region for region, (_name, muscles) in vocabulary.REGIONS.items() for muscle in muscles
    }
    for slug, name in vocabulary.MUSCLES.items():
        Muscle.objects.get_or_create(slug=slug, defaults={"name": name, "region": regions[slug]})
    for model, table in ((Equipment, vocabulary.EQUIPMENT), (Joint, vocabulary.JOINTS)):
        for slug, name in table.items():
            model.objects.get_or_create(slug=slug, defaults={"name": name})


@pytest.fixture
def make_exercise(words):
    """Make a published exercise; equipment, muscles and joints by their words."""

    def make(name=None, *, equipment=(), muscles=None, joints=None, group=None, **fields):
        number = next(_numbers)
        name = name or f"Exercise {number}"
        fields = {
            "slug": f"{name.lower().replace(' ', '-')}-{number}", "status": Exercise.Status.PUBLISHED,
            "type": "strength", "level": 1, "force": "push", "mechanic": "compound", "pattern": "squat",
            "met": 5, "minutes": 8, "seconds_per_repetition": 4, "summary": "Trains the legs.",
            "steps": ["Stand tall.", "Bend the knees.", "Stand up."], **fields,
        }  # fmt: skip
        exercise = Exercise.objects.create(name=name, **fields)
        exercise.equipment.set(Equipment.objects.filter(slug__in=equipment))
        shares = muscles or {"quadriceps": 1}
        for index, (muscle, share) in enumerate(shares.items()):
            ExerciseMuscle.objects.create(
                exercise=exercise, muscle=Muscle.objects.get(slug=muscle), share=share,
                role="primary" if index == 0 else "secondary",
            )  # fmt: skip
        for joint, stress in (joints or {}).items():
            ExerciseJoint.objects.create(
                exercise=exercise, joint=Joint.objects.get(slug=joint), stress=stress
            )
        if group:
            exercise.variation_group, _ = VariationGroup.objects.get_or_create(slug=group, name=group)
            exercise.save(update_fields=["variation_group", "updated_at"])
        return exercise

    return make


@pytest.fixture
def make_user(words):
    """Make a member with a profile and a place; ``equipment`` is what is at that place."""

    def make(email=None, *, equipment=(), limitations=None, favoured=(), simulated=False, **answers):
        user = User.objects.create_user(
            email or f"member{next(_numbers)}@example.org", PASSWORD, is_simulated=simulated
        )
        place = Place.objects.create(user=user, kind="home", name="Home")
        place.equipment.set(Equipment.objects.filter(slug__in=equipment))
        profile = Profile.objects.create(user=user, current_place=place, **answers)
        profile.favoured_muscles.set(Muscle.objects.filter(slug__in=favoured))
        for joint, severity in (limitations or {}).items():
            Limitation.objects.create(user=user, joint=Joint.objects.get(slug=joint), severity=severity)
        return user

    return make


@pytest.fixture(scope="session")
def servers():
    """Addresses of the real servers, or a skip that says how to name them. The database may be emptied."""
    names = {"DATABASE_URL": "NEXTSET_TEST_DATABASE_URL", "REDIS_URL": "NEXTSET_TEST_REDIS_URL"}
    missing = [name for name in names.values() if not os.environ.get(name)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not set: no server to test against")
    return {setting: os.environ[name] for setting, name in names.items()}
