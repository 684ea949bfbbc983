"""Read the whole catalogue and say what is wrong with it."""

import json

from django.core.management.base import BaseCommand, CommandError

from exercises import review, vocabulary
from exercises.catalogue import CatalogueError, read_records
from exercises.coverage import FEWEST, FEWEST_GROUPS, KITS, SORE_JOINTS, Coverage
from exercises.loading import catalogue_files
from exercises.models import Exercise
from exercises.records import record_of


class Command(BaseCommand):
    """Counts, problems and coverage of the published exercises, or of files before they are loaded."""

    help = "Count and check the published exercises, or the records of files; fails when there is a problem."

    def add_arguments(self, parser):
        """What to check, and how to report."""
        parser.add_argument("paths", nargs="*", help="files or folders of records instead of the database")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args, paths, **options):
        """Check and report."""
        records = self.records(paths)
        problems = review.problems(records)
        faulty = {slug for slug, _sentence in problems}
        sound = [record for record in records if not review.catalogue.problems(record)]
        cells = Coverage(sound).promised()
        report = {
            "exercises": len(records),
            "counts": review.counts(sound),
            "muscles_by_level": review.muscles_by_level(sound),
            "problems": [{"exercise": slug, "problem": sentence} for slug, sentence in problems],
            "coverage": [cell.as_dict() for cell in cells],
            "cells": len(cells),
            "cells_covered": sum(cell.is_covered for cell in cells),
            "cells_short": [cell.as_dict() for cell in cells if not cell.is_covered],
        }
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1, ensure_ascii=False))
        else:
            self.print(report, cells)
        if problems:
            raise CommandError(f"{len(problems)} problems in {len(faulty)} exercises")

    def records(self, paths):
        """The records of files, or those of the published exercises."""
        if paths:
            try:
                return [record for path in catalogue_files(paths) for record in read_records(path)]
            except CatalogueError as error:
                raise CommandError(str(error)) from error
        exercises = (
            Exercise.objects.published()
            .with_details()
            .select_related("easier", "harder")
            .prefetch_related("alternatives")
            .order_by("slug")
        )
        return [record_of(exercise, plain=True) for exercise in exercises]

    def print(self, report, cells):
        """The report for a person."""
        write = self.stdout.write
        write(f"{report['exercises']} exercises")
        for name, table in report["counts"].items():
            write(f"by {name}: " + ", ".join(f"{word} {count}" for word, count in table.items()))
        write(
            "\nprimary muscle by level   "
            + "".join(f"{name:>9}" for name in vocabulary.english(vocabulary.LEVELS).values())
        )
        for muscle, levels in report["muscles_by_level"].items():
            write(f"  {muscle:24}" + "".join(f"{count:9}" for count in levels.values()))
        self.print_coverage(cells)
        for problem in report["problems"]:
            write(f"{problem['exercise']}: {problem['problem']}")
        write(f"{len(report['problems'])} problems")

    def print_coverage(self, cells):
        """A table per goal: a line per kit and sore joint, a column per level; then what falls short."""
        write = self.stdout.write
        write(
            f"\ncoverage: exercises (muscle groups with {FEWEST} or more, ! below {FEWEST_GROUPS}) "
            "and how well the best fit, by level ceiling"
        )
        by_place = {(cell.goal, cell.kit, cell.joint, cell.level): cell for cell in cells}
        for goal, words in vocabulary.GOALS.items():
            heads = "".join(f"{name:>14}" for name in vocabulary.LEVELS.values())
            write(f"\n{words:32}{heads}")
            for kit in KITS:
                for joint in SORE_JOINTS:
                    row = [by_place[goal, kit, joint, level] for level in vocabulary.LEVELS]
                    shown = "".join(
                        f"{cell.exercises:5} ({cell.groups_covered}){' ' if cell.is_covered else '!'}"
                        f"{cell.quality:4.0%}"
                        for cell in row
                    )
                    write(f"  {kit:12}{'nothing sore' if joint == 'none' else f'sore {joint}':18}{shown}")
        short = [cell for cell in cells if not cell.is_covered]
        write(f"\n{len(cells) - len(short)} of {len(cells)} cells covered")
        for cell in short:
            groups = ", ".join(f"{group} {count}" for group, count in cell.groups.items())
            write(f"short: {cell.goal}, {cell.kit}, sore: {cell.joint}, level {cell.level}: {groups}")
