"""Two exercises field by field: both values in words, and which of them is the better filled."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises import following
from exercises.changelog import LABELS, Wording
from exercises.merging import CHOICES
from exercises.models import Exercise
from exercises.revisions import snapshots

FIRST, SECOND = "first", "second"
SIDES = [(FIRST, _("the first")), (SECOND, _("the second"))]
_LABELS = {"words": _("Words and their licence")}
# Said of a field that a row does not know, whatever it lists.
_KNOWN = {"equipment": "is_equipment_known", "joints": "is_joint_stress_known"}


@dataclass(frozen=True)
class Side:
    """One exercise of the two: its texts, and how many rows refer to it."""

    exercise: Exercise
    state: dict
    referring: list

    @property
    def total(self):
        """How many rows refer to it."""
        return sum(number for _words, number in self.referring)


@dataclass(frozen=True)
class Line:
    """One choice: the label, both values in words, and the better one."""

    choice: str
    label: str
    first: list
    second: list
    better: str

    @property
    def differs(self):
        """Whether there is anything to choose."""
        return self.first != self.second


class Comparison:
    """Two exercises side by side."""

    def __init__(self, first, second):
        states = snapshots([first.pk, second.pk])
        self.first = Side(first, states[first.pk], following.counts(first))
        self.second = Side(second, states[second.pk], following.counts(second))
        self.words = Wording([self.first.state, self.second.state])
        self.keep = self._better()
        self.lines = [self._line(choice, names) for choice, names in {"name": ("name",), **CHOICES}.items()]

    @property
    def stamp(self):
        """Changes with either exercise: a page that is too old is not acted upon."""
        moments = (side.exercise.updated_at.isoformat() for side in (self.first, self.second))
        return " ".join(moments)

    def _line(self, choice, names):
        first, second = (self._texts(side.state, names) for side in (self.first, self.second))
        label = str(_LABELS.get(choice) or LABELS[choice])
        return Line(choice, label, first, second, self._better_filled(names))

    def _texts(self, state, names):
        """``[(label, text)]`` of the fields that say something."""
        found = []
        for name in names:
            if name in _KNOWN.values():
                continue
            text = self.words.value(name, state[name])
            if name in _KNOWN and not state[_KNOWN[name]]:
                text = f"{text} …?" if text else gettext("Not known")
            elif name in _KNOWN and not text:
                text = gettext("None")
            if text:
                found.append((str(LABELS[name]), text))
        return found

    def _better_filled(self, names):
        """The side on which more of the fields are filled; the one that is kept where both are alike."""
        first, second = (sum(bool(side.state[name]) for name in names) for side in (self.first, self.second))
        if first == second or names in (("name",), ("is_quiet",), ("is_unilateral",)):
            return self.keep
        return FIRST if first > second else SECOND

    def _better(self):
        """Which to keep: the published one, else the better filled, else what more rows refer to."""

        def worth(side):
            filled = sum(bool(value) for value in side.state.values())
            return side.exercise.status == Exercise.Status.PUBLISHED, filled, side.total

        return SECOND if worth(self.second) > worth(self.first) else FIRST


class MergeForm(forms.Form):
    """Which exercise is kept, and whose value of each field that differs."""

    stamp = forms.CharField(widget=forms.HiddenInput)
    keep = forms.ChoiceField(choices=SIDES, widget=forms.RadioSelect)

    def __init__(self, data=None, *, comparison):
        super().__init__(data, initial={"stamp": comparison.stamp, "keep": comparison.keep})
        self.comparison = comparison
        self.choices = [line.choice for line in comparison.lines if line.differs]
        for line in comparison.lines:
            if line.differs:
                self.fields[line.choice] = forms.ChoiceField(
                    label=line.label, choices=SIDES, widget=forms.RadioSelect, initial=line.better
                )

    def clean_stamp(self):
        """Refuse a decision about what was different then."""
        if self.cleaned_data["stamp"] != self.comparison.stamp:
            raise forms.ValidationError(
                gettext("One of the two was changed meanwhile, so nothing was merged. Look again.")
            )
        return self.cleaned_data["stamp"]

    def rows(self):
        """``[(line, chosen side)]`` with what was chosen so far; those that need no choice come last."""
        lines = sorted(self.comparison.lines, key=lambda line: not line.differs)
        return [(line, self[line.choice].value() if line.differs else "") for line in lines]

    def roles(self):
        """``(keep, double)``."""
        both = (self.comparison.first.exercise, self.comparison.second.exercise)
        return both if self.cleaned_data["keep"] == FIRST else both[::-1]

    def taken(self):
        """What is taken over from the double."""
        return [name for name in self.choices if self.cleaned_data[name] != self.cleaned_data["keep"]]
