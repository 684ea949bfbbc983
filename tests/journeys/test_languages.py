"""The main pages in German on a phone: long words fit, forms take a comma, a button changes the language."""

import os
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.journeys.conftest import AXE, sign_in
from workouts import actions
from workouts.entries import SetEntry
from workouts.models import WorkoutSet

pytestmark = pytest.mark.django_db(transaction=True)

# A folder to keep pictures of the pages in, for those who want to look.
SHOTS = os.environ.get("LANGUAGE_SHOTS")
PAGES = ["/for-you/", "/session/", "/history/", "/progress/", "/profile/", "/profile/language-and-units/",
         "/exercises/", "/history/import/"]  # fmt: skip
GUESTS = ["/", "/start/goal/", "/start/level/", "/start/places/", "/start/limits/", "/start/time/",
          "/accounts/login/", "/accounts/signup/"]  # fmt: skip
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture
def member(catalogue, make_user):
    """A German member with a few weeks of training."""
    user = make_user(
        "otto@example.org", equipment=["dumbbell", "band"], level=4, minutes=30, goal="strength",
        limitations={"wrist": "mild"}, favoured=["chest", "hamstrings"], language="de",
    )  # fmt: skip
    now = timezone.now()
    for back in (15, 8, 1):
        sets = [
            SetEntry(repetitions=8, weight_kg=Decimal("22.5"), effort=Decimal("7.5"),
                     done_at=now - timedelta(days=back))
            for _set in range(3)
        ]  # fmt: skip
        actions.log_sets(user=user, exercise=catalogue[0], sets=sets, at=now)
    return user


def assert_fits(page, address):
    """Nothing reaches beyond the screen, at the usual width of a phone and at the narrowest."""
    for size in ({"width": 390, "height": 844}, NARROWEST):
        page.set_viewport_size(size)
        beyond = page.evaluate(
            """() => [...document.querySelectorAll("main *, footer *, header *")]
                .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1
                    && !one.closest(".table-scroll, .visually-hidden, .tabs, [class*=scroll], svg, select"))
                .map((one) => one.outerHTML.slice(0, 90))"""
        )
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if SHOTS:
            name = re.sub(r"\W+", "-", address).strip("-") or "home"
            page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)
        assert (address, size["width"], beyond) == (address, size["width"], [])
        assert wide <= 0, (address, size["width"], wide)


def test_pages_of_a_member_fit_a_phone_in_german(open_page, member, catalogue):
    page = open_page()
    sign_in(page, member)

    slug = catalogue[0].slug
    for address in [*PAGES, f"/exercises/{slug}/", f"/history/log/{slug}/", f"/progress/{slug}/"]:
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "de", address
        assert_fits(page, address)


def test_pages_of_a_guest_fit_a_phone_in_german(open_page, catalogue):
    page = open_page()
    page.set_extra_http_headers({"Accept-Language": "de"})

    for address in GUESTS:
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "de", address
        assert_fits(page, address)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_language_is_changed_at_the_foot_of_a_page_and_the_page_stays(open_page, catalogue, javascript):
    page = open_page(javascript=javascript)
    page.goto("/exercises/?q=squat")

    page.get_by_role("button", name="Deutsch").click()

    page.wait_for_url("**/exercises/?q=squat")
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.get_by_role("button", name="Deutsch").get_attribute("aria-pressed") == "true"
    if javascript:
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_weight_is_typed_with_a_comma(open_page, member, catalogue, javascript):
    page = open_page(javascript=javascript)
    sign_in(page, member)
    page.goto(f"/history/log/{catalogue[0].slug}/")

    page.get_by_label("Gewicht, kg").first.fill("62,5")
    page.get_by_role("button", name="Sätze speichern").click()

    page.wait_for_url(re.compile(r"/history/[0-9a-f-]{36}/"))
    assert page.get_by_text("8 × 62,5 kg").first.is_visible()
    assert WorkoutSet.objects.filter(weight_kg=Decimal("62.5")).exists()


def test_the_buttons_of_the_player_step_by_commas(open_page, member):
    page = open_page()
    sign_in(page, member)
    page.goto("/session/")
    page.get_by_role("button", name="Los").click()
    page.wait_for_url("**/play/")
    effort = page.get_by_label("Anstren\u00adgung, 1–10").locator("visible=true")
    while not effort.count():
        now = page.locator("[data-turn]:visible").get_attribute("data-turn")
        page.locator(".player-done:visible").first.click()
        page.locator(f'[data-turn="{now}"]').wait_for(state="hidden")

    more = page.get_by_role("button", name=re.compile("gung, 1–10: mehr")).locator("visible=true")
    for _press in range(2):
        more.click()

    assert effort.input_value() == "7,5"
