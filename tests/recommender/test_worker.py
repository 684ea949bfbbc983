"""A real worker takes the nightly task from a real queue and trains."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow

# One part of the catalogue is enough to train on.
SETUP = """
from django.core.management import call_command
from django.utils import timezone
from exercises.loading import load_catalogue
from exercises.models import Exercise
from recommender import community
call_command("flush", interactive=False, verbosity=0)
load_catalogue()
Exercise.objects.exclude(pattern__in=['squat', 'lunge', 'hinge']).update(status='draft')
community.make(at=timezone.now(), people=60)
"""
SEND = "from recommender.tasks import train; train.delay(from_an_older_version=True)"
ASK = """
from recommender.models import ModelRun
run = ModelRun.objects.order_by("-pk").first()
print(run.status if run else "nothing", run.is_current if run else "", run.error if run else "")
"""


def environment_of(folder, servers):
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "MODEL_DIR")}
    environment |= {"DATA_DIR": str(folder), "TRAINING_BUDGET": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "workout_app.settings"
    return environment | servers


def run(environment, code):
    command = [sys.executable, "-c", "import django; django.setup()\n" + code]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def train_through_a_worker(environment):
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    run(environment, SETUP)
    command = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "workout_app",
        "worker",
        "--beat",
        "--concurrency",
        "1",
    ]
    schedule = str(Path(environment["DATA_DIR"]) / "schedule")
    worker = subprocess.Popen(
        [*command, "--loglevel", "WARNING", "--schedule", schedule], cwd=ROOT, env=environment
    )
    try:
        run(environment, SEND)
        deadline = time.monotonic() + 180
        while (found := run(environment, ASK)).split()[0] not in ("finished", "failed", "rejected"):
            assert time.monotonic() < deadline, f"the worker did not finish: {found}"
            assert worker.poll() is None, "the worker stopped"
            time.sleep(1)
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    return found


def test_the_nightly_task_runs_in_a_worker_without_any_server(tmp_path):
    assert train_through_a_worker(environment_of(tmp_path, {})) == "finished True"


@pytest.mark.servers
def test_the_nightly_task_runs_in_a_worker_on_postgresql_and_redis(tmp_path, servers):
    assert train_through_a_worker(environment_of(tmp_path, servers)) == "finished True"


def test_the_schedule_trains_every_night_and_sweeps_what_is_stale(settings):
    from workout_app.celery import app

    app.loader.import_default_modules()
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert tasks == {
        "recommender.tasks.train",
        "recommender.tasks.sweep_stale_runs",
        "exercises.tasks.sweep_uploads",
    }
    assert tasks <= set(app.tasks)
    assert settings.CELERY_BEAT_SCHEDULE["train-every-night"]["schedule"].hour == {settings.TRAINING_HOUR}
