"""``manage.py roll_back_model``: serve the model published before the current one."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommender import actions


class Command(BaseCommand):
    """Go back one model."""

    help = "Serve the model that was published before the current one."

    def handle(self, *args, **options):
        """Roll back, or say that there is nothing to go back to."""
        try:
            run = actions.roll_back(at=timezone.now())
        except actions.NothingToRollBack as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Serving {run} again.")
