"""What the questions ask: one form each, the same for a member and for a guest.

A form starts from :class:`~profiles.answers.Answers` and gives them back changed (``apply``). It writes
nothing; a wrong value is an error of its field.
"""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from exercises import vocabulary
from profiles import kits
from profiles.models import Limitation, Place, Profile

MINUTES = (10, 15, 20, 30, 45, 60, 75, 90, 120)


class WordsField(forms.MultipleChoiceField):
    """Words of a vocabulary as checkboxes; gives a sorted tuple."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        """The words, sorted; an unknown one is named in the error, cut short where it is long."""
        if isinstance(value, (list, tuple)):
            value = [item if len(item) <= 60 else f"{item[:60]}…" for item in map(str, value)]
        return tuple(sorted(set(super().clean(value))))


class QuestionForm(forms.Form):
    """A form that begins with some answers: ``QuestionForm(data, answers=answers)``."""

    def __init__(self, data=None, *, answers, **options):
        super().__init__(data, initial=self.initial_of(answers), **options)
        self.answers = answers

    @staticmethod
    def initial_of(answers):
        """What the fields show at first."""
        raise NotImplementedError

    def values(self):
        """The answers' fields that this question changes; only after ``is_valid()``."""
        return dict(self.cleaned_data)

    def apply(self):
        """The answers as they are with this question answered; only after ``is_valid()``."""
        return self.answers.with_step(self.step, **self.values())

    def chosen(self):
        """The answers as the page shows them: with this form's choices where they can be used."""
        return self.apply() if self.is_bound and self.is_valid() else self.answers

    def with_preset(self, preset):
        """The same form; only the places have presets."""
        return self


class GoalForm(QuestionForm):
    """What the person trains for."""

    step = "goal"
    goal = forms.ChoiceField(
        label=_("Goal"), choices=list(vocabulary.GOALS.items()), widget=forms.RadioSelect
    )

    @staticmethod
    def initial_of(answers):
        """The goal so far."""
        return {"goal": answers.goal}


class LevelForm(QuestionForm):
    """How hard it may be."""

    step = "level"
    NOTES = {
        1: _("I am starting, or starting again."),
        2: _("I train most weeks and know the basics."),
        3: _("Years of training; hard versions are welcome."),
        4: _("Technical lifts and gymnastics, well practised."),
    }
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, choices=list(vocabulary.LEVELS.items()), widget=forms.RadioSelect
    )

    @staticmethod
    def initial_of(answers):
        """The level so far."""
        return {"level": answers.level}

    def noted(self):
        """``[(radio, note)]``: each level with what it means."""
        return [(option, self.NOTES[int(option.data["value"])]) for option in self["level"]]


class PlaceForm(QuestionForm):
    """A place and everything that is there."""

    step = "places"
    kind = forms.ChoiceField(label=_("Kind of place"), choices=Place.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"), max_length=40, required=False, help_text=_("If you train at several places.")
    )
    equipment = WordsField(
        label=_("Equipment"), required=False, choices=list(vocabulary.EQUIPMENT.items()),
        help_text=_("Floor, wall and a mat are taken for granted."),
    )  # fmt: skip
    is_quiet = forms.BooleanField(label=_("No noise here: somebody lives below"), required=False)

    @staticmethod
    def initial_of(answers):
        """The place so far."""
        return {
            "kind": answers.kind, "name": answers.place, "equipment": answers.equipment,
            "is_quiet": answers.is_quiet,
        }  # fmt: skip

    def values(self):
        """The place as the answers name it."""
        place = dict(self.cleaned_data)
        name, before = place.pop("name"), self.answers
        if name == before.place == Place.Kind(before.kind).label and place["kind"] != before.kind:
            # It was called after its kind, so it changes with it.
            name = ""
        return {"place": name, **place}

    def with_preset(self, preset):
        """The same form, unsaved, with a preset's equipment ticked; an unknown preset changes nothing."""
        if preset not in kits.PRESETS:
            return self
        data = self.data.copy()
        data.setlist(self.add_prefix("equipment"), list(kits.PRESETS[preset][2]))
        return type(self)(data, answers=self.answers)

    def families(self):
        """``[(code, name, checkboxes, how many are ticked)]`` of the equipment."""
        boxes = {str(option.data["value"]): option for option in self["equipment"]}
        grouped = [(code, name, [boxes[word] for word in words]) for code, name, words in kits.families()]
        return [
            (code, name, options, sum(bool(option.data["selected"]) for option in options))
            for code, name, options in grouped
        ]


class LimitsForm(QuestionForm):
    """What hurts, joint by joint."""

    step = "limits"
    WORDS = {
        Limitation.Severity.MILD: _("A little"),
        Limitation.Severity.MODERATE: _("Noticeably"),
        Limitation.Severity.SEVERE: _("Badly"),
    }

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        choices = [("", _("No")), *[(severity.value, words) for severity, words in self.WORDS.items()]]
        for joint, name in vocabulary.JOINTS.items():
            self.fields[joint] = forms.ChoiceField(
                label=name, required=False, choices=choices, widget=forms.RadioSelect
            )

    @staticmethod
    def initial_of(answers):
        """What hurts so far."""
        return {joint: answers.limitations.get(joint, "") for joint in vocabulary.JOINTS}

    def values(self):
        """Only the joints that hurt."""
        return {"limitations": {joint: severity for joint, severity in self.cleaned_data.items() if severity}}


class TimeForm(QuestionForm):
    """How long, how often, and which muscles matter most."""

    step = "time"
    minutes = forms.IntegerField(
        label=_("Minutes per session"), min_value=5, max_value=180, widget=forms.RadioSelect
    )
    days_per_week = forms.IntegerField(
        label=_("Days per week"), min_value=1, max_value=7,
        widget=forms.RadioSelect(choices=[(day, str(day)) for day in range(1, 8)]),
    )  # fmt: skip
    favoured = WordsField(
        label=_("Muscles to favour"), required=False, choices=list(vocabulary.MUSCLES.items()),
        help_text=_("None means all alike."),
    )  # fmt: skip

    def __init__(self, data=None, *, answers, **options):
        super().__init__(data, answers=answers, **options)
        # A length that was set elsewhere (a phone, say) stays on offer.
        lengths = sorted({*MINUTES, answers.minutes})
        self.fields["minutes"].widget.choices = [(length, str(length)) for length in lengths]

    @staticmethod
    def initial_of(answers):
        """The time so far."""
        return {
            "minutes": answers.minutes, "days_per_week": answers.days_per_week, "favoured": answers.favoured
        }  # fmt: skip

    def regions(self):
        """``[(name, checkboxes)]`` of the muscles."""
        boxes = {str(option.data["value"]): option for option in self["favoured"]}
        return [
            (name, [boxes[muscle] for muscle in muscles]) for name, muscles in vocabulary.REGIONS.values()
        ]


class HabitsForm(forms.Form):
    """How the person reads; an empty choice follows the browser."""

    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the browser asks")), *settings.LANGUAGES]
    )
    units = forms.ChoiceField(
        label=_("Weights in"),
        required=False,
        choices=[("", _("As usual in my region")), *Profile.Units.choices],
    )
    week_start = forms.ChoiceField(
        label=_("The week begins on"), required=False,
        choices=[("", _("As usual in my region")), *Profile.WeekStart.choices],
    )  # fmt: skip
    clock = forms.ChoiceField(
        label=_("Clock"), required=False, choices=[("", _("As usual in my region")), *Profile.Clock.choices]
    )

    def __init__(self, data=None, *, profile):
        super().__init__(data, initial={name: getattr(profile, name) for name in self.base_fields})


class DeleteAccountForm(forms.Form):
    """Confirms that it is really the person who closes the account, and that they mean it."""

    password = forms.CharField(
        label=_("Your password"), strip=False, max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    sure = forms.BooleanField(label=_("Delete everything. I know that it cannot be undone."))

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, **options)
        self.user = user
        if not user.has_usable_password():
            # Nothing to check it against: such a person has just signed in by other means.
            del self.fields["password"]

    def clean_password(self):
        """The password, when it is the right one."""
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("That is not your password. Nothing was deleted."))
        return password
