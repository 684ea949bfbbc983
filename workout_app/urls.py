"""Where everything is found. Each room brings its own addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from recommender.views import home
from workout_app import health, installing, styleguide

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_header = admin.site.site_title = "Nextset"
admin.site.index_title = "What waits"

urlpatterns = [
    path("", home, name="home"),
    path("exercises/", include("exercises.urls")),
    path("", include("profiles.urls")),
    path("history/", include("workouts.urls")),
    path("progress/", include("workouts.progress_urls")),
    path("for-you/", include("recommender.urls")),
    path("session/", include("recommender.session_urls")),
    path("api/v1/", include("workout_app.api_urls")),
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", include("recommender.admin_urls")),
    path("admin/", admin.site.urls),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.service_worker, name="service_worker"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("robots.txt", installing.robots, name="robots"),
    path("offline/", installing.offline, name="offline"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

# Below /api/ an error is always a problem in JSON; elsewhere a page.
handler400 = "exercises.problems.bad_request"
handler403 = "exercises.problems.permission_denied"
handler404 = "exercises.problems.page_not_found"
handler500 = "exercises.problems.server_error"
