"""A curator at the desk, in a browser: import step by step, change several, take the list out."""

import json

import pytest
from django.conf import settings
from django.test import Client

from exercises.importers import uploads
from exercises.models import Exercise
from profiles.models import User
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll, follow

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = (
    "id;Exercise;Muscle group;Gear;Difficulty;Time;Notes;How to\n"
    "1;Goblet squat;Quads;Dumbbel;Beginner;5 min;mine;Hold it. Sit down.\n"
    '2;"=HYPERLINK(""http://x"")";abs;none;Beginner;5;;\n'
    "3;Front rack carry;core;kettelbell;Medium;999;;Walk.\n"
)
WAYS = [("phone", True), ("phone", False), ("desktop", True), ("desktop", False)]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def at_the_desk(open_page, live_server, words):
    """Open a page in which a curator is signed in."""

    def open_(size, *, javascript=True, dark=False):
        curator, _new = User.objects.get_or_create(
            email="curator@example.org", defaults={"is_staff": True, "is_superuser": True}
        )
        client = Client()
        client.force_login(curator)
        page = open_page(size, javascript=javascript, dark=dark)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return open_


def assert_well_made(page, javascript):
    if javascript:
        assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_a_table_becomes_drafts_step_by_step(at_the_desk, tmp_path, size, javascript):
    file = tmp_path / "my gym.csv"
    file.write_text(TABLE, encoding="utf-8")
    page = at_the_desk(size, javascript=javascript, dark=size == "phone")

    page.goto("/admin/exercises/exercise/")
    follow(page, page.get_by_role("link", name="Import", exact=True))
    assert_well_made(page, javascript)
    page.get_by_label("File", exact=False).first.set_input_files(file)
    follow(page, page.get_by_role("button", name="Look at it"))

    page.wait_for_url("**/columns/")
    assert_well_made(page, javascript)
    page.get_by_label("Notes").select_option("summary")
    follow(page, page.get_by_role("button", name="Next"))

    page.wait_for_url("**/words/")
    assert_well_made(page, javascript)
    assert page.get_by_label("Dumbbel").input_value() == "dumbbell"
    page.get_by_label("kettelbell").select_option("kettlebell")
    follow(page, page.get_by_role("button", name="Next"))

    page.wait_for_url("**/check/")
    assert_well_made(page, javascript)
    assert page.get_by_text("the name is a formula").is_visible()
    follow(page, page.get_by_role("link", name="Refused (1)"))
    assert page.locator(".desk-table tbody tr").count() == 1
    follow(page, page.get_by_role("button", name="Import 2 new drafts"))

    page.get_by_text("2 drafts were added").wait_for()
    assert_well_made(page, javascript)
    assert Exercise.objects.get(name="Goblet squat").summary == "mine"
    assert not list(uploads.root().rglob("*.csv"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_that_is_none_is_refused_in_words(at_the_desk, tmp_path, javascript):
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG" + bytes(100))
    page = at_the_desk("phone", javascript=javascript)

    page.goto("/admin/exercises/exercise/import/")
    page.locator("input[type=file]").set_input_files(file)
    follow(page, page.get_by_role("button", name="Look at it"))

    page.get_by_text("this is a picture").wait_for()
    assert_well_made(page, javascript)
    assert Exercise.objects.count() == 0


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_several_are_changed_after_old_and_new_were_seen(at_the_desk, make_exercise, size, javascript):
    for name in ("Band row", "Band curl", "Squat"):
        make_exercise(name, equipment=["band"])
    page = at_the_desk(size, javascript=javascript)

    page.goto("/admin/exercises/exercise/")
    for box in page.locator("input.action-select").all():
        box.check()
    page.locator("select[name=action]").select_option("change_several")
    follow(page, page.get_by_role("button", name="Go"))
    assert_well_made(page, javascript)
    page.locator("select[name=edit]").select_option("equipment_add")
    follow(page, page.get_by_role("button", name="Next"))
    assert_well_made(page, javascript)
    page.get_by_label("Bench").check()
    follow(page, page.get_by_role("button", name="Next"))

    page.get_by_role("button", name="Change 3 exercises").wait_for()
    assert_well_made(page, javascript)
    follow(page, page.get_by_role("button", name="Change 3 exercises"))

    page.get_by_text("3 exercises changed.").wait_for()
    assert Exercise.objects.filter(equipment__slug="bench").count() == 3


@pytest.mark.parametrize("javascript", [True, False])
def test_the_list_can_be_taken_out_as_a_file(at_the_desk, make_exercise, javascript):
    make_exercise("Squat")
    page = at_the_desk("desktop", javascript=javascript)

    page.goto("/admin/exercises/exercise/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export JSON").click()

    records = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [record["name"] for record in records] == ["Squat"]
