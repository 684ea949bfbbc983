"""Addresses of the questions, the profile and one's own data."""

from django.urls import path

from profiles import account_views, habit_views, place_views, views

app_name = "profiles"

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/<slug:step>/", views.question, name="question"),
    path("start/<slug:step>/count/", views.count, name="count"),
    path("profile/", views.overview, name="overview"),
    path("profile/language-and-units/", habit_views.habits, name="habits"),
    path("language/", habit_views.choose_language, name="choose_language"),
    path("profile/places/add/", place_views.add, name="place_add"),
    path("profile/places/switch/", place_views.switch, name="switch_place"),
    path("profile/places/<uuid:uuid>/", place_views.edit, name="place_edit"),
    path("profile/places/<uuid:uuid>/delete/", place_views.delete, name="place_delete"),
    path("profile/export/", account_views.export, name="export"),
    path("profile/export/tables/", account_views.export_tables, name="export_tables"),
    path("profile/delete/", account_views.delete, name="delete"),
]
