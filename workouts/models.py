"""What was done: workouts and their sets. Facts are added and voided, never overwritten or lost."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise
from profiles import weights
from profiles.models import Place


class Workout(models.Model):
    """One session of training. The UUID is made by the client, so that a retry writes once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="workouts")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=models.F("started_at")),
                name="workout_ends_after_it_starts",
            )
        ]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d}"

    def get_absolute_url(self):
        """The workout's page, for its owner."""
        return reverse("workouts:detail", args=[self.uuid])


class WorkoutSetQuerySet(models.QuerySet):
    """Questions about many sets."""

    def standing(self):
        """Sets that were not voided."""
        return self.filter(voided_at__isnull=True)


class WorkoutSet(models.Model):
    """One set of one exercise: repetitions and weight, or seconds, or metres; effort as RPE."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    workout = models.ForeignKey(Workout, models.CASCADE, related_name="sets")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="sets")
    position = models.PositiveSmallIntegerField(default=0)
    repetitions = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    weight_kg = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
    )  # fmt: skip
    seconds = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(86_400)]
    )
    distance_m = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )
    effort = models.DecimalField(
        max_digits=3, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("RPE, 1 (very light) to 10 (nothing left)."),
    )  # fmt: skip
    done_at = models.DateTimeField(db_index=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = WorkoutSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(repetitions__isnull=False)
                | Q(seconds__isnull=False)
                | Q(distance_m__isnull=False),
                name="set_says_how_much",
            ),
            models.CheckConstraint(
                condition=Q(effort__isnull=True) | Q(effort__gte=1, effort__lte=10), name="effort_is_1_to_10"
            ),
            models.CheckConstraint(
                condition=Q(weight_kg__isnull=True) | Q(weight_kg__gte=0), name="weight_is_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.exercise_id} {self.amount}"

    @property
    def volume(self):
        """Repetitions times kilograms; nothing where either is missing."""
        return self.repetitions * self.weight_kg if self.repetitions and self.weight_kg else Decimal(0)

    @property
    def amount(self):
        """How much it was, in the reader's words: ``10 × 20 kg``, ``40 s``, ``12 min, 2.5 km``."""
        parts = []
        if self.repetitions:
            parts.append(str(self.repetitions))
        if self.seconds:
            parts.append(_duration(self.seconds))
        if self.distance_m:
            parts.append(_distance(self.distance_m))
        words = ", ".join(parts)
        return f"{words} × {weights.shown(self.weight_kg)}" if self.weight_kg else words


class ImportedHistory(models.Model):
    """A file of another app: what of it is in the log, and what still waits, so that nothing is lost.

    Before ``imported_at`` it is a preview and nothing of it is in the log. The lists are written and read
    by :mod:`workouts.importing`: ``sessions`` and ``sets`` as :mod:`~workouts.importing.rows` keeps them
    (of the sets only those that are not in the log), ``choices`` from a name to a slug (``""``: not what
    was proposed), ``written`` the UUIDs of the sets that it put into the log.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imported_histories")
    source = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict)
    sessions = models.JSONField(default=list)
    sets = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    written = models.JSONField(default=list)
    with_warm_ups = models.BooleanField(default=False)
    with_doubles = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "imported histories"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(imported_at__isnull=True),
                name="one_import_is_a_preview",
            )
        ]

    def __str__(self):
        return f"{self.source} {self.file_name}"

    def get_absolute_url(self):
        """Its page, for its owner: preview, choices and result."""
        return reverse("workouts:import_detail", args=[self.uuid])


def _duration(seconds):
    if seconds < 120:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02} min" if rest else f"{minutes} min"


def _distance(metres):
    return f"{number_format(Decimal(metres) / 1000)} km" if metres >= 1000 else f"{metres} m"
