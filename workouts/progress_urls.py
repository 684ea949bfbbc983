"""Addresses of progress."""

from django.urls import path

from workouts import progress_views

app_name = "progress"

urlpatterns = [
    path("", progress_views.overview, name="overview"),
    path("<slug:slug>/", progress_views.exercise, name="exercise"),
]
