"""The schema says what the API does: unknown fields are refused, and every error is a problem."""

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import permissions, serializers

from exercises.problems import CONTENT_TYPE
from exercises.rest.serializers import StrictSerializer
from exercises.rest.views import ApiView


class WrongFieldSerializer(serializers.Serializer):
    """One thing that is wrong."""

    field = serializers.CharField(allow_blank=True, help_text="Such as `sets[2].effort`, or empty.")
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """Problem details, RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="All of it in one sentence or a few.")
    errors = WrongFieldSerializer(many=True)


WHEN = {
    400: "Something in the request is not right; `errors` names the fields.",
    401: "Not signed in, or the session is over.",
    403: "Not allowed; or a cookie session without its CSRF token.",
    404: "There is no such thing, or it is not yours.",
    406: "Only JSON is spoken here.",
    409: "The UUID was used before for something else, or a name is taken.",
    410: "It was here and is not any more.",
    412: "It has changed since `If-Match` was read.",
    413: "The body is too large.",
    415: "The body must be JSON.",
    428: "`If-Match` is missing.",
    429: "Too many requests; `Retry-After` says how long to wait.",
}


def problems(*statuses):
    """Return responses of these statuses for ``extend_schema``."""
    return {
        (status, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, description=WHEN[status])
        for status in statuses
    }


IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True,
    description="The ETag that was read, or `*` for whatever is there.",
)  # fmt: skip


class ProblemAwareSchema(AutoSchema):
    """Adds what every operation has: the address's parameters and the errors that can always happen."""

    def get_override_parameters(self):
        """The parameters that the view reads."""
        if not isinstance(self.view, ApiView):
            return []
        query = self.view.query_class_for(self.method)
        return [query] if query().fields else []

    def _get_response_bodies(self, direction="response"):
        responses = super()._get_response_bodies(direction)
        statuses = {400, 401, 406, 429}
        if self.method != "GET":
            statuses.add(403)
        if self.method in ("POST", "PUT", "PATCH"):
            statuses |= {413, 415}
        if "{" in self.path:
            statuses.add(404)
        for (status, media_type), response in problems(*statuses).items():
            if str(status) not in responses:
                responses[str(status)] = self._get_response_for_code(response, str(status), [media_type])
        return dict(sorted(responses.items()))

    def get_auth(self):
        """Where guests may come too, signing in is one of the ways."""
        auth = super().get_auth()
        is_open = any(isinstance(p, permissions.AllowAny) for p in self.view.get_permissions())
        return auth if not is_open or {} in auth else [*auth, {}]

    def get_tags(self):
        """The first word of the address."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]


class StrictExtension(OpenApiSerializerExtension):
    """``additionalProperties: false`` for bodies that refuse unknown fields."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema, direction):
        """The usual schema, closed."""
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        if direction == "request" and schema.get("type") == "object":
            schema["additionalProperties"] = False
        return schema
