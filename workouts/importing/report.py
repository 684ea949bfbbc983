"""What reading a file came to: counts, notes, and every row that is not as it was written."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import ngettext

from workouts.importing.rows import Finding


@dataclass
class ReadingReport:
    """``rejected`` rows are not kept; of ``changed`` rows something was left out. Nothing else is missing."""

    rows: int = 0
    notes: list = field(default_factory=list)
    passed: Counter = field(default_factory=Counter)
    rejected: list = field(default_factory=list)
    changed: list = field(default_factory=list)

    def reject(self, row, column, message):
        """Say why a row cannot be kept."""
        self.rejected.append(Finding(row, column, message))

    def change(self, row, column, message):
        """Say what was left out of a row that is kept."""
        self.changed.append(Finding(row, column, message))

    def as_dict(self):
        """As plain values, for JSON."""
        return {
            "rows": self.rows,
            "notes": [*self.notes, *self._passed()],
            "rejected": [finding.as_dict() for finding in self.rejected],
            "changed": [finding.as_dict() for finding in self.changed],
        }

    def _passed(self):
        for kind, count in self.passed.items():
            words = ngettext(
                "%(count)s row is a “%(kind)s”, not a set: it was passed over.",
                "%(count)s rows are “%(kind)s”, not sets: they were passed over.",
                count,
            )
            yield words % {"count": count, "kind": kind}
