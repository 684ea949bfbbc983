"""What an import would do, before anything is done: which sets would be written, which wait, and why."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2s

from django.utils import timezone

from workouts.importing.catalogue import Entry
from workouts.importing.rows import WARM_UP
from workouts.models import WorkoutSet


@dataclass
class NamedLine:
    """An exercise as the file names it, what it is taken for, and how many of its sets are not in the log.

    Without an ``entry`` it waits for a person, who is offered the ``proposals``. ``key`` stands for the
    name in forms.
    """

    name: str
    sets: int = 0
    entry: Entry | None = None
    is_chosen: bool = False
    proposals: tuple = ()

    @property
    def key(self):
        """Twelve letters and digits, the same for the same name."""
        return blake2s(self.name.encode(), digest_size=6).hexdigest()

    def as_dict(self):
        """As plain values, for JSON."""
        return {
            "name": self.name,
            "sets": self.sets,
            "exercise": self.entry and self.entry.slug,
            "is_chosen": self.is_chosen,
            "proposals": [entry.slug for entry in self.proposals],
        }


@dataclass
class Plan:
    """``new`` are the sets to write, with their :class:`Entry`; ``known`` came from an earlier import.

    ``returning`` are known ones that were taken back with the whole of that import: they are put back.
    ``warm_ups`` and ``doubles`` count what is left out unless a person wants it.
    """

    new: list = field(default_factory=list)
    returning: list = field(default_factory=list)
    known: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    waiting: int = 0
    warm_ups: int = 0
    doubles: int = 0
    workouts: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def added(self):
        """How many sets would be in the log that are not there now."""
        return len(self.new) + len(self.returning)

    @property
    def matched(self):
        """The names that are understood, of sets that are not in the log."""
        return [line for line in self.lines if line.entry and line.sets]

    @property
    def unmatched(self):
        """The names that a person must say something about; those with most sets first."""
        return sorted((line for line in self.lines if not line.entry), key=lambda line: -line.sets)

    @property
    def left(self):
        """How many sets would still be outside the log afterwards."""
        return self.waiting + self.warm_ups + self.doubles

    @property
    def outside(self):
        """How many sets are outside the log now."""
        return len(self.new) + self.left

    def as_dict(self):
        """As plain values, for JSON."""
        return {
            "new_sets": len(self.new),
            "returning_sets": len(self.returning),
            "workouts": self.workouts,
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "known_sets": len(self.known),
            "waiting_sets": self.waiting,
            "warm_ups_left_out": self.warm_ups,
            "doubles_left_out": self.doubles,
            "matched": [line.as_dict() for line in self.matched],
            "unmatched": [line.as_dict() for line in self.unmatched],
        }


def plan_import(
    user, sessions, sets, *, catalogue, choices, taken_back=(), with_warm_ups=False, with_doubles=False
):
    """Return the :class:`Plan` for putting ``sets`` into the log of ``user``; one query.

    ``choices`` maps names to slugs; an empty one says that the name is not what it is taken for.
    ``taken_back`` holds the UUIDs of sets that went out with a whole import.
    """
    lines = {name: _line(name, choices, catalogue) for name in dict.fromkeys(row.name for row in sets)}
    plan = Plan(lines=list(lines.values()))
    known, alike = _in_log(user)
    for row in sets:
        line = lines[row.name]
        if row.uuid in known:
            (plan.returning if row.uuid in taken_back else plan.known).append(row)
            continue
        line.sets += 1
        start = sessions[row.session].start
        if row.kind == WARM_UP and not with_warm_ups:
            plan.warm_ups += 1
        elif line.entry is None:
            plan.waiting += 1
        elif not with_doubles and _is_double(alike, line.entry, start, row):
            plan.doubles += 1
        else:
            plan.new.append((row, line.entry))
    added = [row for row, _entry in plan.new] + plan.returning
    starts = sorted({sessions[row.session].start for row in added})
    plan.workouts = len(starts)
    plan.first, plan.last = (starts[0], starts[-1]) if starts else (None, None)
    plan.lines = [line for line in plan.lines if line.sets]
    return plan


def _line(name, choices, catalogue):
    chosen = choices.get(name)
    if chosen and chosen in catalogue:
        return NamedLine(name, entry=catalogue.entry(chosen), is_chosen=True)
    found = catalogue.match(name)
    if found.entry and chosen is None:
        return NamedLine(name, entry=found.entry)
    return NamedLine(name, proposals=found.proposals or tuple(catalogue.nearest(name)))


def _in_log(user):
    """The UUIDs of all sets of a person, and how often each set stands there by day, exercise and amount."""
    fields = ("exercise_id", "workout__started_at", "repetitions", "weight_kg", "seconds", "distance_m")
    uuids, alike = set(), Counter()
    rows = WorkoutSet.objects.filter(workout__user=user).values_list("uuid", "voided_at", *fields)
    for uuid, voided_at, exercise, start, *amounts in rows:
        uuids.add(uuid.hex)
        if voided_at is None:
            alike[_likeness(exercise, start, amounts)] += 1
    return uuids, alike


def _likeness(exercise, at, amounts):
    return (exercise, timezone.localdate(at), *amounts)


def _is_double(alike, entry, start, row):
    """Whether the log holds such a set already, from elsewhere; each one there stands for one here."""
    amounts = (row.repetitions, row.weight_kg, row.seconds, row.distance_m)
    likeness = _likeness(entry.pk, start, amounts)
    if alike[likeness] <= 0:
        return False
    alike[likeness] -= 1
    return True
