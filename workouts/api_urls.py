"""Addresses of workouts in the API."""

from django.urls import path

from workouts import api

urlpatterns = [
    path("workouts/", api.WorkoutList.as_view(), name="workout_list"),
    path("workouts/<uuid:uuid>/", api.WorkoutDetail.as_view(), name="workout_detail"),
    path("workouts/<uuid:workout>/sets/<uuid:uuid>/", api.SetDetail.as_view(), name="set_detail"),
]
