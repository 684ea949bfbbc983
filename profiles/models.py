"""People: who they are, what they want, where they train and what hurts."""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from exercises.models import Equipment, Joint, Muscle


class UserManager(BaseUserManager):
    """Makes users who sign in with an e-mail address."""

    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email):
        """The address in lower case: sign-in compares it so, whoever made the account."""
        return (email or "").strip().lower()

    def create_user(self, email, password=None, **fields):
        """Create a user; raises ``ValueError`` without an address."""
        if not email:
            raise ValueError("email: an address is needed")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Create a user who may do everything in admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        """Find a user by address, whatever its case."""
        return self.get(email__iexact=email)

    def real(self):
        """People, without the simulated community."""
        return self.filter(is_simulated=False)


class User(AbstractUser):
    """A person, or a simulated one (labelled, never able to sign in)."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    is_simulated = models.BooleanField(
        default=False, db_index=True, help_text=_("Made up to give a first model; not a person.")
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Lower("email"), name="email_is_unique_whatever_its_case")]

    def __str__(self):
        return self.email

    @property
    def account_mark(self):
        """What a page may know this account by on the device: lasting, and telling nothing."""
        return salted_hmac("nextset.account", str(self.pk)).hexdigest()[:20]


class Place(models.Model):
    """Somewhere a person trains, with the equipment that is there."""

    class Kind(models.TextChoices):
        HOME = "home", _("Home")
        GYM = "gym", _("Gym")
        OUTDOORS = "outdoors", _("Outdoors")
        TRAVEL = "travel", _("Travel")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="places")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=40)
    equipment = models.ManyToManyField(Equipment, blank=True, related_name="places")
    is_quiet = models.BooleanField(default=False, help_text=_("Nothing that makes a noise."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="place_name_once_per_person")]

    def __str__(self):
        return self.name


class Profile(models.Model):
    """A person's answers. Every answer has a sane default, so that none must be given."""

    class Units(models.TextChoices):
        KILOGRAMS = "kg", _("Kilograms")
        POUNDS = "lb", _("Pounds")

    class WeekStart(models.TextChoices):
        MONDAY = "monday", _("Monday")
        SUNDAY = "sunday", _("Sunday")
        SATURDAY = "saturday", _("Saturday")

    class Clock(models.TextChoices):
        DAY = "24", _("24 hours, 16:30")
        HALF = "12", _("12 hours, 4:30 PM")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    goal = models.CharField(max_length=12, choices=vocabulary.GOALS.items(), default="health")
    level = models.PositiveSmallIntegerField(choices=vocabulary.LEVELS.items(), default=1)
    minutes = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(5), MaxValueValidator(180)], help_text=_("Per session.")
    )
    days_per_week = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    favoured_muscles = models.ManyToManyField(Muscle, blank=True, related_name="favoured_by")
    current_place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    answered = models.JSONField(default=list, blank=True, help_text=_("Questions answered so far."))
    # How the person reads; empty follows the browser.
    language = models.CharField(max_length=7, blank=True, choices=settings.LANGUAGES)
    units = models.CharField(max_length=2, blank=True, choices=Units)
    week_start = models.CharField(max_length=8, blank=True, choices=WeekStart)
    clock = models.CharField(max_length=2, blank=True, choices=Clock)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="profile_level_is_1_to_4"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=180), name="profile_minutes_are_5_to_180"
            ),
            models.CheckConstraint(
                condition=Q(days_per_week__gte=1, days_per_week__lte=7), name="profile_days_are_1_to_7"
            ),
        ]

    def __str__(self):
        return f"Profile of {self.user_id}"


class Limitation(models.Model):
    """A joint that hurts, and how much load it may still bear."""

    class Severity(models.TextChoices):
        MILD = "mild", _("A little: no high load")
        MODERATE = "moderate", _("Noticeably: low load only")
        SEVERE = "severe", _("Badly: no load at all")

    # The highest stress (0 to 3) that a joint may still bear.
    TOLERANCE = {Severity.MILD: 2, Severity.MODERATE: 1, Severity.SEVERE: 0}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="limitations")
    joint = models.ForeignKey(Joint, models.PROTECT, related_name="limitations")
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.MODERATE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "joint"], name="joint_once_per_person")]

    def __str__(self):
        return f"{self.joint_id} {self.severity}"

    @property
    def tolerance(self):
        """The highest stress (0 to 3) this joint may still bear."""
        return self.TOLERANCE[self.Severity(self.severity)]
