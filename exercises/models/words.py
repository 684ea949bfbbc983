"""The words of the vocabulary as rows."""

from typing import ClassVar

from django.db import models

from exercises import vocabulary


class Word(models.Model):
    """A word of the vocabulary kept as a row, so that exercises and people can refer to it."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    # The table of the vocabulary that these rows are kept from; ``name`` holds its English word.
    words: ClassVar[dict] = {}

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The word in the reader's language; the row's own where the vocabulary does not know it."""
        return str(self.words.get(self.slug, self.name))


class Muscle(Word):
    """A muscle or a group of muscles a person would name."""

    words = vocabulary.MUSCLES

    region = models.CharField(
        max_length=20, choices=[(code, name) for code, (name, _muscles) in vocabulary.REGIONS.items()]
    )


class Equipment(Word):
    """A thing an exercise needs."""

    words = vocabulary.EQUIPMENT

    class Meta:
        verbose_name_plural = "equipment"


class Joint(Word):
    """A joint that an exercise loads and that may hurt."""

    words = vocabulary.JOINTS


class VariationGroup(Word):
    """Exercises that are variations of one movement."""
