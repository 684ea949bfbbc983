"""What to do next time: more repetitions first, then more load; and a lighter week after hard ones.

Double progression: work with one load until every set reaches the top of the range, then take the
smallest step up and start again at the bottom. Steps of 2 to 10 % follow the American College of Sports
Medicine's position stand on progression models in resistance training (2009): where the smallest step
there is means more than 10 %, two repetitions beyond the range come first. A lighter week after four to
six hard ones is what coaches agreed on in the Delphi study of Bell et al. (Sports Medicine - Open, 2023);
the numbers here are ours. Nothing reads the database or the clock;
words and steps are in the reader's unit.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean, median

from django.utils.translation import gettext as _

from profiles import weights

# A step of more than this part of the load waits for repetitions beyond the range.
LARGE_STEP = 0.10
BEYOND = 2
# A set counts as work, not as warming up, from this part of the heaviest one of its workout.
WORKING = 0.9
LONG_BREAK = timedelta(days=28)
LESS = 0.9
HARD_WEEKS = 5
WEEKS_SEEN = 8
HARD_SETS, HARD_PART, HARD_EFFORT = 12, 0.7, 7
SECONDS_STEP = 5
# The smallest step up, in kg, of what holds the load; dumbbells come in pairs, each one a kilogram.
STEPS = {
    "barbell": 2.5, "ez-bar": 2.5, "trap-bar": 2.5, "smith-machine": 2.5, "landmine": 2.5, "sled": 5.0,
    "machine": 5.0, "cable": 2.5, "dumbbell": 1.0, "kettlebell": 4.0, "medicine-ball": 1.0,
    "sandbag": 5.0, "weight-vest": 1.0,
}  # fmt: skip
SMALLEST = 2.5


@dataclass(frozen=True)
class Performed:
    """One set that was done of one exercise; ``workout`` is anything that tells workouts apart."""

    workout: int
    at: datetime
    repetitions: int | None = None
    weight_kg: float | None = None
    seconds: int | None = None
    effort: float | None = None


@dataclass(frozen=True)
class Step:
    """What to aim at in every set next time, by which rule, and the rule in words.

    ``amount`` is repetitions or seconds, None where the range is all that can be said; ``weight_kg`` is
    None where no load is known. ``rule`` is one of first, back, load, beyond, more, ease, harder, light,
    repeat.
    """

    rule: str
    amount: int | None
    weight_kg: float | None
    text: str


@dataclass(frozen=True)
class Week:
    """Whether this is a lighter week, after how many hard ones in a row, and the rule in words."""

    is_light: bool
    hard_weeks: int
    text: str


def smallest_step(equipment):
    """Return the smallest step of load in kg with these things, by the reader's plates."""
    return weights.step_of(min((STEPS[word] for word in equipment if word in STEPS), default=SMALLEST))


def next_step(history, *, low, high, unit, at, smallest=SMALLEST, is_loaded=True, is_light=False):
    """Return the :class:`Step` after ``history``, the :class:`Performed` sets of one exercise.

    ``low`` and ``high`` bound the range in ``unit`` ("repetitions", "seconds" or "minutes"); ``smallest``
    is the smallest step of load in kg, ``is_loaded`` whether a load is used at all; ``at`` is now;
    ``is_light`` asks for the load of a lighter week.
    """
    workouts = _workouts(history, unit)
    if not workouts:
        return Step("first", None, None, _first_words(unit, is_loaded))
    last = workouts[-1]
    if unit == "minutes":
        return _minutes_step(last)
    down = _lowered(last.weight, smallest)
    if is_light:
        return Step("light", low, down, _light_words(down))
    if at - last.at >= LONG_BREAK:
        words = _("After a break of %(days)d days: ease in again with less.") % {"days": (at - last.at).days}
        return Step("back", low, down, words)
    if len(workouts) > 1 and _missed_twice(workouts[-2:], low):
        words = _("Twice in a row a set ended below %(low)d: take a tenth less and build up again.")
        return Step("ease", low, down, words % {"low": low})
    return _forward(last, low, high, unit, smallest)


def _forward(last, low, high, unit, smallest):
    """One step up from the last workout: the next repetition, or the next load."""
    if last.fewest < high:
        step = SECONDS_STEP if unit == "seconds" else 1
        aim = min(high, max(low, last.fewest + step))
        words = _("Last time every set reached %(done)d: now %(aim)d, with the same load.")
        if last.weight is None:
            words = _("Last time every set reached %(done)d: now %(aim)d.")
        if last.fewest < low:
            words = _("Last time a set ended at %(done)d: aim at %(aim)d in every one.")
        return Step("more", aim, last.weight, words % {"done": last.fewest, "aim": aim})
    if not last.weight:
        words = _("Every set reached %(high)d, the top of the range: a harder version comes next.")
        return Step("harder", high, last.weight, words % {"high": high})
    up = weights.moved(last.weight, smallest)
    numbers = {"high": high, "step": weights.shown(smallest), "beyond": high + BEYOND, "low": low}
    if smallest > LARGE_STEP * last.weight and last.fewest < high + BEYOND and unit == "repetitions":
        words = _("The next step of %(step)s is more than a tenth: first reach %(beyond)d in every set.")
        return Step("beyond", min(high + BEYOND, last.fewest + 1), last.weight, words % numbers)
    words = _("Every set reached %(high)d, the top of the range: %(step)s more, from %(low)d again.")
    return Step("load", low, up, words % numbers)


@dataclass(frozen=True)
class _Workout:
    """The working sets of one workout: its load, the fewest of what was counted, and when."""

    at: datetime
    weight: float | None
    fewest: int


def _workouts(history, unit):
    grouped = {}
    for done in history:
        amount = done.repetitions if unit == "repetitions" else done.seconds
        if amount:
            weight = None if done.weight_kg is None else float(done.weight_kg)
            grouped.setdefault(done.workout, []).append((done.at, weight, amount))
    found = []
    for sets in grouped.values():
        heaviest = max((weight or 0 for _at, weight, _amount in sets), default=0)
        working = [row for row in sets if (row[1] or 0) >= WORKING * heaviest]
        found.append(
            _Workout(max(row[0] for row in sets), heaviest or working[0][1], min(row[2] for row in working))
        )
    return sorted(found, key=lambda workout: workout.at)


def _lowered(weight, smallest):
    """A tenth less, in whole steps, at least one of them and never below nothing."""
    if not weight:
        return weight
    steps = max(1, round((1 - LESS) * weight / smallest))
    return weights.moved(weight, -steps * smallest) or weight


def _missed_twice(workouts, low):
    before, last = workouts
    return last.fewest < low and before.fewest < low and before.weight == last.weight


def _minutes_step(last):
    minutes = max(1, round(last.fewest / 60))
    words = _("Last time %(minutes)d min: the same pace, or a little further.") % {"minutes": minutes}
    return Step("repeat", None, None, words)


def _first_words(unit, is_loaded):
    if unit == "minutes":
        return _("A pace at which you can still talk.")
    if unit == "seconds":
        return _("The first time: stop while you could hold it a little longer.")
    if not is_loaded:
        return _("The first time: stop while you could do two or three more.")
    return _("The first time: a load with which you could do two or three more.")


def _light_words(weight):
    if weight:
        return _("A lighter week: a tenth less load, half of the sets, far from your limit.")
    return _("A lighter week: half of the sets, far from your limit.")


def light_sets(sets):
    """Return how many sets of a usual number are done in a lighter week: half, at least one."""
    return max(1, (sets + 1) // 2)


def week_after(done, *, today):
    """Return the :class:`Week` that ``today`` is in, from ``(date, effort or None)`` of every set done.

    A week, Monday to Sunday, is hard when it has at least 12 sets, at least 70 % of the usual number (the
    median of the trained ones among the eight weeks before) and, where effort was written down, a mean of
    7 or more. After five hard weeks in a row comes a lighter one, asked for until it is taken; with half of
    the sets it is not hard itself, so that the count begins again.
    """
    monday = today - timedelta(days=today.weekday())
    weeks = {}
    for day, effort in done:
        back = (monday - _monday(day)).days // 7
        if 1 <= back <= WEEKS_SEEN:
            weeks.setdefault(back, []).append(effort)
    usual = median(len(sets) for sets in weeks.values()) if weeks else 0
    hard = 0
    while hard < WEEKS_SEEN and _is_hard(weeks.get(hard + 1, ()), usual):
        hard += 1
    is_light = hard >= HARD_WEEKS
    return Week(is_light, hard, _week_words(hard) if is_light else "")


def _monday(day: date):
    return day - timedelta(days=day.weekday())


def _is_hard(efforts, usual):
    if len(efforts) < max(HARD_SETS, HARD_PART * usual):
        return False
    said = [float(effort) for effort in efforts if effort is not None]
    return not said or fmean(said) >= HARD_EFFORT


def _week_words(hard):
    return _(
        "%(weeks)d hard weeks in a row are behind you: this week half of the sets and a tenth less load."
    ) % {"weeks": hard}
