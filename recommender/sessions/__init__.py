"""Today's session: the picks of a person arranged to a whole session in the minutes given.

``building`` reads what is known of a person, ``composing`` makes the session of it without asking the
database, ``menus`` says what exercises and goals are to a session, ``plans`` is the session as plain data,
``slots`` and ``words`` say it to a person.

``trainees`` says whose session it is and keeps it, ``actions`` changes it, ``showing`` is its page.
``playing`` goes through its sets, ``doing`` writes what was done, ``stage`` is the player's page, and
``summing`` holds what was done against the plan.
"""

from recommender.sessions.building import build_session, mend_session, remove_slot, swap_slot

__all__ = ["build_session", "mend_session", "remove_slot", "swap_slot"]
