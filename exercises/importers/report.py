"""What an import did: counts and rows per step, rejected rows, unknown words, and the outcome."""

from collections import Counter
from dataclasses import dataclass, field

from exercises.importers.advice import RIGHT


@dataclass
class Finding:
    """One thing found in one row."""

    code: str
    row: str
    message: str
    field: str = ""

    def as_dict(self):
        """Plain values, for JSON."""
        right = str(RIGHT.get(self.code, ""))
        return {
            "code": self.code, "row": self.row, "field": self.field, "message": self.message, "right": right,
        }  # fmt: skip


@dataclass
class Step:
    """One cleaning step: how often each thing was found, and where."""

    name: str
    counts: Counter = field(default_factory=Counter)
    findings: list = field(default_factory=list)

    def found(self, code, row="", message="", *, field="", times=1):
        """Count a finding; with a row it is listed as well."""
        self.counts[code] += times
        if row:
            self.findings.append(Finding(code, str(row), message, field))


@dataclass
class ImportReport:
    """The whole import; ``as_dict`` is what ``--json`` prints."""

    source: str
    path: str
    dry_run: bool
    read: int = 0
    notes: list = field(default_factory=list)
    columns: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    rejected: list = field(default_factory=list)
    unknown: Counter = field(default_factory=Counter)
    nearest: dict = field(default_factory=dict)
    created: list = field(default_factory=list)
    added: list = field(default_factory=list)
    updated: list = field(default_factory=list)
    merged: list = field(default_factory=list)
    near: list = field(default_factory=list)
    known_rows: list = field(default_factory=list)
    near_duplicates: int = 0

    @property
    def known(self):
        """How many rows were imported before."""
        return len(self.known_rows)

    def step(self, name):
        """Begin a step."""
        self.steps.append(Step(name))
        return self.steps[-1]

    def reject(self, row, reason, *, field="", code="rejected"):
        """Leave a row out and say why."""
        self.rejected.append(Finding(code, str(row), reason, field))

    def unknown_word(self, field, word, nearest):
        """Note a word the vocabulary does not hold, with the nearest words it does."""
        self.unknown[field, word] += 1
        self.nearest[field, word] = nearest

    def counts(self):
        """Everything counted, by code, over all steps."""
        return dict(sum((step.counts for step in self.steps), Counter()))

    def as_dict(self):
        """Plain values, for JSON."""
        return {
            "source": self.source,
            "path": self.path,
            "dry_run": self.dry_run,
            "read": self.read,
            "created": len(self.created),
            "merged": len(self.merged),
            "already_known": self.known,
            "rejected": [finding.as_dict() for finding in self.rejected],
            "near_duplicates_queued": self.near_duplicates,
            "notes": self.notes,
            "columns": self.columns,
            "counts": self.counts(),
            "steps": [
                {
                    "step": step.name,
                    "counts": dict(step.counts),
                    "findings": [finding.as_dict() for finding in step.findings],
                }
                for step in self.steps
            ],
            "unknown_words": [
                {"field": field, "word": word, "count": count, "nearest": self.nearest[field, word]}
                for (field, word), count in self.unknown.most_common()
            ],
            "created_slugs": self.created,
            "added_rows": self.added,
            "updated_rows": self.updated,
            "merged_rows": self.merged,
            "known_rows": self.known_rows,
            "near_duplicate_rows": self.near,
        }
