"""The curator's desk: what waits, what is missing, what may be there twice."""

from exercises.admin import duplicates, exercises, merges, reports, words

__all__ = ["duplicates", "exercises", "merges", "reports", "words"]
