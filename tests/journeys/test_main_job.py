"""The main job as a newcomer does it: sign up, answer, see picks with reasons, say something, see it act."""

import re

import pytest

from profiles.models import Limitation, User
from recommender.models import Feedback
from tests.conftest import PASSWORD
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [("phone", True), ("phone", False), ("desktop", True), ("desktop", False)]


@pytest.fixture(autouse=True)
def _moves(catalogue):
    """A catalogue to pick from."""


def sign_up(page, email="newcomer@example.org"):
    page.goto("/")
    page.get_by_role("link", name="Sign up").first.click()
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("sign up", re.IGNORECASE)).click()
    page.wait_for_url("**/start/goal/")


def answer_all(page):
    """Take the first choice where one is asked for, and go on to the picks."""
    page.get_by_label("Get stronger").check()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/start/level/")
    page.get_by_label(re.compile("^Strong")).check()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/start/places/")
    page.get_by_label("Dumbbells").check()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/start/limits/")
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/start/time/")
    page.get_by_role("button", name="Show my picks").click()
    page.wait_for_url("**/for-you/")


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_a_newcomer_gets_personal_picks_with_reasons(open_page, size, javascript):
    page = open_page(size, javascript=javascript)

    sign_up(page)
    answer_all(page)

    cards = page.locator("article.pick")
    assert cards.count() == 12
    assert all(cards.nth(n).locator(".because li").count() >= 1 for n in range(12))
    user = User.objects.get(email="newcomer@example.org")
    assert (user.profile.goal, user.profile.level) == ("strength", 3)
    assert [tool.slug for tool in user.profile.current_place.equipment.all()] == ["dumbbell"]


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_a_dislike_is_gone_from_the_next_page_and_undo_brings_it_back(open_page, size, javascript):
    page = open_page(size, javascript=javascript)
    sign_up(page)
    page.goto("/for-you/")
    name = page.locator("article.pick h2").first.inner_text()

    page.locator("article.pick details.menu summary").first.click()
    page.get_by_role("button", name="Not for me").first.click()
    page.get_by_text("Not for you. Less like it from now on.").wait_for()
    page.goto("/for-you/")
    after = page.locator("article.pick h2").all_inner_texts()
    page.goto("/for-you/said/")
    page.get_by_role("button", name=re.compile("Take back")).click()
    page.get_by_text("Taken back").wait_for()
    page.goto("/for-you/")

    assert name not in after
    assert name in page.locator("article.pick h2").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False])
def test_why_exactly_shows_parts_that_add_up(open_page, javascript):
    page = open_page(javascript=javascript)
    sign_up(page)
    page.goto("/for-you/")

    page.locator("article.pick .disclosure > summary").first.click()
    if not javascript:
        page.get_by_role("link", name="Show the sum").first.click()
    table = page.locator("table.reasons").first
    table.wait_for()

    cells = table.locator("tbody .reason-value").all_inner_texts()
    total = table.locator("tfoot .reason-value").inner_text()
    values = [float(cell.replace("−", "-")) for cell in cells]
    assert round(sum(values), 3) == float(total.replace("−", "-"))


@pytest.mark.parametrize("javascript", [True, False])
def test_swap_shows_another_and_keeps_the_first_away(open_page, make_exercise, javascript):
    for _ in range(15):
        make_exercise()
    page = open_page(javascript=javascript)
    sign_up(page)
    page.goto("/for-you/")
    shown = page.locator("article.pick h2").all_inner_texts()

    with page.expect_response("**/swap/"):
        page.get_by_role("button", name=re.compile("^Swap")).first.click()
    page.wait_for_load_state("networkidle")

    now = page.locator("article.pick h2").all_inner_texts()
    assert shown[0] not in now
    assert len(set(now)) == len(now) == len(shown)
    assert Feedback.objects.get().kind == "swap"


def test_saying_it_hurts_leads_to_the_joint_and_the_joint_changes_the_picks(open_page):
    page = open_page()
    sign_up(page)
    page.goto("/for-you/")

    page.locator("article.pick details.menu summary").first.click()
    page.get_by_role("button", name="It hurts").first.click()
    page.get_by_role("link", name=re.compile("Say which joint hurts")).click()
    page.wait_for_url("**/start/limits/**")
    page.get_by_role("group", name="Knee").get_by_label("Badly").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/for-you/**")

    assert Limitation.objects.get().joint.slug == "knee"
    page.get_by_text("What is left out, and why").click()
    assert page.get_by_text("they load the knee").is_visible()


def test_why_not_names_the_limit(open_page, make_exercise):
    make_exercise("Barbell showpiece", equipment=["barbell"], level=1)
    page = open_page()
    sign_up(page)
    page.goto("/for-you/")

    page.get_by_label(re.compile("Miss an exercise")).fill("Barbell showpiece")
    page.get_by_role("button", name="Why not?").click()
    page.get_by_text("It needs barbell and plates").wait_for()


def test_done_writes_the_log_and_undo_takes_it_out(open_page):
    page = open_page()
    sign_up(page)
    page.goto("/for-you/")
    name = page.locator("article.pick h2").first.inner_text()

    page.get_by_role("button", name=re.compile("^Done")).first.click()
    page.get_by_role("button", name=re.compile("^Undo")).wait_for()
    page.goto("/history/")
    assert page.get_by_text(name).first.is_visible()
    page.goto("/for-you/said/")
    page.get_by_role("button", name=re.compile("Take back")).click()
    page.goto("/history/")

    assert page.get_by_text(name).count() == 0


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_on_the_way_is_accessible_and_fits(open_page, dark, catalogue):
    page = open_page(dark=dark)
    page.goto("/")
    assert_accessible(page)
    page.goto("/accounts/signup/")
    assert_accessible(page)
    sign_up(page)
    slug = catalogue[0].slug
    addresses = [
        "/start/goal/", "/start/level/", "/start/places/", "/start/limits/", "/start/time/", "/for-you/",
        f"/for-you/why/{slug}/", "/for-you/why-not/?q=move", "/for-you/said/", "/exercises/",
        f"/exercises/{slug}/", "/history/", f"/history/log/{slug}/", "/profile/",
    ]  # fmt: skip
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert_no_sideways_scroll(page)
        page.set_viewport_size({"width": 390, "height": 844})


def test_a_strict_policy_travels_with_every_page(client, db):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
