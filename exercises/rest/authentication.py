"""Sign-in of a mobile client: the session token that allauth's app client hands out."""

import re
from importlib import import_module

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.exceptions import AuthenticationFailed

TOKEN = re.compile(r"[a-z0-9]{8,64}", re.ASCII)


class OneQueryTokens(SessionTokenStrategy):
    """Session keys as tokens, looked up in one query rather than in two."""

    def lookup_session(self, session_token):
        """The session of a token, or ``None`` where there is none or it is over."""
        session = import_module(settings.SESSION_ENGINE).SessionStore(session_token)
        # Reading anything loads it; a session that is not there then loses its key.
        session.get(SESSION_KEY)
        return session if session.session_key else None


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
