"""Addresses of the catalogue in the API."""

from django.urls import path

from exercises import api

urlpatterns = [
    path("exercises/", api.ExerciseList.as_view(), name="exercise_list"),
    # Before the slugs: no exercise can be called so.
    path("exercises/changes/", api.ExerciseChanges.as_view(), name="exercise_changes"),
    path("exercises/<slug:slug>/", api.ExerciseDetail.as_view(), name="exercise_detail"),
]
