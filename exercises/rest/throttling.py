"""How often a client may ask: so many requests per window, counted in the cache that all processes share."""

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle


class RateThrottle(BaseThrottle):
    """Counts requests in fixed windows, per member or per guest's address; ``API_RATES`` says how many.

    One number per client and window: cheaper than a list of moments, and at worst twice the rate for
    one window's length.
    """

    def allow_request(self, request, view):
        """Count this request; false when the window is full."""
        is_member = bool(request.user and request.user.is_authenticated)
        rate = settings.API_RATES["member" if is_member else "guest"]
        if rate is None:
            return True
        allowed, seconds = rate
        window, passed = divmod(time.time(), seconds)
        self.left = seconds - passed
        who = request.user.pk if is_member else self.get_ident(request)
        key = f"api-rate:{is_member}:{who}:{int(window)}"
        if cache.add(key, 1, timeout=seconds):
            return True
        try:
            return cache.incr(key) <= allowed
        except ValueError:  # The window ended between the two.
            return True

    def wait(self):
        """Seconds until the next window."""
        return self.left
