"""A small world for the recommender's tests: its own folder of models, nothing kept between tests."""

import itertools

import pytest
from django.utils import timezone

from recommender import actions, community, shelf, training
from recommender.engine import artifact

TYPES = ("strength", "cardio", "mobility", "balance", "power")
MUSCLES = ("quadriceps", "chest", "lats", "glutes", "abdominals")
EQUIPMENT = ((), (), ("dumbbell",), ("band",), ("barbell", "rack"))
JOINTS = ({}, {"knee": 3}, {"shoulder": 2}, {"wrist": 1}, {"lower-back": 2, "knee": 1})


@pytest.fixture(autouse=True)
def _own_shelf(settings, tmp_path):
    settings.MODEL_DIR = tmp_path / "models"
    settings.MODEL_DIR.mkdir()
    shelf.forget()
    yield
    shelf.forget()


@pytest.fixture
def catalogue(make_exercise):
    """Fifty exercises of all kinds, levels, equipment and joint loads."""
    kinds = itertools.islice(itertools.product(range(5), range(5), range(2)), 50)
    return [
        make_exercise(
            f"Move {number}", type=TYPES[a], muscles={MUSCLES[b]: 1}, equipment=EQUIPMENT[(a + b + c) % 5],
            joints=JOINTS[(a + 2 * b) % 5], level=1 + number % 4, group=f"group-{number // 2}",
            pattern="squat" if b % 2 else "hinge", minutes=5 + 5 * (number % 4), is_quiet=bool(number % 3),
        )
        for number, (a, b, c) in enumerate(kinds)
    ]  # fmt: skip


@pytest.fixture
def people(catalogue):
    """A hundred simulated people who have tried the catalogue."""
    return community.make(at=timezone.now(), people=100, seed=1)


@pytest.fixture
def publish(settings):
    """Fit the default hybrid on everything and publish it: a night without its comparison."""

    def make(**parameters):
        tables = training._read()
        run = actions.begin_run(seed=1, at=timezone.now())
        run.parameters = {"n_factors": 8, **parameters}
        content, metadata = training._refit(tables, run)
        folder = f"run-{run.pk}"
        sha256 = artifact.save(settings.MODEL_DIR / folder, content, metadata=metadata)
        training._finish(run, folder, sha256, (True, "Published."), timezone.now)
        return run

    return make


@pytest.fixture
def trained(people, publish):
    """A published model."""
    return publish()
