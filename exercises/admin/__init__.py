"""The curator's desk: what waits, what is missing, what may be there twice."""

from exercises.admin import duplicates, exercises, words

__all__ = ["duplicates", "exercises", "words"]
