"""The player's page: every exercise once, every set of it with its form, so that no network is needed."""

from dataclasses import dataclass
from uuid import uuid4

from django.utils.translation import gettext as _

from exercises.models import Exercise
from recommender.player_forms import StepForm, plain
from recommender.sessions import playing, showing
from recommender.sessions.plans import Session
from recommender.sessions.playing import PlayedSet
from workouts.models import WorkoutSet
from workouts.progression import STEPS, smallest_step


@dataclass(frozen=True)
class Turn:
    """One set on the page: when it comes, its form, and what follows it."""

    played: PlayedSet
    form: StepForm
    next: str

    @property
    def seconds(self):
        """How long the set is timed; nothing where repetitions are counted."""
        return {"seconds": 1, "minutes": 60}.get(self.played.slot.unit, 0) * self.played.amount

    @property
    def wait(self):
        """The rest and the changing over before it, as a stopwatch shows them."""
        return showing.clock(self.played.wait)


@dataclass(frozen=True)
class Station:
    """One exercise with its sets, and how it is done."""

    line: showing.Line
    title: str
    turns: list
    exercise: Exercise | None


@dataclass(frozen=True)
class Stage:
    """The whole of the player: stations in order, and which set is on; none when all are through."""

    session: Session
    stations: list
    turns: list
    on: int

    @property
    def turn(self):
        """The set that is on; ``None`` when all are through."""
        return self.turns[self.on] if self.on < len(self.turns) else None

    @property
    def before(self):
        """The number of the set before, counted from 1; nothing at the first."""
        return self.on if self.on else None

    @property
    def through(self):
        """How many sets are done or skipped."""
        return sum(turn.played.state != playing.OPEN for turn in self.turns)


def set_up(row, facts, *, on=None, name=None, form=None):
    """Return the :class:`Stage` of a session's row, in two queries.

    Shown is the set ``on``, counted from 1, or the one called ``name``, else the first that is open.
    ``form`` is what was sent for the set ``name``.
    """
    session = Session.from_dict(row.plan)
    sets = playing.sets_of(session, row.progress)
    done = row.progress.get("done", {})
    # The UUIDs come from clients: only the session's own person's sets are shown.
    own_sets = WorkoutSet.objects.filter(uuid__in=done.values(), workout__user=row.user_id)
    logged = {str(one.uuid): one for one in own_sets}
    exercises = Exercise.objects.in_bulk({slot.exercise_id for slot in session.slots})
    turns, last = [], {}
    for played in sets:
        written = logged.get(done.get(played.name))
        fresh = _form(played, written, last.get(played.slot.key), facts)
        if written:
            last[played.slot.key] = written
        own = form if form is not None and played.name == name else fresh
        turns.append(Turn(played, own, _next(sets, played.index)))
    stations = []
    for slot in session.slots:
        own = [turn for turn in turns if turn.played.slot is slot]
        line = showing.Line(slot, facts.get(slot.exercise_id, {}))
        title = str(showing.TITLES[slot.section])
        stations.append(Station(line, title, own, exercises.get(slot.exercise_id)))
    named = next((played.index for played in sets if played.name == name), None)
    if named is None:
        named = on - 1 if on and 1 <= on <= len(turns) else playing.current(sets)
    return Stage(session, stations, turns, named)


def _form(played, written, before, facts):
    """A fresh form: with what was logged, or with the plan and the load of the set before."""
    slot, equipment = played.slot, facts.get(played.slot.exercise_id, {}).get("equipment", ())
    planned = slot.weight_kg if before is None else before.weight_kg
    initial = {
        "uuid": uuid4(), "step": played.name, "amount": played.amount, "weight": plain(planned),
    }  # fmt: skip
    if written:
        amount = written.repetitions if slot.unit == "repetitions" else written.seconds
        amount = plain(amount / 60) if slot.unit == "minutes" else amount
        initial |= {
            "amount": amount, "weight": plain(written.weight_kg), "effort": plain(written.effort),
        }  # fmt: skip
    form = StepForm(name=played.name, unit=slot.unit, weight_step=smallest_step(equipment), initial=initial)
    if slot.weight_kg is None and STEPS.keys().isdisjoint(equipment):
        form.fields.pop("weight", None)
    return form


def _next(sets, index):
    """What comes after a set, in small print."""
    if index + 1 >= len(sets):
        return _("the end")
    after = sets[index + 1]
    return _("%(name)s, set %(number)d of %(sets)d") % {
        "name": after.slot.name, "number": after.number, "sets": after.slot.sets,
    }  # fmt: skip
