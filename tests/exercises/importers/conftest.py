"""Files to import, real and broken."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from exercises.importers import import_exercises

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def shared_data():
    """The folder of real catalogues; the test skips where it is absent."""
    folder = Path(os.environ.get("NEXTSET_SHARED_DATA") or Path(settings.BASE_DIR).parent / "shared" / "data")
    if not (folder / "free-exercise-db" / "exercises.json").exists():
        pytest.skip(f"the shared data folder is absent ({folder}); name it in NEXTSET_SHARED_DATA")
    return folder


@pytest.fixture(scope="session")
def shared():
    """The folder of real catalogues."""
    return shared_data()


@pytest.fixture
def importing(db, tmp_path):
    """Write ``content`` (text or bytes) to a file and import it: ``importing("a.csv", "…")`` → report."""

    def run(name, content, **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_exercises(path, at=AT, **options)

    return run
