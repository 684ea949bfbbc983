"""How a member's training goes, for one page: this week, recovery, the weeks behind, records lately."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from exercises import vocabulary
from exercises.models import Exercise
from workouts import history, plots, progress, records, weeks
from workouts.targets import Target, weekly_target

WEEKS_SHOWN = 12
LATELY = timedelta(days=42)
MOST_RECORDS = 8
MOST_EXERCISES = 60
# What a lifter calls a record; that a workout moved more than all before happens every other time.
_NEWS = ("heaviest", "one_rep_max", "repetitions", "seconds", "metres")
# Widths of the bars are out of this many.
FULL = 100
# Room behind the mark of a target, so that it is seen.
HEADROOM = 1.25


@dataclass(frozen=True)
class MuscleWeek:
    """A muscle's sets this week against what it is to get; ``target`` is ``None`` where there is nothing to
    reach. ``bar`` and ``mark`` are widths out of :data:`FULL`."""

    name: str
    sets: float
    target: int | None
    bar: float
    mark: float | None

    @property
    def is_reached(self):
        """Whether the target is reached."""
        return self.target is not None and self.sets >= self.target


@dataclass(frozen=True)
class MuscleRest:
    """A muscle that worked lately, and how far it has recovered."""

    name: str
    rest: progress.Recovery

    @property
    def days_ago(self):
        """When it last worked, in whole days."""
        return int(self.rest.hours // 24)

    @property
    def days_left(self):
        """In how many days it will be fresh, at least one."""
        return max(1, round(self.rest.hours_left / 24))


@dataclass(frozen=True)
class News:
    """The records of one exercise in one workout."""

    exercise: Exercise
    at: datetime
    records: list


@dataclass(frozen=True)
class Overview:
    """All that the page shows; ``exercises`` is empty where nothing was ever logged."""

    exercises: list
    target: Target | None = None
    muscles: list = field(default_factory=list)
    heat: dict = field(default_factory=dict)
    rested: list = field(default_factory=list)
    tiredness: dict = field(default_factory=dict)
    streak: weeks.Streak | None = None
    plot: plots.Plot | None = None
    news: list = field(default_factory=list)

    @property
    def words(self):
        """The names of the recovery map's levels."""
        return [_("fresh"), _("nearly fresh"), _("recovering"), _("tired"), _("very tired")]

    @property
    def tired(self):
        """The muscles that still recover, the most tired first."""
        return [row for row in self.rested if not row.rest.is_fresh]

    @property
    def fresh(self):
        """The muscles that worked in the last days and are fresh again."""
        return [row for row in self.rested if row.rest.is_fresh]

    @property
    def reached(self):
        """How many muscles reached their target this week."""
        return sum(row.is_reached for row in self.muscles)

    @property
    def aimed(self):
        """How many muscles have a target."""
        return sum(row.target is not None for row in self.muscles)


def overview_of(user, profile, *, at):
    """Return the :class:`Overview` of a member at the time ``at``; in a fixed number of queries."""
    exercises = list(history.done_exercises(user)[:MOST_EXERCISES])
    if not exercises:
        return Overview(exercises)
    first, today = weeks.first_weekday(), timezone.localdate(at)
    began = timezone.make_aware(datetime.combine(weeks.week_of(today, first), time.min))
    target = weekly_target(goal=profile.goal, minutes=profile.minutes, days=profile.days_per_week)
    favoured = set(profile.favoured_muscles.values_list("slug", flat=True))
    sets = progress.sets_since(user, began, at)
    rested = progress.recovery(user, at)
    days = [timezone.localdate(start) for start in history.start_times(user)]
    return Overview(
        exercises=exercises,
        target=target,
        muscles=_muscles(sets, target, favoured),
        heat={muscle: progress.heat_of(count) for muscle, count in sets.items()},
        rested=_rested(rested),
        tiredness={muscle: rest.level for muscle, rest in rested.items()},
        streak=weeks.streak(days, today=today, first=first),
        plot=_plot(days, today, first, profile.days_per_week),
        news=_news(user, exercises, at),
    )


def _muscles(sets, target, favoured):
    """The muscles with a target or with sets, region by region."""
    found = [
        (vocabulary.MUSCLES[muscle], sets.get(muscle, 0.0), target.of(muscle, favoured))
        for _region, muscles in vocabulary.REGIONS.values()
        for muscle in muscles
    ]
    found = [row for row in found if row[1] or row[2] is not None]
    most = max(max(count, HEADROOM * (goal or 0)) for _name, count, goal in found)
    return [
        MuscleWeek(_(name), count, goal, round(FULL * count / most, 1), goal and round(FULL * goal / most, 1))
        for name, count, goal in found
    ]


def _rested(rested):
    """The muscles that worked lately, the most tired first."""
    rows = [MuscleRest(_(vocabulary.MUSCLES.get(muscle, muscle)), rest) for muscle, rest in rested.items()]
    return sorted(rows, key=lambda row: (-row.rest.load, row.name))


def _plot(days, today, first, goal):
    rows = weeks.by_week(days, today=today, weeks=WEEKS_SHOWN, first=first)
    return plots.bars(
        rows, key="weeks", title=_("Workouts per week"), unit="", goal=goal,
        text=_("The last %(weeks)s weeks; the line is the %(goal)s a week you plan.")
        % {"weeks": WEEKS_SHOWN, "goal": goal},
    )  # fmt: skip


def _news(user, exercises, at):
    """The records of the last weeks, the latest first."""
    recent = {row.pk: row for row in exercises if row.last >= at - LATELY}
    found = []
    for pk, points in progress.points_of(user, recent).items():
        by_workout = defaultdict(list)
        for record in records.records_of(points):
            if record.kind in _NEWS and record.at >= at - LATELY:
                by_workout[record.workout].append(record)
        found += [News(recent[pk], group[0].at, group) for group in by_workout.values()]
    return sorted(found, key=lambda news: (news.at, -news.exercise.pk), reverse=True)[:MOST_RECORDS]
