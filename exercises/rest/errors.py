"""What can be wrong with a request beyond what DRF has names for."""

from http import HTTPStatus

from django.conf import settings
from rest_framework.exceptions import APIException


class Problem(APIException):
    """An error with a field of its own, and members beyond the usual ones."""

    def __init__(self, detail=None, *, field="", **members):
        super().__init__(detail)
        self.field = field
        self.members = members


class Conflict(Problem):
    """The same UUID stands for something else already, or a name is taken."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "It does not fit what is there already."


class Gone(Problem):
    """It was here, and is not any more."""

    status_code = HTTPStatus.GONE
    default_detail = "It is not here any more."


class PreconditionFailed(Problem):
    """What the client has seen is not what is there now."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = "It has changed since you read it. Read it again, then send your change."


class TooLarge(Problem):
    """The body is larger than is ever read."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self):
        super().__init__(f"The body is larger than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.")


class PreconditionRequired(Problem):
    """A change that does not say which version it was made from."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_detail = "Send If-Match with the ETag that you read, so that no other change is lost."
