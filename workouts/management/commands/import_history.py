"""Import a person's history from Strong, Hevy or FitNotes."""

import json
from pathlib import Path
from zoneinfo import available_timezones

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from profiles.models import User
from workouts.importing import actions
from workouts.importing.catalogue import load_catalogue
from workouts.importing.dates import DAY, MONTH
from workouts.importing.history import SOURCES, UNITS, Options, read_history
from workouts.importing.plan import plan_import
from workouts.importing.reading import MOST_BYTES, HistoryError

SHOWN = 10


class Command(BaseCommand):
    """Shell around :mod:`workouts.importing`."""

    help = "Import an export of Strong, Hevy or FitNotes into a person's log; a second time adds nothing."

    def add_arguments(self, parser):
        """Whose history, which file, and what the file does not say itself."""
        parser.add_argument("email", help="whose log it is")
        parser.add_argument("file", help="the export, a CSV file")
        parser.add_argument("--dry-run", action="store_true", help="report everything, write nothing")
        parser.add_argument("--json", action="store_true", help="print the whole report as JSON")
        parser.add_argument("--source", choices=SOURCES, default="", help="the app (default: by the header)")
        parser.add_argument("--unit", choices=UNITS, default="kg", help="of weights that name none")
        parser.add_argument("--dates", choices=(DAY, MONTH), default="", help="what comes first in 3/4/2024")
        parser.add_argument("--time-zone", default="", metavar="ZONE", help="as in Europe/Berlin")
        parser.add_argument("--with-warm-ups", action="store_true", help="bring warm-up sets too")
        parser.add_argument("--with-doubles", action="store_true", help="bring sets the log has otherwise")
        parser.add_argument(
            "--choose", action="append", default=[], metavar="NAME=SLUG", help="what a name means"
        )

    def handle(self, *args, email, file, dry_run, **options):
        """Import and report."""
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"{email}: nobody has this address")
        self.options = options
        catalogue = load_catalogue()
        choices = dict(_choice(text, catalogue) for text in options["choose"])
        try:
            look = self.look if dry_run else self.write
            result = look(user, _bytes(file), Path(file).name, choices, catalogue)
        except HistoryError as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=1, ensure_ascii=False))
        else:
            self.print(result)

    def look(self, user, data, _name, choices, catalogue):
        """What would happen, as plain values; writes nothing at all."""
        history = read_history(data, owner=user.pk, at=timezone.now(), options=self.said())
        plan = plan_import(
            user,
            history.sessions,
            history.sets,
            catalogue=catalogue,
            choices=choices,
            taken_back=actions.taken_back(user, history.source),
            **self.wanted(),
        )
        told = {"source": history.source, "dry_run": True, "written_sets": 0}
        return told | history.report.as_dict() | plan.as_dict()

    @transaction.atomic
    def write(self, user, data, name, choices, catalogue):
        """Import, and say what happened as plain values."""
        now = timezone.now()
        # Together: where the second step fails, the file is not kept either.
        kept = actions.start_import(user=user, data=data, file_name=name, at=now, options=self.said())
        kept = actions.choose(user=user, uuid=kept.uuid, choices=choices, **self.wanted())
        plan = actions.plan_of(kept, catalogue=catalogue)
        outcome = actions.confirm_import(user=user, uuid=kept.uuid, at=now)
        told = {"source": kept.source, "dry_run": False, "written_sets": outcome.written}
        return told | kept.report | plan.as_dict()

    def said(self):
        """What the file does not say."""
        zone = self.options["time_zone"] or timezone.get_current_timezone_name()
        if zone not in available_timezones():
            raise CommandError(f"{zone!r} is no time zone such as Europe/Berlin")
        return Options(
            source=self.options["source"], unit=self.options["unit"], order=self.options["dates"],
            time_zone=zone,
        )  # fmt: skip

    def wanted(self):
        """What else of the file is wanted."""
        return {name: self.options[name] for name in ("with_warm_ups", "with_doubles")}

    def print(self, result):
        """The report for a person."""
        write = self.stdout.write
        write(f"{result['source']}: {result['rows']} rows{' (dry run)' if result['dry_run'] else ''}")
        for note in result["notes"]:
            write(f"  {note}")
        for title in ("rejected", "changed"):
            for finding in result[title][:SHOWN]:
                write(f"  {title}: row {finding['row']}, {finding['column'] or '-'}: {finding['message']}")
            if len(result[title]) > SHOWN:
                write(f"  {title}: {len(result[title])} rows in all (--json shows them)")
        for line in result["unmatched"]:
            near = ", ".join(line["proposals"]) or "nothing near"
            write(f"  waits: {line['name']!r}, {line['sets']} sets (nearest: {near})")
        span = f", {result['first'][:10]} to {result['last'][:10]}" if result["first"] else ""
        write(
            f"{result['new_sets']} sets {'would be' if result['dry_run'] else 'were'} added and "
            f"{result['returning_sets']} put back in "
            f"{result['workouts']} workouts{span}; {result['known_sets']} known already, "
            f"{result['waiting_sets']} wait for a choice, {result['warm_ups_left_out']} warm-ups and "
            f"{result['doubles_left_out']} doubles left out, {len(result['rejected'])} rows rejected"
        )


def _bytes(file):
    path = Path(file)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path.name}: more than {MOST_BYTES / 1e6:.0f} MB")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path.name}: cannot be read: {error.strerror}") from error


def _choice(text, catalogue):
    name, _equals, slug = text.rpartition("=")
    if not name or slug not in catalogue:
        raise CommandError(f"{text!r} is not of the form NAME=SLUG with the slug of a published exercise")
    return name.strip(), slug
