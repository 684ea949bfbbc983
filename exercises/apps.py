"""The exercises room."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    """Names the room for Django."""

    name = "exercises"
