"""Numbers as people type them: with a comma or a point."""

import re

from django import forms

_LAST_SIGN = re.compile(r"[.,](?=[^.,]*$)")


def with_point(text):
    """Return a typed number with one decimal point: ``62,5``, ``1.234,5`` and ``1,234.5`` are understood.

    A single comma or point is the decimal one: nobody lifts "1,000" and means a thousand.
    """
    text = text.strip()
    signs = [sign for sign in text if sign in ".,"]
    if len(set(signs)) == 2 or len(signs) == 1:
        whole, decimals = _LAST_SIGN.split(text, maxsplit=1)
        return f"{whole.replace('.', '').replace(',', '')}.{decimals}"
    return text


class AmountField(forms.DecimalField):
    """A number that may have decimals, shown and typed as the reader's language writes it.

    A browser's own number field takes only the sign of the browser's language, so it is a text field with
    a keyboard of digits.
    """

    def __init__(self, **options):
        super().__init__(localize=True, **options)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value):
        """The number, whichever sign its decimals follow."""
        return super().to_python(with_point(value) if isinstance(value, str) else value)
