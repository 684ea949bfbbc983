"""``manage.py community make|remove``: the simulated community."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommender import community


class Command(BaseCommand):
    """Make or remove the simulated people; real people are never touched."""

    help = "Make or remove the simulated community (labelled people with a known taste)."

    def add_arguments(self, parser):
        """Declare the options."""
        parser.add_argument("what", choices=["make", "remove"])
        parser.add_argument("--people", type=int, default=community.PEOPLE, help="how many to make")
        parser.add_argument("--seed", type=int, default=community.SEED, help="the same seed, the same people")

    def handle(self, *args, **options):
        """Make or remove."""
        if options["people"] < 1:
            raise CommandError("--people must be at least 1")
        if options["what"] == "remove":
            self.stdout.write(f"Removed {community.remove()} simulated people.")
            return
        made = community.make(people=options["people"], seed=options["seed"], at=timezone.now())
        self.stdout.write(f"Made {made} simulated people.")
