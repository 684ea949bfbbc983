"""Import another catalogue as drafts for a curator."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exercises.importers import SourceError, import_exercises

SHOWN = 5


class Command(BaseCommand):
    """Shell around :func:`exercises.importers.import_exercises`."""

    help = "Import free-exercise-db, a folder of wger fixtures, or any CSV or JSON table as drafts."

    def add_arguments(self, parser):
        """What to import, and how to report."""
        parser.add_argument("path", help="a JSON or CSV file, or wger's folder")
        parser.add_argument("--source", default="", help="a reader, or the name of the catalogue")
        parser.add_argument("--dry-run", action="store_true", help="report everything, write nothing")
        parser.add_argument("--json", action="store_true", help="print the whole report as JSON")
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD",
            help="what a column of a table holds, by its name or its number from 1",
        )  # fmt: skip
        parser.add_argument(
            "--word", action="append", default=[], metavar="FIELD:WORD=CODE",
            help="what an unknown word means, as in equipment:longbar=barbell",
        )  # fmt: skip

    def handle(self, *args, path, source, dry_run, **options):
        """Import and report."""
        columns = dict(_pair(text, "--map COLUMN=FIELD") for text in options["map"])
        words = dict(_word(text) for text in options["word"])
        try:
            report = import_exercises(
                path, source=source, dry_run=dry_run, columns=columns, words=words, at=timezone.now()
            )
        except SourceError as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), indent=1, ensure_ascii=False))
        else:
            self.print(report)

    def print(self, report):
        """The report for a person: every count, the first rows of each."""
        write = self.stdout.write
        write(
            f"{report.source}: {report.read} read{' (dry run: nothing is written)' if report.dry_run else ''}"
        )
        for note in report.notes:
            write(f"  {note}")
        for column in report.columns:
            write(f"  column {column['column']!r}: {column['field'] or '-'} ({column['reason']})")
        for step in report.steps:
            write(f"{step.name}")
            for code, count in step.counts.items():
                write(f"  {count:5} {code.replace('_', ' ')}")
                shown = [finding for finding in step.findings if finding.code == code][:SHOWN]
                for finding in shown if code != "respelt" and count <= 4 * SHOWN else []:
                    write(f"          {finding.row}: {finding.message}")
        if report.unknown:
            write("unknown words")
        for (field, word), count in report.unknown.most_common():
            near = ", ".join(map(str, report.nearest[field, word])) or "nothing near"
            write(f"  {count:5} {field}: {word!r} (nearest: {near})")
        if report.rejected:
            write("rejected rows")
        for finding in report.rejected:
            write(f"        {finding.row}: {finding.message}")
        write(
            f"{len(report.created)} drafts created, {len(report.updated)} updated, "
            f"{len(report.merged)} merged, {report.known} known already, {len(report.rejected)} rejected, "
            f"{report.near_duplicates} pairs to decide"
        )


def _pair(text, form):
    left, equals, right = text.rpartition("=")
    if not (left and equals and right):
        raise CommandError(f"{text!r} is not of the form {form}")
    return left.strip(), right.strip()


def _word(text):
    left, code = _pair(text, "--word FIELD:WORD=CODE")
    field, colon, word = left.partition(":")
    if not colon or field not in ("muscle", "equipment", "type", "level", "force", "mechanic"):
        raise CommandError(f"{text!r} is not of the form --word FIELD:WORD=CODE")
    return (field, word.strip()), int(code) if code.isdigit() else code
