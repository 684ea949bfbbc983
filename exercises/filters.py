"""What a list of exercises can be narrowed by: one form, read by the page and by the API alike."""

from decimal import Decimal

from django import forms
from django.db.models import DecimalField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from exercises.models import Equipment, Exercise, ExerciseJoint, ExerciseMuscle, Muscle
from exercises.search import search
from exercises.search.query import LONGEST_TEXT

NOTHING = "none"
# A joint is spared by a load no higher than this.
GENTLE = 1

SORTS = {
    "": _("Best match"),
    "name": _("Name"),
    "level": _("Easiest first"),
    "-level": _("Hardest first"),
    "minutes": _("Shortest first"),
    "-met": _("Most intense first"),
    "-created_at": _("Newest first"),
}


class ExerciseFilter(forms.Form):
    """Narrows and orders exercises.

    ``ExerciseFilter(request.GET)``; when ``is_valid()``, ``apply(queryset)`` gives the exercises. Within
    one field the values widen (any of these muscles), between fields they narrow. ``equipment`` means
    "everything it needs is among these"; ``none`` is the wish for nothing at all.
    """

    q = forms.CharField(
        label=_("Search"), required=False, max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search",
                   "placeholder": _("Squat, chest, no equipment")}),
    )  # fmt: skip
    type = forms.MultipleChoiceField(
        label=_("Type"), required=False, choices=list(vocabulary.TYPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("Up to level"), required=False, coerce=int, empty_value=None,
        choices=[("", _("Any")), *vocabulary.LEVELS.items()],
    )  # fmt: skip
    muscle = forms.MultipleChoiceField(
        label=_("Muscles"), required=False, choices=list(vocabulary.MUSCLES.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    equipment = forms.MultipleChoiceField(
        label=_("What you have"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(NOTHING, _("Nothing at all")), *vocabulary.EQUIPMENT.items()],
        help_text=_("Everything an exercise needs must be among these."),
    )  # fmt: skip
    joint = forms.MultipleChoiceField(
        label=_("Joints to spare"), required=False, choices=list(vocabulary.JOINTS.items()),
        widget=forms.CheckboxSelectMultiple, help_text=_("No more than a low load."),
    )  # fmt: skip
    quiet = forms.BooleanField(label=_("Quiet: nobody below hears it"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=list(SORTS.items()))

    def apply(self, queryset):
        """The exercises of ``queryset`` that fit, in the order asked for; only after ``is_valid()``."""
        wanted = self.cleaned_data
        if wanted["type"]:
            queryset = queryset.filter(type__in=wanted["type"])
        if wanted["level"]:
            queryset = queryset.filter(level__lte=wanted["level"])
        if wanted["quiet"]:
            queryset = queryset.filter(is_quiet=True)
        if wanted["equipment"]:
            owned = Equipment.objects.filter(slug__in=wanted["equipment"])
            queryset = queryset.filter(is_equipment_known=True).doable_with(owned)
        if wanted["joint"]:
            loading = ExerciseJoint.objects.filter(joint__slug__in=wanted["joint"], stress__gt=GENTLE)
            queryset = queryset.filter(is_joint_stress_known=True).exclude(
                pk__in=loading.values("exercise_id")
            )
        if wanted["muscle"]:
            queryset = queryset.training(Muscle.objects.filter(slug__in=wanted["muscle"]))
        return self._ordered(search(queryset, wanted["q"]))

    def _ordered(self, queryset):
        sort, muscles = self.cleaned_data["sort"], self.cleaned_data["muscle"]
        if sort:
            return queryset.order_by(sort, "name", "pk")
        if self.cleaned_data["q"]:
            return queryset  # The search has ranked them.
        if muscles:
            shares = ExerciseMuscle.objects.filter(exercise=OuterRef("pk"), muscle__slug__in=muscles)
            total = shares.values("exercise").annotate(total=Sum("share")).values("total")
            none = Value(Decimal(0), output_field=DecimalField())
            return queryset.annotate(trains=Coalesce(Subquery(total), none)).order_by(
                "-trains", "level", "name", "pk"
            )
        return queryset.order_by("name", "pk")

    def active(self):
        """The filters that are on, as ``(field, value, words)``; without the order."""
        on = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if name == "sort" or not value:
                continue
            if name == "q":
                on.append((name, value, f"“{value}”"))
            elif name == "quiet":
                on.append((name, "on", gettext("Quiet")))
            else:
                words = {str(code): str(word) for code, word in field.choices}
                items = map(str, value if isinstance(value, list) else [value])
                on.extend((name, item, _worded(name, words[item])) for item in items)
        return on


def _worded(name, word):
    """A filter's value as it reads on a chip."""
    if name == "level":
        return gettext("Up to %(level)s") % {"level": word}
    if name == "joint":
        return gettext("Spares: %(joint)s") % {"joint": word}
    return word


def published_exercises(data):
    """The form bound to ``data`` and the published exercises it gives: none of them when it is invalid."""
    form = ExerciseFilter(data)
    exercises = Exercise.objects.published()
    return form, form.apply(exercises) if form.is_valid() else exercises.none()
