"""The curator's map and preview in a browser: accessible, by keyboard, at any width, without JavaScript."""

import pytest
from django.test import Client

from profiles.models import User
from tests.conftest import PASSWORD
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll, follow

pytestmark = pytest.mark.django_db(transaction=True)
MAP = "/admin/exercises/exercise/coverage/"


@pytest.fixture
def open_as_curator(open_page, live_server):
    """Open a page signed in as somebody who may see exercises."""

    def open_(size="phone", **ways):
        page = open_page(size, **ways)
        client = Client()
        client.force_login(User.objects.create_superuser("curator@example.org", PASSWORD))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return open_


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_map_and_preview_are_accessible_and_fit(open_as_curator, catalogue, make_exercise, size, dark):
    draft = make_exercise("New move", status="draft")
    page = open_as_curator(size, dark=dark)

    for address in (
        MAP, f"{MAP}?rows=joint&columns=level&shade=quality", f"{MAP}?rows=kit",
        f"/admin/recommender/preview/{draft.pk}/", f"/admin/recommender/preview/{catalogue[0].pk}/",
    ):  # fmt: skip
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert_no_sideways_scroll(page)
        page.set_viewport_size(
            {"width": 1280, "height": 800} if size == "desktop" else {"width": 390, "height": 844}
        )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_cell_is_reached_by_keyboard_and_leads_to_its_exercises(open_as_curator, catalogue, javascript):
    page = open_as_curator("desktop", javascript=javascript)
    page.goto(MAP)
    page.get_by_label("Level:").select_option("Expert")
    follow(page, page.get_by_role("button", name="Show"))
    region = page.get_by_role("region", name="Goal × Equipment")
    count = int(region.get_by_role("row", name="Get stronger").locator("td strong").first.inner_text())

    region.focus()
    page.keyboard.press("Tab")
    for _ in range(6):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/exercises/exercise/?*")

    assert "goal=strength" in page.url
    assert "kit=nothing" in page.url
    assert page.locator("#result_list tbody tr").count() == count > 0


def test_a_draft_leads_to_what_publishing_it_would_change(open_as_curator, catalogue, make_exercise):
    draft = make_exercise("New move", status="draft")
    page = open_as_curator("desktop")
    page.goto(f"/admin/exercises/exercise/{draft.pk}/change/")

    page.get_by_role("link", name="What publishing would change").click()

    page.get_by_role("heading", name="What publishing “New move” would change").wait_for()
    assert page.get_by_role("table", name="One by one").get_by_role("row").count() == 43
