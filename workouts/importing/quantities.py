"""Numbers, weights, distances and durations as exports write them."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from exercises.search.words import fold
from workouts.importing.headers import unit_of

KILOGRAMS = {"kg": Decimal(1), "lb": Decimal("0.45359237")}
METRES = {
    "m": Decimal(1), "km": Decimal(1000), "mi": Decimal("1609.344"), "yd": Decimal("0.9144"),
    "ft": Decimal("0.3048"), "cm": Decimal("0.01"), "in": Decimal("0.0254"),
}  # fmt: skip
# Nobody runs this many kilometres at a time: a distance without a unit is then one of metres.
FAR = 200

_NUMBER = re.compile(r"[-+]?\d[\d.,' \u00a0\u202f]*")
_COMMA_DECIMAL = re.compile(r"-?\d+,\d{1,2}$|-?\d{1,3}(\.\d{3})+,\d+$")
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d{1,2})(?:[.,]\d+)?$")
_PARTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?")
_SECONDS = {
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "std": 3600, "stunde": 3600,
    "stunden": 3600, "hora": 3600, "horas": 3600, "heure": 3600, "heures": 3600, "ora": 3600, "ore": 3600,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "minuten": 60, "minuto": 60, "minutos": 60,
    "minuti": 60, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "sek": 1, "sekunde": 1,
    "sekunden": 1, "seg": 1, "segundo": 1, "segundos": 1, "secondes": 1, "secondi": 1,
}  # fmt: skip


class Numbers:
    """Reads numbers as one file writes them: whether a comma is its decimal sign is told by all of them."""

    def __init__(self, texts=()):
        self.has_comma = any(_COMMA_DECIMAL.match(text) for text in texts)

    def read(self, text):
        """Return the ``Decimal`` in ``text``; ``None`` for nothing. Raises ``ValueError`` with the reason.

        >>> [str(Numbers().read(text)) for text in ("80.5", "80,5", "1,250.5", "1.250,5", "1,000", "")]
        ['80.5', '80.5', '1250.5', '1250.5', '1000', 'None']
        >>> str(Numbers(["62,5"]).read("1.000"))
        '1000'
        """
        text = text.strip()
        if not text or text in {"-", "–"}:
            return None
        if not _NUMBER.fullmatch(text):
            raise ValueError(_("“%(text)s” is not a number") % {"text": text[:40]})
        digits = re.sub(r"[' \u00a0\u202f+]", "", text).rstrip(".,")
        dots, commas = digits.count("."), digits.count(",")
        if dots and commas:
            decimal = max(".,", key=digits.rfind)
        elif dots + commas > 1:
            decimal = ""
        else:
            decimal = self._decimal(digits, "," if commas else ".")
        kept = "".join("." if sign == decimal else "" if sign in ".," else sign for sign in digits)
        try:
            return Decimal(kept)
        except ArithmeticError as error:
            raise ValueError(_("“%(text)s” is not a number") % {"text": text[:40]}) from error

    def _decimal(self, digits, sign):
        """Whether the only sign of a number parts its decimals; else it parts thousands."""
        is_usual = (sign == ",") == self.has_comma
        looks_like_thousands = re.fullmatch(rf"-?[1-9]\d{{0,2}}\{sign}\d{{3}}", digits)
        return "" if looks_like_thousands and not is_usual else sign


def kilograms(number, unit):
    """A weight in kg, to two decimals; ``unit`` is ``kg`` or ``lb``.

    >>> kilograms(Decimal(225), "lb")
    Decimal('102.06')
    """
    return round(number * KILOGRAMS[unit], 2)


def metres(number, unit):
    """A distance in whole metres; ``unit`` as :func:`unit_of` names it."""
    return round(number * METRES[unit])


def seconds(text, numbers, unit=""):
    """A duration in whole seconds: ``1h 5m``, ``0:05:30``, ``62m``, ``90``. Without a unit: ``unit`` or s.

    Raises ``ValueError`` with the reason; ``None`` for nothing.

    >>> [seconds(text, Numbers()) for text in ("1h 5m", "0:05:30", "5:30", "62m", "90.0", "1 Std. 5 Min.")]
    [3900, 330, 330, 3720, 90, 3900]
    """
    if not text.strip(" 0"):
        return None
    text = fold(text).strip()
    if clock := _CLOCK.match(text):
        hours, minutes, rest = (int(part or 0) for part in clock.groups())
        return 3600 * hours + 60 * minutes + rest
    parts = _PARTS.findall(text)
    if parts and not _PARTS.sub("", text).strip(" ,.") and all(word in _SECONDS for _n, word in parts):
        return round(sum(Decimal(number.replace(",", ".")) * _SECONDS[word] for number, word in parts))
    try:
        number = numbers.read(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a duration") % {"text": text[:40]}) from None
    return None if number is None else round(number * (60 if unit == "min" else 1))


def unit_in(cell, unit_cell, table):
    """The unit of a number: in its column's label, or in the column for units; ``""`` where neither says.

    Raises ``ValueError`` for a unit that is not in ``table``.
    """
    unit = cell.unit
    if not unit and unit_cell.text.strip(" -0"):
        unit = unit_of(unit_cell.text) or unit_cell.text
    if unit and unit not in table:
        raise ValueError(_("“%(unit)s” is not a known unit") % {"unit": unit[:20]})
    return unit
