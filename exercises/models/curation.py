"""What curators and members leave on an exercise: revisions, merges and reports. Rows are only added."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.models.exercise import Exercise


class Revision(models.Model):
    """One change of one exercise: who, when, and every field before and after.

    ``changes`` maps a field to ``[before, after]``, as :mod:`exercises.revisions` writes fields; relations
    (muscles, joints, equipment, alternatives) are fields among the others.
    """

    class Action(models.TextChoices):
        CREATE = "create", _("Created")
        EDIT = "edit", _("Edited")
        BULK = "bulk", _("Edited with others")
        PUBLISH = "publish", _("Published")
        RETIRE = "retire", _("Retired")
        DRAFT = "draft", _("Back to draft")
        MERGE = "merge", _("Merged")
        UNMERGE = "unmerge", _("Merge undone")
        REVERT = "revert", _("Reverted")

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="revisions")
    action = models.CharField(max_length=10, choices=Action)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The import or command that did it, where no person sat before a form.
    source = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["exercise", "at"], name="revisions_of_an_exercise")]

    def __str__(self):
        return f"{self.exercise_id} {self.action}"


class MergeQuerySet(models.QuerySet):
    """Questions about many merges."""

    def of(self, exercise):
        """Merges that this exercise was part of, the latest first."""
        return self.filter(Q(keep=exercise) | Q(double=exercise)).order_by("-pk")

    def standing(self):
        """Merges that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """Two exercises made one: what it changed and which rows it moved, so that it can be undone."""

    keep = models.ForeignKey(Exercise, models.CASCADE, related_name="merges")
    double = models.ForeignKey(Exercise, models.CASCADE, related_name="merged_into")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    # Field → [before, after] of either row, and follower → keys of the rows that were moved.
    keep_changes = models.JSONField(default=dict)
    double_changes = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["double"], condition=Q(undone_at__isnull=True), name="merged_into_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(keep=models.F("double")), name="merge_is_of_two"),
        ]

    def __str__(self):
        return f"{self.double_id} → {self.keep_id}"


class Report(models.Model):
    """A mistake that a member found in an exercise. The UUID is the client's: a retry writes once."""

    class Kind(models.TextChoices):
        WORDS = "words", _("The description is wrong or unclear")
        MUSCLES = "muscles", _("Wrong muscles")
        EQUIPMENT = "equipment", _("Wrong or missing equipment")
        LEVEL = "level", _("Harder or easier than it says")
        HURTS = "hurts", _("It asks more of a joint than it says")
        DOUBLE = "double", _("The same as another exercise")
        OTHER = "other", _("Something else")

    class Decision(models.TextChoices):
        OPEN = "open", _("To decide")
        FIXED = "fixed", _("Mended")
        DECLINED = "declined", _("No mistake")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="reports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    kind = models.CharField(_("what is wrong"), max_length=10, choices=Kind)
    text = models.TextField(_("in your words"), max_length=1000, blank=True)
    created_at = models.DateTimeField(db_index=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN, db_index=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="open", decided_at__isnull=True)
                | ~Q(decision="open") & Q(decided_at__isnull=False),
                name="decided_report_says_when",
            )
        ]

    def __str__(self):
        return f"{self.exercise_id} {self.kind}"
