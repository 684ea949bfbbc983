"""Addresses of advice and feedback in the API."""

from django.urls import path

from recommender import api, session_api

urlpatterns = [
    path("recommendations/", api.Recommendations.as_view(), name="recommendations"),
    path("recommendations/<slug:slug>/why/", api.Why.as_view(), name="why"),
    path("recommendations/<slug:slug>/why-not/", api.WhyNot.as_view(), name="why_not"),
    path("sessions/", session_api.SessionList.as_view(), name="sessions"),
    path("sessions/<uuid:uuid>/", session_api.SessionDetail.as_view(), name="session"),
    path("sessions/<uuid:uuid>/swap/", session_api.SessionSwap.as_view(), name="session_swap"),
    path("sessions/<uuid:uuid>/remove/", session_api.SessionRemove.as_view(), name="session_remove"),
    path("sessions/<uuid:uuid>/sets/", session_api.SessionSets.as_view(), name="session_sets"),
    path("sessions/<uuid:uuid>/finish/", session_api.SessionFinish.as_view(), name="session_finish"),
    path("feedback/", api.FeedbackList.as_view(), name="feedback_list"),
    path("feedback/<uuid:uuid>/", api.FeedbackDetail.as_view(), name="feedback_detail"),
]
