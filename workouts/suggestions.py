"""What the form of a log shows before anything is written: the last time, or the usual dose."""

from dataclasses import dataclass
from uuid import UUID

from workouts import forms, history, progress
from workouts.entries import entries_for
from workouts.progression import Performed, Step, next_step, smallest_step


@dataclass(frozen=True)
class Suggestion:
    """Values for the rows, the last time, what to aim at now, and the points of progress so far."""

    rows: list
    last: history.Group | None
    step: Step
    points: list


def suggest(user, exercise, *, goal, at):
    """Return the :class:`Suggestion` for logging an exercise, in two queries.

    With a history the rows repeat the last time, without their effort; without one they are the dose of
    the goal, without a weight.
    """
    sets = history.sets_of(user, exercise)
    dose = exercise.dose(goal)
    last = history.last_time(sets)
    unwritten = entries_for(dose, [UUID(int=0)] * dose.sets)
    rows = [forms.values_of(row, exercise.measure) | {"effort": None} for row in last or unwritten]
    return Suggestion(
        rows=rows[: forms.MOST_ROWS],
        last=history.Group(exercise, last) if last else None,
        step=step_after(sets, exercise, dose=dose, at=at),
        points=progress.points(sets),
    )


def step_after(sets, exercise, *, dose, at):
    """Return the :class:`~progression.Step` after these sets of an exercise, for a dose."""
    done = [
        Performed(row.workout_id, row.done_at, row.repetitions, row.weight_kg, row.seconds, row.effort)
        for row in sets
    ]
    smallest = smallest_step([item.slug for item in exercise.equipment.all()])
    return next_step(done, low=dose.low, high=dose.high, unit=dose.unit, at=at, smallest=smallest)
