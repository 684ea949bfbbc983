"""A session as it is trained: one set after another, what is done, what comes next. Free of queries.

``progress`` of a :class:`~recommender.models.TrainingSession` is ``{"done": {set: uuid}, "skipped": [set]}``:
a set is named by its slot and its number, ``main:12:3``. Sets of the main part have the UUID of the
:class:`~workouts.models.WorkoutSet` that stands for them; warming up and cooling down are ticked off alone.
"""

import re
from dataclasses import dataclass

from recommender.engine.timetable import MAIN
from recommender.sessions.plans import SECTIONS, Slot

# Names one set: what it is for, the exercise, the number.
NAME = re.compile(rf"({'|'.join(SECTIONS)}|light):([0-9]{{1,9}}):([0-9]{{1,3}})")
DONE, SKIPPED, OPEN = "done", "skipped", "open"


@dataclass(frozen=True)
class PlayedSet:
    """One set of the session; ``wait`` are the seconds of rest and of changing over before it."""

    slot: Slot
    number: int
    index: int
    wait: int
    is_rest: bool
    state: str = OPEN

    @property
    def name(self):
        """Names the set in its session."""
        return f"{self.slot.key}:{self.number}"

    @property
    def id(self):
        """Names it on its page."""
        return self.name.replace(":", "-")

    @property
    def is_logged(self):
        """Whether it goes into the log: sets of the main part do."""
        return is_logged(self.name)

    @property
    def amount(self):
        """What is planned: repetitions, seconds or minutes."""
        return self.slot.aim or self.slot.low


def is_logged(name):
    """Whether a set goes into the log. Warming up and cooling down would count as work that they are not."""
    return name.startswith(f"{MAIN}:")


def exercise_of(name):
    """Return the exercise id in the name of a set; raises ``ValueError`` for what is no name."""
    found = NAME.fullmatch(name)
    if not found:
        raise ValueError(f"step: {name!r} names no set")
    return int(found[2])


def sets_of(session, progress):
    """Return every :class:`PlayedSet` of a session in the order it is trained."""
    done, skipped = progress.get("done", {}), progress.get("skipped", ())
    found, wait, is_rest = [], 0, False
    for step in session.steps():
        if step.kind != "work":
            wait, is_rest = wait + step.seconds, is_rest or step.kind == "rest"
            continue
        name = f"{step.key}:{step.number}"
        state = DONE if name in done else SKIPPED if name in skipped else OPEN
        found.append(PlayedSet(session.slot(step.key), step.number, len(found), wait, is_rest, state))
        wait, is_rest = 0, False
    return found


def current(sets):
    """The index of the first set that is neither done nor skipped; their number where none is left."""
    return next((played.index for played in sets if played.state == OPEN), len(sets))
