"""Numbers as people write them: units, decimal commas, clock times; and the ranges they may lie in."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

RANGES = {"minutes": (Decimal("0.5"), Decimal(240)), "met": (Decimal(1), Decimal(20))}

_NUMBER = re.compile(r"^\s*(-?\d{1,9}(?:[.,]\d{1,9})?)\s*([a-z]*)\.?\s*$", re.IGNORECASE)
_CLOCK = re.compile(r"^\s*(\d{1,3}):(\d{2})(?::(\d{2}))?\s*$")
_SECOND = Decimal(1) / 60
_UNITS = {
    "minutes": {
        **dict.fromkeys(("", "m", "min", "mins", "minute", "minutes", "minuten", "minutos", "minuti"), 1),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunden", "horas", "heures", "ore"), 60),
        **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunden"), _SECOND),
        **dict.fromkeys(("seg", "segundos", "secondes", "secondi"), _SECOND),
    },
    "met": dict.fromkeys(("", "met", "mets"), 1),
}


def check_ranges(rows, drafts, step):
    """Numbers with their units, inside what can be; others are left out and reported."""
    found = {row.place: row for row in rows}
    for draft in drafts:
        for name, (low, high) in RANGES.items():
            text = getattr(found[draft.place], name)
            if not text:
                continue
            number = to_number(text, name)
            if number is None:
                message = _("%r is no number with a known unit") % text[:40]
                step.found("not_a_number", draft.place, message, field=name)
            elif not low <= number <= high:
                message = _("%(text)r is not from %(low)s to %(high)s")
                message %= {"text": text[:40], "low": low, "high": high}
                step.found("out_of_range", draft.place, message, field=name)
            else:
                setattr(draft, name, number.quantize(Decimal("0.1")))
    return drafts


def to_number(text, field):
    """A number with its unit as minutes or METs, or None.

    >>> [float(to_number(text, "minutes")) for text in ("30 min", "1:30", "0,5 h", "90 sec")]
    [30.0, 1.5, 30.0, 1.5]
    >>> to_number("soon", "minutes")
    """
    clock = _CLOCK.match(text)
    if clock and field == "minutes":
        first, second, third = (int(part or 0) for part in clock.groups())
        seconds = first * 3600 + second * 60 + third if clock.group(3) else first * 60 + second
        return Decimal(seconds) / 60
    found = _NUMBER.match(text)
    factor = _UNITS[field].get(found.group(2).lower()) if found else None
    if factor is None:
        return None
    try:
        return Decimal(found.group(1).replace(",", ".")) * factor
    except InvalidOperation:
        return None
