"""A session as its page shows it: sections with start times, doses in words, totals. Free of queries."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises import vocabulary
from exercises.dosage import Dose
from profiles import weights
from recommender.engine.timetable import COOL_DOWN, MAIN, WARM_UP
from recommender.sessions.plans import SECTIONS, Session, Slot

TITLES = {
    WARM_UP: gettext_lazy("Warm-up"),
    MAIN: gettext_lazy("Main part"),
    COOL_DOWN: gettext_lazy("Cool-down"),
}


@dataclass(frozen=True)
class Line:
    """One exercise of the timeline; ``is_new`` where it has just come in.

    ``is_second`` where it is alternated with the one before, and has no start of its own.
    """

    slot: Slot
    facts: dict = field(repr=False)
    is_new: bool = False
    is_second: bool = False

    @property
    def id(self):
        """Names the line on its page."""
        return self.slot.key.replace(":", "-")

    @property
    def start(self):
        """When it begins, from the start of the session."""
        return "" if self.is_second else clock(self.slot.start)

    @property
    def dose(self):
        """Sets and repetitions, seconds or minutes: ``3 × 8–10``."""
        return dose_of(self.slot)

    @property
    def details(self):
        """What else belongs to the dose: the load, the sides, the rest."""
        slot, details = self.slot, []
        if slot.weight_kg:
            details.append(kilograms(slot.weight_kg))
        if slot.is_per_side:
            details.append(_("each side"))
        if slot.rest and (slot.sets > 1 or slot.is_preparation):
            details.append(_("rest %(seconds)d s") % {"seconds": slot.rest})
        return details

    @property
    def primary(self):
        """The muscles it is done for, as codes."""
        return self.facts.get("primary", ())

    @property
    def secondary(self):
        """The muscles that help, as codes."""
        return [muscle for muscle in self.facts.get("muscles", ()) if muscle not in self.primary]

    @property
    def equipment(self):
        """The words of all that it needs."""
        return [vocabulary.EQUIPMENT.get(word, word) for word in self.facts.get("equipment", ())]


@dataclass(frozen=True)
class Block:
    """One exercise, or two that are alternated."""

    lines: list

    @property
    def is_superset(self):
        """Whether its exercises are alternated set by set."""
        return len(self.lines) > 1


@dataclass(frozen=True)
class Section:
    """Warm-up, main part or cool-down."""

    name: str
    title: str
    start: str
    minutes: int
    blocks: list


@dataclass(frozen=True)
class Shown:
    """A whole session for its page."""

    session: Session
    sections: list
    totals: list

    @property
    def minutes(self):
        """The time it takes, in minutes as people count them."""
        return whole_minutes(self.session.seconds)

    @property
    def summary(self):
        """The time and the work in one line: ``42 of 45 minutes · legs 9 sets, core 4``."""
        time = _("%(used)d of %(minutes)d minutes") % {
            "used": self.minutes, "minutes": self.session.minutes,
        }  # fmt: skip
        return " · ".join([time, ", ".join(self.totals)] if self.totals else [time])

    @property
    def has_main(self):
        """Whether there is anything to train."""
        return any(section.name == MAIN for section in self.sections)

    @property
    def next_seed(self):
        """The seed of another session like this one."""
        return self.session.seed + 1

    @property
    def covered(self):
        """What it promised to train, and does."""
        return [goal for goal in self.session.goals if goal.is_covered]

    @property
    def missed(self):
        """What it promised to train, and cannot."""
        return [goal for goal in self.session.goals if not goal.is_covered]


def show(session, facts, *, before=None):
    """Return :class:`Shown`; ``facts`` are those of the catalogue by id.

    ``before`` is the session as it was a moment ago, so that what has come in can be told.
    """
    known = {slot.exercise_id for slot in before.slots} if before else None
    sections = []
    for name in SECTIONS:
        slots = session.section(name)
        if not slots:
            continue
        blocks = []
        for slot in slots:
            is_new = known is not None and slot.exercise_id not in known
            is_second = bool(
                blocks and slot.superset is not None and blocks[-1].lines[0].slot.superset == slot.superset
            )
            line = Line(slot, facts.get(slot.exercise_id, {}), is_new, is_second)
            if is_second:
                blocks[-1].lines.append(line)
            else:
                blocks.append(Block([line]))
        sections.append([name, slots[0].start, blocks])
    ends = [start for _name, start, _blocks in sections[1:]] + [session.seconds] * bool(sections)
    return Shown(
        session=session,
        sections=[
            Section(name, TITLES[name], clock(start), max(1, round((end - start) / 60)), blocks)
            for (name, start, blocks), end in zip(sections, ends, strict=True)
        ],
        totals=_totals(session, facts),
    )


def news(before, after):
    """Return what a change did, in one sentence for readers."""
    old = {slot.exercise_id: slot.name for slot in before.slots}
    new = {slot.exercise_id: slot.name for slot in after.slots}
    gone = [name for exercise, name in old.items() if exercise not in new]
    came = [name for exercise, name in new.items() if exercise not in old]
    if len(gone) == len(came) == 1:
        return _("%(new)s instead of %(old)s.") % {"new": came[0], "old": gone[0]}
    if len(gone) == 1 and not came:
        return _("%(old)s is out.") % {"old": gone[0]}
    if gone or came:
        return _("Another session: %(minutes)d minutes.") % {"minutes": whole_minutes(after.seconds)}
    return after.notes[-1] if after.notes != before.notes and after.notes else _("Nothing changed.")


def dose_of(slot):
    """Return sets and amounts in words."""
    return str(Dose(slot.sets, slot.low, slot.high, slot.unit, slot.rest))


def kilograms(weight):
    """Return a load in words, in the reader's unit."""
    return weights.shown(weight)


def clock(seconds):
    """Return ``m:ss``, as a stopwatch shows it."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def whole_minutes(seconds):
    """Return seconds as whole minutes, never less than one of something."""
    return max(1, round(seconds / 60)) if seconds else 0


def _totals(session, facts):
    """The sets of the main part by the region that does most of each exercise; of cardio, the minutes."""
    regions = {
        muscle: region for region, (_name, muscles) in vocabulary.REGIONS.items() for muscle in muscles
    }
    sets, minutes = Counter(), 0
    for slot in session.section(MAIN):
        shares = Counter()
        for muscle, share in facts.get(slot.exercise_id, {}).get("muscles", {}).items():
            shares[regions[muscle]] += share
        if slot.unit == "minutes":
            minutes += slot.low
        elif shares:
            sets[shares.most_common(1)[0][0]] += slot.sets
    totals = []
    for region, count in sets.most_common():
        words = {"region": vocabulary.in_sentence(vocabulary.REGIONS[region][0]), "count": count}
        if totals:
            totals.append(_("%(region)s %(count)d") % words)
        else:
            totals.append(ngettext("%(region)s %(count)d set", "%(region)s %(count)d sets", count) % words)
    if minutes:
        totals.append(_("heart and lungs %(minutes)d min") % {"minutes": minutes})
    return totals
