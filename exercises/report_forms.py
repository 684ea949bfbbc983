"""What a member may report of an exercise: checked here, with an error that names the field."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises.models import Report

LONGEST = 1000
# Nobody can mend these without being told what it is.
NEED_WORDS = {
    Report.Kind.OTHER.value: _("Say what is wrong."),
    Report.Kind.DOUBLE.value: _("Say which exercise it is the same as."),
}


class ReportForm(forms.Form):
    """What is wrong, and in the person's own words. The UUID makes a second sending harmless."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("In your words"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What should it say instead? Curators read this; please leave out your name and health."),
    )  # fmt: skip
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None):
        super().__init__(data, initial={"uuid": uuid.uuid4()})

    def clean(self):
        """Ask for words where the kind alone says too little."""
        cleaned = super().clean()
        if not cleaned.get("text") and "text" not in self.errors and cleaned.get("kind") in NEED_WORDS:
            self.add_error("text", NEED_WORDS[cleaned["kind"]])
        return cleaned
