"""Forms of changing several: which thing, and what it shall be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises.edits import EDITS, Needs


def _group(*codes):
    return [(code, EDITS[code].words) for code in codes]


GROUPS = [
    (_("Kind"), _group("type", "level", "force", "mechanic", "pattern", "is_unilateral", "is_quiet")),
    (_("How much"), _group("measure", "met", "minutes", "seconds_per_repetition")),
    (_("What it needs"), _group("equipment_add", "equipment_remove", "equipment_set")),
    (
        _("What it asks of a joint"),
        _group("is_joint_stress_known", *(code for code in EDITS if code.startswith("joint_"))),
    ),
    (_("For whom"), _group(*(code for code in EDITS if code.startswith("suits_")))),
]
STATUS = (_("Publishing"), _group("status"))


class EditForm(forms.Form):
    """Which thing to change."""

    edit = forms.ChoiceField(label=_("Change"))

    def __init__(self, *args, may_publish, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edit"].choices = [*GROUPS, *([STATUS] if may_publish else [])]


class ValueForm(forms.Form):
    """What it shall be."""

    def __init__(self, *args, code, **kwargs):
        super().__init__(*args, **kwargs)
        self.edit = edit = EDITS[code]
        if isinstance(edit, Needs):
            self.fields["value"] = forms.MultipleChoiceField(
                label=edit.words, choices=list(edit.choices.items()), required=edit.how != "set",
                widget=forms.CheckboxSelectMultiple,
                help_text=_("None: it needs nothing.") if edit.how == "set" else "",
            )  # fmt: skip
        elif edit.choices:
            choices = [("", "–"), *((str(value), words) for value, words in edit.choices.items())]
            self.fields["value"] = forms.ChoiceField(label=edit.words, choices=choices)
        else:
            self.fields["value"] = forms.DecimalField(
                label=edit.words, min_value=edit.low, max_value=edit.high, max_digits=4, decimal_places=1
            )

    def value(self):
        """The value as plain data, of the kind its column has."""
        value = self.cleaned_data["value"]
        if isinstance(self.edit, Needs):
            return sorted(value)
        if not self.edit.choices:
            return float(value)
        return next(code for code in self.edit.choices if str(code) == value)
