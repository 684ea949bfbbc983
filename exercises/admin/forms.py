"""Forms of the curator's desk: lists as lines, shares that add up, a replacement by its address."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from exercises.models import Exercise


class LinesField(forms.CharField):
    """A list of texts, written one a line."""

    def __init__(self, *, rows=6, **options):
        options.setdefault("required", False)
        options.setdefault("help_text", _("One a line."))
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "cols": 90}), **options)

    def prepare_value(self, value):
        """Lines for the text area."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        """The lines that say something."""
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def has_changed(self, initial, data):
        """Compare lists, not their writing."""
        return (initial or []) != self.to_python(data)


def _topic(topic):
    choices = [("", _("Not said")), *vocabulary.SUITABILITY.items()]
    return forms.ChoiceField(label=vocabulary.SUITABILITY_TOPICS[topic], required=False, choices=choices)


# Topic of the vocabulary → field of the form.
TOPIC_FIELDS = {topic: topic.replace("-", "_") for topic in vocabulary.SUITABILITY_TOPICS}


class ExerciseForm(forms.ModelForm):
    """An exercise with its lists as lines and one choice per suitability topic."""

    aliases = LinesField(rows=4, label=_("Aliases"), help_text=_("Other names people type, one a line."))
    steps = LinesField(rows=8, label=_("Steps"))
    mistakes = LinesField(rows=4, label=_("Mistakes"))
    pregnancy = _topic("pregnancy")
    high_blood_pressure = _topic("high-blood-pressure")
    balance_risk = _topic("balance-risk")

    class Meta:
        model = Exercise
        fields = ["name", "slug"]  # The admin's fieldsets name the others.

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for topic, name in TOPIC_FIELDS.items():
            self.fields[name].initial = (self.instance.suitability or {}).get(topic, "")

    def clean(self):
        """Gather the suitability topics into their one column."""
        cleaned = super().clean()
        said = {topic: cleaned.get(name) for topic, name in TOPIC_FIELDS.items()}
        self.instance.suitability = {topic: word for topic, word in said.items() if word}
        return cleaned


class MuscleShareFormSet(forms.BaseInlineFormSet):
    """Muscles of one exercise: their shares add to 1."""

    def clean(self):
        """Refuse shares that do not add up; no muscles at all is for publishing to refuse."""
        super().clean()
        shares = [
            form.cleaned_data["share"]
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and form.cleaned_data.get("share")
        ]
        if shares and abs(sum(shares) - 1) > Decimal("0.001"):
            raise forms.ValidationError(
                gettext("The shares add to %(sum)s; they must add to 1.") % {"sum": sum(shares)}
            )


class RetireForm(forms.Form):
    """What to do instead of the exercises that are retired."""

    replacement = forms.CharField(
        label=_("Do instead"), required=False, max_length=120,
        help_text=_("The name or the address word (slug) of a published exercise; empty for none."),
    )  # fmt: skip

    def clean_replacement(self):
        """The published exercise of that name, or None."""
        text = self.cleaned_data["replacement"].strip()
        if not text:
            return None
        found = Exercise.objects.published()
        exercise = found.filter(slug=text).first() or found.filter(name__iexact=text).first()
        if exercise is None:
            raise forms.ValidationError(gettext("No published exercise is called %(text)s.") % {"text": text})
        return exercise
