"""The forms of an import: the file with what it does not say itself, and what its names mean."""

from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles.weights import unit_word
from workouts.importing.dates import DAY, MONTH
from workouts.importing.history import SOURCES, Options
from workouts.importing.reading import MOST_BYTES

# So many names are asked about on one page; the others follow when these are decided.
MOST_ASKED = 100
OTHER = "other"
_CONTINENTS = (
    "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


def _time_zones():
    names = {name for name in available_timezones() if name.startswith(tuple(f"{c}/" for c in _CONTINENTS))}
    return sorted(names | {"UTC", timezone.get_current_timezone_name()})


class UploadForm(forms.Form):
    """An export file. Everything but the file has a usual answer."""

    file = forms.FileField(
        label=_("Export file"), help_text=_("CSV, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={"empty": _("The file is empty."), "required": _("Choose the file.")},
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Weights, where the file does not say"), choices=[("kg", "kg"), ("lb", "lb")],
        widget=forms.RadioSelect, initial=unit_word,
    )  # fmt: skip
    source = forms.ChoiceField(
        label=_("App"), required=False,
        choices=[("", _("Tell by the file")), *((name, source.LABEL) for name, source in SOURCES.items())],
    )  # fmt: skip
    order = forms.ChoiceField(
        label=_("Dates such as 3/4/2024"), required=False,
        choices=[("", _("Tell by the file")), (DAY, _("3 April")), (MONTH, _("4 March"))],
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        label=_("Time zone you trained in"), required=False, choices=lambda: [(z, z) for z in _time_zones()],
        initial=timezone.get_current_timezone_name,
    )  # fmt: skip

    def clean_file(self):
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                gettext("The file has %(size).0f MB; %(most).0f MB are the most.")
                % {"size": file.size / 1e6, "most": MOST_BYTES / 1e6}
            )
        return file

    def options(self):
        """What the person says of the file; only after ``is_valid()``."""
        told = self.cleaned_data
        return Options(
            source=told["source"], unit=told["unit"], order=told["order"],
            time_zone=told["time_zone"] or timezone.get_current_timezone_name(),
        )  # fmt: skip


class ChoicesForm(forms.Form):
    """What the names of a file mean, and what else of it is wanted.

    ``asked`` holds, for each name that waits, its line with the fields to answer in.
    """

    wrong = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    with_warm_ups = forms.BooleanField(label=_("Bring warm-up sets too"), required=False)
    with_doubles = forms.BooleanField(
        label=_("Bring sets too that look like ones in your log"), required=False
    )

    def __init__(self, data=None, *, plan, catalogue, kept):
        super().__init__(
            data, initial={"with_warm_ups": kept.with_warm_ups, "with_doubles": kept.with_doubles}
        )
        self.plan, self.catalogue = plan, catalogue
        self.fields["wrong"].choices = [(line.key, line.name) for line in plan.matched]
        for line in plan.unmatched[:MOST_ASKED]:
            self._ask(line)

    def _ask(self, line):
        proposals = [(entry.slug, entry.name) for entry in line.proposals]
        self.fields[f"choice-{line.key}"] = forms.ChoiceField(
            label=line.name, required=False, widget=forms.RadioSelect,
            choices=[("", _("Decide later")), *proposals, (OTHER, _("Another exercise"))],
        )  # fmt: skip
        self.fields[f"other-{line.key}"] = forms.CharField(
            label=_("Another exercise"), required=False, max_length=120,
            widget=forms.TextInput(
                attrs={
                    "list": "exercises", "autocomplete": "off", "placeholder": _("Name of the exercise"),
                }
            ),
        )  # fmt: skip

    @property
    def asked(self):
        """``(line, choice field, text field)`` of every name that is asked about."""
        return [
            (line, self[f"choice-{line.key}"], self[f"other-{line.key}"])
            for line in self.plan.unmatched[:MOST_ASKED]
        ]

    @property
    def not_asked(self):
        """How many names will be asked about on the next page."""
        return max(0, len(self.plan.unmatched) - MOST_ASKED)

    def clean(self):
        """Find the exercises that were typed."""
        told = self.cleaned_data
        self.choices = {line.name: "" for line in self.plan.matched if line.key in told.get("wrong", ())}
        for line in self.plan.unmatched[:MOST_ASKED]:
            choice, typed = told.get(f"choice-{line.key}", ""), told.get(f"other-{line.key}", "")
            if choice in ("", OTHER) and typed:
                choice = self._typed(line, typed)
            elif choice == OTHER:
                self.add_error(f"other-{line.key}", _("Type the name of the exercise."))
            if choice and choice != OTHER:
                self.choices[line.name] = choice
        return told

    def _typed(self, line, text):
        entry = self.catalogue.named(text)
        if entry is None:
            words = [gettext("No exercise is called “%(text)s”.") % {"text": text}]
            if near := ", ".join(near.name for near in self.catalogue.nearest(text)):
                words.append(gettext("The nearest: %(near)s.") % {"near": near})
            self.add_error(f"other-{line.key}", " ".join(words))
        return entry and entry.slug
