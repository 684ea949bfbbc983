"""Addresses of advice and feedback in the API."""

from django.urls import path

from recommender import api

urlpatterns = [
    path("recommendations/", api.Recommendations.as_view(), name="recommendations"),
    path("recommendations/<slug:slug>/why/", api.Why.as_view(), name="why"),
    path("recommendations/<slug:slug>/why-not/", api.WhyNot.as_view(), name="why_not"),
    path("feedback/", api.FeedbackList.as_view(), name="feedback_list"),
    path("feedback/<uuid:uuid>/", api.FeedbackDetail.as_view(), name="feedback_detail"),
]
