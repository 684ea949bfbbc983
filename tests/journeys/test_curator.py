"""Merging, histories and reports in a browser: accessible, by keyboard, at any width, without JavaScript."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from exercises import merging, revisions
from exercises.models import Exercise, NearDuplicate, Report
from profiles.models import User
from recommender.actions import record_feedback
from recommender.models import Feedback
from tests.conftest import PASSWORD
from tests.journeys.conftest import SIZES, assert_accessible, assert_no_sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 5, 6, 12, tzinfo=UTC)
# A folder for pictures of every page, where somebody wants to look at them.
PICTURES = os.environ.get("NEXTSET_PICTURES")


@pytest.fixture
def open_as(open_page, live_server):
    """Open a page signed in as this person."""

    def open_(person, size="phone", **ways):
        page = open_page(size, **ways)
        client = Client()
        client.force_login(person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return open_


@pytest.fixture
def desk(make_exercise, make_user):
    """A desk with work on it: a pair, a merge, a history, reports."""

    class Desk:
        curator = User.objects.create_superuser("curator@example.org", PASSWORD)
        member = make_user(equipment=["dumbbell"])
        keep = make_exercise(
            "Goblet squat", slug="goblet-squat", equipment=["dumbbell"], joints={"knee": 2, "hip": 1},
            muscles={"quadriceps": 0.6, "glutes": 0.4}, aliases=["Cup squat"],
            setup="Hold one dumbbell upright before your chest.", mistakes=["Heels that lift."],
        )  # fmt: skip
        double = make_exercise(
            "Dumbbell front-loaded squat to a comfortable depth", slug="dumbbell-front-loaded-squat",
            status="draft", level=3, met=None, summary="", is_joint_stress_known=False, source="other",
            licence="CC-BY-SA-4.0", muscles={"quadriceps": 1}, equipment=["dumbbell"],
        )  # fmt: skip
        pair = NearDuplicate.objects.create(
            first=keep, second=double, likeness="0.912", reasons=["the muscles differ"], found_at=AT
        )
        merge = merging.merge_exercises(
            keep=make_exercise("Push-up", aliases=[]), double=make_exercise("Press-up", level=2), at=AT,
            by=curator, take=["level"],
        )  # fmt: skip
        report = Report.objects.create(
            exercise=keep, user=member, kind="muscles", text="It trains the glutes too.", created_at=AT
        )

    record_feedback(user=Desk.member, exercise=Desk.double, kind="like", at=AT, uuid=uuid4())
    Report.objects.create(exercise=Desk.keep, kind="words", text="Upright how?", created_at=AT)
    with revisions.recording([Desk.keep.pk], by=Desk.curator, at=AT, action="edit"):
        Exercise.objects.filter(pk=Desk.keep.pk).update(
            level=2, summary="Trains the legs and teaches you to sit low.", steps=["Sit down.", "Stand up."]
        )
        Desk.keep.muscle_shares.filter(role="secondary").delete()
        Desk.keep.muscle_shares.update(share=1)
    Desk.keep.refresh_from_db()
    return Desk


def picture(page, name):
    """Keep a picture where a folder for them is named."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_of_the_desk_is_accessible_and_fits(open_as, desk, size, dark):
    page = open_as(desk.curator, size, dark=dark)
    admin = "/admin/exercises"

    for name, address in {
        "start": "/admin/",
        "exercises": f"{admin}/exercise/",
        "drafts": f"{admin}/exercise/?q=squat",
        "pairs": f"{admin}/nearduplicate/",
        "pair": f"{admin}/nearduplicate/{desk.pair.pk}/change/",
        "merges": f"{admin}/merge/",
        "merge": f"{admin}/merge/{desk.merge.pk}/change/",
        "history": f"{admin}/exercise/{desk.keep.pk}/history/",
        "reports": f"{admin}/report/",
        "report": f"{admin}/report/{desk.report.pk}/change/",
        "form": f"/exercises/{desk.keep.slug}/report/",
    }.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
        picture(page, f"{name}-{size}-{'dark' if dark else 'light'}")
        page.set_viewport_size({"width": 320, "height": 700})
        assert_no_sideways_scroll(page)
        page.set_viewport_size(SIZES[size])


@pytest.mark.parametrize("javascript", [True, False])
def test_a_pair_is_merged_and_the_merge_undone(open_as, desk, javascript):
    page = open_as(desk.curator, "desktop", javascript=javascript)
    page.goto(f"/admin/exercises/nearduplicate/{desk.pair.pk}/change/")

    page.get_by_role("row", name=re.compile("^Level")).get_by_role("radio").last.check()
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_text("was merged into Goblet squat").wait_for()

    picture(page, f"merged-{'with' if javascript else 'without'}-script")
    if javascript:  # The checker itself is a script.
        assert_accessible(page)
    assert Feedback.objects.get().exercise == desk.keep

    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("are two exercises again").wait_for()

    assert Feedback.objects.get().exercise == desk.double
    desk.double.refresh_from_db()
    assert desk.double.status == "draft"


def test_a_merge_is_chosen_by_keyboard_alone(open_as, desk):
    page = open_as(desk.curator, "desktop")
    page.goto(f"/admin/exercises/nearduplicate/{desk.pair.pk}/change/")
    chosen = page.get_by_role("row", name=re.compile("^Name")).get_by_role("radio")

    chosen.first.focus()
    page.keyboard.press("ArrowRight")
    assert chosen.last.is_checked()
    page.get_by_role("button", name="Merge", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("was merged into").wait_for()

    desk.keep.refresh_from_db()
    assert desk.keep.name == "Dumbbell front-loaded squat to a comfortable depth"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_change_is_put_back(open_as, desk, javascript):
    page = open_as(desk.curator, "phone", javascript=javascript)
    page.goto(f"/admin/exercises/exercise/{desk.keep.pk}/history/")

    page.get_by_role("button", name="Put back what was before").first.click()
    page.get_by_text("is what it was before that change").wait_for()

    desk.keep.refresh_from_db()
    assert (desk.keep.level, desk.keep.muscle_shares.count()) == (1, 2)
    assert "Back to what it was before" in page.content()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_reports_and_a_reviewer_decides(open_as, desk, javascript):
    member = open_as(desk.member, "phone", javascript=javascript)
    member.goto(f"/exercises/{desk.keep.slug}/")
    member.get_by_role("link", name="Something wrong here?").click()
    member.get_by_label("Wrong or missing equipment").check()
    member.get_by_label("In your words").fill("A kettlebell does as well.")
    member.get_by_role("button", name="Send to the curators").click()
    member.wait_for_url(f"**/exercises/{desk.keep.slug}/")
    assert "Thank you." in member.locator("#messages").inner_text()

    report = Report.objects.get(kind="equipment")
    reviewer = open_as(desk.curator, "desktop", javascript=javascript)
    reviewer.goto(f"/admin/exercises/report/{report.pk}/change/")
    reviewer.get_by_role("button", name="Mended", exact=True).click()
    reviewer.get_by_text("1 report decided.").wait_for()

    report.refresh_from_db()
    assert report.decision == "fixed"
