"""Addresses of a person's answers and places in the API."""

from django.urls import path

from profiles import api

urlpatterns = [
    path("me/", api.Me.as_view(), name="me"),
    path("preferences/", api.Preferences.as_view(), name="preferences"),
    path("places/", api.PlaceList.as_view(), name="place_list"),
    path("places/<uuid:uuid>/", api.PlaceDetail.as_view(), name="place_detail"),
]
