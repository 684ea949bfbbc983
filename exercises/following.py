"""Tables whose rows follow an exercise into the one it is merged with.

Rooms above keep rows that refer to exercises. They name the tables here (``AppConfig.ready``), by label,
before any model can be imported; this room moves the rows without knowing what they mean.
"""

from dataclasses import dataclass

from django.apps import apps

_BATCH = 500


@dataclass(frozen=True)
class Follower:
    """A table whose rows follow a merged exercise.

    ``once_per`` are the fields that are unique together with the exercise: a row that would stand twice
    stays with the double.
    """

    label: str
    field: str = "exercise"
    once_per: tuple = ()

    @property
    def name(self):
        """What its moved rows are kept under."""
        return f"{self.label}.{self.field}"

    def rows(self):
        """All rows of the table."""
        return apps.get_model(self.label)._base_manager.all()


_followers = {}


def register(label, *, field="exercise", once_per=()):
    """Let the rows of the model ``label`` (as in ``"workouts.WorkoutSet"``) follow merges."""
    follower = Follower(label, field, tuple(once_per))
    _followers[follower.name] = follower


register("exercises.ImportedRecord")
register("exercises.Report")
register("exercises.Exercise", field="replacement")


def move(*, keep, double):
    """Point the rows of ``double`` at ``keep``; return ``{follower: keys of the moved rows}``."""
    moved = {}
    for name, follower in sorted(_followers.items()):
        own = follower.rows().filter(**{follower.field: double})
        if follower.once_per:
            taken = follower.rows().filter(**{follower.field: keep}).values_list(*follower.once_per)
            there = set(taken)
            pairs = own.order_by("pk").values_list("pk", *follower.once_per)
            keys = [key for key, *values in pairs if tuple(values) not in there]
        else:
            keys = list(own.order_by("pk").values_list("pk", flat=True))
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
