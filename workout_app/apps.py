"""How the project configures apps of others."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class OurStaticFiles(StaticFilesConfig):
    """Collects what pages use, and leaves out what others ship for purposes that are not ours."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",  # the browsable API
        "redoc",
        "swagger-ui-es-bundle*",
        "swagger-ui.js",
        "django_htmx",  # htmx itself is in vendor/
    ]
