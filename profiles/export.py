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
    return {"exported_at": at, "account": account, "preferences": preferences} | sections(user)
