"""The form of a log: several sets of one exercise, each known by a UUID that was made with the page."""

from decimal import Decimal
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles.decimals import AmountField
from profiles.models import Place
from profiles.weights import WeightField, in_unit, units_sent
from workouts.entries import SetEntry

MOST_ROWS = 30


class SetForm(forms.Form):
    """One set. What it asks for follows the exercise's measure; a row left empty is no set."""

    repetitions = forms.IntegerField(label=_("Repetitions"), min_value=1, max_value=1000, required=False)
    seconds = forms.IntegerField(label=_("Seconds"), min_value=1, max_value=86_400, required=False)
    minutes = AmountField(
        label=_("Minutes"), min_value=Decimal("0.1"), max_value=1440, decimal_places=2, required=False
    )
    kilometres = AmountField(
        label=_("Kilometres"), min_value=Decimal("0.001"), max_value=1000, decimal_places=3, required=False
    )
    weight = WeightField(required=False)
    effort = AmountField(label=_("Effort, 1–10"), min_value=1, max_value=10, decimal_places=1, required=False)

    ASKED = {
        "repetitions": ("repetitions", "weight", "effort"),
        "seconds": ("seconds", "weight", "effort"),
        "minutes": ("minutes", "kilometres", "effort"),
    }
    # What says how much, beside the first field: either of the two will do.
    MEASURES = {"minutes": ("minutes", "kilometres")}

    def __init__(self, data=None, *, measure, row, **options):
        super().__init__(data, prefix=str(row), **options)
        self.row, self.measure, self.units = row, measure, units_sent(data)
        for name in set(self.fields) - set(self.ASKED[measure]):
            del self.fields[name]
        if "weight" in self.fields:
            # In the unit that the page showed, even when it arrives after the person chose another one.
            self.fields["weight"] = WeightField(units=self.units, required=False)
        for name in {"repetitions", "seconds"} & set(self.fields):
            self.fields[name].widget.attrs |= {"step": "1", "inputmode": "numeric"}

    @property
    def is_blank(self):
        """Whether nothing was written in this row."""
        return not any(value is not None for value in self.cleaned_data.values())

    def clean(self):
        """Refuse a row that has a weight or an effort but does not say how much."""
        told = self.cleaned_data
        measures = self.MEASURES.get(self.measure, (self.measure,))
        if not self.errors and not self.is_blank and all(told.get(name) is None for name in measures):
            self.add_error(self.measure, _("Say how much, or leave the whole row empty."))
        return told

    def entry(self, *, like=None, **more):
        """The :class:`SetEntry` of this row; only after ``is_valid()``.

        A weight that reads as that of ``like`` does is the same one: pounds are coarser than what is kept.
        """
        told = self.cleaned_data
        weight, before = told.get("weight"), like and like.weight_kg
        if before is not None and weight is not None and in_unit(weight) == in_unit(before):
            weight = before
        minutes, kilometres = told.get("minutes"), told.get("kilometres")
        return SetEntry(
            uuid=self.row,
            repetitions=told.get("repetitions"),
            weight_kg=weight,
            seconds=told.get("seconds") if minutes is None else max(1, round(minutes * 60)),
            distance_m=None if kilometres is None else max(1, round(kilometres * 1000)),
            effort=told.get("effort"),
            **more,
        )


def values_of(row, measure):
    """What a :class:`SetForm` shows for a set, or for a :class:`SetEntry`; the weight in kilograms."""
    values = {"repetitions": row.repetitions, "weight": row.weight_kg, "effort": row.effort}
    if measure == "minutes":
        values["minutes"] = None if row.seconds is None else _plain(Decimal(row.seconds) / 60)
        values["kilometres"] = None if row.distance_m is None else _plain(Decimal(row.distance_m) / 1000)
    else:
        values["seconds"] = row.seconds
    return values


def _plain(number):
    """A decimal without idle zeros: 20 rather than 20.00."""
    return Decimal(f"{round(number, 3).normalize():f}")


class LogForm(forms.Form):
    """When and where, with the rows of sets in ``rows``."""

    when = forms.DateTimeField(
        label=_("When, if not now"), required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label=_("Where"), queryset=Place.objects.none(), to_field_name="uuid", required=False
    )
    # What the page's outbox knows the form by; the sets are known by their own.
    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)

    most_rows = MOST_ROWS

    def __init__(self, data=None, *, user, measure, rows, place=None):
        super().__init__(data, initial={"place": place})
        self.measure, self.rows, self.units = measure, rows, units_sent(data)
        self.fields["place"].queryset = user.places.order_by("pk")

    @classmethod
    def fresh(cls, *, user, measure, suggested, place):
        """A form with a row for each of the suggested values."""
        rows = [SetForm(measure=measure, row=uuid4(), initial=values) for values in suggested]
        return cls(user=user, measure=measure, rows=rows, place=place)

    @classmethod
    def sent(cls, data, *, user, measure):
        """The form as it was sent. ``more`` adds a row like the last, ``drop`` takes one away."""
        uuids = [uuid for uuid in sent_rows(data) if str(uuid) != data.get("drop")]
        if "more" in data and len(uuids) < MOST_ROWS:
            data = data.copy()
            uuids.append(_copied(data, uuids[-1] if uuids else None))
        rows = [SetForm(data, measure=measure, row=uuid) for uuid in uuids]
        return cls(data, user=user, measure=measure, rows=rows)

    @property
    def is_draft(self):
        """Whether only the number of rows was to change."""
        return bool({"more", "drop"} & set(self.data))

    @property
    def is_fresh(self):
        """Whether none of its rows was ever sent, so that a page kept on a device may rename them."""
        return not self.is_bound or self.is_draft

    def clean(self):
        """All rows, and that there is at least one set."""
        wrong = [form for form in self.rows if not form.is_valid()]
        if not wrong and not self.sets():
            raise ValidationError(gettext("Write down at least one set."))
        if wrong:
            raise ValidationError(gettext("Some sets are not right; see below."))
        return self.cleaned_data

    def sets(self):
        """The rows that hold something."""
        return [form for form in self.rows if not form.is_blank]

    def entries(self):
        """The :class:`SetEntry` of every set; only after ``is_valid()``."""
        return [form.entry(done_at=self.cleaned_data["when"]) for form in self.sets()]


def sent_rows(data):
    """The UUIDs of the rows that were sent, each once, no more than a page may hold."""
    found = {}
    for text in data.getlist("row")[:MOST_ROWS]:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def _copied(data, like):
    """Add a row to ``data`` with the values of the row ``like``; return its UUID."""
    new = uuid4()
    for name in SetForm.base_fields:
        if like and f"{like}-{name}" in data:
            data[f"{new}-{name}"] = data[f"{like}-{name}"]
    return new
