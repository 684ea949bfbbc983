"""Load the catalogue's files; a second run changes nothing."""

import json

from django.core.management.base import BaseCommand, CommandError

from exercises.catalogue import CatalogueError
from exercises.loading import load_catalogue


class Command(BaseCommand):
    """Shell around :func:`exercises.loading.load_catalogue`."""

    help = "Load catalogue files (default: the catalogue that ships with the app) as published exercises."

    def add_arguments(self, parser):
        """The files, and how to report."""
        parser.add_argument("paths", nargs="*", help="files or folders of records")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args, paths, **options):
        """Load and report."""
        try:
            counts = load_catalogue(paths).as_counts()
        except CatalogueError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(counts, indent=1))
            return
        self.stdout.write(
            "{created} created, {updated} updated, {unchanged} unchanged, {kept} kept".format(**counts)
        )
        for slug in counts["kept_slugs"]:
            self.stdout.write(f"  kept, because a person edited it: {slug}")
