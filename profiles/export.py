"""Everything the app knows of a person, as plain values: theirs to take along."""

from profiles import representations
from profiles.actions import ensure_profile
from profiles.providers import sections


def export_for(user, *, at):
    """Return everything of ``user``: a dict of sections, by name; rooms above add theirs."""
    account = {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "joined_at": user.date_joined,
        "last_sign_in_at": user.last_login,
    }
    preferences = representations.preferences(user, ensure_profile(user))
    own = {"account": account, "preferences": preferences, "reports": _reports(user)}
    return {"exported_at": at} | own | sections(user)


def _reports(user):
    """The mistakes in the catalogue that the person reported."""
    rows = user.reports.order_by("created_at", "pk")
    names = ("kind", "text", "created_at", "decision")
    return [
        {"exercise": slug, **dict(zip(names, values, strict=True))}
        for slug, *values in rows.values_list("exercise__slug", *names)
    ]
