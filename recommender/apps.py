"""The recommender room."""

from django.apps import AppConfig

from profiles.providers import register


class RecommenderConfig(AppConfig):
    """Names the room for Django, and adds what it keeps of a person to what that person can take along."""

    name = "recommender"

    def ready(self):
        """Register what this room keeps of a person."""
        register("feedback", "recommender.export.feedback")
        register("shown", "recommender.export.shown")
