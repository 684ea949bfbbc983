"""Today's session: the picks of a person arranged to a whole session in the minutes given.

The same rules, the same model and the same reasons as the picks; the engine arranges, see
:mod:`recommender.engine.session`. What a session holds is written down nowhere here: it is plain data
(:class:`~recommender.sessions.plans.Session`) that is built again, alike, from the same request.
"""

from dataclasses import replace
from datetime import timedelta

from exercises import vocabulary
from profiles.models import Place, Profile
from recommender import frames, shelf
from recommender.sessions import composing, words
from recommender.sessions.composing import Request, compose
from workouts.models import WorkoutSet
from workouts.progression import Performed

SHORTEST, LONGEST = 5, 180
HISTORY = timedelta(days=120)


def build_session(
    user, *, at, minutes=None, place=None, region=None, seed=0, locked=(), without=(), quiet=False,
    is_light=None, answers=None,
):  # fmt: skip
    """Return a session (:class:`~recommender.sessions.plans.Session`) of at most ``minutes``.

    ``minutes`` default to the person's answer. The same arguments give the same session; another ``seed``
    gives another one, 0 the best. ``locked`` are triples (section, exercise id, sets or minutes), kept while
    rules and time allow (see :meth:`Session.locked`); ``without`` are ids to leave out; ``region`` is a word
    of :data:`exercises.vocabulary.REGIONS`. ``is_light`` overrules whether this is a lighter week. A guest
    has ``answers`` and no user. Raises ``ValueError`` naming the field for minutes or a region that cannot
    be.
    """
    answers = answers or frames.answers_of(user, place=place)
    request = Request(
        at=at, minutes=_minutes(answers.minutes if minutes is None else minutes), region=_region(region),
        seed=seed, locked=tuple(locked), without=tuple(without), quiet=quiet, is_light=is_light,
        is_shared=_is_shared(user, place),
    )  # fmt: skip
    return compose(shelf.current(), answers, request, performed_by(user, at=at))


def swap_slot(user, session, key, *, at, place=None, quiet=False, answers=None):
    """Return the session with another exercise in the place of one, everything else as it is.

    Locks stay; the exercise is left out of what is built from the new session. Where nothing else fits, the
    session stays and says so. Raises ``KeyError`` for a slot that is not there (or a light set, which
    follows its exercise).
    """
    slot = _own_slot(session, key)
    swapped = _again(
        user, session, at=at, place=place, quiet=quiet, answers=answers, locked=session.locked(but=key),
        without=(*session.without, slot.exercise_id), open=(slot.section,), most_new=1,
    )  # fmt: skip
    before = {other.exercise_id for other in session.slots}
    if not any(other.exercise_id not in before for other in swapped.section(slot.section)):
        said = words.notes(["same"], region=session.region, goal=session.goal)
        return replace(session, notes=(*session.notes, *(note for note in said if note not in session.notes)))
    return swapped


def remove_slot(user, session, key, *, at, place=None, quiet=False, answers=None):
    """Return the session without one exercise and with nothing in its place.

    It is left out of what is built from the new session. Raises ``KeyError`` like :func:`swap_slot`.
    """
    slot = _own_slot(session, key)
    return _again(
        user, session, at=at, place=place, quiet=quiet, answers=answers, locked=session.locked(but=key),
        without=(*session.without, slot.exercise_id), open=(), most_new=0,
    )  # fmt: skip


def mend_session(user, session, *, at, place=None, quiet=False, answers=None, anew=False):
    """Return the session as today's limits allow it: the very same one where they allow all of it.

    What may not be done any more (it hurts, its equipment is not here, it is not published) leaves, another
    exercise takes its place where one fits, and a note names it. ``anew`` writes every word again, in the
    language of now.
    """
    answers = answers or frames.answers_of(user, place=place)
    shelved = shelf.current()
    lost = composing.forbidden(
        shelved, session, answers, Request(at=at, minutes=session.minutes, quiet=quiet)
    )
    if not lost and not anew:
        return session
    sections = {slot.section for slot in session.slots if slot.exercise_id in lost}
    return _again(
        user, session, at=at, place=place, quiet=quiet, answers=answers, locked=session.locked(but=""),
        without=session.without, open=tuple(sections), most_new=len(lost),
    )  # fmt: skip


def _own_slot(session, key):
    slot = session.slot(key)
    if slot.is_preparation:
        raise KeyError(key)
    return slot


def _again(user, session, *, at, place, quiet, answers, **wanted):
    """Return a session built from another; what the person has locked stays locked, and nothing else is."""
    request = Request(
        at=at, minutes=session.minutes, region=session.region, seed=session.seed, quiet=quiet,
        is_shared=_is_shared(user, place), is_light=session.is_light, **wanted,
    )  # fmt: skip
    answers = answers or frames.answers_of(user, place=place)
    made = compose(shelf.current(), answers, request, performed_by(user, at=at))
    kept = {slot.key for slot in session.slots if slot.is_locked}
    slots = tuple(replace(slot, is_locked=slot.key in kept) for slot in made.slots)
    return replace(made, slots=slots)


def performed_by(user, *, at):
    """Return the sets of the last 120 days as ``(exercise id, Performed)``, in one query; none of a guest."""
    if user is None:
        return []
    rows = (
        WorkoutSet.objects.standing()
        .filter(workout__user=user, done_at__gt=at - HISTORY, done_at__lte=at)
        .order_by("done_at", "pk")
        .values_list(
            "exercise_id", "workout_id", "done_at", "repetitions", "weight_kg", "seconds", "effort"
        )
    )  # fmt: skip
    return [(exercise, Performed(*facts)) for exercise, *facts in rows]


def _minutes(minutes):
    if not isinstance(minutes, int) or not SHORTEST <= minutes <= LONGEST:
        raise ValueError(f"minutes: {minutes!r} is not a whole number from {SHORTEST} to {LONGEST}")
    return minutes


def _region(region):
    if region and region not in vocabulary.REGIONS:
        raise ValueError(f"region: {region!r} is not one of {', '.join(vocabulary.REGIONS)}")
    return region or None


def _is_shared(user, place):
    """Whether others wait for the stations of the place: at a gym."""
    if place is not None:
        return place.kind == Place.Kind.GYM
    if user is None:
        return False
    profile = Profile.objects.filter(user=user, current_place__kind=Place.Kind.GYM)
    return profile.exists()
