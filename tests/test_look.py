"""The look keeps its promises: readable colours, nothing inline, vendored files as recorded."""

import hashlib
import re
from pathlib import Path

import django.contrib.admin
import pytest
from django.template.loader import get_template, render_to_string

from exercises import bodymap, vocabulary

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text()
ADMIN = Path(django.contrib.admin.__file__).parent / "static" / "admin" / "css"
ADMIN_TOKENS = "".join((ADMIN / name).read_text() for name in ("base.css", "dark_mode.css"))
ADMIN_PAGES = {"admin.css", "curating.css", "merging.css", "operating.css"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((STATIC / "css").rglob("*.css"))

LIGHT = r":root \{(.*?)\}"
DARK_BY_SYSTEM = r':root:not\(\[data-theme="light"\]\) \{(.*?)\}'
DARK_BY_CHOICE = r'\n:root\[data-theme="dark"\] \{(.*?)\}'
PAIRS = re.findall(r"pair: (--[\w-]+) on (--[\w-]+) ([\d.]+)", TOKENS)


def colours(block):
    """The hexadecimal colours of the first block the pattern finds in tokens.css."""
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", re.search(block, TOKENS, re.DOTALL).group(1)))


def luminance(colour):
    """Relative luminance of ``#rrggbb`` as WCAG 2.2 defines it."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_documented_pairs_can_be_read(theme, front, back, least):
    values = colours(theme)

    assert contrast(values[front], values[back]) >= float(least)


def test_pairs_are_documented_for_every_surface():
    assert {back for _front, back, _least in PAIRS} >= {"--surface", "--raised", "--sunken", "--accent"}


def test_dark_is_the_same_by_system_and_by_choice():
    assert colours(DARK_BY_SYSTEM) == colours(DARK_BY_CHOICE)


def test_dark_changes_every_colour_that_light_names():
    assert set(colours(DARK_BY_CHOICE)) == set(colours(LIGHT))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_only_tokens_name_colours(path):
    if path.name in {"tokens.css", "admin.css"}:
        pytest.skip("the places where colours stand")

    named = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", path.read_text())

    assert named == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_token_in_use_exists(path):
    # Pages of admin build on Django's own stylesheet.
    base = ADMIN_TOKENS if path.name in ADMIN_PAGES else TOKENS
    known = set(re.findall(r"(--[\w-]+):", base + path.read_text()))

    assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) <= known


def test_shared_styles_stay_small():
    shared = [path for path in STYLES if path.parent.name != "pages"]

    assert sum(path.stat().st_size for path in shared) < 40_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_nothing_inline(path):
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)

    assert not re.search(r"\sstyle\s*=", text), "style attributes are refused by the policy"
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\son[a-z]+\s*=", text), "event attributes are refused by the policy"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "scripts are files"
    assert not re.search(r"(?:src|href)=[\"']https?:", text), "nothing comes from another host"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_compile(path):
    assert get_template(str(path.relative_to(ROOT / "templates")))


def test_vendored_files_are_the_recorded_ones():
    vendor = STATIC / "vendor"
    recorded = dict(line.split()[::-1] for line in (vendor / "SHA256SUMS").read_text().splitlines())
    present = {
        str(path.relative_to(vendor)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }

    assert present == recorded


def test_every_vendored_package_brings_its_licence():
    packages = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]

    assert packages
    assert all((package / "LICENSE").exists() and (package / "VERSION").exists() for package in packages)


def test_every_word_that_has_a_picture_finds_it():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    wanted = {
        f"{kind}-{code}"
        for kind, codes in (
            ("equipment", vocabulary.EQUIPMENT),
            ("goal", vocabulary.GOALS),
            ("type", vocabulary.TYPES),
            ("pattern", vocabulary.PATTERNS),
        )
        for code in codes
    }

    assert wanted <= drawn


def test_icons_named_in_templates_are_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r'icon\.html" with name="([\w-]+)"|\bicon="([\w-]+)"', path.read_text())
        for name in name
        if name
    }

    assert {name for name in named if not name.endswith("-")} <= drawn


def test_every_muscle_is_on_the_map():
    drawn = set(re.findall(r'<g id="([\w-]+)"', (STATIC / "bodymap.svg").read_text()))

    assert set(vocabulary.MUSCLES) <= drawn
    assert {"body", "muscles"} <= drawn


def test_the_map_says_in_words_what_it_paints():
    drawn = bodymap.figure("quadriceps glutes", ["adductors", "glutes"])

    assert drawn.text == "Primary: Quadriceps, Glutes; secondary: Adductors"
    assert dict(drawn.painted) == {
        "adductors": "is-secondary",
        "quadriceps": "is-primary",
        "glutes": "is-primary",
    }


def test_a_muscle_that_is_not_drawn_is_still_named():
    drawn = bodymap.figure(["masseter"])

    assert drawn.text == "Primary: masseter"
    assert drawn.painted == ()


def test_heat_names_the_hardest_first():
    drawn = bodymap.heat({"chest": 1, "lats": 4, "calves": 0})

    assert drawn.text == "most: Lats; a little: Chest"
    assert dict(drawn.painted)["lats"] == "is-level-4"


def test_heat_refuses_a_level_it_has_no_colour_for():
    with pytest.raises(ValueError, match="from 0 to 4"):
        bodymap.heat({"chest": 5})


def test_the_map_escapes_what_it_is_given():
    html = render_to_string("components/bodymap.html", {"figure": bodymap.figure(["<b>"]), "size": "small"})

    assert "<b>" not in html
    assert "&lt;b&gt;" in html
