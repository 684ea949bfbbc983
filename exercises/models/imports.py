"""What imports leave behind: where rows came from, and which may be there twice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.models.exercise import Exercise


class ImportedRecord(models.Model):
    """A record of another catalogue, and the exercise it became or was merged into.

    It makes a second import add nothing, even where a curator has renamed the draft since, and keeps
    the licence and the author of every record that a merged exercise stands for.
    """

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="imported_records")
    source = models.CharField(max_length=40)
    source_key = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    licence = models.CharField(max_length=60, blank=True)
    author = models.CharField(max_length=120, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="record_is_imported_once"),
        ]

    def __str__(self):
        return f"{self.source} {self.source_key}"


class NearDuplicateQuerySet(models.QuerySet):
    """Questions about many pairs."""

    def waiting(self):
        """Pairs that a person has yet to decide on; those with a retired exercise are out of the way."""
        retired = Exercise.Status.RETIRED
        waiting = self.filter(decision=NearDuplicate.Decision.OPEN)
        return waiting.exclude(first__status=retired).exclude(second__status=retired)


class NearDuplicate(models.Model):
    """Two exercises that may be the same one; a person decides."""

    class Decision(models.TextChoices):
        OPEN = "open", _("To decide")
        SAME = "same", _("The same")
        DIFFERENT = "different", _("Different")

    first = models.ForeignKey(Exercise, models.CASCADE, related_name="+")
    second = models.ForeignKey(Exercise, models.CASCADE, related_name="+")
    likeness = models.DecimalField(
        max_digits=4, decimal_places=3, help_text=_("From 0 to 1, names and attributes together.")
    )
    reasons = models.JSONField(default=list, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN, db_index=True)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = NearDuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="near_duplicate_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="near_duplicate_pair_is_ordered"
            ),
            models.CheckConstraint(condition=Q(likeness__gte=0, likeness__lte=1), name="likeness_is_0_to_1"),
        ]

    def __str__(self):
        return f"{self.first_id} ~ {self.second_id}"
