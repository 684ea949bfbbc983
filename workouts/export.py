"""The log of one person as plain values."""

from workouts import representations


def workouts(user):
    """Return every workout with every set, the earliest first, voided sets included."""
    rows = representations.with_sets(user.workouts.order_by("started_at", "pk"))
    return [representations.workout(row) for row in rows]
