"""Errors of the API as problem details (RFC 9457): one shape, with the fields that were wrong.

DRF's errors pass through :func:`exception_handler`; what Django answers before or after a view (an
unknown address, a host that is not ours, a crash) passes through the ``handler…`` functions at the end.
"""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import JsonResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from exercises.rest.errors import TooLarge

CONTENT_TYPE = "application/problem+json"
API_ROOT = "/api/"
# What a client sent comes back in messages: shortened, and only as text that can be encoded.
LONGEST_MESSAGE, LONGEST_FIELD, MOST_ERRORS = 300, 120, 50


def flatten(detail, path=""):
    """Yield ``{"field", "message"}`` for every leaf of DRF's nested error detail.

    Fields are written as in the request: ``sets[2].repetitions``.
    """
    if isinstance(detail, dict):
        for key, value in detail.items():
            if key == "non_field_errors":
                yield from flatten(value, path)
            elif isinstance(key, int):
                yield from flatten(value, f"{path}[{key}]")
            else:
                yield from flatten(value, f"{path}.{key}" if path else str(key))
    elif isinstance(detail, list | tuple):
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            yield from flatten(value, f"{path}[{index}]" if nested else path)
    else:
        yield {"field": _readable(path, LONGEST_FIELD), "message": _readable(str(detail), LONGEST_MESSAGE)}


def _readable(text, longest):
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return text.encode("utf-8", "replace").decode()


def describe(status, errors, detail=None, **members):
    """Return the body of a problem: title, status, detail, and one entry per thing that is wrong."""
    errors = list(errors)[:MOST_ERRORS]
    if detail is None:
        detail = " ".join(f"{e['field']}: {e['message']}" if e["field"] else e["message"] for e in errors)
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "errors": errors,
        **members,
    }


def exception_handler(error, context):
    """Turn any error of an API view into a problem; a crash stays one, and Django's handler tells of it."""
    if isinstance(error, RequestDataTooBig):
        error = TooLarge()
    elif isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError("The request cannot be read.")
    response = default_handler(error, context)
    if response is None:
        return None
    detail, path = response.data, getattr(error, "field", "")
    if isinstance(detail, dict) and not isinstance(error, exceptions.ValidationError):
        detail = detail["detail"]
    if response.status_code == HTTPStatus.NOT_FOUND and not isinstance(error, exceptions.APIException):
        detail = "There is no such thing."  # Django's own words name models and queries.
    body = describe(response.status_code, flatten(detail, path), **getattr(error, "members", {}))
    headers = {name: response[name] for name in ("WWW-Authenticate", "Retry-After") if name in response}
    return Response(body, status=response.status_code, headers=headers, content_type=CONTENT_TYPE)


def problem(status, detail):
    """Return a problem as a plain response, for use outside API views."""
    body = describe(status, [{"field": "", "message": detail}])
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)


def bad_request(request, exception):
    """``handler400``: a problem below /api/, the page elsewhere."""
    if not request.path_info.startswith(API_ROOT):
        return defaults.bad_request(request, exception)
    return problem(HTTPStatus.BAD_REQUEST, "The request cannot be read.")


def permission_denied(request, exception):
    """``handler403``: a problem below /api/, the page elsewhere."""
    if not request.path_info.startswith(API_ROOT):
        return defaults.permission_denied(request, exception)
    return problem(HTTPStatus.FORBIDDEN, "You may not do this.")


def page_not_found(request, exception):
    """``handler404``: a problem below /api/, the page elsewhere."""
    if not request.path_info.startswith(API_ROOT):
        return defaults.page_not_found(request, exception)
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address. Addresses end in a slash.")


def server_error(request):
    """``handler500``: a problem below /api/, the page elsewhere."""
    if not request.path_info.startswith(API_ROOT):
        return defaults.server_error(request)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. It was noted.")
