"""Where the catalogue is thin: a map of two dimensions, and the filters that show what a cell counts."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from exercises.coverage import ANY, DIMENSIONS, FEWEST, FEWEST_GROUPS, NONE, Coverage, narrow, published_rows
from exercises.models import Exercise

DEFAULTS = {
    "rows": "goal", "columns": "kit", "shade": "count", "goal": ANY, "kit": "nothing", "joint": NONE,
    "level": "1",
}  # fmt: skip
# Words of the dimensions in addresses of the list of exercises.
PARAMETERS = {"goal": "goal", "kit": "kit", "joint": "spares", "level": "upto"}
# From here on each step of the heat begins.
STEPS = {"count": (1, 24, 60, 120), "quality": (0.01, 0.5, 0.7, 0.85)}


class CoverageForm(forms.Form):
    """Which two dimensions make the map, and what the other two are.

    What is not said has its default, so that any part of an address is enough.
    """

    rows = forms.ChoiceField(label=_("Rows"), required=False)
    columns = forms.ChoiceField(label=_("Columns"), required=False)
    shade = forms.ChoiceField(
        label=_("Colour"), required=False,
        choices=[("count", _("How many remain")), ("quality", _("How well the best fit"))],
    )  # fmt: skip

    def __init__(self, data=None):
        super().__init__({**DEFAULTS, **{name: value for name, value in (data or {}).items() if value}})
        axes = [(name, words) for name, (words, _values) in DIMENSIONS.items()]
        self.fields["rows"].choices = self.fields["columns"].choices = axes
        for name, (words, values) in DIMENSIONS.items():
            self.fields[name] = forms.ChoiceField(label=words, required=False, choices=list(values.items()))

    def clean(self):
        """Refuse a map of one dimension against itself."""
        cleaned = super().clean()
        if cleaned.get("rows") and cleaned.get("rows") == cleaned.get("columns"):
            self.add_error("columns", gettext("Choose something else than for the rows."))
        return cleaned

    @property
    def chosen(self):
        """What to show: what was asked for, or the usual map where that cannot be shown."""
        return {**DEFAULTS, **self.cleaned_data} if self.is_valid() else dict(DEFAULTS)

    def asked(self):
        """The fields to show: both axes, the colour, and the dimensions that are no axis."""
        chosen = self.chosen
        axes = {chosen["rows"], chosen["columns"]}
        return [self[name] for name in ("rows", "columns", *DIMENSIONS, "shade") if name not in axes]

    def kept(self):
        """The dimensions that are an axis just now: kept, so that they come back as they were."""
        chosen = self.chosen
        return [(name, chosen[name]) for name in (chosen["rows"], chosen["columns"])]


def coverage_map(chosen):
    """The map as the page shows it: heads, rows of cells with their addresses, and how many fall short."""
    rows, columns = chosen["rows"], chosen["columns"]
    fixed = {name: chosen[name] for name in DIMENSIONS if name not in (rows, columns)}
    cells = Coverage(published_rows()).table(rows, columns, fixed)
    row_words, column_words = DIMENSIONS[rows][1], DIMENSIONS[columns][1]
    shown = [[_shown(cell, chosen["shade"]) for cell in line] for line in cells]
    return {
        "heads": list(column_words.values()),
        "lines": list(zip(row_words.values(), shown, strict=True)),
        "rows": DIMENSIONS[rows][0],
        "columns": DIMENSIONS[columns][0],
        "fixed": [(DIMENSIONS[name][0], DIMENSIONS[name][1][value]) for name, value in fixed.items()],
        "total": sum(map(len, cells)),
        "short": sum(not cell.is_covered for line in cells for cell in line),
        "steps": [
            (step + 1, f"{start:.0%}" if chosen["shade"] == "quality" else start)
            for step, start in enumerate(STEPS[chosen["shade"]])
        ],
    }


def _shown(cell, shade):
    value = cell.quality if shade == "quality" else cell.exercises
    groups = ", ".join(
        f"{name} {cell.groups[region]}" for region, (name, _muscles) in vocabulary.REGIONS.items()
    )
    return {
        "count": cell.exercises,
        # Whatever the kind, it fits a goal that asks for none.
        "quality": "" if cell.goal == ANY else f"{cell.quality:.0%}",
        "heat": sum(value >= start for start in STEPS[shade]),
        "is_short": not cell.is_covered,
        "said": ngettext(
            "%(count)d exercise; by muscle group: %(groups)s",
            "%(count)d exercises; by muscle group: %(groups)s",
            cell.exercises,
        )
        % {"count": cell.exercises, "groups": groups},
        "address": f"{reverse('admin:exercises_exercise_changelist')}?{urlencode(_asked_of_list(cell))}",
    }


def _asked_of_list(cell):
    """The list's filters that show what a cell counts."""
    asked = {PARAMETERS[name]: getattr(cell, name) for name in DIMENSIONS}
    wanted = {name: value for name, value in asked.items() if value not in (ANY, NONE)}
    return {"status__exact": Exercise.Status.PUBLISHED.value, **wanted}


class DimensionFilter(admin.SimpleListFilter):
    """Exercises that one dimension of the map leaves over."""

    dimension = ""

    def lookups(self, request, model_admin):
        """The dimension's values, without the one that sets no limit."""
        return [item for item in DIMENSIONS[self.dimension][1].items() if item[0] not in (ANY, NONE)]

    def queryset(self, request, queryset):
        """Rows that the map counts."""
        known = self.value() in DIMENSIONS[self.dimension][1]
        return narrow(queryset, **{self.dimension: self.value()}) if known else queryset


class GoalFilter(DimensionFilter):
    """Exercises of the types that serve a goal."""

    title, parameter_name, dimension = _("serves the goal"), PARAMETERS["goal"], "goal"


class KitFilter(DimensionFilter):
    """Exercises that may be recommended to somebody with this equipment."""

    title, parameter_name, dimension = _("doable with"), PARAMETERS["kit"], "kit"


class JointFilter(DimensionFilter):
    """Exercises that a sore joint allows."""

    title, parameter_name, dimension = _("spares"), PARAMETERS["joint"], "joint"


class LevelFilter(DimensionFilter):
    """Exercises up to a level."""

    title, parameter_name, dimension = _("up to level"), PARAMETERS["level"], "level"


FILTERS = [GoalFilter, KitFilter, JointFilter, LevelFilter]


class CoverageAdmin(admin.ModelAdmin):
    """Adds the map to the list of exercises."""

    def get_urls(self):
        """The map's address."""
        show = self.admin_site.admin_view(self.coverage_view)
        return [path("coverage/", show, name="exercises_exercise_coverage"), *super().get_urls()]

    def coverage_view(self, request):
        """The map of what is published."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = CoverageForm(request.GET)
        context = {
            **self.admin_site.each_context(request), "title": gettext("Coverage of the catalogue"),
            "opts": self.opts, "form": form, "map": coverage_map(form.chosen), "fewest": FEWEST,
            "fewest_groups": FEWEST_GROUPS,
        }  # fmt: skip
        return TemplateResponse(request, "admin/exercises/coverage.html", context)
