"""The API, joined: each room's addresses, the words of all of them, the schema and a page to read it."""

from django.urls import include, path, re_path

from exercises.api import vocabulary_view
from exercises.rest.docs import ApiDocs, ApiSchema, NoSuchAddress
from profiles.models import Limitation, Place
from recommender.models import Feedback

app_name = "api"

urlpatterns = [
    path("", include("exercises.api_urls")),
    path("", include("profiles.api_urls")),
    path("", include("workouts.api_urls")),
    path("", include("recommender.api_urls")),
    path(
        "vocabulary/",
        vocabulary_view(
            severities=dict(Limitation.Severity.choices),
            place_kinds=dict(Place.Kind.choices),
            feedback_kinds=dict(Feedback.Kind.choices),
        ),
        name="vocabulary",
    ),
    path("schema/", ApiSchema.as_view(), name="schema"),
    path("docs/", ApiDocs.as_view(url_name="api:schema"), name="docs"),
    # Here, so that an address without its slash is told so, rather than redirected and its body lost.
    re_path("", NoSuchAddress.as_view()),
]
