"""Addresses of the curators' pages that need advice; other rooms' admin asks for them by name."""

from django.contrib import admin
from django.urls import path

from recommender import preview_views

app_name = "recommender_desk"

urlpatterns = [
    path("recommender/preview/<int:pk>/", admin.site.admin_view(preview_views.preview_page), name="preview"),
]
