"""The recommender room."""

from django.apps import AppConfig


class RecommenderConfig(AppConfig):
    """Names the room for Django."""

    name = "recommender"
