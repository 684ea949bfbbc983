"""The recommender room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from exercises import following
from profiles.providers import register


class RecommenderConfig(AppConfig):
    """Names the room for Django, and adds what it keeps of a person to what that person can take along."""

    name = "recommender"

    def ready(self):
        """Register what this room keeps of a person."""
        following.register("recommender.Feedback", words=_("pieces of feedback"))
        following.register("recommender.Impression", once_per=("request",), words=_("times it was shown"))
        register("feedback", "recommender.export.feedback")
        register("sessions", "recommender.export.sessions")
        register("shown", "recommender.export.shown")
