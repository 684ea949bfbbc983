"""How a person reads: their language, kilograms or pounds, the first day of the week, the clock.

What a member has not chosen follows the region that their browser names (``en-AU``), else kilograms,
Monday and 24 hours. ``en-US`` alone says nothing, as most browsers come with it: their clock has to be
American as well. :func:`current` is what holds for the page being made, like Django's time zone; the
API always speaks in kilograms and never reads it.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from asgiref.local import Local

from profiles.models import Profile


def _words(text):
    return frozenset(text.split())


# Python's numbers of the days.
DAYS = {"monday": 0, "saturday": 5, "sunday": 6}
# From the Unicode CLDR (supplemental data, version 45): regions that do it otherwise than most.
SUNDAY_FIRST = _words(
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP "
    "PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
)
SATURDAY_FIRST = _words("AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY")
IN_POUNDS = _words("US PR GU VI AS UM LR MM")
TWELVE_HOURS = _words("US PR GU VI AS UM CA AU NZ IN PK BD PH MX CO")
# Of the zones that browsers name, those of the United States (IANA time zone database, zone.tab).
AMERICAN_ZONES = frozenset(
    f"America/{place}"
    for place in _words(
        "Adak Anchorage Boise Chicago Denver Detroit Indiana/Indianapolis Indiana/Knox Indiana/Marengo "
        "Indiana/Petersburg Indiana/Tell_City Indiana/Vevay Indiana/Vincennes Indiana/Winamac Indianapolis "
        "Juneau Kentucky/Louisville Kentucky/Monticello Los_Angeles Louisville Menominee Metlakatla "
        "New_York Nome North_Dakota/Beulah North_Dakota/Center North_Dakota/New_Salem Phoenix Sitka Yakutat"
    )
) | {"Pacific/Honolulu"}
_REGION = re.compile(r"\b[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Habits:
    """``units`` is kg or lb, ``week_start`` a key of :data:`DAYS`, ``clock`` 24 or 12."""

    units: str = "kg"
    week_start: str = "monday"
    clock: str = "24"

    def week_of(self, day):
        """Return the first day of the week that ``day`` (a date) lies in."""
        return day - timedelta(days=(day.weekday() - DAYS[self.week_start]) % 7)


_active = Local()


def current():
    """The :class:`Habits` of whoever reads the page being made; the usual ones outside of a page."""
    return getattr(_active, "habits", None) or Habits()


def clock_format():
    """Return Django's format for a time of day by the reader's clock."""
    return "H:i" if current().clock == "24" else "g:i A"


@contextmanager
def override(habits):
    """Let other habits hold inside a ``with``."""
    before = getattr(_active, "habits", None)
    _active.habits = habits
    try:
        yield
    finally:
        _active.habits = before


def region_of(accept_language, zone):
    """Return the region (``AU``) that an American time zone or ``Accept-Language`` tells, else ``""``."""
    if zone in AMERICAN_ZONES:
        return "US"
    named = (found.upper() for found in _REGION.findall(accept_language[:200]))
    return next((region for region in named if region != "US"), "")


def usual_in(region):
    """Return the :class:`Habits` that are usual in a region."""
    first = "sunday" if region in SUNDAY_FIRST else "saturday" if region in SATURDAY_FIRST else "monday"
    return Habits(
        units="lb" if region in IN_POUNDS else "kg",
        week_start=first,
        clock="12" if region in TWELVE_HOURS else "24",
    )


def profile_of(user):
    """The profile of a signed-in person, or ``None``; free of queries where sign-in has fetched it."""
    if not user.is_authenticated:
        return None
    try:
        return user.profile
    except Profile.DoesNotExist:
        return None


def habits_of(user, *, region=""):
    """Return the :class:`Habits` a person chose; what was not chosen is usual in their region."""
    profile, usual = profile_of(user), usual_in(region)
    if profile is None:
        return usual
    return Habits(
        units=profile.units or usual.units,
        week_start=profile.week_start or usual.week_start,
        clock=profile.clock or usual.clock,
    )
