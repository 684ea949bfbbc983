"""Versions of what is sent: nothing is sent twice, and no change is lost under another (RFC 9110, 13)."""

import hashlib

from django.utils.http import http_date, parse_etags, parse_http_date_safe
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from exercises.rest.errors import PreconditionFailed, PreconditionRequired


def etag_of(*parts):
    """Return a strong ETag of what the parts say; anything that JSON can hold."""
    digest = hashlib.blake2b(JSONRenderer().render(parts), digest_size=12).hexdigest()
    return f'"{digest}"'


def not_modified(request, etag, changed_at=None):
    """Return a 304 when the client has this version already, else ``None``."""
    known = request.headers.get("If-None-Match")
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if known is not None:
        # Weak comparison: what a proxy has compressed is still the same to a reader.
        tags = {tag.removeprefix("W/") for tag in parse_etags(known)}
        is_same = "*" in tags or etag in tags
    else:
        is_same = since is not None and changed_at is not None and int(changed_at.timestamp()) <= since
    return stamped(Response(status=304), etag, changed_at) if is_same else None


def stamped(response, etag, changed_at=None):
    """Return the response with its version on it, to be asked for again before use."""
    response["ETag"] = etag
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    response["Cache-Control"] = "private, no-cache"
    return response


def require_match(request, etag, *, optional=False):
    """Raise unless ``If-Match`` names the version that is there; ``*`` means: whatever it is.

    Raises ``PreconditionRequired`` (428) without the header, ``PreconditionFailed`` (412) for another
    version. With ``optional`` a missing header passes.
    """
    known = request.headers.get("If-Match")
    if known is None:
        if optional:
            return
        raise PreconditionRequired(field="If-Match")
    if not {"*", etag} & set(parse_etags(known)):
        raise PreconditionFailed(field="If-Match")
