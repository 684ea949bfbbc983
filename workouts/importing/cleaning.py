"""Rows to workouts: every set is understood, kept within what the log holds, or rejected with its reason."""

import json
from collections import Counter, defaultdict
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from exercises.search.words import fold
from workouts import actions
from workouts.entries import SetEntry
from workouts.importing import kinds
from workouts.importing.amounts import Amounts, Rejected
from workouts.importing.dates import Moments
from workouts.importing.rows import HistorySession, HistorySet
from workouts.models import Workout

LONGEST_NAME = 120
LONGEST_NOTE = Workout._meta.get_field("note").max_length
# A day without a time: noon is the same day in most places.
NOON = timedelta(hours=12)
# Whoever forgot to end a workout did not train for days.
LONGEST_WORKOUT = timedelta(hours=24)


class Cleaner:
    """Turns the :class:`~rows.Found` sets of one file into sessions and sets; ``report`` hears everything.

    ``owner`` is part of every UUID, so that two people may import one file. ``unit`` is for weights that
    name none. ``zone`` is where the clock of the file hung, ``order`` which comes first in its dates (see
    :class:`dates.Moments`); ``at`` is now.
    """

    def __init__(self, found, *, report, owner, unit, zone, at, order=""):
        self.found, self.report, self.zone, self.at = found, report, zone, at
        self.owner = uuid5(NAMESPACE_URL, f"nextset:history:{owner}")
        self.moments = Moments((row.start.text for row in found), order)
        self.amounts = Amounts(found, unit)
        self.starts, self.sessions, self.sets = {}, {}, []
        self.notes, self.seen = defaultdict(list), Counter()

    def clean(self):
        """Return ``(sessions, sets)``; a set's session is an index."""
        for row in self.found:
            try:
                self._take(row)
            except Rejected as reason:
                self.report.reject(row.row, reason.column, reason.message)
        places = {key: index for index, key in enumerate(self.sessions)}
        positions = Counter()
        for taken, key in self.sets:
            taken.session, taken.position = places[key], positions[key]
            positions[key] += 1
        self._write_notes()
        self._say_what_was_guessed()
        return list(self.sessions.values()), [taken for taken, _key in self.sets]

    def _take(self, row):
        key, start = self._start(row.start)
        name = " ".join(row.exercise.text.split())
        self._note(key, row, name)
        if row.kind == kinds.NOTE:
            return
        if not name:
            raise Rejected(row.exercise.column, _("no exercise is named"))
        if len(name) > LONGEST_NAME:
            raise Rejected(
                row.exercise.column, _("the name has more than %(most)s characters") % {"most": LONGEST_NAME}
            )
        amounts, changes = self.amounts.of(row)
        faults = actions.faults_of(SetEntry(done_at=start, **amounts), self.at)
        for field, reasons in faults.items():
            raise Rejected(_column(row, field), " ".join(reasons))
        self.report.changed.extend(changes)
        if key not in self.sessions:
            self.sessions[key] = HistorySession(start, self._end(row, start))
        taken = HistorySet(self._uuid(key, name, amounts), row.row, 0, 0, name, row.kind, **amounts)
        self.sets.append((taken, key))

    def _start(self, cell):
        """``(key, start)``: the key is the time as the file's clock showed it, whatever the zone."""
        if not cell.text:
            raise Rejected(cell.column, _("there is no date"))
        if cell.text not in self.starts:
            moment = self._moment(cell)
            self.starts[cell.text] = moment.isoformat(), self._in_zone(moment)
        return self.starts[cell.text]

    def _moment(self, cell):
        try:
            moment, has_time = self.moments.read(cell.text)
        except ValueError as error:
            raise Rejected(cell.column, str(error)) from error
        return moment if has_time else moment + NOON

    def _in_zone(self, moment):
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def _end(self, row, start):
        """When the workout ended, or ``None`` where the file does not say or cannot be right."""
        column = row.end.column or row.duration.column
        try:
            if row.end.text:
                end = self._in_zone(self._moment(row.end))
            elif lasted := self.amounts.seconds(row.duration):
                end = start + timedelta(seconds=lasted)
            else:
                return None
        except (Rejected, OverflowError) as error:
            self.report.change(row.row, column, str(error))
            return None
        if start <= end <= start + LONGEST_WORKOUT:
            return end
        self.report.change(row.row, column, _("the end of the workout was left out: it cannot be right"))
        return None

    def _uuid(self, key, name, amounts):
        """The same for the same set of the same person, however often and with what else it is read.

        Of sets that are alike in everything (three times ten on one day) the first, second … are told
        apart by number. Notes, effort, order and kind may change in the other app without making a set new.
        """
        told = [key, fold(name), *(str(amounts[field]) for field in amounts if field != "effort")]
        content = json.dumps(told)
        self.seen[content] += 1
        return uuid5(self.owner, f"{content}{self.seen[content]}").hex

    def _note(self, key, row, name):
        texts = [row.title.text, row.workout_note.text]
        if row.note.text and kinds.kind_of(row.note.text) == kinds.NORMAL:
            texts.append(f"{name}: {row.note.text}")
        for text in texts:
            if text.strip("- ") and text not in self.notes[key]:
                self.notes[key].append(text)

    def _write_notes(self):
        cut = 0
        for key, session in self.sessions.items():
            note = " · ".join(" ".join(text.split()) for text in self.notes[key])
            cut += len(note) > LONGEST_NOTE
            session.note = note if len(note) <= LONGEST_NOTE else note[: LONGEST_NOTE - 1] + "…"
        if cut:
            words = _("Notes of %(count)s workouts were cut: the log keeps %(most)s characters of each.")
            self.report.notes.append(words % {"count": cut, "most": LONGEST_NOTE})

    def _say_what_was_guessed(self):
        if self.amounts.has_open_unit:
            words = _("The file does not say the unit of weights. They were read as %(unit)s.")
            self.report.notes.append(words % {"unit": self.amounts.unit})
        if self.moments.is_guessed:
            words = _("In dates such as %(date)s the day was taken to come first.")
            self.report.notes.append(words % {"date": next(iter(self.starts), "")})


def _column(row, field):
    """The label of the column that a field of the log came from."""
    cells = {
        "repetitions": row.repetitions, "weight_kg": row.weight, "seconds": row.seconds,
        "distance_m": row.distance, "effort": row.effort, "done_at": row.start,
    }  # fmt: skip
    return cells[field].column
