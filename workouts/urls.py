"""Addresses of the log."""

from django.urls import include, path

from workouts import log_views, views

app_name = "workouts"

urlpatterns = [
    path("", views.history, name="history"),
    path("sets.csv", views.export, name="export"),
    path("import/", include("workouts.import_urls")),
    path("log/<slug:slug>/", log_views.log, name="log"),
    path("sets/void/", views.void_set, name="void_set"),
    path("sets/restore/", views.restore_set, name="restore_set"),
    path("sets/<uuid:uuid>/", log_views.edit_set, name="edit_set"),
    path("<uuid:uuid>/", views.detail, name="detail"),
]
