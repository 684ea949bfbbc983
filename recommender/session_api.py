"""Sessions for clients: built, kept, changed one exercise at a time, trained, ended."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from exercises.models import Exercise
from exercises.rest.errors import Conflict
from exercises.rest.paging import page_of, paged
from exercises.rest.schema import problems
from exercises.rest.views import ApiView
from recommender import actions as feedback_actions
from recommender import session_representations as representations
from recommender.models import TrainingSession
from recommender.session_serializers import (
    SessionCardSerializer,
    SessionChangeSerializer,
    SessionEndSerializer,
    SessionQuery,
    SessionRequestSerializer,
    SessionSerializer,
    SessionSetSerializer,
    SlotChoiceSerializer,
)
from recommender.sessions import actions, doing, playing
from recommender.sessions.trainees import Member
from workouts import actions as log_actions
from workouts.entries import SetEntry


class SessionView(ApiView):
    """One's own sessions."""

    @property
    def person(self):
        """Who asks."""
        return Member(self.request.user)

    def row(self, uuid):
        """One's own session, within today's limits where it is not over."""
        person = self.person
        try:
            row = person.find(uuid)
        except TrainingSession.DoesNotExist as error:
            raise Http404 from error
        return row if row.finished_at else actions.mend(person, row, at=timezone.now())

    def sent(self, form_class):
        """The body, validated."""
        form = form_class(data=self.request.data, context={"request": self.request})
        form.is_valid(raise_exception=True)
        return form.validated_data

    def answer(self, row, status=200):
        """A session as it is now."""
        return Response(representations.session(row), status=status)


class SessionList(SessionView):
    """Sessions that were made."""

    query_class = SessionQuery

    @extend_schema(
        operation_id="list_sessions",
        summary="Your sessions",
        responses={200: paged(SessionCardSerializer), **problems(404)},
    )
    def get(self, request):
        """The latest first."""
        rows = request.user.training_sessions.select_related("place", "workout").order_by("-made_at", "-pk")
        return Response(page_of(request, rows.defer("plan", "progress"), self.query, representations.card))

    @extend_schema(
        operation_id="build_session",
        summary="Build a session",
        request=SessionRequestSerializer,
        responses={200: SessionSerializer, 201: SessionSerializer, **problems(409)},
    )
    def post(self, request):
        """Warm-up, main part and cool-down within the minutes, within every limit, with loads and reasons.
        Sending it again answers 200 with the session as it is by now; another request under the same UUID is
        409."""
        sent = self.sent(SessionRequestSerializer)
        try:
            row, is_new = actions.make(
                self.person, at=timezone.now(), uuid=sent["uuid"], minutes=sent.get("minutes"),
                place=sent.get("place"), region=sent.get("region"), quiet=sent["quiet"], seed=sent["seed"],
            )  # fmt: skip
        except feedback_actions.Conflict as error:
            raise Conflict(
                _("It was used before for another session; make a new one."), field="uuid"
            ) from error
        return self.answer(row if is_new else self.row(row.uuid), status=201 if is_new else 200)


class SessionDetail(SessionView):
    """One session."""

    @extend_schema(operation_id="read_session", summary="Read one", responses={200: SessionSerializer})
    def get(self, request, uuid):
        """What limits that came later do not allow has left it, with a note."""
        return self.answer(self.row(uuid))

    @extend_schema(
        operation_id="change_session",
        summary="Lock, or build it again",
        request=SessionChangeSerializer,
        responses={200: SessionSerializer, **problems(409)},
    )
    def patch(self, request, uuid):
        """What is locked stays as far as time and limits allow; what was swapped away or removed stays away.
        `seed` one higher is another session. A session that is over is 409."""
        self.row(uuid)
        asked = dict(self.sent(SessionChangeSerializer))
        locked, person = asked.pop("locked", None), self.person
        try:
            row = actions.rearrange(person, uuid, at=timezone.now(), locked=locked, **asked)
        except KeyError as error:
            index = locked.index(error.args[0])
            raise serializers.ValidationError({f"locked[{index}]": [_("There is no such slot.")]}) from error
        except actions.Over as error:
            raise Conflict(str(error)) from error
        return self.answer(row)


class SlotView(SessionView):
    """A change of one slot."""

    def changed(self, action, uuid):
        """The session after ``action`` on the slot that the body names."""
        self.row(uuid)
        slot = self.sent(SlotChoiceSerializer)["slot"]
        try:
            return self.answer(action(self.person, uuid, slot, at=timezone.now()))
        except KeyError as error:
            raise Conflict(_("There is no such slot in this session any more."), field="slot") from error
        except actions.Over as error:
            raise Conflict(str(error)) from error


class SessionSwap(SlotView):
    """Another exercise in a slot."""

    @extend_schema(
        operation_id="swap_slot",
        summary="Swap one exercise",
        request=SlotChoiceSerializer,
        responses={200: SessionSerializer, **problems(409)},
    )
    def post(self, request, uuid):
        """Everything else stays. Sent again it is 409, since the slot is gone: the key names its exercise.
        Where nothing else fits, the session stays and a note says so."""
        return self.changed(actions.swap, uuid)


class SessionRemove(SlotView):
    """A slot less."""

    @extend_schema(
        operation_id="remove_slot",
        summary="Take one exercise out",
        request=SlotChoiceSerializer,
        responses={200: SessionSerializer, **problems(409)},
    )
    def post(self, request, uuid):
        """Nothing takes its place. Sent again it is 409."""
        return self.changed(actions.remove, uuid)


class SessionSets(SessionView):
    """Sets of a session."""

    @extend_schema(
        operation_id="log_session_set",
        summary="Log one set",
        request=SessionSetSerializer,
        responses={200: SessionSerializer, **problems(409)},
    )
    def post(self, request, uuid):
        """A set of the main part goes into `workout`; warming up and cooling down are ticked off. It is
        written whatever has become of the plan meanwhile, and after the end too."""
        row, sent, now = self.row(uuid), self.sent(SessionSetSerializer), timezone.now()
        step = f"{sent['slot']}:{sent['number']}"
        exercise = self._exercise(step)
        amounts = {name: sent.get(name) for name in ("repetitions", "seconds", "weight_kg", "effort")}
        if playing.is_logged(step) and amounts["repetitions"] is None and amounts["seconds"] is None:
            raise serializers.ValidationError({"repetitions": [_("Say how much: repetitions or seconds.")]})
        moment = sent.get("done_at") or now
        entry = SetEntry(uuid=sent["uuid"], done_at=moment, **amounts)
        try:
            row = doing.log_step(self.person, uuid, step=step, exercise=exercise, entry=entry, at=moment)
        except log_actions.Conflict as error:
            raise Conflict(_("It was used before for another set; make a new one."), field="uuid") from error
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
        return self.answer(row)

    def _exercise(self, step):
        known = Exercise.objects.exclude(status=Exercise.Status.DRAFT)
        found = playing.NAME.fullmatch(step) and known.filter(pk=playing.exercise_of(step)).first()
        if not found:
            raise serializers.ValidationError({"slot": [_("There is no such slot.")]})
        return found


class SessionFinish(SessionView):
    """The end of a session."""

    @extend_schema(
        operation_id="finish_session",
        summary="End it",
        request=SessionEndSerializer,
        responses={200: SessionSerializer},
    )
    def post(self, request, uuid):
        """It ends its workout as well. Again: nothing happens."""
        self.row(uuid)
        at = self.sent(SessionEndSerializer).get("finished_at") or timezone.now()
        return self.answer(doing.finish(self.person, uuid, at=at))
