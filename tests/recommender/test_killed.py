"""A trainer killed with SIGKILL at any step leaves the served model as it was."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow

# Where the trainer dies: "rename" while the artifact is put in place, "publish" inside the transaction.
KILLED_AT = [1, 10, 50, 78, 88, 93, "rename", "publish", "published"]

# One part of the catalogue is enough to train on.
SETUP = """
from django.utils import timezone
from exercises.loading import load_catalogue
from exercises.models import Exercise
from recommender import community, training
load_catalogue()
Exercise.objects.exclude(pattern__in=['squat', 'lunge', 'hinge']).update(status='draft')
community.make(at=timezone.now(), people=60)
run = training.train(now=timezone.now, budget=1)
assert run.is_current, run.error
"""

DIE = """
import os, signal, sys
from django.utils import timezone
from recommender import actions, training
from recommender.engine import artifact
point = sys.argv[1]
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if point == "rename":
    artifact._rename = die
elif point == "publish":
    update = actions.ModelRun.save
    def save(self, *args, **kwargs):
        if "published_at" in (kwargs.get("update_fields") or ()):
            die()
        update(self, *args, **kwargs)
    actions.ModelRun.save = save
elif point == "published":
    publish = actions.publish_model
    def then_die(**kwargs):
        publish(**kwargs)
        die()
    actions.publish_model = then_die
beat = actions.beat_run
def beaten(*, run, step, progress, at):
    beat(run=run, step=step, progress=progress, at=at)
    if point.isdigit() and progress >= int(point):
        die()
actions.beat_run = beaten
training.train(now=timezone.now, budget=1)
"""

LOOK = """
import json
from django.utils import timezone
from profiles.models import User
from recommender import serving, shelf, training
from recommender.models import ModelRun
training.sweep(now=timezone.now)
found = serving.recommend_for(User.objects.first(), at=timezone.now(), log=False)
print(json.dumps({
    "served": found.model, "picks": len(found.picks),
    "current": list(ModelRun.objects.filter(is_current=True).values_list("pk", flat=True)),
    "running": ModelRun.objects.filter(status="running").count(),
}))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with a database, a catalogue, people and a published model."""
    folder = tmp_path_factory.mktemp("data")
    run(folder, "from django.core.management import call_command as c; c('migrate', verbosity=0)")
    run(folder, SETUP)
    return folder


def run(folder, code, *words):
    """Run code in a process of its own, with Django set up; return the process."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "MODEL_DIR")}
    environment |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "workout_app.settings"}
    start = "import django; django.setup()\n"
    command = [sys.executable, "-c", start + code, *map(str, words)]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode in (0, -signal.SIGKILL), result.stderr
    return result


def look(folder):
    return json.loads(run(folder, LOOK).stdout.splitlines()[-1])


@pytest.mark.parametrize("point", KILLED_AT)
def test_a_killed_trainer_leaves_a_whole_model_serving(home, point):
    before = look(home)

    died = run(home, DIE, point)

    after = look(home)
    assert died.returncode == -signal.SIGKILL
    assert after["running"] == 0
    assert after["picks"] > 0
    assert after["current"] == [after["served"]]
    if point != "published":
        assert after["served"] == before["served"]


def test_after_all_that_the_next_training_succeeds(home):
    code = "from django.utils import timezone; from recommender import training\n"
    code += "print(training.train(now=timezone.now, budget=1).status)"

    assert run(home, code).stdout.splitlines()[-1] == "finished"
