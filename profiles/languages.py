"""Which language a page is in, and the reader's other habits while it is made.

A member's own choice comes first, then the cookie of the language form, then what the browser asks for;
the last two are Django's ``LocaleMiddleware``. The API keeps to what the client asks for.
"""

from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from exercises.problems import API_ROOT
from profiles import habits


class HabitsMiddleware:
    """Activates a member's language, units, week and clock; comes after sign-in and ``LocaleMiddleware``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer as the reader is used to; the answer depends on the cookies then."""
        if request.path_info.startswith((API_ROOT, "/_allauth/")):
            return self.get_response(request)
        profile = habits.profile_of(request.user)
        if profile and profile.language:
            translation.activate(profile.language)
            request.LANGUAGE_CODE = translation.get_language()
        region = habits.region_of(
            request.headers.get("Accept-Language", ""), timezone.get_current_timezone_name()
        )
        with habits.override(habits.habits_of(request.user, region=region)):
            response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response
