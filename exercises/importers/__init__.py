"""Imports other people's catalogues: read → clean → map → match → report, one small reader per source.

A reader is a module with ``NAME``, ``recognises(path)`` and ``read(path, report)`` yielding
:class:`rows.Row`. Everything after reading is the same for all sources. See :func:`import_exercises`.
"""

from pathlib import Path

from django.db import transaction

from exercises.importers import free_exercise_db, tabular, wger
from exercises.importers.cleaning import clean
from exercises.importers.files import SourceError
from exercises.importers.report import ImportReport
from exercises.importers.writing import write

__all__ = ["READERS", "SourceError", "import_exercises"]

READERS = {reader.NAME: reader for reader in (free_exercise_db, wger, tabular)}


def import_exercises(path, *, at, source="", dry_run=False, columns=None, words=None):
    """Import a foreign catalogue as drafts and return the :class:`report.ImportReport`.

    ``source`` names a reader or, for other files, the catalogue they came from (default: the file's name).
    ``columns`` maps columns of a table to fields, ``words`` maps ``(field, word)`` to codes of the
    vocabulary. A second run adds nothing. Everything is one transaction: raises :class:`SourceError`
    with nothing written, and writes nothing at all in a dry run.
    """
    path = Path(path)
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    reader = READERS.get(source) or next(
        (reader for reader in READERS.values() if reader.recognises(path)), tabular
    )
    name = source or (path.stem.lower() if reader is tabular else reader.NAME)
    report = ImportReport(source=name[:40], path=path.name, dry_run=dry_run)
    options = {"wanted": columns} if reader is tabular else {}
    drafts = clean(reader.read(path, report, **options), report, own_words=words)
    with transaction.atomic():
        write(drafts, report, source=report.source, at=at)
        if dry_run:
            transaction.set_rollback(True)
    return report
