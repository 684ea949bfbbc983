"""What a page may ask of a session: checked here, with an error that names the field."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from recommender.sessions.building import LONGEST, SHORTEST

USUAL_MINUTES = (10, 15, 20, 30, 45, 60, 75, 90)
MOST_SEED = 1_000_000


class BuildForm(forms.Form):
    """What a session is built from; a field that is not sent stays as it was asked for."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    minutes = forms.IntegerField(label=_("Time"), min_value=SHORTEST, max_value=LONGEST)
    place = forms.ChoiceField(label=_("Where"), required=False)
    region = forms.ChoiceField(
        label=_("Muscles"), required=False,
        choices=[("", _("Whole body")), *[(code, name) for code, (name, _m) in vocabulary.REGIONS.items()]],
    )  # fmt: skip
    quiet = forms.BooleanField(label=_("No noise"), required=False)

    def __init__(self, data=None, *, places, row):
        place = next((one for one in places if one.pk == row.place_id), None)
        place = place or next((one for one in places if one.is_current), None)
        initial = {
            "uuid": uuid4(), "minutes": row.minutes, "quiet": row.is_quiet, "region": row.plan.get("region"),
            "place": place and str(place.uuid),
        }  # fmt: skip
        super().__init__(data, initial=initial, auto_id="build-%s")
        self.places = {str(place.uuid): place for place in places}
        minutes = sorted({*USUAL_MINUTES, row.minutes})
        self.fields["minutes"].widget = forms.Select(
            choices=[(n, _("%(n)d min") % {"n": n}) for n in minutes]
        )
        self.fields["place"].choices = [(uuid, place.name) for uuid, place in self.places.items()]
        if len(self.places) < 2:
            del self.fields["place"]

    def asked(self):
        """What is asked for, as keywords of ``sessions.actions.rearrange``; only after ``is_valid()``."""
        said = self.cleaned_data
        asked = {"minutes": said["minutes"], "region": said["region"] or None, "quiet": said["quiet"]}
        if said.get("place"):
            asked["place"] = self.places[said["place"]]
        return asked


class ChangeForm(forms.Form):
    """One change of a session: the name of the button that was pressed, and the slot or seed it is for."""

    SLOTS = ("swap", "remove", "lock", "unlock")

    swap = forms.CharField(max_length=40, required=False)
    remove = forms.CharField(max_length=40, required=False)
    lock = forms.CharField(max_length=40, required=False)
    unlock = forms.CharField(max_length=40, required=False)
    seed = forms.IntegerField(min_value=0, max_value=MOST_SEED, required=False)

    def clean(self):
        """Exactly one change at a time."""
        said = super().clean()
        asked = [name for name, value in said.items() if value not in ("", None)]
        if not self.errors and len(asked) != 1:
            raise forms.ValidationError(_("Say which change: swap, remove, lock, unlock or another session."))
        return said

    @property
    def change(self):
        """``(what, slot or seed)``; only after ``is_valid()``."""
        return next((name, value) for name, value in self.cleaned_data.items() if value not in ("", None))
