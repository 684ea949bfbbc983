"""The page of all pieces is complete, so that whoever builds a page finds what there is."""

from pathlib import Path

import pytest
from django.urls import reverse

ROOT = Path(__file__).resolve().parent.parent / "templates"

pytestmark = pytest.mark.django_db


def test_every_component_is_shown(client, make_user):
    client.force_login(make_user())
    shown = {template.name for template in client.get(reverse("styleguide")).templates}
    # A shell that the cards of exercises extend.
    components = {f"components/{path.name}" for path in (ROOT / "components").glob("*.html")}

    assert components - shown == {"components/card.html"}


def test_every_icon_is_shown(client):
    page = client.get(reverse("styleguide")).content.decode()

    assert page.count("icons.svg#") > 100


def test_it_asks_the_database_nothing_for_a_guest(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("styleguide"))
