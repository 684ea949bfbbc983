"""Today's session as plain data: what a page shows, what a player plays, what can be kept as JSON."""

from dataclasses import asdict, dataclass, field, fields, replace

from recommender.engine.timetable import COOL_DOWN, MAIN, SWITCH, WARM_UP

SECTIONS = (WARM_UP, MAIN, COOL_DOWN)
VERSION = 1


@dataclass(frozen=True)
class Slot:
    """One exercise of a session.

    ``low`` to ``high`` ``unit`` in each of ``sets`` sets; ``aim`` is what to reach this time and
    ``weight_kg`` the load, None where nobody knows yet; ``rule`` says how they were found. ``before`` is
    the seconds of changing over before it, ``work`` those of a set (both sides), ``rest`` those after each
    set but the last; ``start`` counts from the beginning. Two slots with the same ``superset`` are
    alternated set by set. ``why`` are sentences. A ``preparation`` is the light set before a main exercise:
    it comes and goes with that one.
    """

    section: str
    exercise_id: int
    slug: str
    name: str
    sets: int
    low: int
    high: int
    unit: str
    is_per_side: bool
    rest: int
    work: int
    before: int
    start: int
    aim: int | None = None
    weight_kg: float | None = None
    rule: str = ""
    rule_text: str = ""
    why: tuple = ()
    superset: int | None = None
    is_preparation: bool = False
    is_locked: bool = False

    @property
    def key(self):
        """Names the slot in its session."""
        return f"{'light' if self.is_preparation else self.section}:{self.exercise_id}"


@dataclass(frozen=True)
class Goal:
    """One thing the session promised to train: how many hard sets' worth it does, and if not, why not."""

    target: str
    name: str
    volume: float
    is_covered: bool
    why_not: str = ""


@dataclass(frozen=True)
class Step:
    """One stretch of time in the player: ``work``, ``rest`` or ``change``."""

    kind: str
    key: str
    seconds: int
    number: int = 0


@dataclass(frozen=True)
class Session:
    """A whole session in the time given, and everything needed to build it again.

    ``seconds`` is the time it takes, ``allowed`` the time it was to take (less than ``minutes`` in a lighter
    week). ``without`` are exercises that were swapped away. ``notes`` are sentences about the whole.
    """

    minutes: int
    seconds: int
    allowed: int
    goal: str
    region: str | None
    seed: int
    slots: tuple
    goals: tuple
    place: str = ""
    without: tuple = ()
    notes: tuple = ()
    is_light: bool = False
    model: int | None = None
    value: float = field(default=0.0, compare=False)

    def section(self, name):
        """The slots of one section, in order."""
        return [slot for slot in self.slots if slot.section == name]

    def slot(self, key):
        """Return the slot with this key; raises ``KeyError``."""
        for slot in self.slots:
            if slot.key == key:
                return slot
        raise KeyError(key)

    def locked(self, *, but=None):
        """``(section, exercise id, sets or minutes)`` of the locked slots, or of every one ``but`` a key."""
        return tuple(
            (slot.section, slot.exercise_id, slot.low if slot.unit == "minutes" else slot.sets)
            for slot in self.slots
            if not slot.is_preparation and (slot.is_locked if but is None else slot.key != but)
        )

    def with_lock(self, key, is_locked):
        """Return the session with one slot locked, or not; raises ``KeyError``."""
        wanted = self.slot(key)
        slots = [replace(slot, is_locked=is_locked) if slot is wanted else slot for slot in self.slots]
        return replace(self, slots=tuple(slots))

    def steps(self):
        """What to do when, as :class:`Step`; their seconds add up to ``seconds``."""
        steps = []
        for block in self._blocks():
            steps.append(Step("change", block[0].key, block[0].before))
            for number in range(1, block[0].sets + 1):
                for slot in block:
                    if slot is not block[0]:
                        steps.append(Step("change", slot.key, SWITCH))
                    steps.append(Step("work", slot.key, slot.work, number))
                if number < block[0].sets:
                    steps.append(Step("rest", block[0].key, block[0].rest, number))
        return [step for step in steps if step.seconds]

    def _blocks(self):
        blocks = []
        for slot in self.slots:
            together = blocks and slot.superset is not None and blocks[-1][0].superset == slot.superset
            if together:
                blocks[-1].append(slot)
            else:
                blocks.append([slot])
        return blocks

    def to_dict(self):
        """Return plain data that JSON can hold."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def from_dict(cls, data):
        """Return the session that :meth:`to_dict` wrote; raises ``ValueError`` for anything else."""
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise ValueError(f"not a session of version {VERSION}")
        try:
            data = {name: data[name] for name in (item.name for item in fields(cls))}
            data["slots"] = tuple(Slot(**slot | {"why": tuple(slot["why"])}) for slot in data["slots"])
            data["goals"] = tuple(Goal(**goal) for goal in data["goals"])
            data["without"], data["notes"] = tuple(data["without"]), tuple(data["notes"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a session: {error}") from error
        return cls(**data)
