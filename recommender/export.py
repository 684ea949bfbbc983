"""What one person said of picks, and what was shown to them, as plain values."""


def feedback(user):
    """Return every piece of feedback, the earliest first, undone ones included."""
    names = ("uuid", "kind", "request", "created_at", "undone_at")
    return _plain(user.feedback.order_by("created_at", "pk"), names)


def shown(user):
    """Return every pick that was shown, the earliest first: its place, its score, how likely it was shown."""
    names = ("request", "surface", "rank", "score", "propensity", "created_at")
    return _plain(user.impressions.order_by("created_at", "request", "rank"), names)


def _plain(rows, names):
    return [
        {"exercise": slug, **dict(zip(names, values, strict=True))}
        for slug, *values in rows.values_list("exercise__slug", *names)
    ]


def sessions(user):
    """Return every session that was made, the earliest first: its plan and what became of it."""
    rows = user.training_sessions.select_related("place", "workout").order_by("made_at", "pk")
    return [
        {
            "uuid": row.uuid, "made_at": row.made_at, "minutes": row.minutes, "is_quiet": row.is_quiet,
            "place": row.place and row.place.uuid, "plan": row.plan, "progress": row.progress,
            "started_at": row.started_at, "finished_at": row.finished_at,
            "workout": row.workout and row.workout.uuid,
        }
        for row in rows
    ]  # fmt: skip
