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
