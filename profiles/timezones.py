"""Days and hours as the person's own clock shows them."""

from functools import cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

# Set by the page's script to the browser's zone; without it the server's TIME_ZONE holds.
COOKIE = "timezone"


class TimezoneMiddleware:
    """Activates the zone that the browser says it is in, for one request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer in that zone; a name that is not a zone's (a path, say) is passed over."""
        told = unquote(request.COOKIES.get(COOKIE, ""))
        if told not in _names():
            return self.get_response(request)
        with timezone.override(ZoneInfo(told)):
            return self.get_response(request)


@cache
def _names():
    return frozenset(available_timezones())
