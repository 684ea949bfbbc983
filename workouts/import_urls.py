"""Addresses of imports; the log's addresses include them."""

from django.urls import path

from workouts import import_views

urlpatterns = [
    path("", import_views.start, name="import_start"),
    path("<uuid:uuid>/", import_views.detail, name="import_detail"),
    path("<uuid:uuid>/take-back/", import_views.take_back, name="import_take_back"),
    path("<uuid:uuid>/put-back/", import_views.put_back, name="import_put_back"),
    path("<uuid:uuid>/discard/", import_views.discard, name="import_discard"),
]
