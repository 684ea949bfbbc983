"""Two exercises side by side: choose field by field, merge, undo."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from exercises import actions, merging
from exercises.admin.comparing import Comparison
from exercises.models import Exercise, Merge, NearDuplicate, Revision
from exercises.revisions import snapshots
from tests.conftest import count_queries

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 6, tzinfo=UTC)


@pytest.fixture
def reviewer(client, django_user_model):
    user = django_user_model.objects.create(email="reviewer@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def pair(make_exercise):
    first = make_exercise("Squat", status="draft", met=None, summary="", aliases=["Sit"])
    second = make_exercise("Knee bend", level=3, equipment=["band"], joints={"knee": 2}, met_source="table")
    return NearDuplicate.objects.create(first=first, second=second, likeness="0.9", found_at=AT)


def page_of(pair):
    return reverse("admin:exercises_nearduplicate_change", args=[pair.pk])


def as_shown(client, pair):
    """What the form sends when nobody touches it."""
    form = client.get(page_of(pair)).context["form"]
    return {name: form[name].value() for name in form.fields} | {"_merge": "yes"}


def test_each_difference_can_be_chosen_and_the_better_filled_value_is_proposed(reviewer, pair):
    data = as_shown(reviewer, pair)
    page = reviewer.get(page_of(pair)).content.decode()

    assert (data["keep"], data["name"]) == ("second", "second"), "the published one is kept"
    assert (data["met"], data["words"], data["joints"]) == ("second", "second", "second")
    assert "pattern" not in data, "there is nothing to choose where both are alike"
    for words in ("Squat", "Knee bend", "Resistance bands", "Knee: medium", "Merge", "Not the same"):
        assert words in page


def test_merging_takes_what_was_chosen_from_either(reviewer, pair):
    data = as_shown(reviewer, pair) | {"name": "first", "level": "first", "equipment": "second"}

    said = reviewer.post(page_of(pair), data, follow=True).content.decode()

    first, kept = Exercise.objects.get(pk=pair.first_id), Exercise.objects.get(pk=pair.second_id)
    assert (first.status, first.replacement) == ("retired", kept)
    assert (kept.name, kept.level, kept.aliases) == ("Squat", 1, ["Knee bend", "Sit"])
    assert [item.slug for item in kept.equipment.all()] == ["band"]
    merge = Merge.objects.get()
    assert merge.by == reviewer.user
    assert "Squat was merged into Squat." in said
    assert f'action="{reverse("admin:exercises_merge_change", args=[merge.pk])}"' in said
    assert {row.by for row in Revision.objects.filter(action="merge")} == {reviewer.user}


def test_choosing_the_empty_value_keeps_it_empty(reviewer, make_exercise):
    keep, double = make_exercise("One", status="draft", met=None), make_exercise("Two", status="draft", met=4)
    pair = NearDuplicate.objects.create(first=keep, second=double, likeness="0.9", found_at=AT)

    reviewer.post(page_of(pair), as_shown(reviewer, pair) | {"keep": "first", "met": "first"})

    keep.refresh_from_db()
    assert keep.met is None
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("broken", [{"keep": "both"}, {"level": "third"}, {"name": ""}])
def test_a_choice_that_is_none_changes_nothing(reviewer, pair, broken):
    before = snapshots([pair.first_id, pair.second_id])

    response = reviewer.post(page_of(pair), as_shown(reviewer, pair) | broken)

    assert "Choose one of the two in every line." in response.content.decode()
    assert snapshots([pair.first_id, pair.second_id]) == before
    assert not Merge.objects.exists()


def test_a_page_that_is_too_old_is_not_acted_upon(reviewer, pair):
    data = as_shown(reviewer, pair)
    actions.retire_exercises(exercises=[pair.first], at=datetime(2026, 6, 1, tzinfo=UTC))

    response = reviewer.post(page_of(pair), data)

    assert "nothing was merged" in response.content.decode()
    assert not Merge.objects.exists()


def test_a_merge_that_would_leave_a_published_exercise_incomplete_is_refused(reviewer, pair):
    data = as_shown(reviewer, pair) | {"met": "first"}

    said = reviewer.post(page_of(pair), data).content.decode()

    assert "Knee bend is published and would miss: met" in said
    assert not Merge.objects.exists()


def test_not_the_same_goes_on_to_the_next_pair(reviewer, pair, make_exercise):
    other = NearDuplicate.objects.create(
        first=pair.first, second=make_exercise("Third"), likeness="0.8", found_at=AT
    )

    response = reviewer.post(page_of(pair), {"_different": "yes"})

    pair.refresh_from_db()
    assert pair.decision == "different"
    assert response.url == page_of(other)


def test_the_page_of_a_merge_tells_all_and_undoes_it(reviewer, pair):
    before = snapshots([pair.first_id, pair.second_id])
    merge = merging.merge_exercises(
        keep=pair.second, double=pair.first, at=AT, by=reviewer.user, take=["level"]
    )
    address = reverse("admin:exercises_merge_change", args=[merge.pk])

    page = reviewer.get(address).content.decode()
    said = reviewer.post(address, follow=True).content.decode()
    again = reviewer.post(address, follow=True).content.decode()

    for words in ("Squat, merged into Knee bend", "reviewer@example.org", "Undo the merge", "Strong", "New"):
        assert words in page
    assert "Squat and Knee bend are two exercises again" in said
    assert "Undone" in said
    assert "was undone before" in again
    assert snapshots([pair.first_id, pair.second_id]) == before
    merge.refresh_from_db()
    assert merge.undone_by == reviewer.user


def test_what_stays_after_an_undo_is_named(reviewer, pair):
    merge = merging.merge_exercises(keep=pair.second, double=pair.first, at=AT, take=["level"])
    Exercise.objects.filter(pk=pair.second_id).update(level=4)

    said = reviewer.post(reverse("admin:exercises_merge_change", args=[merge.pk]), follow=True)

    assert "Level of Knee bend was changed since and stays as it is." in said.content.decode()


@pytest.mark.parametrize("state", ["", "?undone=no", "?undone=yes", "?undone=x", "?q=squat"])
def test_the_list_of_merges_says_who_and_when(reviewer, pair, state):
    merge = merging.merge_exercises(keep=pair.second, double=pair.first, at=AT, by=reviewer.user)
    merging.undo_merge(merge=merge, at=AT, by=reviewer.user) if "yes" in state else None

    page = reviewer.get(reverse("admin:exercises_merge_changelist") + state).content.decode()

    assert "reviewer@example.org" in page
    assert ("Undone 2026-05-06" in page) is ("yes" in state)


def test_lists_and_pages_do_not_run_more_queries_for_more_rows(reviewer, pair, make_exercise, make_user):
    merges = reverse("admin:exercises_merge_changelist")

    def add(number):
        keep, double = make_exercise(f"Keep {number}"), make_exercise(f"Double {number}", level=2)
        NearDuplicate.objects.create(first=pair.first, second=keep, likeness="0.7", found_at=AT)
        return merging.merge_exercises(keep=keep, double=double, at=AT, by=reviewer.user)

    merge = reverse("admin:exercises_merge_change", args=[add(0).pk])
    pairs = reverse("admin:exercises_nearduplicate_changelist") + "?decision__exact=open"
    addresses = (merges, pairs, page_of(pair), merge)
    for address in addresses:
        reviewer.get(address)
    few = [count_queries(reviewer, address) for address in addresses]
    for number in range(1, 21):
        add(number)

    assert [count_queries(reviewer, address) for address in addresses] == few
    assert max(few) <= 40


def test_pairs_of_retired_exercises_are_out_of_the_queue(reviewer, pair):
    actions.retire_exercises(exercises=[pair.first], at=AT)

    page = reviewer.get(reverse("admin:exercises_nearduplicate_changelist") + "?decision__exact=open")

    assert "Knee bend" not in page.content.decode()


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [({"status": "draft"}, {}, "second"), ({}, {"status": "draft"}, "first"), ({}, {}, "first"),
     ({"summary": ""}, {}, "second"), ({}, {"summary": "", "status": "draft"}, "first")],
)  # fmt: skip
def test_the_published_and_better_filled_one_is_kept(make_exercise, first, second, kept):
    one, two = make_exercise("One", **first), make_exercise("Two", **second)

    assert Comparison(one, two).keep == kept
