"""The words of the vocabulary as rows."""

from django.db import models

from exercises import vocabulary


class Word(models.Model):
    """A word of the vocabulary kept as a row, so that exercises and people can refer to it."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class Muscle(Word):
    """A muscle or a group of muscles a person would name."""

    region = models.CharField(
        max_length=20, choices=[(code, name) for code, (name, _muscles) in vocabulary.REGIONS.items()]
    )


class Equipment(Word):
    """A thing an exercise needs."""

    class Meta:
        verbose_name_plural = "equipment"


class Joint(Word):
    """A joint that an exercise loads and that may hurt."""


class VariationGroup(Word):
    """Exercises that are variations of one movement."""
