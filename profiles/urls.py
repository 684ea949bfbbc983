"""Addresses of this room."""

app_name = "profiles"

urlpatterns: list = []
