"""The languages of the interface: complete catalogues, and the right one for everybody."""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from exercises import vocabulary
from tests.catalogues import parse

LOCALE = Path(settings.BASE_DIR) / "locale"
TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[a-z]|%[sd]|%%|</?\w+[^>]*>")


def catalogue(language):
    """The entries of a language's ``django.po``."""
    return parse(LOCALE / language / "LC_MESSAGES" / "django.po")


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_untranslated_or_uncertain(language):
    left = [entry.msgid for entry in catalogue(language) if entry.is_fuzzy or not all(entry.texts)]

    assert left == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_and_tags_are_kept(language):
    wrong = [
        (entry.msgid, text)
        for entry in catalogue(language)
        for text in entry.texts
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.plural or entry.msgid))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_says_what_the_written_one_says(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog

    written = {}
    for entry in catalogue(language):
        key = f"{entry.context}\x04{entry.msgid}" if entry.context else entry.msgid
        if entry.plural:
            written |= {(key, number): text for number, text in enumerate(entry.texts)}
        else:
            written[key] = entry.texts[0]
    compiled.pop("", None)
    assert compiled == written


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed: nothing to extract with")
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_code_is_in_the_catalogue(language, tmp_path):
    tree = tmp_path / "tree"
    for name in ("exercises", "profiles", "workouts", "recommender", "workout_app", "templates"):
        shutil.copytree(
            Path(settings.BASE_DIR) / name, tree / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (tree / "locale").mkdir()
    found = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", language, "--no-location"],
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr

    wanted = {
        (entry.context, entry.msgid) for entry in parse(tree / "locale" / language / "LC_MESSAGES/django.po")
    }
    assert sorted(wanted - {(entry.context, entry.msgid) for entry in catalogue(language)}) == []


def test_a_guest_reads_in_the_language_the_browser_asks_for(client, db):
    page = client.get(reverse("home"), headers={"accept-language": "de-AT,de;q=0.9,en;q=0.5"})

    assert '<html lang="de"' in page.text
    assert "Zum Inhalt springen" in page.text
    assert "Accept-Language" in page["Vary"]
    assert "Cookie" in page["Vary"]
    assert page["Content-Language"] == "de"


def test_the_language_form_stays_on_the_page_and_outlives_what_the_browser_asks_for(client, db):
    address = reverse("exercises:list") + "?q=squat"

    back = client.post(reverse("profiles:choose_language"), {"language": "es", "next": address})

    assert back.url == address
    page = client.get(address, headers={"accept-language": "de"})
    assert '<html lang="es"' in page.text
    assert "Mostrar ejercicios" in page.text


def test_the_language_form_sends_nobody_to_another_site(client, db):
    back = client.post(
        reverse("profiles:choose_language"), {"language": "es", "next": "https://elsewhere.example/"}
    )

    assert back.url == "/"


def test_a_members_choice_comes_before_cookie_and_browser(client, make_user):
    user = make_user(language="de")
    client.force_login(user)
    client.cookies["django_language"] = "es"

    page = client.get(reverse("profiles:overview"), headers={"accept-language": "en"})

    assert '<html lang="de"' in page.text


def test_the_language_form_changes_a_members_choice(client, make_user):
    user = make_user(language="de")
    client.force_login(user)

    client.post(reverse("profiles:choose_language"), {"language": "es", "next": "/profile/"})

    user.profile.refresh_from_db()
    assert user.profile.language == "es"


@pytest.mark.parametrize("language", ["xx", "fr", ""])
def test_an_unknown_language_changes_nothing(client, make_user, language):
    user = make_user(language="de")
    client.force_login(user)

    client.post(reverse("profiles:choose_language"), {"language": language, "next": "/profile/"})

    user.profile.refresh_from_db()
    assert user.profile.language == "de"


def test_the_habits_cost_a_page_no_query(client, make_user, django_assert_num_queries):
    client.force_login(make_user(language="de", units="lb"))

    # The session, and the person with the profile.
    with django_assert_num_queries(2):
        client.get("/nothing-here/")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_of_the_vocabulary_is_translated_but_for_loanwords(language):
    same = set()
    for table in (vocabulary.MUSCLES, vocabulary.REGIONS, vocabulary.EQUIPMENT, vocabulary.JOINTS,
                  vocabulary.TYPES, vocabulary.LEVELS, vocabulary.GOALS, vocabulary.STRESS):  # fmt: skip
        english = vocabulary.english(table)
        with translation.override(language):
            for code, word in table.items():
                shown = str(word[0] if isinstance(word, tuple) else word)
                if shown == english[code]:
                    same.add(shown)

    assert same <= {"Kettlebell", "Landmine", "Battle ropes", "Rehabilitation", "Cardio", "Regular"}


def test_a_row_shows_its_word_in_the_readers_language(words):
    from exercises.models import Muscle

    calves = Muscle.objects.get(slug="calves")

    assert calves.label == "Calves"
    with translation.override("de"):
        assert calves.label == str(calves) == "Waden"
    assert calves.name == "Calves"


def test_a_word_stands_in_a_sentence_as_its_language_writes_it():
    assert vocabulary.in_sentence("Lower back") == "lower back"
    assert vocabulary.in_sentence("EZ bar") == "EZ bar"
    with translation.override("de"):
        assert vocabulary.in_sentence("Waden") == "Waden"
    with translation.override("es"):
        assert vocabulary.in_sentence("Gemelos") == "gemelos"
