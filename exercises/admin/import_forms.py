"""Forms of the import: the file, what each column holds, what each unknown word means."""

import hashlib

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.importers import columns as guessing
from exercises.importers.mapping import CODES, NOTHING, SAYS_NOTHING

READER_WORDS = [
    ("", _("Find out")),
    ("free-exercise-db", _("free-exercise-db: one JSON file")),
    ("wger", _("wger: all its fixture files")),
    ("nextset-export", _("Nextset: what its export writes")),
    ("table", _("Any table: CSV, TSV or JSON")),
]
FIELD_WORDS = {
    "name": _("Name"),
    "key": _("Id"),
    "aliases": _("Other names"),
    "type": _("Type"),
    "level": _("Level"),
    "force": _("Force"),
    "mechanic": _("Mechanic"),
    "equipment": _("Equipment"),
    "primary": _("Primary muscles"),
    "secondary": _("Secondary muscles"),
    "minutes": _("Minutes"),
    "met": _("Intensity (MET)"),
    "summary": _("Summary"),
    "description": _("Steps"),
    "licence": _("Licence"),
    "author": _("Author"),
    "url": _("Web address"),
}
WORD_FIELDS = {
    "muscle": _("Muscle"),
    "equipment": _("Equipment"),
    "type": _("Type"),
    "level": _("Level"),
    "force": _("Force"),
    "mechanic": _("Mechanic"),
}


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; their size and kind are looked at when they are kept."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        """A list, each file cleaned alone."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


class StartForm(forms.Form):
    """What to import, and where it comes from."""

    files = FilesField(
        label=_("File"), max_length=200,
        help_text=_("CSV, TSV or JSON, 10 MB at most. For wger choose all its files at once."),
    )  # fmt: skip
    reader = forms.ChoiceField(label=_("Kind of file"), choices=READER_WORDS, required=False)
    source = forms.CharField(
        label=_("Name of the catalogue"), max_length=40, required=False, strip=True,
        help_text=_(
            "A second import under the same name adds what is new, and updates drafts nobody has touched. "
            "Empty: the name of the file."
        ),
    )  # fmt: skip

    def clean_source(self):
        """A name in lower case: it tells a second import from a first one."""
        return " ".join(self.cleaned_data["source"].lower().split())


class ColumnsForm(forms.Form):
    """What each column of a table holds."""

    header = forms.ChoiceField(
        label=_("First row"), required=False,
        choices=[("", _("Find out")), ("yes", _("Names of the columns")), ("no", _("Already an exercise"))],
    )  # fmt: skip

    def __init__(self, *args, columns, header=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.fields["header"].initial = {None: "", True: "yes", False: "no"}[header]
        choices = [(guessing.UNUSED, _("Not used")), *FIELD_WORDS.items()]
        for number, column in enumerate(columns, 1):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column.label, choices=choices, initial=column.field or guessing.UNUSED, required=False
            )

    def rows(self):
        """Each column with the field that asks about it."""
        return [(column, self[f"column-{number}"]) for number, column in enumerate(self.columns, 1)]

    def clean(self):
        """One column is the name, and none but lists comes twice."""
        cleaned = super().clean()
        said = [cleaned.get(f"column-{number}") for number in range(1, len(self.columns) + 1)]
        for field in dict.fromkeys(said):
            if field and field != guessing.UNUSED and said.count(field) > 1:
                text = gettext("%(count)d columns are said to be “%(field)s”: choose one of them.")
                self.add_error(None, text % {"count": said.count(field), "field": FIELD_WORDS[field]})
        if "name" not in said and not self.has_other_header():
            self.add_error(None, gettext("Say which column holds the names of the exercises."))
        return cleaned

    def has_other_header(self):
        """Whether the first row is now said to be something else: the columns are then guessed anew."""
        return "header" in self.changed_data

    def chosen(self):
        """What is said of each column, by its number; nothing where they are to be guessed anew."""
        if self.has_other_header():
            return {}
        return {
            f"#{number}": self.cleaned_data[f"column-{number}"] or guessing.UNUSED
            for number in range(1, len(self.columns) + 1)
        }

    def chosen_header(self):
        """What is said of the first row: True, False, or None to find out."""
        return {"yes": True, "no": False}.get(self.cleaned_data["header"])


class WordsForm(forms.Form):
    """What each unknown word means."""

    def __init__(self, *args, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words
        for word in words:
            self.fields[_name_of(word)] = forms.ChoiceField(
                label=word["word"], choices=_choices(word), initial=str(word["chosen"]), required=False
            )

    def rows(self):
        """Each word with the field that asks about it."""
        return [(word, WORD_FIELDS[word["field"]], self[_name_of(word)]) for word in self.words]

    def chosen(self):
        """``[field, word, code]`` of every word that was decided on."""
        made = []
        for word in self.words:
            code = self.cleaned_data[_name_of(word)]
            if code:
                code = int(code) if word["field"] == "level" and code.isdigit() else code
                made.append([word["field"], word["word"], code])
        return made


def _name_of(word):
    digest = hashlib.sha256(f"{word['field']}:{word['word']}".encode()).hexdigest()
    return f"word-{digest[:16]}"


def _choices(word):
    words = CODES[word["field"]]
    choices = [("", _("Leave it unknown"))]
    if word["nearest"]:
        choices.append((_("Looks like"), [(str(code), words[code]) for code in word["nearest"]]))
    choices.append((_("Vocabulary"), [(str(code), words[code]) for code in word["others"]]))
    others = [(SAYS_NOTHING, _("It says nothing: pass over it"))]
    if word["field"] == "equipment":
        others.insert(0, (NOTHING, _("Nothing is needed")))
    return [*choices, (_("Other"), others)]
