"""The five questions: their order, their words and their forms."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from profiles import forms
from profiles.answers import STEPS


@dataclass(frozen=True)
class Question:
    """One question and its place among the others."""

    step: str
    number: int
    title: str
    lead: str
    form: type

    @property
    def before(self):
        """The step of the question before; ``None`` for the first."""
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def after(self):
        """The step of the question after; ``None`` for the last."""
        return STEPS[self.number] if self.number < len(STEPS) else None

    @property
    def of(self):
        """How many questions there are."""
        return len(STEPS)

    @property
    def template(self):
        """The template of its fields."""
        return f"profiles/_{self.step}.html"


_ASKED = {
    "goal": (
        _("What do you train for?"),
        _("It decides what comes first, and how much of it."),
        forms.GoalForm,
    ),
    "level": (
        _("How hard may it be?"),
        _("Nothing above your level is shown. You can raise it at any time."),
        forms.LevelForm,
    ),
    "places": (
        _("Where do you train, and what is there?"),
        _("An exercise is shown only when everything it needs is there."),
        forms.PlaceForm,
    ),
    "limits": (
        _("Does anything hurt?"),
        _("Exercises that load that joint too much are left out. This follows the catalogue's tags; it does "
          "not replace a professional."),
        forms.LimitsForm,
    ),
    "time": (_("How much time is there?"), _("Per session, rests included."), forms.TimeForm),
}  # fmt: skip

QUESTIONS = {step: Question(step, number, *_ASKED[step]) for number, step in enumerate(STEPS, start=1)}
