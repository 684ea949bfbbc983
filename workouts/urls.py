"""Addresses of this room."""

app_name = "workouts"

urlpatterns: list = []
