"""Weights as a person reads and types them. Everything is kept in kilograms; pounds are a way to show it.

A set is kept with two decimals of a kilogram, 0.022 lb: fine enough to tell apart all pounds in steps of
0.05. So what was typed in pounds is shown again as it was typed.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from profiles.decimals import AmountField
from profiles.habits import current

# Exactly, since 1959.
KG_PER_LB = Decimal("0.45359237")
LB_STEP = Decimal("0.05")
MOST_KG = Decimal(1000)
# What the smallest plates in pounds make of a step in kilograms.
LB_STEPS = {1.0: 2.5, 2.5: 5.0, 4.0: 10.0, 5.0: 10.0}
# Where a load was chosen in kilograms, the next one in pounds is a multiple of this.
LB_PLATES = Decimal("2.5")


def in_unit(kg, units=None):
    """Return kilograms as a :class:`Decimal` in the reader's unit, or in ``units``."""
    kg = Decimal(str(kg))
    if (units or current().units) == "kg":
        return _plain(round(kg, 2))
    return _plain((kg / KG_PER_LB / LB_STEP).to_integral_value(ROUND_HALF_UP) * LB_STEP)


def to_kg(value, units=None):
    """Return a weight in the reader's unit, or in ``units``, as kilograms with two decimals."""
    value = Decimal(str(value))
    if (units or current().units) == "lb":
        value *= KG_PER_LB
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def unit_word(units=None):
    """Return the sign of the reader's unit."""
    return units or current().units


def shown(kg, *, digits=None):
    """Return kilograms in words in the reader's unit: ``62.5 kg``, ``137.5 lb``; ``digits`` rounds."""
    return f"{number(kg, digits=digits)} {unit_word()}"


def number(kg, *, digits=None):
    """Return kilograms as a number in the reader's unit, as the reader's language writes it."""
    value = in_unit(kg)
    if digits is not None:
        value = _plain(value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
    return number_format(value, use_l10n=True, force_grouping=value >= 10_000)


def step_of(kg):
    """Return a smallest step of load as the reader's plates have it, in kilograms."""
    return float(to_kg(LB_STEPS.get(kg, LB_STEPS[2.5]), "lb")) if current().units == "lb" else kg


def moved(kg, by):
    """Return a load moved ``by`` kilograms, as the reader's plates have it; never below nothing."""
    if current().units == "kg":
        return max(0.0, round(kg + by, 2))
    pounds = in_unit(kg)
    if pounds % Decimal("0.5"):
        # It was chosen in kilograms: no plate in pounds makes it.
        pounds = round(pounds / LB_PLATES) * LB_PLATES
    return max(0.0, float(to_kg(pounds + in_unit(by))))


def _plain(number):
    """A decimal without idle zeros, and never as 1E+2."""
    return Decimal(f"{number.normalize():f}")


class WeightField(AmountField):
    """A weight typed in the reader's unit, or in ``units``; gives kilograms."""

    def __init__(self, *, units=None, **options):
        self.units = units or current().units
        label = _("Weight, lb") if self.units == "lb" else _("Weight, kg")
        options = {"label": label, "min_value": 0, "max_value": in_unit(MOST_KG, self.units)} | options
        super().__init__(decimal_places=2, **options)

    def clean(self, value):
        """The kilograms; pounds finer than can be kept are refused rather than rounded."""
        value = super().clean(value)
        if value is None:
            return None
        if self.units == "lb" and value % LB_STEP:
            raise ValidationError(_("Pounds go in steps of 0.05."))
        return to_kg(value, self.units)

    def prepare_value(self, value):
        """Kilograms in the unit; what was typed stays as it is."""
        return in_unit(value, self.units) if isinstance(value, Decimal) else value


def units_sent(data):
    """Return the unit that the sent page showed; the reader's where it does not say."""
    sent = data.get("units") if data is not None else None
    return sent if sent in ("kg", "lb") else current().units
