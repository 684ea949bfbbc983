"""Somebody without an account: what they answered so far, as serving reads it."""

from profiles.respondents import SESSION_KEY, Guest, welcome
from recommender import frames


def answers_of_guest(session):
    """What the guest has answered, with defaults for the rest; nothing they like or did is known."""
    said = Guest(session).answers()
    return frames.Answers(
        goal=said.goal, level=said.level, minutes=said.minutes, days_per_week=said.days_per_week,
        place=said.place, is_quiet=said.is_quiet, equipment=tuple(sorted(said.equipment)),
        favoured=tuple(sorted(said.favoured)), tolerance=said.tolerance,
    )  # fmt: skip


def asker(request):
    """Return ``(user, answers)`` as serving takes them; one of the two is ``None``.

    A member who has answered as a guest brings the answers along.
    """
    if not request.user.is_authenticated:
        return None, answers_of_guest(request.session)
    if SESSION_KEY in request.session:
        welcome(request)
    return request.user, None
