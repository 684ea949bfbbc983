"""A real browser against a live server: the Chromium of the system, at phone and desktop size."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import PASSWORD
from tests.recommender.conftest import catalogue  # noqa: F401  (the same small catalogue)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Preloading would ask for the files that site.css imports relative to the page, and find none.
AXE = {"resultTypes": ["violations"], "preload": False}
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    """The browser, or a skip that says what is missing."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine (install it, or name it with CHROMIUM=/path)")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, which Django would take for an asynchronous context.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """Open a page of the live server; every console error and refused request fails the test."""
    opened = []

    def open_(size="phone", *, javascript=True, dark=False, goes_offline=False, workers="allow"):
        context = chromium.new_context(
            viewport=SIZES[size],
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            base_url=live_server.url,
            service_workers=workers,
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        troubles = []
        # A browser reports every request without a network; where that is the test it is no trouble.
        expected = "ERR_INTERNET_DISCONNECTED" if goes_offline else None
        page.on("console", lambda said: troubles.append(said.text) if _is_trouble(said, expected) else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: _stays_home(request, live_server.url, troubles))
        opened.append((context, troubles))
        return page

    yield open_
    for context, troubles in opened:
        context.close()
        assert troubles == []


def _is_trouble(said, expected):
    return said.type == "error" and not (expected and expected in said.text)


def _stays_home(request, home, troubles):
    """Nothing may be asked of anybody else."""
    if not request.url.startswith((home, "data:", "blob:")):
        troubles.append(f"a request left home: {request.url}")


def assert_accessible(page):
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()


def assert_no_sideways_scroll(page):
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen


def follow(page, control):
    """Press what leads to another page, and wait until that page is the one there."""
    with page.expect_navigation():
        control.click()


def sign_in(page, user):
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/for-you/**")
