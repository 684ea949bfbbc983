"""Tables whose rows follow an exercise into the one it is merged with.

Rooms above keep rows that refer to exercises. They name the tables here (``AppConfig.ready``), by label,
before any model can be imported; this room moves the rows without knowing what they mean.
"""

from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext_lazy as _

_BATCH = 500


@dataclass(frozen=True)
class Follower:
    """A table whose rows follow a merged exercise.

    ``words`` is what a person calls the rows. ``once_per`` are the fields that are unique together with
    the exercise: a row that would stand twice stays with the double.
    """

    label: str
    field: str = "exercise"
    words: str = ""
    once_per: tuple = ()

    @property
    def name(self):
        """What its moved rows are kept under."""
        return f"{self.label}.{self.field}"

    def rows(self):
        """All rows of the table."""
        return apps.get_model(self.label)._base_manager.all()

    def keys(self, keep, double):
        """Keys of the rows that go over, but for those that would stand twice."""
        own = self.rows().filter(**{self.field: double}).order_by("pk")
        if not self.once_per:
            return list(own.values_list("pk", flat=True))
        first = self.once_per[0]
        there = self.rows().filter(**{self.field: keep, f"{first}__in": own.order_by().values(first)})
        taken = set(there.values_list(*self.once_per))
        pairs = own.values_list("pk", *self.once_per)
        return [key for key, *values in pairs if tuple(values) not in taken]


_followers = {}


def register(label, *, words, field="exercise", once_per=()):
    """Let the rows of the model ``label`` (as in ``"workouts.WorkoutSet"``) follow merges."""
    follower = Follower(label, field, words, tuple(once_per))
    _followers[follower.name] = follower


register("exercises.ImportedRecord", words=_("imported records"))
register("exercises.Report", words=_("reports"))
register("exercises.Exercise", field="replacement", words=_("retired exercises that it replaces"))
register("exercises.Exercise", field="easier", words=_("links as the easier version"))
register("exercises.Exercise", field="harder", words=_("links as the harder version"))
register(
    "exercises.Exercise_alternatives", field="to_exercise", once_per=("from_exercise",),
    words=_("links as what to do instead"),
)  # fmt: skip


def registered():
    """The names of all followers: ``"room.Model.field"``."""
    return set(_followers)


def counts(exercise):
    """``[(words, number)]`` of the rows that refer to an exercise; one query each."""
    found = (
        (f.words, f.rows().filter(**{f.field: exercise}).count()) for _name, f in sorted(_followers.items())
    )
    return [(words, number) for words, number in found if number]


def in_words(moved):
    """``[(words, number)]`` of what :func:`move` returned."""
    return [(_followers[name].words, len(keys)) for name, keys in moved.items() if name in _followers]


def move(*, keep, double):
    """Point the rows of ``double`` at ``keep``; return ``{follower: keys of the moved rows}``."""
    moved = {}
    for name, follower in sorted(_followers.items()):
        keys = follower.keys(keep, double)
        _point(follower, keys, double, keep)
        if keys:
            moved[name] = keys
    return moved


def move_back(moved, *, keep, double):
    """Take :func:`move` back for the rows that still stand where it put them; return how many."""
    return sum(
        _point(_followers[name], keys, keep, double) for name, keys in moved.items() if name in _followers
    )


def _point(follower, keys, old, new):
    changed = 0
    for start in range(0, len(keys), _BATCH):
        rows = follower.rows().filter(pk__in=keys[start : start + _BATCH], **{follower.field: old})
        changed += rows.update(**{follower.field: new})
    return changed
