"""Cleaning of raw tables, step by step; every step reports what it did and to which rows.

A step is a small object with ``name`` and ``apply(table)``, which returns the cleaned table and its
findings. :func:`clean` runs a list of steps, and :func:`exercise_steps` and :func:`interaction_steps` are the
usual lists: names and spellings, invalid values, ranges, missing values, duplicates. A row keeps its index
label all the way, so that a finding can be traced to the row of the file it came from. Nothing is guessed:
what is not understood becomes missing, or its row is dropped, and the report says so.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from recommender.engine import columns
from recommender.engine.cleaning_steps import (
    DROPPED,
    FINDINGS,
    Duplicates,
    LikelyDuplicates,
    Missing,
    Numbers,
    Overlap,
    Ranges,
    Spellings,
    Texts,
    is_missing,
)


@dataclass(frozen=True)
class StepReport:
    """What one step did: ``findings`` has a row per change, with the columns of ``FINDINGS``."""

    name: str
    rows_before: int
    rows_after: int
    findings: pd.DataFrame = field(repr=False)

    def __str__(self):
        """One line to read: how many rows are left, and how often each problem was found."""
        counts = self.findings["problem"].value_counts(sort=False)
        what = ", ".join(f"{count} × {problem}" for problem, count in counts.items()) or "nothing to do"
        return f"{self.name}: {self.rows_before} → {self.rows_after} rows; {what}"


@dataclass(frozen=True)
class CleaningReport:
    """The reports of all steps, in order."""

    steps: tuple

    def __str__(self):
        return "\n".join(map(str, self.steps))

    @property
    def dropped(self):
        """Index labels of the rows that were dropped, with the step and the problem, as a DataFrame."""
        parts = [step.findings.assign(step=step.name) for step in self.steps]
        found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*FINDINGS, "step"])
        return found.loc[found["after"].eq(DROPPED), ["row", "step", "column", "problem", "before"]]

    def to_dict(self):
        """The report as values that JSON can hold."""
        return {
            "steps": [
                {
                    "step": step.name,
                    "rows_before": step.rows_before,
                    "rows_after": step.rows_after,
                    "findings": [
                        {name: _jsonable(value) for name, value in finding.items()}
                        for finding in step.findings.to_dict("records")
                    ],
                }
                for step in self.steps
            ]
        }


def clean(table, steps):
    """Return the table after all ``steps`` and the :class:`CleaningReport`; ``table`` stays as it is."""
    reports = []
    for step in steps:
        before = len(table)
        table, findings = step.apply(table)
        reports.append(StepReport(step.name, before, len(table), findings))
    return table, CleaningReport(tuple(reports))


def exercise_steps(*, vocabulary, spellings=None, ranges=None, required=("name",), key="name"):
    """The usual steps for a table of exercises.

    Parameters
    ----------
    vocabulary : mapping of column to the words it may hold (one word or a list of words per cell)
    spellings : mapping of column to a mapping of spelling to word
    ranges : mapping of column to (lowest, highest) allowed number
    required : columns without which a row is of no use
    key : column of names; two rows of one name are one exercise
    """
    spellings = spellings or {}
    steps = [Texts([key])]
    steps += [
        Spellings(column, words, spellings.get(column), whole=column == "equipment")
        for column, words in vocabulary.items()
    ]
    if {"primary", "secondary"} <= set(vocabulary):
        steps.append(Overlap("primary", "secondary"))
    steps.append(Numbers(list(ranges or {})))
    steps += [Ranges(column, low, high) for column, (low, high) in (ranges or {}).items()]
    return [*steps, Missing(list(required)), Duplicates([key]), LikelyDuplicates(key)]


def interaction_steps():
    """The usual steps for a table of interactions: only rows that say who, what and how it went are kept."""
    needed = [columns.USER, columns.ITEM, columns.VALUE]
    return [
        Numbers([columns.VALUE, columns.TIME]),
        Ranges(columns.VALUE, -1, 1, drop=True),
        Missing(needed),
        Duplicates([columns.USER, columns.ITEM, columns.TIME]),
    ]


def _jsonable(value):
    if is_missing(value):
        return None
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, list | tuple | set | np.ndarray):
        return [_jsonable(item) for item in value]
    return value if isinstance(value, str | int | float | bool) else str(value)
