"""The site as an app: its manifest, its service worker, and the page for no network."""

import json
import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import resolve, reverse

from workout_app import installing


def size_of(path):
    """Width and height of a PNG, as its header says."""
    return struct.unpack(">II", Path(path).read_bytes()[16:24])


def facts(client):
    """What the service worker is started with."""
    text = client.get("/sw.js").content.decode()
    return json.loads(re.search(r"startWorker\((.*)\);", text, re.DOTALL).group(1))


def test_the_manifest_names_icons_that_are_there_in_their_size(client):
    response = client.get("/manifest.webmanifest")

    manifest = response.json()
    assert response.headers["Content-Type"] == "application/manifest+json"
    for icon in manifest["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert path, icon["src"]
        if icon["type"] == "image/png":
            assert "{}x{}".format(*size_of(path)) == icon["sizes"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def test_start_and_shortcuts_lead_to_pages(client):
    manifest = client.get("/manifest.webmanifest").json()

    for url in [manifest["start_url"], *(shortcut["url"] for shortcut in manifest["shortcuts"])]:
        assert resolve(url)
        assert url.startswith(manifest["scope"])


@pytest.mark.django_db
def test_every_page_links_to_manifest_and_worker(client):
    html = client.get("/").content.decode()

    assert '<link rel="manifest" href="/manifest.webmanifest">' in html
    assert 'data-worker="/sw.js"' in html


def test_the_worker_may_serve_the_whole_site_and_is_asked_for_each_time(client):
    response = client.get("/sw.js")

    assert response.headers["Content-Type"] == "text/javascript"
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_worker_keeps_every_script_that_pages_start(client):
    kept = {path.removeprefix("/static/") for path in facts(client)["files"]}
    imported = {
        str((path.parent / name).resolve().relative_to(installing.ROOT))
        for path in (installing.ROOT / "js").rglob("*.js")
        for name in re.findall(r'from "(\.[^"]+)"', path.read_text())
    }

    assert {"js/site.js", "css/tokens.css", "icons.svg", "vendor/htmx/htmx.min.js"} <= kept
    assert imported <= kept


def test_the_worker_keeps_nothing_that_only_curators_and_developers_load(client):
    templates = installing.ROOT.parent / "templates"
    others = {
        name
        for folder in ("admin", "api")
        for path in (templates / folder).rglob("*.html")
        for name in re.findall(r"css/pages/\w+\.css", path.read_text())
    }

    assert others
    assert not others & {path.removeprefix("/static/") for path in facts(client)["files"]}


def test_the_worker_keeps_only_pages_of_members_and_of_the_catalogue(client):
    found = facts(client)

    assert found["guests"] == ["/", "/exercises/"]
    assert {"/for-you/", "/session/", "/exercises/", "/history/"} <= set(found["members"])
    for address in ("/admin/", "/accounts/login/", "/api/v1/", "/_allauth/", reverse("profiles:export")):
        assert not any(address.startswith(prefix) for prefix in found["members"])


def test_the_version_follows_the_files(settings, tmp_path, monkeypatch):
    settings.DEBUG = True
    (tmp_path / "css").mkdir()
    sheet = tmp_path / "css" / "tokens.css"
    sheet.write_text(":root { --ink: 1 }")
    monkeypatch.setattr(installing, "ROOT", tmp_path)
    monkeypatch.setattr(installing, "offline_files", lambda: ["css/tokens.css"])
    before, again = installing.version(), installing.version()

    sheet.write_text(":root { --ink: 2 }")

    assert before == again != installing.version()


def test_with_hashed_names_the_worker_imports_and_keeps_hashed_files(client, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "workout_app.storage.HashedStaticStorage"},
    }
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "drf_spectacular*"]
    )

    text = client.get("/sw.js").content.decode()
    found = facts(client)

    script = re.search(r'from "/static/(js/worker/worker\.[0-9a-f]{12}\.js)"', text).group(1)
    assert re.search(r'from "\./pages\.[0-9a-f]{12}\.js"', (tmp_path / script).read_text())
    assert found["isHashed"] is True
    assert all((tmp_path / path.removeprefix("/static/")).exists() for path in found["files"])
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", path) for path in found["files"])
    [sheet] = [path for path in found["files"] if "/css/site." in path]
    joined = (tmp_path / sheet.removeprefix("/static/")).read_text()
    parts = re.findall(r'@import url\("([^"]+)"\)', (installing.ROOT / "css/site.css").read_text())
    assert len(parts) == 6
    assert all((installing.ROOT / "css" / part).read_text() in joined for part in parts)
    assert "@import" not in joined


@pytest.mark.django_db
def test_the_page_for_no_network_is_the_same_for_everybody(client, make_user):
    as_guest = client.get("/offline/").content
    client.force_login(make_user())

    as_member = client.get("/offline/")

    assert as_member.content == as_guest
    assert b"noindex" in as_guest


@pytest.mark.django_db
def test_the_page_for_no_network_needs_no_query_for_a_guest(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/offline/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "is_compressed"), [("/", True), ("/sw.js", True), ("/api/v1/exercises/", False)]
)
def test_pages_travel_compressed_and_answers_of_the_api_do_not(client, make_exercise, address, is_compressed):
    for _ in range(5):
        make_exercise()

    response = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert response.status_code == 200
    assert (response.headers.get("Content-Encoding") == "gzip") is is_compressed


def test_search_engines_are_kept_off_peoples_own_pages(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /history/" in text
    assert "Disallow: /exercises/" not in text
