"""A person's answers and places as plain values, ready to be JSON; the serializers describe the same."""

from profiles.answers import STEPS
from profiles.models import Profile


def me(user):
    """Who is signed in, and which questions are left."""
    profile = Profile.objects.filter(user=user).only("answered").first()
    answered = profile.answered if profile else []
    return {
        "email": user.email,
        "joined_at": user.date_joined,
        "answered": [step for step in STEPS if step in answered],
        "unanswered": [step for step in STEPS if step not in answered],
    }


def place(found):
    """A place with its equipment at hand."""
    return {
        "uuid": found.uuid,
        "name": found.name,
        "kind": found.kind,
        "equipment": sorted(item.slug for item in found.equipment.all()),
        "is_quiet": found.is_quiet,
    }


def preferences(user, profile):
    """All that a person answered, in four queries; ``profile`` may be one that was never saved."""
    places = user.places.prefetch_related("equipment").order_by("pk")
    limitations = user.limitations.order_by("joint__slug").values_list("joint__slug", "severity")
    favoured = profile.favoured_muscles.order_by("slug").values_list("slug", flat=True) if profile.pk else []
    found = {row.pk: place(row) for row in places}
    current = found.get(profile.current_place_id)
    return {
        "goal": profile.goal,
        "level": profile.level,
        "minutes": profile.minutes,
        "days_per_week": profile.days_per_week,
        "favoured_muscles": list(favoured),
        "limitations": [{"joint": joint, "severity": severity} for joint, severity in limitations],
        "places": list(found.values()),
        "current_place": current and current["uuid"],
        "language": profile.language,
        "units": profile.units,
        "week_start": profile.week_start,
        "clock": profile.clock,
        "answered": [step for step in STEPS if step in profile.answered],
    }
