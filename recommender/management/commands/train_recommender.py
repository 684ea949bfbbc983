"""``manage.py train_recommender``: train now, with a progress bar."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommender import training
from recommender.models import ModelRun


class Command(BaseCommand):
    """Fit and compare all models, refit the best, publish it where it is not worse."""

    help = "Train the recommender and publish the model where it is not worse than the one that serves."

    def add_arguments(self, parser):
        """Declare the options."""
        parser.add_argument("--seed", type=int, help="seed of splits and search (default: TRAINING_SEED)")
        parser.add_argument("--budget", type=int, help="candidates tried (default: TRAINING_BUDGET)")
        parser.add_argument("--json", action="store_true", help="print the run as JSON")

    def handle(self, *args, **options):
        """Train and say what came of it."""
        if options["budget"] is not None and options["budget"] < 1:
            raise CommandError("--budget must be at least 1")
        bar = None if options["json"] or not sys.stderr.isatty() else self.draw
        run = training.train(now=timezone.now, seed=options["seed"], budget=options["budget"], progress=bar)
        if run is None:
            raise CommandError("A training is already running; see the model runs in admin.")
        if options["json"]:
            body = {"run": run.pk, "status": run.status, "decision": run.decision, "counts": run.counts,
                    "parameters": run.parameters, "metrics": run.metrics, "population": run.population,
                    "error": run.error}  # fmt: skip
            self.stdout.write(json.dumps(body, indent=1, sort_keys=True))
        else:
            for line in training.summary(run):
                self.stdout.write(line)
        if run.status == ModelRun.Status.FAILED:
            raise CommandError(f"Training failed: {run.error}")

    def draw(self, step, percent):
        """Draw the progress bar on the terminal."""
        filled = round(percent / 100 * 30)
        end = "\n" if percent >= 100 else ""
        sys.stderr.write(f"\r[{'█' * filled}{' ' * (30 - filled)}] {percent:3d} %  {step:<40.40}{end}")
        sys.stderr.flush()
