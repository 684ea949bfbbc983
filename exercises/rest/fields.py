"""Fields that take exactly what the schema says: a number is no text, a date has its offset.

DRF's fields are generous (``"3"`` is a number, ``"yes"`` is true), so that a client's mistake passes
unnoticed until it matters. These read JSON as it is written.
"""

import math
import re
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE | re.ASCII
)  # RFC 3339
SLUG = re.compile(r"[-a-zA-Z0-9_]+", re.ASCII)


class OfType:
    """Refuses JSON values of another type before the field looks at them."""

    types = (str,)
    wanted = _("a text")

    def run_validation(self, data=serializers.empty):
        """Check the JSON type, then everything else."""
        absent = data is serializers.empty or data is None
        is_bool = isinstance(data, bool)
        if not absent and ((is_bool and bool not in self.types) or not isinstance(data, self.types)):
            raise serializers.ValidationError(_("This must be %(wanted)s.") % {"wanted": self.wanted})
        return super().run_validation(data)


class TextField(OfType, serializers.CharField):
    """A text."""


class ChoiceField(OfType, serializers.ChoiceField):
    """One of a few words or numbers, of the very type that the choices have."""

    def __init__(self, choices, **kwargs):
        super().__init__(choices, **kwargs)
        codes = [code for code in self.choices if code != ""]
        if codes and all(isinstance(code, int) for code in codes):
            self.types, self.wanted = (int,), _("a whole number")


class WholeField(OfType, serializers.IntegerField):
    """A whole number."""

    types = (int, float)
    wanted = _("a whole number")

    def to_internal_value(self, data):
        """``3`` and ``3.0`` are the same number in JSON."""
        if isinstance(data, float) and not (math.isfinite(data) and data.is_integer()):
            self.fail("invalid")
        return super().to_internal_value(int(data))


class FlagField(OfType, serializers.BooleanField):
    """True or false."""

    types = (bool,)
    wanted = _("true or false")


class NumberField(OfType, serializers.DecimalField):
    """A number, rounded to so many decimals; read as a ``Decimal``, written as a JSON number."""

    types = (int, float)
    wanted = _("a number")

    def __init__(self, **kwargs):
        super().__init__(coerce_to_string=False, **kwargs)

    def to_internal_value(self, data):
        """Round what a phone has computed; infinity, which JSON can spell as 1e999, is no number to keep."""
        if not abs(data) < 10**self.max_digits:
            self.fail("invalid")
        return super().to_internal_value(round(Decimal(str(data)), self.decimal_places))

    def to_representation(self, value):
        """A JSON number."""
        return float(value if isinstance(value, Decimal) else Decimal(value))


class UUIDField(OfType, serializers.UUIDField):
    """A UUID in its usual form with hyphens."""

    wanted = _("a UUID")

    def to_internal_value(self, data):
        """Braces, URNs and bare digits are refused: one form."""
        if not UUID.fullmatch(data):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class MomentField(OfType, serializers.DateTimeField):
    """A moment as RFC 3339 writes it, with its offset from UTC."""

    wanted = _("a date and time with an offset, such as 2026-01-31T18:30:00Z")

    def to_internal_value(self, value):
        """A time without an offset would be a guess."""
        if not MOMENT.fullmatch(value):
            raise serializers.ValidationError(_("This must be %(wanted)s.") % {"wanted": self.wanted})
        try:
            return super().to_internal_value(value.upper())
        except OverflowError:
            self.fail("invalid", format="RFC 3339")


class SlugReferenceField(OfType, serializers.SlugRelatedField):
    """A row named by its slug."""

    def __init__(self, **kwargs):
        super().__init__(slug_field="slug", **kwargs)

    def to_internal_value(self, data):
        """Look the row up; what cannot be a slug is not even asked for."""
        if not SLUG.fullmatch(data):
            self.fail("does_not_exist", slug_name="slug", value=data)
        try:
            return self.get_queryset().get(slug=data)
        except ObjectDoesNotExist:
            self.fail("does_not_exist", slug_name="slug", value=data)


class WordsField(serializers.ListField):
    """A list of words of the vocabulary; one that is given twice counts once."""

    def __init__(self, words, **kwargs):
        super().__init__(child=ChoiceField(choices=list(words)), max_length=len(words), **kwargs)

    def to_internal_value(self, data):
        """The words, each once, in the order given; too many are refused before they are looked at."""
        if isinstance(data, list) and len(data) > self.max_length:
            raise serializers.ValidationError(
                self.error_messages["max_length"].format(max_length=self.max_length)
            )
        return list(dict.fromkeys(super().to_internal_value(data)))
