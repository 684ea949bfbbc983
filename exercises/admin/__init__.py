"""The curator's desk: what waits, what is missing, what may be there twice."""

from exercises.admin import duplicates, exercises, merges, words

__all__ = ["duplicates", "exercises", "merges", "words"]
