"""Every page in every language: no text of ours in English, and numbers for machines with their point."""

import re
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.catalogues import parse
from tests.recommender.conftest import catalogue  # noqa: F401  (the same small catalogue)
from workouts import actions
from workouts.entries import SetEntry
from workouts.models import Workout

TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]
# Names that are words of ours elsewhere: Strong is an app.
ALSO_OURS = frozenset({"Strong"})
READ_OUT = ("aria-label", "placeholder", "title", "alt", "data-announce", "data-outbox-title")
DRAWN = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d", "viewbox", "points")
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
GUESTS = ["home", "exercises:list", "account_login", "account_signup", "account_reset_password",
          "recommender:for_you", "session:today"]  # fmt: skip
MEMBERS = [
    "recommender:for_you", "recommender:said", "recommender:why_not", "session:today", "workouts:history",
    "workouts:import_start", "progress:overview", "profiles:overview", "profiles:habits",
    "profiles:place_add", "profiles:delete", "exercises:list", "account_email", "account_change_password",
]  # fmt: skip


class Reader(HTMLParser):
    """Collects what a person reads of a page, without what is marked as being in another language."""

    def __init__(self):
        super().__init__()
        self.texts, self.numbers, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        foreign = ("lang" in attrs and tag != "html") or bool(self.open and self.open[-1][1])
        if tag not in VOID:
            self.open.append((tag, foreign or tag in ("script", "style")))
        if not foreign:
            self.texts += [attrs[name].strip() for name in READ_OUT if attrs.get(name)]
        self.numbers += [f"{tag} {name}={attrs[name]}" for name in DRAWN if attrs.get(name)]
        if (tag == "input" and attrs.get("type") in ("number", "range")) or tag in ("progress", "meter"):
            self.numbers += [
                f"{tag} {name}={attrs[name]}" for name in ("value", "min", "max") if attrs.get(name)
            ]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not (self.open and self.open[-1][1]):
            self.texts.append(" ".join(data.split()))


def english_left(page, language):
    """Texts of ours that stand on a page in English."""
    reader = Reader()
    reader.feed(page.text)
    ours = _patterns(language)
    return sorted({text for text in reader.texts if text not in ALSO_OURS and ours.fullmatch(text)})


_known = {}


def _patterns(language):
    """One pattern of all English texts that read otherwise in ``language``; placeholders match anything."""
    if language not in _known:
        shown, said = set(), set()
        for entry in parse(settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"):
            said |= set(entry.texts)
            shown |= {entry.msgid, entry.plural} - {""}
        texts = {
            text
            for text in shown - said
            if re.search(r"[A-Za-z]{3}", re.sub(r"%\(\w+\)\w|<[^>]+>", "", text))
        }
        parts = [
            re.sub(r"%\\\(\w+\\\)(\\\.\d)?\w", ".+", re.escape(text)) for text in texts if "<" not in text
        ]
        _known[language] = re.compile("|".join(sorted(parts, key=len, reverse=True)))
    return _known[language]


def commas_in_figures(page):
    """Attributes that a browser reads as numbers and that have a decimal comma."""
    reader = Reader()
    reader.feed(page.text)
    return [found for found in reader.numbers if re.search(r"\d,\d{1,2}(?!\d)", found.partition("=")[2])]


@pytest.fixture
def trained(catalogue, make_user):  # noqa: F811
    """A member who has logged one exercise for five weeks, with halves of kilograms."""
    user = make_user(
        equipment=["dumbbell", "band"],
        level=4,
        goal="strength",
        limitations={"wrist": "mild"},
        favoured=["chest"],
    )
    user.places.update(name="1-A")  # In no language.
    now = timezone.now()
    for back in (29, 22, 15, 8, 1):
        sets = [
            SetEntry(
                repetitions=8,
                weight_kg=Decimal("22.5"),
                effort=Decimal("7.5"),
                done_at=now - timedelta(days=back),
            )
            for _set in range(3)
        ]
        actions.log_sets(user=user, exercise=catalogue[0], sets=sets, at=now)
    return user


def test_what_looks_for_english_finds_it_where_it_is(client, db):
    page = client.get(reverse("home"))

    assert {"Skip to the content", "Sign in"} <= set(english_left(page, "de"))


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", GUESTS)
def test_a_guest_reads_no_english(client, catalogue, name, language):  # noqa: F811
    page = client.get(reverse(name), headers={"accept-language": language}, follow=True)

    assert page.status_code == 200
    assert english_left(page, language) == []
    assert commas_in_figures(page) == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("step", ["goal", "level", "places", "limits", "time"])
def test_the_questions_hold_no_english(client, catalogue, step, language):  # noqa: F811
    page = client.get(reverse("profiles:question", args=[step]), headers={"accept-language": language})

    assert english_left(page, language) == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_reads_no_english(client, trained, name, language):
    client.force_login(trained)

    page = client.get(reverse(name), headers={"accept-language": language}, follow=True)

    assert page.status_code == 200
    assert english_left(page, language) == []
    assert commas_in_figures(page) == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", ["exercises:detail", "workouts:log", "recommender:why", "progress:exercise"])
def test_the_pages_of_an_exercise_hold_no_english_of_ours(client, trained, name, language):
    client.force_login(trained)

    page = client.get(
        reverse(name, args=[Workout.objects.first().sets.first().exercise.slug]),
        headers={"accept-language": language},
    )

    assert page.status_code == 200
    assert english_left(page, language) == []
    assert commas_in_figures(page) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_player_and_its_end_hold_no_english(client, trained, language):
    client.force_login(trained)
    asked = {"accept-language": language}
    today = client.get(reverse("session:today"), headers=asked)
    row = today.context["row"]
    client.post(reverse("session:start", args=[row.uuid]), headers=asked)

    for name in ("session:play", "session:summary"):
        page = client.get(reverse(name, args=[row.uuid]), headers=asked)

        assert page.status_code == 200
        assert english_left(page, language) == []
        assert commas_in_figures(page) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_page_that_is_not_there_says_so_in_the_language(client, db, language):
    page = client.get("/nothing-here/", headers={"accept-language": language})

    assert page.status_code == 404
    assert english_left(page, language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_errors_of_the_api_are_in_the_language_that_is_asked_for(client, make_user, language):
    client.force_login(make_user())

    answer = client.patch(
        "/api/v1/preferences/", {"minutes": "ten"}, content_type="application/json",
        headers={"accept-language": language, "if-match": "*"},
    )  # fmt: skip

    assert answer.status_code == 400
    assert answer["Content-Language"] == language
    assert answer.json()["errors"][0]["field"] == "minutes"
    assert "must be" not in answer.json()["errors"][0]["message"]


def test_the_words_of_the_api_follow_the_language_and_its_codes_do_not(client, db):
    def muscles(language):
        words = client.get("/api/v1/vocabulary/", headers={"accept-language": language}).json()["muscles"]
        return {word["code"]: word["name"] for word in words}

    assert muscles("en")["calves"] == "Calves"
    assert muscles("de")["calves"] == "Waden"
    assert muscles("de").keys() == muscles("en").keys()
