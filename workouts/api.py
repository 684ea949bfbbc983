"""Workouts for clients: sent whole or in parts, as often as the network needs; read; sets taken out."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from exercises.rest.errors import Conflict
from exercises.rest.paging import page_of, paged
from exercises.rest.schema import problems
from exercises.rest.views import ApiView
from workouts import actions, representations
from workouts.api_serializers import WorkoutQuery, WorkoutSerializer
from workouts.models import WorkoutSet
from workouts.recording import record_workout


class WorkoutList(ApiView):
    """What was done."""

    query_class = WorkoutQuery

    @extend_schema(
        operation_id="list_workouts",
        summary="Your history",
        responses={200: paged(WorkoutSerializer), **problems(404)},
    )
    def get(self, request):
        """The latest first."""
        rows = request.user.workouts.all()
        if "since" in self.query:
            rows = rows.filter(started_at__gte=self.query["since"])
        if "until" in self.query:
            rows = rows.filter(started_at__lt=self.query["until"])
        if "exercise" in self.query:
            sets = WorkoutSet.objects.standing().filter(exercise__slug=self.query["exercise"])
            rows = rows.filter(pk__in=sets.values("workout_id"))
        rows = representations.with_sets(rows.order_by("-started_at", "-pk"))
        return Response(page_of(request, rows, self.query, representations.workout))

    @extend_schema(
        operation_id="send_workout",
        summary="Log a workout",
        request=WorkoutSerializer,
        responses={200: WorkoutSerializer, 201: WorkoutSerializer, **problems(409)},
    )
    def post(self, request):
        """Everything of it is written or nothing. Sending it again writes nothing and answers 200;
        sending it with further sets, or with its end, adds just these (201). Another content under a UUID
        that is known is 409, and `errors` names it."""
        form = WorkoutSerializer(data=request.data, context={"request": request})
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        try:
            workout, is_new = record_workout(
                user=request.user, uuid=sent["uuid"], started_at=sent["started_at"],
                finished_at=sent.get("finished_at"), place=sent.get("place"), note=sent.get("note", ""),
                sets=form.entries(), at=timezone.now(),
            )  # fmt: skip
        except actions.Conflict as error:
            field, _colon, message = str(error).partition(": ")
            raise Conflict(message or field, field=field if message else "") from error
        found = representations.with_sets(request.user.workouts.filter(pk=workout.pk)).get()
        return Response(representations.workout(found), status=201 if is_new else 200)


class WorkoutDetail(ApiView):
    """One workout."""

    @extend_schema(operation_id="read_workout", summary="Read one", responses={200: WorkoutSerializer})
    def get(self, request, uuid):
        """With all its sets; those taken out carry the time."""
        found = representations.with_sets(request.user.workouts.filter(uuid=uuid)).first()
        if found is None:
            raise Http404
        return Response(representations.workout(found))


class SetDetail(ApiView):
    """One set."""

    @extend_schema(operation_id="void_set", summary="Take a set out", responses={204: None})
    def delete(self, request, workout, uuid):
        """It counts no more; the row stays, marked. Again: nothing happens."""
        if not WorkoutSet.objects.filter(workout__uuid=workout, uuid=uuid).exists():
            raise Http404
        try:
            actions.void_set(user=request.user, uuid=uuid, at=timezone.now())
        except WorkoutSet.DoesNotExist as error:
            raise Http404 from error
        return Response(status=204)
