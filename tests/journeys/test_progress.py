"""A history comes along from another app, stands in the log, and shows as progress."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.journeys.conftest import AXE, sign_in
from workouts.models import WorkoutSet

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [("phone", False), ("phone", True), ("desktop", False), ("desktop", True)]
HEADER = "title,start_time,end_time,description,exercise_title,set_index,set_type,weight_kg,reps,rpe\n"


@pytest.fixture
def member(make_user):
    return make_user("lifter@example.org", goal="muscle", minutes=60, units="kg")


@pytest.fixture(autouse=True)
def _gym(make_exercise):
    press = {"chest": "0.7", "triceps": "0.3"}
    make_exercise("Barbell bench press", slug="barbell-bench-press", equipment=["barbell"], muscles=press)
    make_exercise("Landmine press", slug="landmine-press", muscles={"shoulders": 1})


def export():
    """Three workouts of two exercises, one of which nobody knows by that name."""
    rows = []
    for back, weight in ((15, 60), (8, 62.5), (1, 65)):
        start = f"{timezone.now() - timedelta(days=back):%d %b %Y, 18:05}"
        rows += [
            f'Push,"{start}","{start}",,Bench Press (Barbell),{n},normal,{weight},8,\n' for n in range(3)
        ]
        rows.append(f'Push,"{start}","{start}",,Uncle Bob\'s Special,3,normal,20,10,\n')
    return HEADER + "".join(rows)


def upload(page):
    page.goto("/history/")
    page.get_by_role("link", name="Bring your history").click()
    file = {"name": "workouts.csv", "mimeType": "text/csv", "buffer": export().encode()}
    page.get_by_label("Export file").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    page.wait_for_url(re.compile(r"/history/import/[0-9a-f-]{36}/"))


def assert_fits(page):
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen


@pytest.mark.parametrize(("size", "dark"), WAYS)
def test_from_another_apps_file_to_progress(open_page, member, size, dark):
    page = open_page(size, dark=dark)
    sign_in(page, member)

    upload(page)
    assert_fits(page)
    assert page.get_by_text("Uncle Bob's Special").first.is_visible()
    page.get_by_role("button", name="Import what is clear").click()
    page.get_by_text("9 sets were added to your log.").wait_for()
    assert_fits(page)

    page.goto("/history/")
    assert page.locator("article").count() == 3
    assert_fits(page)

    page.get_by_role("link", name="Progress").and_(page.locator("main a")).click()
    page.wait_for_url("**/progress/")
    assert page.get_by_role("img", name="Workouts per week").is_visible()
    assert page.get_by_text("Heaviest weight: 65 kg").is_visible()
    assert_fits(page)

    page.get_by_role("link", name="Barbell bench press").last.click()
    page.wait_for_url("**/progress/barbell-bench-press/")
    assert page.get_by_role("img", name="Estimated one-repetition maximum, kg").is_visible()
    for summary in page.locator("main summary").all():
        summary.click()
    assert page.get_by_role("cell", name="82.3 kg").first.is_visible()
    assert_fits(page)


def test_what_waited_is_matched_by_hand_later_and_twice_adds_nothing(open_page, member):
    page = open_page("phone", javascript=False)
    sign_in(page, member)
    upload(page)
    page.get_by_role("button", name="Import what is clear").click()

    page.goto("/history/import/")
    page.get_by_role("link", name=re.compile("3 sets wait")).click()
    page.get_by_label("Another exercise for Uncle Bob's Special").fill("Landmine press")
    page.get_by_role("button", name="Import what is clear").click()
    page.get_by_text("3 sets were added to your log.").wait_for()

    upload(page)
    assert "0 sets would be added" in page.locator("main").inner_text()
    assert page.get_by_role("button", name=re.compile("^Import")).count() == 0
    assert WorkoutSet.objects.standing().filter(workout__user=member).count() == 12


@pytest.mark.parametrize("path", ["/history/", "/progress/", "/progress/barbell-bench-press/"])
def test_at_320_pixels_nothing_scrolls_sideways(open_page, member, path):
    page = open_page("phone")
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, member)

    page.goto(path)

    assert_fits(page)
