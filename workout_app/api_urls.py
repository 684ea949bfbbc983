"""The API, joined."""

urlpatterns: list = []
