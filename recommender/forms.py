"""What a page may send: checked here, with an error that names the field."""

from urllib.parse import urlencode
from uuid import uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from exercises.models import Exercise
from recommender.models import Feedback

MINUTES = [("", _("Any time")), *((n, _("%(n)d min") % {"n": n}) for n in (5, 10, 20, 30, 45, 60))]


class FilterForm(forms.Form):
    """What a person wants just now, on top of their answers."""

    minutes = forms.IntegerField(
        min_value=3, max_value=180, required=False, label=_("Time"), widget=forms.Select(choices=MINUTES)
    )
    region = forms.ChoiceField(
        required=False,
        label=_("Muscles"),
        choices=[("", _("All muscles")), *[(code, name) for code, (name, _m) in vocabulary.REGIONS.items()]],
    )
    type = forms.ChoiceField(
        required=False, label=_("Kind"), choices=[("", _("All kinds")), *vocabulary.TYPES.items()]
    )
    quiet = forms.BooleanField(required=False, label=_("No noise"))

    def wanted(self):
        """What is asked for, as keywords of ``serving.Filters``; a field that is wrong asks nothing."""
        self.is_valid()
        said = self.cleaned_data
        region, kind = said.get("region"), said.get("type")
        return {
            "minutes": said.get("minutes"),
            "quiet": said.get("quiet", False),
            "muscles": vocabulary.REGIONS[region][1] if region else (),
            "types": (kind,) if kind else (),
        }

    @property
    def query(self):
        """What is asked for as the query of an address; empty when nothing is, and without what is wrong."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return urlencode({name: "on" if value is True else value for name, value in asked.items()})

    @property
    def is_on(self):
        """Whether anything is asked for at all."""
        return bool(self.query)


class FeedbackForm(forms.Form):
    """One piece of feedback. The token was made with the page, so that sending twice writes once."""

    exercise = forms.SlugField(max_length=80)
    kind = forms.ChoiceField(choices=Feedback.Kind.choices)
    token = forms.UUIDField()
    request = forms.UUIDField(required=False)

    def clean_exercise(self):
        """The exercise itself; one that members cannot see is refused."""
        exercise = Exercise.objects.published().filter(slug=self.cleaned_data["exercise"]).first()
        if exercise is None:
            raise forms.ValidationError(_("There is no such exercise."))
        return exercise

    @property
    def uuid(self):
        """The UUID of this feedback: one card may send several kinds, each of them once."""
        return uuid5(self.cleaned_data["token"], self.cleaned_data["kind"])


class UndoForm(forms.Form):
    """What to take back: one piece of feedback by its UUID, or all of a kind that stand on an exercise."""

    uuid = forms.UUIDField(required=False)
    exercise = forms.SlugField(max_length=80, required=False)
    kind = forms.ChoiceField(choices=Feedback.Kind.choices, required=False)

    def clean(self):
        """One of the two ways must be there."""
        said = super().clean()
        if not self.errors and not said["uuid"] and not (said["exercise"] and said["kind"]):
            raise forms.ValidationError({"uuid": _("Say which feedback to take back.")})
        return said

    def rows_of(self, user):
        """The rows that are meant, among the user's own."""
        said = self.cleaned_data
        if said["uuid"]:
            return user.feedback.filter(uuid=said["uuid"])
        rows = user.feedback.standing().filter(exercise__slug=said["exercise"], kind=said["kind"])
        return rows.order_by("-created_at", "-pk")
