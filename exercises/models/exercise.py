"""An exercise: what it trains, what it needs and what it asks of the joints."""

from decimal import Decimal

from django.db import models
from django.db.models import Case, Count, Max, Prefetch, Q, When
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exercises import dosage, vocabulary
from exercises.models.words import Equipment, Joint, Muscle, VariationGroup


class ExerciseQuerySet(models.QuerySet):
    """Questions about many exercises; every method chains."""

    def published(self):
        """Exercises that members may see and that may be recommended."""
        return self.filter(status=Exercise.Status.PUBLISHED)

    def ever_published(self):
        """Exercises that members may see or could see once: what a copy elsewhere may hold."""
        return self.exclude(status=Exercise.Status.DRAFT, withdrawn_at=None)

    def named(self, text):
        """Exercises whose name is or holds the text, the closest first; ``exercises.search`` knows more."""
        return (
            self.filter(Q(name__icontains=text) | Q(slug=slugify(text)))
            .annotate(is_exact=Case(When(name__iexact=text, then=0), default=1))
            .order_by("is_exact", Length("name"), "pk")
        )

    def doable_with(self, equipment):
        """Exercises that need nothing beyond the given equipment rows."""
        owned = [item.pk for item in equipment]
        missing = Exercise.equipment.through.objects.exclude(equipment_id__in=owned)
        return self.exclude(pk__in=missing.values("exercise_id"))

    def training(self, muscles, *, role=None):
        """Exercises that train any of the muscles; ``role`` narrows to primary or secondary."""
        shares = ExerciseMuscle.objects.filter(muscle__in=muscles)
        if role:
            shares = shares.filter(role=role)
        return self.filter(pk__in=shares.values("exercise_id"))

    def with_card(self):
        """Everything a card shows, in two further queries."""
        shares = ExerciseMuscle.objects.select_related("muscle").order_by("-share", "pk")
        return self.prefetch_related("equipment", Prefetch("muscle_shares", shares))

    def with_details(self):
        """Everything a detail page shows, in three further queries."""
        loads = ExerciseJoint.objects.select_related("joint").order_by("-stress", "pk")
        return (
            self.with_card()
            .select_related("variation_group")
            .prefetch_related(Prefetch("joint_loads", loads))
        )

    def stamp(self):
        """A text that changes whenever any exercise does: the version of the catalogue."""
        found = self.aggregate(count=Count("pk"), latest=Max("updated_at"))
        return f"{found['count']}:{found['latest'].isoformat() if found['latest'] else ''}"


class Exercise(models.Model):
    """One exercise. Retired ones stay for histories, with a replacement where there is one."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    aliases = models.JSONField(default=list, blank=True, help_text=_("Other names people type."))
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, db_index=True)
    replacement = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces",
        help_text=_("What to do instead once this one is retired."),
    )  # fmt: skip

    type = models.CharField(max_length=20, choices=vocabulary.TYPES.items(), blank=True)
    level = models.PositiveSmallIntegerField(choices=vocabulary.LEVELS.items(), null=True, blank=True)
    force = models.CharField(max_length=10, choices=vocabulary.FORCES.items(), blank=True)
    mechanic = models.CharField(max_length=10, choices=vocabulary.MECHANICS.items(), blank=True)
    pattern = models.CharField(max_length=20, choices=vocabulary.PATTERNS.items(), blank=True)
    is_unilateral = models.BooleanField(default=False, help_text=_("One side at a time."))
    is_quiet = models.BooleanField(default=True, help_text=_("Nobody below hears it."))
    met = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, verbose_name=_("intensity"),
        help_text=_("Energy cost in METs, 1 to 20."),
    )  # fmt: skip
    met_source = models.CharField(max_length=60, blank=True)
    measure = models.CharField(max_length=12, choices=vocabulary.MEASURES.items(), default="repetitions")
    seconds_per_repetition = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    minutes = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, blank=True, verbose_name=_("typical minutes"),
        help_text=_("Usual time in all, rests included."),
    )  # fmt: skip
    doses = models.JSONField(
        default=dict, blank=True,
        help_text=_("Only where the usual dose is wrong: goal → [sets, from, to, rest in seconds]."),
    )  # fmt: skip

    muscles = models.ManyToManyField(Muscle, through="ExerciseMuscle", related_name="exercises")
    equipment = models.ManyToManyField(
        Equipment, blank=True, related_name="exercises", help_text=_("All that it needs.")
    )
    joints = models.ManyToManyField(Joint, through="ExerciseJoint", related_name="exercises")
    # Imported rows may not say what a joint bears or what is needed: such a row cannot be published.
    is_equipment_known = models.BooleanField(default=True)
    is_joint_stress_known = models.BooleanField(default=True)
    suitability = models.JSONField(default=dict, blank=True)
    variation_group = models.ForeignKey(
        VariationGroup, models.SET_NULL, null=True, blank=True, related_name="exercises"
    )
    easier = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    harder = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    alternatives = models.ManyToManyField("self", blank=True, symmetrical=False, related_name="+")

    summary = models.TextField(blank=True)
    setup = models.TextField(blank=True)
    steps = models.JSONField(default=list, blank=True)
    breathing = models.TextField(blank=True)
    mistakes = models.JSONField(default=list, blank=True)

    source = models.CharField(max_length=40, default="nextset")
    source_key = models.CharField(max_length=120, blank=True)
    source_url = models.URLField(blank=True)
    licence = models.CharField(max_length=60, default="Apache-2.0")
    author = models.CharField(max_length=120, blank=True)
    # What the catalogue's files last wrote here; a row that no longer matches it was edited by a person.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    # Since when a draft that members could see before is hidden: clients that keep a copy are told.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key=""),
                name="exercise_is_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(met__isnull=True) | Q(met__gte=1, met__lte=20), name="exercise_met_is_1_to_20"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0), name="exercise_minutes_are_positive"
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(level__isnull=False, is_equipment_known=True, is_joint_stress_known=True) & ~Q(type=""),
                name="published_exercise_can_be_filtered",
            ),
        ]
        permissions = [
            ("publish_exercise", "Can publish and retire exercises, and change published ones"),
            ("merge_exercise", "Can merge exercises, and undo merges"),
            ("import_exercise", "Can import catalogues as drafts"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The exercise's page."""
        return reverse("exercises:detail", args=[self.slug])

    def dose(self, goal):
        """Sets, amount and rest for a goal, as a :class:`dosage.Dose`."""
        return dosage.dose_for(
            type=self.type, mechanic=self.mechanic, measure=self.measure, goal=goal,
            minutes=float(self.minutes or 5), own=self.doses,
        )  # fmt: skip

    def siblings(self):
        """Published variations of the same movement."""
        if self.variation_group_id is None:
            return Exercise.objects.none()
        group = Exercise.objects.published().filter(variation_group=self.variation_group_id)
        return group.exclude(pk=self.pk)

    def primary_muscles(self):
        """The muscles it is done for; free of queries where ``muscle_shares`` are at hand."""
        return [share.muscle for share in self.muscle_shares.all() if share.role == "primary"]

    def secondary_muscles(self):
        """The muscles that help; free of queries where ``muscle_shares`` are at hand."""
        return [share.muscle for share in self.muscle_shares.all() if share.role != "primary"]

    @property
    def missing_fields(self):
        """Names of the fields a curator still has to fill, looking at this row alone."""
        wanted = ("type", "level", "force", "mechanic", "pattern", "met", "minutes", "summary", "steps")
        missing = [name for name in wanted if not getattr(self, name)]
        if not self.is_equipment_known:
            missing.append("equipment")
        if not self.is_joint_stress_known:
            missing.append("joints")
        return missing

    def missing_to_publish(self):
        """Like ``missing_fields``, with the muscles: primary ones, and shares that add to 1."""
        missing = self.missing_fields
        shares = self.muscle_shares.all()
        if not any(share.role == ExerciseMuscle.Role.PRIMARY for share in shares):
            missing.append("muscles")
        elif abs(sum(share.share for share in shares) - 1) > Decimal("0.001"):
            missing.append("muscle shares")
        return missing


class ExerciseMuscle(models.Model):
    """How much of an exercise's work a muscle does; the shares of one exercise add to 1."""

    class Role(models.TextChoices):
        PRIMARY = "primary", _("Primary")
        SECONDARY = "secondary", _("Secondary")

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="muscle_shares")
    muscle = models.ForeignKey(Muscle, models.PROTECT, related_name="shares")
    role = models.CharField(max_length=10, choices=Role)
    share = models.DecimalField(max_digits=4, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "muscle"], name="muscle_once_per_exercise"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="muscle_share_is_a_share"),
        ]

    def __str__(self):
        return f"{self.muscle_id} {self.role} {self.share}"


class ExerciseJoint(models.Model):
    """What an exercise asks of a joint; a joint without a row bears nothing."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="joint_loads")
    joint = models.ForeignKey(Joint, models.PROTECT, related_name="loads")
    stress = models.PositiveSmallIntegerField(choices=[(k, v) for k, v in vocabulary.STRESS.items() if k])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "joint"], name="joint_once_per_exercise"),
            models.CheckConstraint(condition=Q(stress__gte=1, stress__lte=3), name="joint_stress_is_1_to_3"),
        ]

    def __str__(self):
        return f"{self.joint_id} {self.get_stress_display()}"


class ImportedDraft(Exercise):
    """The import queue: drafts from other catalogues that wait for a curator."""

    class Meta:
        proxy = True
        verbose_name = _("imported draft")
