"""What makes the site an app on a phone: its manifest, its service worker, and the page for no network."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ROOT = Path(settings.STATICFILES_DIRS[0])
# What every page needs, and the pages of members need; not what only curators and developers see.
PATTERNS = ("css/**/*.css", "js/**/*.js", "vendor/**/*.js", "icons/*.svg", "*.svg")
NOT_FOR_MEMBERS = {
    f"{name}.css"
    for name in (
        "admin", "api_docs", "coverage", "curating", "merging", "operating", "preview", "styleguide",
    )
}  # fmt: skip
WORKER = "js/worker/worker.js"
# Pages below these addresses are kept on the device for when there is no network.
KEPT_FOR_MEMBERS = (
    "recommender:for_you", "session:today", "exercises:list", "workouts:history", "progress:overview",
)  # fmt: skip
KEPT_FOR_GUESTS = ("home", "exercises:list")
NOT_FOR_SEARCH = ("/accounts/", "/admin/", "/api/", "/_allauth/", "/history/", "/profile/", "/start/")
GREEN, PAPER = "#0b6b4f", "#fbfaf7"


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request):
    """Name, icons and shortcuts for the home screen."""
    shortcuts = {
        _("For you"): reverse("recommender:for_you"),
        _("Today’s session"): reverse("session:today"),
        _("Log"): reverse("workouts:history"),
    }
    body = {
        "id": "/",
        "name": "Nextset",
        "short_name": "Nextset",
        "description": _("Which exercises to do next, and exactly why."),
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": GREEN,
        "background_color": PAPER,
        "categories": ["fitness", "health", "sports"],
        "icons": [
            _icon("favicon.svg", "any", "image/svg+xml"),
            _icon("icons/icon-192.png", "192x192"),
            _icon("icons/icon-512.png", "512x512"),
            _icon("icons/maskable-192.png", "192x192", purpose="maskable"),
            _icon("icons/maskable-512.png", "512x512", purpose="maskable"),
        ],
        "shortcuts": [
            {"name": name, "url": url, "icons": [_icon("icons/icon-192.png", "192x192")]}
            for name, url in shortcuts.items()
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
def service_worker(request):
    """The start of the service worker: what it keeps, and a version that follows its files."""
    files = [static(path) for path in offline_files()]
    facts = {
        "version": version(),
        "files": files,
        "offline": reverse("offline"),
        "home": reverse("home"),
        "picks": reverse("recommender:for_you"),
        "signOut": reverse("account_logout"),
        "members": [reverse(name) for name in KEPT_FOR_MEMBERS],
        "guests": [reverse(name) for name in KEPT_FOR_GUESTS],
        # Names without a hash may hold something new at any time.
        "isHashed": files != [settings.STATIC_URL + path for path in offline_files()],
    }
    text = (
        f'import {{ startWorker }} from "{static(WORKER)}";\n\nstartWorker({json.dumps(facts, indent=1)});\n'
    )
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(text, content_type="text/javascript", headers=headers)


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request):
    """What search engines may read: the start, the exercises; nobody's own pages."""
    lines = [f"Disallow: {address}" for address in NOT_FOR_SEARCH]
    return HttpResponse("\n".join(["User-agent: *", *lines, ""]), content_type="text/plain")


@require_safe
@cache_control(public=True, no_cache=True)
def offline(request):
    """What is shown when there is no network and the page was never opened here: the same for everybody."""
    return render(request, "pages/offline.html")


@cache
def offline_files():
    """The static files that a page without a network needs, by their names in the source."""
    found = {path for pattern in PATTERNS for path in ROOT.glob(pattern) if path.name not in NOT_FOR_MEMBERS}
    return sorted(str(path.relative_to(ROOT)) for path in found)


def version():
    """A text that changes with any of those files or with the page for no network."""
    return _version() if not settings.DEBUG else _version.__wrapped__()


@cache
def _version():
    digest = hashlib.sha256()
    templates = Path(settings.TEMPLATES[0]["DIRS"][0])
    for path in [*(ROOT / name for name in offline_files()), templates / "pages" / "offline.html"]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _icon(path, sizes, kind="image/png", **more):
    return {"src": static(path), "sizes": sizes, "type": kind, **more}
