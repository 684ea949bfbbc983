"""Whose session it is: a member's, kept as rows, or a guest's, kept in the web session and with it gone."""

from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.translation import get_language

from profiles.models import Place
from profiles.respondents import SESSION_KEY as ANSWERS_KEY
from profiles.respondents import welcome
from recommender import frames
from recommender.guests import answers_of_guest
from recommender.models import TrainingSession

SESSION_KEY = "guest_training_session"
# What may change of a session; the rest is how it was asked for.
CHANGES = [
    "place", "minutes", "is_quiet", "language", "plan", "progress", "started_at", "finished_at", "workout",
    "model",
]  # fmt: skip


class Member:
    """A person with an account."""

    is_guest = False

    def __init__(self, user):
        self.user = user

    @cached_property
    def places(self):
        """The member's places, in one query; the current one has ``is_current``."""
        is_current = Q(pk=F("user__profile__current_place"))
        places = Place.objects.filter(user=self.user).order_by("pk")
        return list(places.annotate(is_current=ExpressionWrapper(is_current, output_field=BooleanField())))

    @property
    def current_place(self):
        """Where the member trains now; ``None`` before any place is known."""
        return next((place for place in self.places if place.is_current), None)

    def answers(self, place):
        """What is known of the member, standing at ``place``."""
        return frames.answers_of(self.user, place=place)

    def current(self, at):
        """The session of the day, or ``None``."""
        return self.user.training_sessions.current_at(at).first()

    def find(self, uuid):
        """One of the member's own sessions; raises ``TrainingSession.DoesNotExist``."""
        return self.user.training_sessions.select_related("place", "workout").get(uuid=uuid)

    def keep(self, row):
        """Keep a new session; returns it."""
        row.user = self.user
        row.save()
        return row

    @contextmanager
    def changing(self, uuid):
        """A session of the member's while it is changed: nobody else changes it meanwhile, then it is saved.

        Raises ``TrainingSession.DoesNotExist``. Whatever is raised inside leaves it as it was.
        """
        with transaction.atomic():
            row = self.user.training_sessions.select_for_update().get(uuid=uuid)
            yield row
            row.save(update_fields=CHANGES)


class Visitor:
    """Somebody who tries the app first: one session, which starts once there is an account to log it in."""

    is_guest = True
    user = None
    places = ()
    current_place = None

    def __init__(self, session):
        self.session = session

    def answers(self, place):
        """What the guest has answered."""
        return answers_of_guest(self.session)

    def current(self, at):
        """The session of the day, or ``None``."""
        row = _revived(self.session.get(SESSION_KEY))
        same_day = row and timezone.localdate(row.made_at) == timezone.localdate(at)
        return row if same_day else None

    def find(self, uuid):
        """The guest's session by its UUID; raises ``TrainingSession.DoesNotExist``."""
        row = _revived(self.session.get(SESSION_KEY))
        if row is None or row.uuid != uuid:
            raise TrainingSession.DoesNotExist
        return row

    def keep(self, row):
        """Keep a session in the web session; returns it."""
        self.session[SESSION_KEY] = {
            "uuid": str(row.uuid), "made_at": row.made_at.isoformat(), "minutes": row.minutes,
            "is_quiet": row.is_quiet, "language": row.language, "asked": row.asked, "plan": row.plan,
        }  # fmt: skip
        return row

    @contextmanager
    def changing(self, uuid):
        """The guest's session while it is changed; raises ``TrainingSession.DoesNotExist``."""
        row = self.find(uuid)
        yield row
        self.keep(row)


def trainee(request, *, at):
    """The :class:`Member` or :class:`Visitor` behind a request.

    What somebody made as a guest today comes along when they sign up or in, unless they have a session.
    """
    if not request.user.is_authenticated:
        return Visitor(request.session)
    if ANSWERS_KEY in request.session:
        welcome(request)
    member = Member(request.user)
    if SESSION_KEY in request.session:
        brought = Visitor(request.session).current(at)
        del request.session[SESSION_KEY]
        if brought and member.current(at) is None:
            brought.place = member.current_place
            member.keep(brought)
    return member


def new_row(*, uuid, at, place, minutes, quiet, asked):
    """A session that is not kept yet and has no plan."""
    return TrainingSession(
        uuid=uuid, made_at=at, place=place, minutes=minutes, is_quiet=quiet, asked=asked, plan={},
        language=get_language() or "",
    )  # fmt: skip


def _revived(kept):
    """The row that :meth:`Visitor.keep` kept; ``None`` for nothing, or for what no longer reads."""
    try:
        return kept and TrainingSession(
            **kept | {"uuid": UUID(kept["uuid"]), "made_at": datetime.fromisoformat(kept["made_at"])}
        )
    except (KeyError, TypeError, ValueError):
        return None
