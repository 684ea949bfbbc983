"""Addresses of today's session."""

from django.urls import path

from recommender import session_views

app_name = "session"

urlpatterns = [
    path("", session_views.today, name="today"),
    path("build/", session_views.build, name="build"),
    path("<uuid:uuid>/change/", session_views.change, name="change"),
    path("<uuid:uuid>/start/", session_views.start, name="start"),
    path("<uuid:uuid>/play/", session_views.today, name="play"),
    path("<uuid:uuid>/", session_views.today, name="summary"),
]
