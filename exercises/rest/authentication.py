"""Sign-in of a mobile client: the session token that allauth's app client hands out."""

import re

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.exceptions import AuthenticationFailed

TOKEN = re.compile(r"[a-z0-9]{8,64}", re.ASCII)


class SessionTokenAuthentication(XSessionTokenAuthentication):
    """The header ``X-Session-Token``. A token that is over is said to be over, not taken for a guest's."""

    def authenticate(self, request):
        """Return ``(user, session)``, or ``None`` without the header."""
        token = self.get_session_token(request)
        if token is None:
            return None
        found = super().authenticate(request) if TOKEN.fullmatch(token) else None
        if found is None:
            raise AuthenticationFailed(_("This session is over, or was never begun. Sign in again."))
        return found

    def authenticate_header(self, request):
        """What a client must bring: makes an anonymous request a 401."""
        return 'X-Session-Token realm="api"'


class SessionTokenScheme(OpenApiAuthenticationExtension):
    """The token in the schema."""

    target_class = "exercises.rest.authentication.SessionTokenAuthentication"
    name = "sessionToken"

    def get_security_definition(self, auto_schema):
        """A key in a header."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-Session-Token",
            "description": "`meta.session_token` of a sign-in at `/_allauth/app/v1/auth/login`.",
        }
