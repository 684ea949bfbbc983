"""What the search reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.models.exercise import Exercise


class SearchDocument(models.Model):
    """What the search reads of one exercise, as normalised words; written by ``exercises.search``."""

    exercise = models.OneToOneField(
        Exercise, models.CASCADE, primary_key=True, related_name="search_document"
    )
    names = models.TextField(help_text=_("The name, then each alias, one a line."))
    keywords = models.TextField()
    body = models.TextField()
    # The exercise's own time of change when it was indexed: a different one means a stale document.
    exercise_updated_at = models.DateTimeField()

    def __str__(self):
        return f"Search document of {self.exercise_id}"


class SearchWord(models.Model):
    """A word that occurs in names or keywords: what a misspelt word may have meant."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self):
        return self.word
