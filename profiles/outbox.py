"""What a page kept on the device while there was no network: whose it is, and when it was meant.

The page's half is ``static/js/lib/outbox.js``. A form that it sends carries two headers: ``Outbox-Account``
(who was signed in on the page) and ``Outbox-Made`` (when the button was pressed).
"""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

# What browsers see of who is signed in; a page without anybody carries GUEST.
MARK_HEADER = "Nextset-Account"
GUEST = "guest"
# Says that the app itself answered, and not a network's sign-in page.
HEARD_HEADER = "Outbox-Heard"
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class OutboxMiddleware:
    """Refuses what another person kept on this device, and tells an outbox where it would have been sent on.

    Every page says in a header whose it is, so that the service worker keeps no page for somebody else.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer 401 to another person's outbox; what redirects an outbox becomes 204 and an address."""
        sender = request.headers.get("Outbox-Account")
        if sender is None:
            response = self.get_response(request)
            if response.get("Content-Type", "").startswith("text/html"):
                response[MARK_HEADER] = mark_of(request.user)
            return response
        if sender != mark_of(request.user):
            return HttpResponse(status=401, headers={"Cache-Control": "no-store", HEARD_HEADER: "1"})
        response = self.get_response(request)
        response[HEARD_HEADER] = "1"
        if response.status_code in (301, 302, 303):
            # fetch() hides where a redirect leads, and following it would show its page to nobody.
            address = response["Location"]
            response.status_code = 204
            response.content = b""
            del response["Location"]
            response["Outbox-Location"] = address
        return response


def mark_of(user):
    """What a page says of who is signed in: the same for each visit, and nobody's name."""
    return user.account_mark if user.is_authenticated else GUEST


def moment_of(request):
    """When the person pressed the button: now, unless the form waited in an outbox.

    A clock that runs ahead counts as now.
    """
    now = timezone.now()
    try:
        made = parse_datetime(request.headers.get("Outbox-Made", ""))
    except ValueError:
        made = None
    if made is None or timezone.is_naive(made) or made < _LONG_AGO:
        return now
    return min(made, now)
