"""Imports other people's catalogues: read → clean → map → match → report, one small reader per source.

A reader is a module with ``NAME``, ``recognises(path)`` and ``read(path, report)`` yielding
:class:`rows.Row`. Everything after reading is the same for all sources. See :func:`import_exercises`.
"""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from exercises.importers import exported, free_exercise_db, tabular, wger
from exercises.importers.cleaning import clean
from exercises.importers.files import SourceError
from exercises.importers.report import ImportReport
from exercises.importers.writing import match

__all__ = ["READERS", "SourceError", "import_exercises", "reader_of"]

READERS = {reader.NAME: reader for reader in (exported, free_exercise_db, wger, tabular)}


def import_exercises(
    path,
    *,
    at,
    by=None,
    source="",
    reader="",
    dry_run=False,
    columns=None,
    words=None,
    header=None,
    most_rows=None,
):
    """Import a foreign catalogue as drafts and return the :class:`report.ImportReport`.

    ``source`` names a reader or, for other files, the catalogue they came from (default: the file's name);
    ``reader`` names the reader where that is not the source.
    ``columns`` maps columns of a table to fields, ``words`` maps ``(field, word)`` to codes of the
    vocabulary, ``header`` says whether a table's first row names its columns (default: it is guessed).
    A second run adds nothing; drafts that no person has touched follow rows that have changed. Everything
    is one transaction: raises :class:`SourceError` with nothing written, and writes nothing at all in a
    dry run.
    """
    path = Path(path)
    reader = reader_of(path, reader or source)
    name = source or (path.stem.lower() if reader is tabular else reader.NAME)
    report = ImportReport(source=name[:40], path=path.name, dry_run=dry_run)
    options = {"wanted": columns, "header": header} if reader is tabular else {}
    rows = list(reader.read(path, report, **options))
    if most_rows and report.read > most_rows:
        text = _("%(count)d rows; %(most)d are the most at once")
        raise SourceError(f"{path.name}: {text % {'count': report.read, 'most': most_rows}}")
    drafts = clean(rows, report, own_words=words)
    if dry_run:
        # Matching takes seconds and only reads: nobody who writes should have to wait for it.
        writer = match(drafts, report, source=report.source, at=at)
        with transaction.atomic():
            writer.write(is_rehearsal=True)
            transaction.set_rollback(True)
        return report
    with transaction.atomic():
        match(drafts, report, source=report.source, at=at).write(by=by)
    return report


def reader_of(path, name=""):
    """The reader of that name, or else the first that recognises what is at ``path``."""
    path = Path(path)
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    return READERS.get(name) or next(
        (reader for reader in READERS.values() if reader.recognises(path)), tabular
    )
