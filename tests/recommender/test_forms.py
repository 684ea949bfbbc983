"""What a page may send, and what is made of it."""

import uuid

import pytest

from recommender.forms import FeedbackForm, FilterForm, UndoForm


def test_a_filter_says_what_is_wanted_and_its_address():
    form = FilterForm({"minutes": "20", "region": "legs", "type": "strength", "quiet": "on"})

    assert form.wanted()["minutes"] == 20
    assert form.wanted()["types"] == ("strength",)
    assert "quadriceps" in form.wanted()["muscles"]
    assert form.query == "minutes=20&region=legs&type=strength&quiet=on"


def test_nothing_asked_is_nothing_on():
    form = FilterForm({"minutes": "", "region": ""})

    assert form.query == ""
    assert not form.is_on


@pytest.mark.parametrize(
    ("field", "value"), [("minutes", "-1"), ("minutes", "x" * 1000), ("region", "tail"), ("type", "nap")]
)
def test_a_wrong_filter_is_named_and_asks_nothing(field, value):
    form = FilterForm({field: value, "quiet": "on"})

    assert form.wanted()["quiet"] is True
    assert list(form.errors) == [field]
    assert form.query == "quiet=on"


@pytest.mark.django_db
def test_kinds_of_one_card_have_uuids_of_their_own_and_always_the_same(make_exercise):
    sent = {"exercise": make_exercise().slug, "token": str(uuid.uuid4())}

    def uuid_of(kind):
        form = FeedbackForm(sent | {"kind": kind})
        assert form.is_valid()
        return form.uuid

    assert uuid_of("like") == uuid_of("like")
    assert uuid_of("like") != uuid_of("done")


@pytest.mark.parametrize("data", [{}, {"kind": "like"}, {"exercise": "push-up"}, {"uuid": "seven"}])
def test_taking_back_needs_to_know_what(data):
    assert not UndoForm(data).is_valid()
