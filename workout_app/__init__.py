"""The project: settings, addresses and wiring. Nobody imports it; Django and Celery find it by name."""

from workout_app.celery import app as celery_app

__all__ = ["celery_app"]
