"""Addresses of today's session."""

from django.urls import path

from recommender import player_views, session_views

app_name = "session"

urlpatterns = [
    path("", session_views.today, name="today"),
    path("build/", session_views.build, name="build"),
    path("<uuid:uuid>/change/", session_views.change, name="change"),
    path("<uuid:uuid>/start/", session_views.start, name="start"),
    path("<uuid:uuid>/play/", player_views.play, name="play"),
    path("<uuid:uuid>/sets/", player_views.log, name="log"),
    path("<uuid:uuid>/skip/", player_views.skip, name="skip"),
    path("<uuid:uuid>/finish/", player_views.finish, name="finish"),
    path("<uuid:uuid>/", player_views.summary, name="summary"),
]
