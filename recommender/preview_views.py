"""The page of a preview, for curators: thin, one call and one template."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise
from recommender import preview, preview_people


class PopulationForm(forms.Form):
    """On whom to try it: only populations that have somebody."""

    population = forms.ChoiceField(label=_("Tried on"))

    def __init__(self, data, found):
        self.usual = preview_people.usual(found)
        super().__init__({"population": data.get("population") or self.usual})
        self.fields["population"].choices = [
            (name, f"{words} ({found[name]})")
            for name, words in preview_people.POPULATIONS.items()
            if found[name]
        ]

    @property
    def chosen(self):
        """The population asked for, or the usual one."""
        return self.cleaned_data["population"] if self.is_valid() else self.usual


def preview_page(request, pk):
    """What publishing one exercise would change, and for whom."""
    if not request.user.has_perm("exercises.view_exercise"):
        raise PermissionDenied
    exercise = get_object_or_404(Exercise.objects.prefetch_related("muscle_shares"), pk=pk)
    form = PopulationForm(request.GET, preview_people.counts())
    context = {
        **admin.site.each_context(request), "title": _title(exercise), "exercise": exercise, "form": form,
        "chosen": preview_people.POPULATIONS[form.chosen],
        "is_simulated": form.chosen == preview_people.SIMULATED,
        "opts": Exercise._meta,
    }  # fmt: skip
    try:
        context["preview"] = preview.preview(exercise, population=form.chosen, at=timezone.now())
    except preview.NotReady as error:
        context["missing"] = error.fields
    return TemplateResponse(request, "admin/recommender/preview.html", context)


def _title(exercise):
    if exercise.status == Exercise.Status.PUBLISHED:
        return gettext("Who gets “%(name)s”") % {"name": exercise.name}
    return gettext("What publishing “%(name)s” would change") % {"name": exercise.name}
