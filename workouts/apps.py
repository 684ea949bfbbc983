"""The workouts room."""

from django.apps import AppConfig


class WorkoutsConfig(AppConfig):
    """Names the room for Django."""

    name = "workouts"
