"""Where a form leads afterwards."""

from django.utils.http import url_has_allowed_host_and_scheme

# Named, not imported: the room above decides what its pages are.
PICKS = "recommender:for_you"


def next_address(request):
    """Return the address that ``next`` asks to return to, or ``None`` where it lies on another site."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else None
