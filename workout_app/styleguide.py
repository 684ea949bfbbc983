"""The page that shows every piece of the site, for whoever builds pages."""

import re
from functools import cache
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exercises import vocabulary

HEAT = {"quadriceps": 4, "glutes": 3, "lats": 2, "chest": 1}
PARTS = [
    {"text": "liked Split squat", "value": 0.82, "width": 100},
    {"text": "goal: get stronger", "value": 0.41, "width": 50},
    {"text": "popular here", "value": 0.12, "width": 15},
    {"text": "too hard: Pistol squat", "value": -0.10, "width": 12},
]
TABS = [
    {"href": "#main", "label": "4 weeks", "current": True},
    {"href": "#main", "label": "3 months", "current": False},
    {"href": "#main", "label": "A year", "current": False},
]
MESSAGES = [
    Message(constants.SUCCESS, "Saved. Your picks follow it from now on."),
    Message(constants.WARNING, "The file is large; this may take a minute."),
    Message(constants.ERROR, "That could not be read. Nothing was changed."),
]


class ExampleForm(forms.Form):
    """One field of each kind that pages use."""

    goal = forms.ChoiceField(label="Goal", choices=vocabulary.GOALS.items(), widget=forms.RadioSelect)
    level = forms.ChoiceField(label="Level", choices=vocabulary.LEVELS.items(), widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("mon", "Monday"), ("wed", "Wednesday"), ("fri", "Friday")],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    name = forms.CharField(label="Name of the place", help_text="As you call it yourself.")
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=180)
    email = forms.EmailField(label="E-mail address")
    since = forms.DateField(label="Since", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(label="Where", choices=[("home", "Home"), ("gym", "Gym")])
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    file = forms.FileField(label="File", required=False)
    quiet = forms.BooleanField(label="Nothing that makes a noise", required=False)


class WrongForm(forms.Form):
    """A form that was sent with mistakes."""

    weight = forms.DecimalField(label="Weight, kg", max_value=1000)
    address = forms.EmailField(label="Send it to")

    def clean(self):
        """Refuse the whole as well."""
        raise forms.ValidationError("Some fields are not right; see below.")


@require_safe
def styleguide(request):
    """Every colour, size and component."""
    context = {
        "form": ExampleForm(initial={"goal": "strength", "level": 2, "name": "Home", "minutes": 30}),
        "wrong": WrongForm({"weight": "2000", "address": "nobody"}, auto_id="wrong_%s"),
        "heat": HEAT,
        "parts": PARTS,
        "tabs": TABS,
        "page": Paginator(range(40), 10).page(2),
        "said": MESSAGES,
        "patterns": vocabulary.PATTERNS,
        "icons": icons(),
    }
    return render(request, "pages/styleguide.html", context)


@cache
def icons():
    """The names of all line icons that are drawn; the patterns have pictures of their own."""
    drawn = (Path(settings.STATICFILES_DIRS[0]) / "icons.svg").read_text()
    return sorted(
        name for name in re.findall(r'<symbol id="([\w-]+)"', drawn) if not name.startswith("pattern-")
    )
