"""The workouts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from exercises import following
from profiles.providers import register


class WorkoutsConfig(AppConfig):
    """Names the room for Django, and adds the log to what a person can take along."""

    name = "workouts"

    def ready(self):
        """Register what this room keeps of a person."""
        following.register("workouts.WorkoutSet", words=_("logged sets"))
        register("workouts", "workouts.export.workouts")
        register("imported_histories", "workouts.importing.export.kept_imports")
