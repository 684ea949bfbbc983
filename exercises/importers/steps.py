"""The steps of an import by hand: which columns, which words, what would happen, and doing it."""

import re
from collections import Counter

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from exercises.importers import SourceError, import_exercises, reader_of, spellings, tabular
from exercises.importers.mapping import CODES
from exercises.importers.report import ImportReport
from exercises.models import Exercise

# A word this close to a known one is taken for it unless the person says otherwise.
CLOSE = 0.8
MOST_WORDS = 100
OUTCOMES = ("refused", "added", "queued", "updated", "merged", "known")
_NUMBER = re.compile(r"\d+")


def is_table(upload):
    """Whether the columns of this upload have to be told; the other sources have fixed ones."""
    return reader_of(upload.path, upload.reader or upload.source) is tabular


def look_at_columns(upload):
    """``(columns, notes)`` of a table, as guessed or as said; raises SourceError where it is none."""
    report = ImportReport(source="", path="", dry_run=True)
    columns, table, _places = tabular.look(upload.path, report, wanted=upload.columns, header=upload.header)
    return columns, [*report.notes, *([] if table else [_("There is no row below the header.")])]


def check(upload, *, at):
    """What an import would do, as plain values; looked up again only when something has changed."""
    stamp = Exercise.objects.stamp()
    kept = upload.kept_report(stamp)
    if kept is None:
        kept = import_exercises(upload.path, at=at, dry_run=True, **upload.options()).as_dict()
        upload.keep_report(kept, stamp)
    return kept


def perform(upload, *, by, at):
    """Import for real, note who did it on every new draft, and throw the files away.

    Raises :class:`SourceError` where that runs already, or the file is not one to import.
    """
    if not upload.claim(at=at):
        raise SourceError(_("this import runs already; look again in a moment"))
    try:
        report = _import(upload, by, at)
    except BaseException:
        upload.release()
        raise
    upload.finish(report.as_dict())
    return report


def _import(upload, by, at):
    with transaction.atomic():
        report = import_exercises(upload.path, at=at, by=by, **upload.options())
        drafts = Exercise.objects.filter(slug__in=report.created)
        if report.created:
            LogEntry.objects.log_actions(
                by.pk, drafts, ADDITION, change_message=f"Imported from {report.source}: {upload.name}"
            )
    return report


def words_to_decide(upload, report):
    """The unknown words of a report and those already decided, with their choices, the nearest first.

    Yields dictionaries: field, word, count, chosen, nearest (codes) and others (codes).
    """
    decided = {(field, word): code for field, word, code in upload.words}
    unknown = {(found["field"], found["word"]): found["count"] for found in report["unknown_words"]}
    for field, word in [*unknown, *(pair for pair in decided if pair not in unknown)][:MOST_WORDS]:
        near = spellings.nearest(field, word)
        close = spellings.nearest(field, word, cutoff=CLOSE)
        yield {
            "field": field,
            "word": word,
            "count": unknown.get((field, word), 0),
            "chosen": decided.get((field, word), close[0] if close else ""),
            "is_decided": (field, word) in decided,
            "nearest": near,
            "others": [code for code in CODES[field] if code not in near],
        }


def rows_of(report):
    """Every row with its outcome, what was found in it and what it does not say, in the file's order."""
    notes, missing = {}, {}
    for step in report["steps"]:
        for found in step["findings"]:
            if found["code"] == f"{found['field']}_missing":
                missing.setdefault(found["row"], []).append(found["field"])
            elif found["code"] not in ("exact_duplicate", "near_duplicate"):
                notes.setdefault(found["row"], []).append(found)
    near = {}
    for pair in report["near_duplicate_rows"]:
        near.setdefault(pair["row"], []).append(pair)
    rows = [{**found, "name": "", "outcome": "refused", "notes": [found]} for found in report["rejected"]]
    for row in report["added_rows"]:
        outcome = "queued" if row["row"] in near else "added"
        rows.append({**row, "outcome": outcome, "near": near.get(row["row"], [])})
    rows += [{**row, "outcome": "merged"} for row in report["merged_rows"]]
    rows += [{**row, "outcome": "updated"} for row in report["updated_rows"]]
    rows += [{**row, "outcome": "known"} for row in report["known_rows"]]
    for row in rows:
        row.setdefault("notes", notes.get(row["row"], []))
        row["missing"] = missing.get(row["row"], []) if row["outcome"] != "refused" else []
    return sorted(rows, key=lambda row: int((_NUMBER.search(row["row"]) or [0])[0]))


def count_outcomes(rows):
    """outcome → number of rows, for every outcome."""
    counted = Counter(row["outcome"] for row in rows)
    return {outcome: counted[outcome] for outcome in OUTCOMES}
