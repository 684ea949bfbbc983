"""The profiles room."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """Names the room for Django."""

    name = "profiles"
