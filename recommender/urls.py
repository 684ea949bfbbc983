"""Addresses of the pages that advise."""

from django.urls import path

from recommender import feedback_views, views

app_name = "recommender"

urlpatterns = [
    path("", views.for_you, name="for_you"),
    path("why/<slug:slug>/", views.why, name="why"),
    path("why-not/", views.why_not, name="why_not"),
    path("about/<slug:slug>/", views.advice, name="advice"),
    path("said/", feedback_views.said, name="said"),
    path("feedback/", feedback_views.feedback, name="feedback"),
    path("undo/", feedback_views.undo, name="undo"),
    path("swap/", feedback_views.swap, name="swap"),
]
