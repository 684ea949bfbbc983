"""Dates as exports write them, in several orders and languages; a file is looked at as a whole."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from django.utils.translation import gettext as _

from exercises.search.words import fold

DAY, MONTH = "day", "month"

_MONTHS = """
january januar janner jaenner enero janvier gennaio janeiro
february februar febrero fevrier febbraio fevereiro
march marz maerz marzo mars marco maart mrt mrz
april abril avril aprile
may mai mayo maggio maio mei
june juni junio juin giugno junho
july juli julio juillet luglio julho
august agosto aout augustus
september septiembre setiembre septembre settembre setembro
october oktober octubre octobre ottobre outubro
november noviembre novembre novembro
december dezember diciembre decembre dicembre dezembro
"""
_NAMES = [(word, number) for number, line in enumerate(_MONTHS.split("\n")[1:-1], 1) for word in line.split()]

_TIME = (
    r"(?:(?:t|[,\s]\s*(?:(?:at|um|a las|alle|ore|as|a)\s)?|\s+-\s+)\s*"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?:(?P<half>[ap])\.?\s?m\.?|uhr|h)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?)?$"
)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,\s*)?"
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME)
_NUMBERS = re.compile(
    _WEEKDAY + r"(?P<one>\d{1,2})(?P<sign>[-/.])\s?(?P<two>\d{1,2})[-/.]\s?(?P<year>\d{4}|\d{2})" + _TIME
)
_DAY_NAME = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?\s+(?:de\s+)?(?P<name>[^\W\d_]+)\.?,?\s+(?:de\s+)?"
    r"(?P<year>\d{4})" + _TIME
)
_NAME_DAY = re.compile(
    _WEEKDAY + r"(?P<name>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME
)


class Moments:
    """Reads the dates of one file. Whether 3/4 is in March or in April is told by all of them together.

    ``order`` (``"day"`` or ``"month"`` first) is what a person says; without it a date that fits only one
    order decides, then a 12-hour clock (month first), then the order in which the file is sorted better.
    ``is_guessed`` says that nothing decided, so that the day was taken to come first.
    """

    def __init__(self, texts=(), order=""):
        self.is_guessed = False
        found = [match for match in (_NUMBERS.match(_plain(text)) for text in dict.fromkeys(texts)) if match]
        self.order = order or self._told_by(found)

    def _told_by(self, found):
        votes = Counter()
        for match in found:
            one, two = int(match["one"]), int(match["two"])
            votes[DAY] += one > 12 or match["sign"] == "."
            votes[MONTH] += two > 12
        if votes[DAY] or votes[MONTH]:
            return DAY if votes[DAY] >= votes[MONTH] else MONTH
        if any(match["half"] for match in found):
            return MONTH
        breaks = {order: _breaks(found, order) for order in (DAY, MONTH)}
        self.is_guessed = bool(found) and breaks[DAY] == breaks[MONTH]
        return MONTH if breaks[MONTH] < breaks[DAY] else DAY

    def read(self, text):
        """Return the ``datetime`` in ``text``: naive, or aware where it names its zone; and whether it has
        a time of day. Raises ``ValueError`` with the reason.

        >>> Moments().read("22 Nov 2024, 18:05")
        (datetime.datetime(2024, 11, 22, 18, 5), True)
        >>> Moments().read("2023-06-01 5:03:22 PM")[0], Moments().read("05.06.2026")
        (datetime.datetime(2023, 6, 1, 17, 3, 22), (datetime.datetime(2026, 6, 5, 0, 0), False))
        """
        plain = _plain(text)
        for shape in (_YEAR_FIRST, _NUMBERS, _DAY_NAME, _NAME_DAY):
            if match := shape.match(plain):
                parts = match.groupdict()
                try:
                    return _moment(parts, self.order), parts["hour"] is not None
                except (ValueError, OverflowError):
                    break
        raise ValueError(_("“%(text)s” is not a date that can be read") % {"text": text.strip()[:40]})


def _plain(text):
    return re.sub(r"\s+", " ", fold(text)).strip()


def _month(name):
    numbers = {number for word, number in _NAMES if word == name} or {
        number for word, number in _NAMES if len(name) >= 3 and word.startswith(name)
    }
    if len(numbers) != 1:
        raise ValueError(name)
    return numbers.pop()


def _moment(parts, order):
    if "one" in parts:
        pair = (int(parts["one"]), int(parts["two"]))
        day, month = pair if order == DAY else pair[::-1]
    else:
        day = int(parts["day"])
        month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
    year = int(parts["year"])
    hour = int(parts["hour"] or 0)
    if parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if parts["half"] == "p" else 0)
    return datetime(
        year + 2000 if len(parts["year"]) == 2 else year, month, day, hour, int(parts["minute"] or 0),
        int(parts["second"] or 0), tzinfo=_zone(parts["zone"]),
    )  # fmt: skip


def _zone(text):
    if not text:
        return None
    if text in {"z", "utc", "gmt"}:
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _breaks(found, order):
    """How often the direction of time changes from one date to the next, read in this order."""
    moments = []
    for match in found:
        try:
            moments.append(_moment(match.groupdict() | {"zone": None}, order))
        except (ValueError, OverflowError):
            return len(found) + 1
    steps = [later > earlier for earlier, later in pairwise(moments) if later != earlier]
    return min(steps.count(True), steps.count(False))
