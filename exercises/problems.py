"""Errors of the API as problem details (RFC 9457): one shape, with the field that was wrong."""

from rest_framework import exceptions
from rest_framework.views import exception_handler as default_handler


def _flatten(detail, path=""):
    """Yield ``{"field", "message"}`` for every leaf of DRF's nested error detail."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from _flatten(value, f"{path}.{key}" if path else str(key))
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, (dict, list))
            yield from _flatten(value, f"{path}[{index}]" if nested else path)
    else:
        yield {"field": path, "message": str(detail)}


def exception_handler(error, context):
    """Turn any API error into ``application/problem+json``; unknown errors stay unknown."""
    response = default_handler(error, context)
    if response is None:
        return None
    title = getattr(error, "default_detail", "") or "Error"
    body = {"type": "about:blank", "title": str(title), "status": response.status_code}
    if isinstance(error, exceptions.ValidationError):
        body["title"] = "Some fields are not right."
        body["errors"] = list(_flatten(error.detail))
        body["detail"] = "; ".join(
            f"{e['field']}: {e['message']}" if e["field"] else e["message"] for e in body["errors"]
        )
    else:
        body["detail"] = str(response.data.get("detail", title))
    response.data = body
    response.content_type = "application/problem+json"
    return response
