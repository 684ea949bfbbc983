"""Advice: what people said of picks, what was shown to them, which model chose it, and today's session."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise
from profiles.models import Place
from workouts.models import Workout


class ModelRun(models.Model):
    """One training: what it learnt from, how good it was, where its arrays are, whether it serves."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        REJECTED = "rejected", _("Not better: not published")
        FAILED = "failed", _("Failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    is_current = models.BooleanField(default=False)
    started_at = models.DateTimeField(db_index=True)
    heartbeat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=60, blank=True, help_text=_("What it was doing last."))
    progress = models.PositiveSmallIntegerField(default=0, help_text=_("Percent."))
    # host:process, so that on the same machine a killed trainer is noticed at once.
    trainer = models.CharField(max_length=120, blank=True, editable=False)
    seed = models.BigIntegerField(default=0)
    parameters = models.JSONField(default=dict, blank=True)
    metrics = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    # Said beside every figure: measured on real people, or on the simulated community.
    population = models.CharField(max_length=10, default="", blank=True)
    decision = models.TextField(blank=True, help_text=_("Why it was published, or why not."))
    error = models.TextField(blank=True)
    artifact = models.CharField(max_length=120, blank=True, help_text=_("Folder below MODEL_DIR."))
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="only_one_current_model_run"
            ),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="running"), name="only_one_running_model_run"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | (Q(status="finished") & ~Q(artifact="") & ~Q(sha256="")),
                name="current_model_run_has_an_artifact",
            ),
        ]

    def __str__(self):
        return f"Model {self.pk} of {self.started_at:%Y-%m-%d %H:%M}"


class FeedbackQuerySet(models.QuerySet):
    """Questions about many pieces of feedback."""

    def standing(self):
        """Feedback that has not been undone."""
        return self.filter(undone_at__isnull=True)


class Feedback(models.Model):
    """What a person said of an exercise. Rows are added; undoing one marks it and keeps it."""

    class Kind(models.TextChoices):
        LIKE = "like", _("Like")
        DISLIKE = "dislike", _("Dislike")
        NEVER = "never", _("Never again")
        TOO_HARD = "too_hard", _("Too hard")
        TOO_EASY = "too_easy", _("Too easy")
        HURTS = "hurts", _("It hurts")
        DONE = "done", _("Done")
        SWAP = "swap", _("Swapped away")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feedback")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="feedback")
    kind = models.CharField(max_length=10, choices=Kind)
    # The request whose pick this answers, where there was one: it joins feedback to its impression.
    request = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(db_index=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        indexes = [models.Index(fields=["user", "exercise"], name="feedback_by_person")]

    def __str__(self):
        return f"{self.user_id} {self.kind} {self.exercise_id}"


class Impression(models.Model):
    """A pick that was shown: where it stood, its score, and how likely it was to be shown."""

    request = models.UUIDField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="impressions")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="impressions")
    model = models.ForeignKey(ModelRun, models.SET_NULL, null=True, blank=True, related_name="impressions")
    surface = models.CharField(max_length=12, default="page")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    propensity = models.FloatField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "exercise"], name="exercise_once_per_request"),
            models.CheckConstraint(
                condition=Q(propensity__gt=0, propensity__lte=1), name="propensity_is_a_probability"
            ),
        ]

    def __str__(self):
        return f"{self.request} {self.rank}"


class TrainingSessionQuerySet(models.QuerySet):
    """Questions about many sessions."""

    def current_at(self, at):
        """The sessions of the day, and those that are trained across midnight, the latest first."""
        day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
        going_on = Q(finished_at__isnull=True, started_at__gt=at - TrainingSession.GOING_ON)
        return self.filter(Q(made_at__gte=day) | going_on).order_by("-made_at", "-pk")


class TrainingSession(models.Model):
    """A session that was made for a person: the same at each visit until they change it.

    ``plan`` is what :meth:`recommender.sessions.plans.Session.to_dict` gives, ``progress`` what the player
    knows, see :mod:`recommender.sessions.playing`. The sets that are logged belong to ``workout``.
    """

    # A session that was begun is the current one for so long, whatever the calendar says.
    GOING_ON = timedelta(hours=6)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="training_sessions")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(db_index=True)
    minutes = models.PositiveSmallIntegerField()
    is_quiet = models.BooleanField(default=False)
    # The plan holds sentences: another language writes them again.
    language = models.CharField(max_length=16, blank=True)
    # What was asked for first: the same request under the same UUID makes nothing new.
    asked = models.JSONField(default=dict, blank=True)
    plan = models.JSONField()
    progress = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    workout = models.OneToOneField(
        Workout, models.SET_NULL, null=True, blank=True, related_name="training_session"
    )
    model = models.ForeignKey(ModelRun, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-made_at"], name="session_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True)
                | Q(started_at__isnull=False, finished_at__gte=models.F("started_at")),
                name="session_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=180), name="session_minutes_are_5_to_180"
            ),
        ]

    def __str__(self):
        return f"{self.minutes} min of {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self):
        """The session's page, for its owner: what was done of it."""
        return reverse("session:summary", args=[self.uuid])

    @property
    def workout_uuid(self):
        """The UUID that its workout gets: always the same one, and nobody else's."""
        return uuid.uuid5(self.uuid, "workout")

    @property
    def is_going_on(self):
        """Whether it was begun and is not over."""
        return self.started_at is not None and self.finished_at is None
