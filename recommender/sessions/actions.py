"""What changes of a session: made, asked for anew, one exercise swapped, locked or removed, begun.

``trainee`` is a :class:`~recommender.sessions.trainees.Member` or a
:class:`~recommender.sessions.trainees.Visitor`. Nothing is changed once a session is over.
"""

from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recommender.actions import Conflict
from recommender.engine.timetable import MAIN
from recommender.models import TrainingSession
from recommender.sessions import building, plans
from recommender.sessions.trainees import new_row


class Over(ValueError):
    """The session is finished: what was done stays as it is."""


def todays(trainee, *, at):
    """Return the session of the day: the one that is there, within today's limits, or one made now."""
    row = trainee.current(at)
    if row is None:
        return make(trainee, at=at)[0]
    if row.finished_at is None:
        mend(trainee, row, at=at)
    return row


def make(trainee, *, at, uuid=None, minutes=None, place=None, region=None, quiet=False, seed=0):
    """Make a session and keep it; return ``(row, is_new)``.

    The UUID is made by the client: the same request under it returns the session as it is by now. Raises
    :class:`~recommender.actions.Conflict` when the UUID stands for another request, and ``ValueError``
    naming the field for minutes or a region that cannot be.
    """
    asked = {
        "minutes": minutes, "place": place and str(place.uuid), "region": region or None, "quiet": quiet,
        "seed": seed,
    }  # fmt: skip
    place = place or trainee.current_place
    if uuid is not None and (known := _known(trainee, uuid, asked)):
        return known, False
    answers = trainee.answers(place)
    minutes = answers.minutes if minutes is None else minutes
    row = new_row(uuid=uuid or uuid4(), at=at, place=place, minutes=minutes, quiet=quiet, asked=asked)
    _put(
        row,
        building.build_session(
            trainee.user, at=at, minutes=minutes, place=place, region=region, seed=seed, quiet=quiet,
            answers=answers,
        ),
    )  # fmt: skip
    try:
        with transaction.atomic():
            return trainee.keep(row), True
    except IntegrityError:
        # The same request arrived twice at the same moment, or the UUID is somebody else's.
        return _known(trainee, row.uuid, asked) or _refuse(), False


def rearrange(trainee, uuid, *, at, locked=None, **asked):
    """Build a session again from ``minutes``, ``place``, ``region``, ``quiet`` or ``seed``; return its row.

    What is not named stays as it was asked for; so does what is locked, and what was swapped away or removed
    stays away. ``locked`` are the keys of all slots to lock from now on; where nothing else is asked for,
    nothing is built. Raises ``ValueError`` like :func:`make`, ``KeyError`` for a slot that is not there, and
    :class:`Over`.
    """
    with trainee.changing(uuid) as row:
        session = _open(row)
        if locked is not None:
            session = _locking(session, locked)
        if not asked:
            _put(row, session)
            return row
        row.minutes = row.minutes if asked.get("minutes") is None else asked["minutes"]
        row.place = asked.get("place") or row.place or trainee.current_place
        row.is_quiet = asked.get("quiet", row.is_quiet)
        made = building.build_session(
            trainee.user, at=at, minutes=row.minutes, place=row.place,
            region=asked.get("region", session.region),
            seed=asked.get("seed", session.seed), locked=session.locked(), without=session.without,
            quiet=row.is_quiet, answers=trainee.answers(row.place),
        )  # fmt: skip
        _put(row, made)
    return row


def swap(trainee, uuid, key, *, at):
    """Put another exercise in the place of one.

    Raises ``KeyError`` for a slot that is not there, and :class:`Over`.
    """
    return _change(trainee, uuid, at, building.swap_slot, key)


def remove(trainee, uuid, key, *, at):
    """Take one exercise out; raises as :func:`swap` does."""
    return _change(trainee, uuid, at, building.remove_slot, key)


def lock(trainee, uuid, key, *, is_locked):
    """Keep one exercise when the session is built again, or no longer; raises as :func:`swap` does."""
    with trainee.changing(uuid) as row:
        _put(row, _open(row).with_lock(key, is_locked))
    return row


def mend(trainee, row, *, at):
    """Bring a session that is there to today's limits and to the language of now; write only what changed."""
    try:
        session = plans.Session.from_dict(row.plan)
    except ValueError:
        session = None
    is_foreign = row.language != (get_language() or "")
    place = row.place_id and next((one for one in trainee.places if one.pk == row.place_id), None)
    place = place or trainee.current_place
    if session is None or not session.section(MAIN):
        # Of another version, or there was nothing to train: perhaps there is now.
        mended = building.build_session(
            trainee.user, at=at, minutes=row.minutes, place=place, quiet=row.is_quiet,
            region=session and session.region, answers=trainee.answers(place),
        )  # fmt: skip
    else:
        mended = building.mend_session(
            trainee.user, session, at=at, place=place, quiet=row.is_quiet, answers=trainee.answers(place),
            anew=is_foreign,
        )  # fmt: skip
    if mended == session and not is_foreign:
        return row
    with trainee.changing(row.uuid) as kept:
        was_changed = kept.plan != row.plan
        if not was_changed:
            _put(kept, mended)
    if was_changed:  # On another device, in the meantime: what was done there stays.
        return mend(trainee, kept, at=at)
    _put(row, mended)
    return row


def start(trainee, uuid, *, at):
    """Begin a session; beginning it again changes nothing. Raises :class:`Over`."""
    with trainee.changing(uuid) as row:
        _open(row)
        row.started_at = row.started_at or at
    return row


def _change(trainee, uuid, at, build, key):
    with trainee.changing(uuid) as row:
        session = _open(row)
        place = row.place or trainee.current_place
        answers = trainee.answers(place)
        made = build(trainee.user, session, key, at=at, place=place, quiet=row.is_quiet, answers=answers)
        _put(row, made)
    return row


def _open(row):
    """The plan of a session that is not over."""
    if row.finished_at is not None:
        raise Over(_("This session is over. Build another one."))
    return plans.Session.from_dict(row.plan)


def _locking(session, keys):
    """The session with exactly these slots locked; a light set follows its exercise and has no lock."""
    own = [slot.key for slot in session.slots if not slot.is_preparation]
    for key in keys:
        if key not in own:
            raise KeyError(key)
    for key in own:
        session = session.with_lock(key, key in keys)
    return session


def _put(row, session):
    row.plan, row.model_id, row.language = session.to_dict(), session.model, get_language() or ""


def _known(trainee, uuid, asked):
    """The session that the same request has made before; ``None`` where there is none."""
    try:
        row = trainee.find(uuid)
    except TrainingSession.DoesNotExist:
        return None
    return row if row.asked == asked else _refuse()


def _refuse():
    raise Conflict(_("uuid: it was used before for another session; make a new one"))
