"""What the tests of imports share: a small catalogue with real names, and the real one without a database."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from exercises.catalogue import read_records
from workouts.importing.catalogue import Catalogue

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "catalogue"
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def gym(make_exercise):
    """Five exercises, as the samples name them; by their slugs."""
    made = {
        "barbell-bench-press": {
            "name": "Barbell bench press", "aliases": ["bench press", "flat bench"],
            "equipment": ["barbell", "bench", "rack"],
        },
        "dumbbell-bench-press": {"name": "Dumbbell bench press", "equipment": ["dumbbell", "bench"]},
        "barbell-back-squat": {
            "name": "Barbell back squat", "aliases": ["squat", "back squat"], "equipment": ["barbell",
            "rack"],
        },
        "forearm-plank": {"name": "Forearm plank", "aliases": ["plank"], "measure": "seconds"},
        "easy-run": {"name": "Easy run", "measure": "minutes", "type": "cardio"},
    }  # fmt: skip
    return {slug: make_exercise(slug=slug, **fields) for slug, fields in made.items()}


@pytest.fixture(scope="session")
def real_catalogue():
    """The catalogue that ships, read from its files."""
    records = [record for path in sorted(FIXTURES.glob("*.json")) for record in read_records(path)]
    return Catalogue(_stub(pk, record) for pk, record in enumerate(records, 1))


def _stub(pk, record):
    items = [SimpleNamespace(slug=slug) for slug in record["equipment"]]
    return SimpleNamespace(
        pk=pk, slug=record["slug"], name=record["name"], aliases=record.get("aliases") or [],
        equipment=SimpleNamespace(all=lambda: items),
    )  # fmt: skip
