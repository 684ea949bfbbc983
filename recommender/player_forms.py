"""What the player sends of one set: checked here, with an error that names the field."""

from decimal import Decimal

from django import forms
from django.utils.formats import get_format, localize_input
from django.utils.translation import gettext_lazy

from profiles.decimals import AmountField, with_point
from profiles.weights import WeightField, in_unit, units_sent
from recommender.sessions import playing
from workouts.entries import SetEntry

LABELS = {
    "repetitions": gettext_lazy("Repetitions"),
    "seconds": gettext_lazy("Seconds"),
    "minutes": gettext_lazy("Minutes"),
}
MOST = {"repetitions": 1000, "seconds": 86_400, "minutes": 1440}
# What one press of − or + changes, and where a blank effort begins.
AMOUNT_STEPS = {"repetitions": 1, "seconds": 5, "minutes": 1}
EFFORT_STEP, USUAL_EFFORT = Decimal("0.5"), Decimal(7)


class StepForm(forms.Form):
    """One set as it was done. ``unit`` says what ``amount`` counts; a set that is not logged asks nothing."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    step = forms.RegexField(rf"^{playing.NAME.pattern}$", max_length=40, widget=forms.HiddenInput)
    weight = WeightField(required=False)
    effort = AmountField(
        label=gettext_lazy("Effort, 1–10"), min_value=1, max_value=10, decimal_places=1, required=False
    )
    field_order = ("uuid", "step", "amount", "weight", "effort")

    def __init__(self, data=None, *, name, unit, weight_step=None, **options):
        super().__init__(data, auto_id=f"{name.replace(':', '-')}-%s", **options)
        self.unit, self.units = unit, units_sent(data)
        if not playing.is_logged(name):
            del self.fields["weight"], self.fields["effort"]
            return
        self.fields["amount"] = _amount(unit)
        # In the unit that the page showed, even when it arrives after the person chose another one.
        self.fields["weight"] = WeightField(units=self.units, required=False)
        self.order_fields(self.field_order)
        plate = in_unit(weight_step, self.units) if weight_step else 1
        steps = {"amount": AMOUNT_STEPS[unit], "weight": plate, "effort": EFFORT_STEP}
        for field, step in steps.items():
            # The buttons go by steps; what is typed may be any number.
            whole, asked = field == "amount" and unit != "minutes", self.fields[field]
            asked.widget.attrs |= {"step": "1", "inputmode": "numeric"} if whole else {}
            asked.widget.attrs |= {
                "data-step-by": str(step), "data-step-least": str(asked.min_value),
                "data-step-most": str(asked.max_value), "data-step-comma": get_format("DECIMAL_SEPARATOR"),
            }  # fmt: skip
        self.fields["effort"].widget.attrs["data-step-from"] = str(USUAL_EFFORT)
        self.steps = {field: Decimal(str(step)) for field, step in steps.items()}

    def entry(self, at):
        """The :class:`SetEntry`, done at ``at``; only after ``is_valid()``."""
        said = self.cleaned_data
        amount = said.get("amount")
        return SetEntry(
            uuid=said["uuid"], done_at=at, weight_kg=said.get("weight"), effort=said.get("effort"),
            repetitions=amount if self.unit == "repetitions" else None,
            seconds=_seconds(amount, self.unit),
        )  # fmt: skip

    def stepped(self, data, change):
        """Show what was sent in ``data`` after a press of − or +: ``weight:-`` or ``amount:+``."""
        field, _colon, sign = change.partition(":")
        self.initial = {name: data.get(name, "")[:40] for name in self.fields}
        if field in getattr(self, "steps", {}) and field in self.fields and sign in ("+", "-"):
            by = self.steps[field] if sign == "+" else -self.steps[field]
            self.initial[field] = _step(self.initial[field], by, self.fields[field])


def _amount(unit):
    """The field for how much: whole repetitions or seconds, or minutes."""
    most = MOST[unit]
    if unit == "minutes":
        return AmountField(label=LABELS[unit], min_value=Decimal("0.1"), max_value=most, decimal_places=2)
    return forms.IntegerField(label=LABELS[unit], min_value=1, max_value=most)


def _step(text, by, field):
    """A number one step on, within what the field takes; from nothing to the usual effort, or to one step."""
    try:
        value = Decimal(with_point(text)) + by
    except ArithmeticError:
        value = USUAL_EFFORT if abs(by) == EFFORT_STEP else abs(by)
    return localize_input(plain(min(max(value, Decimal(field.min_value)), Decimal(field.max_value))))


def plain(number):
    """A number without idle zeros: 20 rather than 20.00."""
    return None if number is None else Decimal(f"{Decimal(str(number)).normalize():f}")


def _seconds(amount, unit):
    if amount is None or unit == "repetitions":
        return None
    return max(1, round(amount * (60 if unit == "minutes" else 1)))
