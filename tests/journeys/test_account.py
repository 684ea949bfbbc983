"""Taking everything along and leaving: export and deletion in a browser, with and without JavaScript."""

import json
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from profiles.models import User
from tests.conftest import PASSWORD
from tests.journeys.conftest import assert_accessible, follow, sign_in
from workouts import actions
from workouts.entries import SetEntry
from workouts.models import WorkoutSet

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [("phone", True), ("phone", False), ("desktop", True), ("desktop", False)]


@pytest.fixture
def member(catalogue, make_user):
    """A member with one logged set."""
    user = make_user("leaving@example.org", equipment=["dumbbell"], level=3)
    actions.log_sets(user=user, exercise=catalogue[0], sets=[SetEntry(repetitions=7)], at=timezone.now())
    return user


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_everything_is_taken_along_as_json_and_as_tables(open_page, member, size, javascript):
    page = open_page(size, javascript=javascript)
    sign_in(page, member)
    page.goto("/profile/")

    kept = {}
    for name in ("Download all my data (JSON)", "Download all my data (CSV files)", "Download my sets (CSV)"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        kept[name] = Path(waiting.value.path())

    whole, tables, sets = kept.values()
    assert json.loads(whole.read_text())["workouts"][0]["sets"][0]["repetitions"] == 7
    with zipfile.ZipFile(tables) as packed:
        assert packed.testzip() is None
        assert any("set" in name for name in packed.namelist())
    assert len(sets.read_text().splitlines()) == 2


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_an_account_is_deleted_by_who_knows_its_password(open_page, member, size, javascript):
    page = open_page(size, javascript=javascript)
    sign_in(page, member)
    page.goto("/profile/")
    follow(page, page.get_by_role("link", name="Delete my account"))
    if javascript:
        assert_accessible(page)

    page.get_by_label("Delete everything").check()
    page.get_by_label("Your password").fill("not it")
    page.get_by_role("button", name="Delete my account").click()
    page.get_by_text("That is not your password").first.wait_for()
    assert User.objects.filter(pk=member.pk).exists()

    page.get_by_label("Delete everything").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account").click()
    page.get_by_text("Your account and everything in it were deleted").wait_for()
    assert not User.objects.filter(pk=member.pk).exists()
    assert not WorkoutSet.objects.exists()
