"""``manage.py start``: what a fresh database needs before it can serve; seconds when all is there."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from exercises.loading import load_catalogue
from recommender import community, training
from recommender.models import ModelRun


class Command(BaseCommand):
    """Load the catalogue, make the simulated community where nobody is there yet, train a first model."""

    help = "Load the catalogue, and give a fresh installation its simulated community and first model."

    def handle(self, *args, **options):
        """Do what is missing; nothing is done twice."""
        report = load_catalogue()
        if report.created or report.updated:
            new, changed = len(report.created), len(report.updated)
            self.stdout.write(f"Catalogue: {new} exercises added, {changed} updated")
        training.sweep(now=timezone.now)
        if ModelRun.objects.filter(is_current=True).exists():
            return
        if not community.anybody_has_said_anything():
            made = community.make(at=timezone.now())
            self.stdout.write(f"Simulated community: {made} people, labelled as such")
        self.stdout.write("Training the first model (about half a minute)")
        # A short search, so that somebody who waits does not wait long; the night does the full one.
        run = training.train(now=timezone.now, budget=4)
        # Without a model the content scorer serves, so a failure here is no reason not to start.
        self.stdout.write(run.decision or run.error if run else "Another training is already running")
