"""Everything the app knows of a person, as plain values: theirs to take along."""

from profiles.answers import answers_of
from profiles.providers import sections


def export_for(user, *, at):
    """Return everything of ``user``: a dict of sections, by name."""
    own = {"account": _account(user), "answers": _answers(user), "places": _places(user)}
    return {"exported_at": at} | own | sections(user)


def _account(user):
    return {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "joined_at": user.date_joined,
        "last_sign_in_at": user.last_login,
    }


def _answers(user):
    answers = answers_of(user)
    return {
        "goal": answers.goal,
        "level": answers.level,
        "minutes": answers.minutes,
        "days_per_week": answers.days_per_week,
        "favoured_muscles": list(answers.favoured),
        "limitations": answers.limitations,
        "current_place": answers.place,
        "answered": list(answers.answered),
    }


def _places(user):
    return [
        {
            "uuid": place.uuid,
            "kind": place.kind,
            "name": place.name,
            "is_quiet": place.is_quiet,
            "equipment": [item.slug for item in place.equipment.all()],
        }
        for place in user.places.prefetch_related("equipment").order_by("pk")
    ]
