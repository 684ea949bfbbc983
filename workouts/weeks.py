"""Calendar weeks of a log: where a week begins, workouts in each, and weeks trained in a row."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from profiles import habits

WEEK = timedelta(days=7)
MONDAY = 0


@dataclass(frozen=True)
class Streak:
    """Weeks in a row with at least one workout: up to now, and the most there ever were.

    The week that goes on does not end a streak while it has no workout; ``is_safe`` says that it has one.
    """

    weeks: int
    longest: int
    is_safe: bool


def first_weekday():
    """Return the day a week begins with for the reader of the page, as Python numbers days."""
    return habits.DAYS[habits.current().week_start]


def week_of(day: date, first=MONDAY):
    """Return the first day of the week that ``day`` lies in.

    >>> week_of(date(2026, 5, 6)), week_of(date(2026, 5, 6), first=6)
    (datetime.date(2026, 5, 4), datetime.date(2026, 5, 3))
    """
    return day - timedelta(days=(day.weekday() - first) % 7)


def by_week(days, *, today, weeks, first=MONDAY):
    """Return ``[(first day, workouts)]`` of the last ``weeks`` weeks, this one last; ``days`` one a workout.

    >>> by_week([date(2026, 5, 5), date(2026, 5, 5)], today=date(2026, 5, 6), weeks=2)
    [(datetime.date(2026, 4, 27), 0), (datetime.date(2026, 5, 4), 2)]
    """
    counts = Counter(week_of(day, first) for day in days)
    this = week_of(today, first)
    return [(start, counts[start]) for start in (this - back * WEEK for back in reversed(range(weeks)))]


def streak(days, *, today, first=MONDAY):
    """Return the :class:`Streak` of a person who trained on these days; days to come do not count."""
    this = week_of(today, first)
    trained = {week_of(day, first) for day in days if day <= today}
    runs, run = {}, 0
    for start in sorted(trained):
        run = run + 1 if start - WEEK in trained else 1
        runs[start] = run
    weeks = runs.get(this) or runs.get(this - WEEK, 0)
    return Streak(weeks=weeks, longest=max(runs.values(), default=0), is_safe=this in trained)
