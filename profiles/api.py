"""A person's answers for clients: read, and changed without losing what was changed elsewhere meanwhile."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from exercises.rest.errors import Conflict
from exercises.rest.preconditions import etag_of, not_modified, require_match, stamped
from exercises.rest.schema import IF_MATCH, problems
from exercises.rest.views import ApiView
from profiles import actions, representations
from profiles.api_serializers import (
    HABITS,
    MeSerializer,
    PlaceChangeSerializer,
    PlaceSerializer,
    PreferencesChangeSerializer,
    PreferencesSerializer,
)
from profiles.models import Place, Profile

IF_MATCH_OR_NOT = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=False,
    description="The ETag that was read: then it is removed only if nobody changed it since.",
)  # fmt: skip


class Me(ApiView):
    """Who is signed in."""

    @extend_schema(operation_id="read_me", summary="Who am I?", responses={200: MeSerializer})
    def get(self, request):
        """The person behind the session. To sign out, DELETE `/_allauth/app/v1/auth/session`."""
        return Response(representations.me(request.user))


class Preferences(ApiView):
    """What a person wants and has."""

    @extend_schema(
        operation_id="read_preferences",
        summary="Your answers",
        responses={200: PreferencesSerializer, 304: None},
    )
    def get(self, request):
        """Every answer, or its default. Keep the ETag: a change must name it."""
        profile = Profile.objects.filter(user=request.user).first()
        found = representations.preferences(request.user, profile or Profile(user=request.user))
        etag = etag_of(found)
        return not_modified(request, etag) or stamped(Response(found), etag)

    @extend_schema(
        operation_id="change_preferences",
        summary="Change your answers",
        parameters=[IF_MATCH],
        request=PreferencesChangeSerializer,
        responses={200: PreferencesSerializer, **problems(412, 428)},
    )
    @transaction.atomic
    def patch(self, request):
        """The very next picks follow. Without `If-Match` it is 428; when the answers have changed since
        they were read, 412. Places are changed at `/places/`."""
        user = request.user
        # Locked from reading to writing: whoever comes second is told so.
        profile = Profile.objects.select_for_update().filter(user=user).first() or Profile(user=user)
        require_match(request, etag_of(representations.preferences(user, profile)))
        form = PreferencesChangeSerializer(data=request.data, context={"request": request})
        form.is_valid(raise_exception=True)
        _change(user, profile, form.validated_data)
        found = representations.preferences(user, actions.ensure_profile(user))
        return stamped(Response(found), etag_of(found))


def _change(user, profile, wanted):
    """Hand each part of a change to the action that knows it."""
    if "goal" in wanted:
        actions.answer_goal(user=user, goal=wanted["goal"])
    if "level" in wanted:
        actions.answer_level(user=user, level=wanted["level"])
    if "limitations" in wanted:
        actions.set_limitations(user=user, limitations=wanted["limitations"])
    if {"minutes", "days_per_week", "favoured_muscles"} & set(wanted):
        favoured = wanted.get("favoured_muscles")
        if favoured is None:
            muscles = profile.favoured_muscles if profile.pk else None
            favoured = list(muscles.values_list("slug", flat=True)) if muscles else []
        actions.answer_time(
            user=user, minutes=wanted.get("minutes", profile.minutes),
            days_per_week=wanted.get("days_per_week", profile.days_per_week), favoured=favoured,
        )  # fmt: skip
    if chosen := {name: wanted[name] for name in HABITS if name in wanted}:
        actions.choose_habits(user=user, **chosen)
    if "current_place" in wanted:
        actions.switch_place(user=user, place=wanted["current_place"])


class PlaceList(ApiView):
    """Where a person trains."""

    @extend_schema(
        operation_id="list_places", summary="Your places", responses={200: PlaceSerializer(many=True)}
    )
    def get(self, request):
        """All of them; there are never more than twenty."""
        places = request.user.places.prefetch_related("equipment").order_by("pk")
        return Response([representations.place(place) for place in places])

    @extend_schema(
        operation_id="add_place",
        summary="Add a place",
        request=PlaceSerializer,
        responses={200: PlaceSerializer, 201: PlaceSerializer, **problems(409)},
    )
    def post(self, request):
        """With a `uuid` of the client's it may be sent again: the same place is answered, nothing is
        written. The first place becomes the current one."""
        form = PlaceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data
        if (known := _place_of(wanted)) is not None:
            return _same_or_conflict(request.user, known, wanted)
        try:
            found = representations.place(_save(request.user, **wanted))
        except IntegrityError:
            # The same place arrived twice at the same moment: now the other request's row is there.
            return _same_or_conflict(request.user, _place_of(wanted), wanted)
        return stamped(Response(found, status=201), etag_of(found))


def _place_of(wanted):
    """The place that stands for a UUID already, whosever it is."""
    return Place.objects.filter(uuid=wanted.get("uuid")).prefetch_related("equipment").first()


def _same_or_conflict(user, known, wanted):
    """Answer a place that was sent again; raise when the UUID stands for anything else."""
    found = representations.place(known)
    sent = {**wanted, "equipment": sorted(wanted["equipment"])}
    if known.user_id != user.pk or any(found[name] != value for name, value in sent.items()):
        raise Conflict("It was used before for another place; make a new one.", field="uuid")
    return stamped(Response(found), etag_of(found))


def _save(user, **fields):
    """Save a place; what is still wrong then is a matter of the other places."""
    try:
        return actions.save_place(user=user, **fields)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Conflict(" ".join(messages), field=field) from error


class PlaceDetail(ApiView):
    """One place."""

    def place(self, uuid, *, lock=False):
        """The person's own place."""
        places = self.request.user.places.prefetch_related("equipment")
        found = (places.select_for_update() if lock else places).filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found

    @extend_schema(operation_id="read_place", summary="Read one", responses={200: PlaceSerializer, 304: None})
    def get(self, request, uuid):
        """Keep the ETag: a change must name it."""
        found = representations.place(self.place(uuid))
        etag = etag_of(found)
        return not_modified(request, etag) or stamped(Response(found), etag)

    @extend_schema(
        operation_id="change_place",
        summary="Change a place",
        parameters=[IF_MATCH],
        request=PlaceChangeSerializer,
        responses={200: PlaceSerializer, **problems(409, 412, 428)},
    )
    @transaction.atomic
    def patch(self, request, uuid):
        """What is not sent stays."""
        place = self.place(uuid, lock=True)
        there = representations.place(place)
        require_match(request, etag_of(there))
        form = PlaceChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        there.pop("uuid")
        _save(request.user, place=place, **{**there, **form.validated_data})
        found = representations.place(self.place(uuid))
        return stamped(Response(found), etag_of(found))

    @extend_schema(
        operation_id="remove_place",
        summary="Remove a place",
        parameters=[IF_MATCH_OR_NOT],
        responses={204: None, **problems(409, 412)},
    )
    @transaction.atomic
    def delete(self, request, uuid):
        """What was logged there stays. The only place left cannot be removed: 409."""
        place = self.place(uuid, lock=True)
        require_match(request, etag_of(representations.place(place)), optional=True)
        try:
            actions.remove_place(user=request.user, place=place)
        except ValidationError as error:
            raise Conflict(" ".join(error.messages)) from error
        return Response(status=204)
