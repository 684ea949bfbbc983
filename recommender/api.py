"""Advice for clients: picks with reasons, why and why not, and what people say of them."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from exercises.models import Exercise
from exercises.problems import flatten
from exercises.rest.errors import Conflict
from exercises.rest.paging import page_of, paged
from exercises.rest.schema import problems
from exercises.rest.views import ApiView
from recommender import actions, representations, serving
from recommender.api_serializers import (
    FeedbackQuery,
    FeedbackResultSerializer,
    FeedbackSerializer,
    NowQuery,
    RecommendationQuery,
    RecommendationSerializer,
    WhyNotSerializer,
    WhySerializer,
    filters_of,
)
from recommender.models import Feedback

MOST_AT_ONCE = 100


class Recommendations(ApiView):
    """Personal picks."""

    query_class = RecommendationQuery

    @extend_schema(
        operation_id="list_recommendations",
        summary="Picks with reasons",
        responses={200: RecommendationSerializer},
    )
    def get(self, request):
        """Every pick is within your limits: all it needs is at the place, no joint bears more than you
        said, nothing is above your level or blocked. Where nothing fits, `limits` says why and
        `equipment_gains` what would help. Each answer is new: what was shown is noted with its
        probability."""
        found = serving.recommend_for(
            request.user, at=timezone.now(), n=self.query["n"], filters=filters_of(self.query),
            place=self.query.get("place"), surface="api", exact=self.query["exact"],
        )  # fmt: skip
        return Response(representations.recommendation(found))


class ExplainView(ApiView):
    """Answers about one exercise, for the person who asks."""

    query_class = NowQuery

    def explanation(self, slug):
        """The :class:`recommender.serving.Why` of a published exercise."""
        pk = Exercise.objects.published().filter(slug=slug).values_list("pk", flat=True).first()
        try:
            return serving.explain_for(
                self.request.user, pk, at=timezone.now(), place=self.query.get("place"),
                filters=filters_of(self.query),
            )  # fmt: skip
        except serving.NotInCatalogue as error:
            raise Http404 from error


class Why(ExplainView):
    """The exact sum of one exercise."""

    @extend_schema(operation_id="explain_exercise", summary="Why?", responses={200: WhySerializer})
    def get(self, request, slug):
        """Where an exercise stands for you, and every part of its score."""
        return Response(representations.why(self.explanation(slug)))


class WhyNot(ExplainView):
    """The limits of one exercise."""

    @extend_schema(operation_id="explain_absence", summary="Why not?", responses={200: WhyNotSerializer})
    def get(self, request, slug):
        """Which limits leave an exercise out for you, or how far down it ranks."""
        return Response(representations.why_not(self.explanation(slug)))


class FeedbackList(ApiView):
    """One's own feedback."""

    query_class = FeedbackQuery

    @extend_schema(
        operation_id="list_feedback",
        summary="What you said",
        responses={200: paged(FeedbackSerializer), **problems(404)},
    )
    def get(self, request):
        """The latest first; what was undone is still there, with the time of undoing."""
        rows = request.user.feedback.select_related("exercise").order_by("-created_at", "-pk")
        if "kind" in self.query:
            rows = rows.filter(kind=self.query["kind"])
        if "exercise" in self.query:
            rows = rows.filter(exercise__slug=self.query["exercise"])
        return Response(page_of(request, rows, self.query, representations.feedback))

    @extend_schema(
        operation_id="send_feedback",
        summary="Say something of an exercise",
        request=PolymorphicProxySerializer(
            "FeedbackOrList", [FeedbackSerializer, FeedbackSerializer(many=True)], None, many=False
        ),
        responses={
            200: FeedbackSerializer,
            201: FeedbackSerializer,
            207: FeedbackResultSerializer(many=True),
            **problems(409),
        },
    )
    def post(self, request):
        """It acts on the very next picks. Sending the same again answers 200 with the same body and writes
        nothing; another content under the same UUID is 409. `done` also logs the usual dose; a client that
        sends the sets themselves, as a workout, sends no `done`. A list of up to 100 is answered by 207 with
        one result per item, in order: the good ones are written, whatever is wrong with the others."""
        if isinstance(request.data, list):
            if len(request.data) > MOST_AT_ONCE:
                raise serializers.ValidationError(f"At most {MOST_AT_ONCE} at once.")
            return Response([_result(request, item) for item in request.data], status=207)
        row, is_new = _record(request, request.data)
        return Response(representations.feedback(row), status=201 if is_new else 200)


def _record(request, data):
    """Validate one piece of feedback and record it; return the row and whether it is new."""
    form = FeedbackSerializer(data=data, context={"request": request})
    form.is_valid(raise_exception=True)
    said = form.validated_data
    facts = {
        "user": request.user, "exercise": said["exercise"], "uuid": said["uuid"],
        "request": said.get("request"), "at": form.moment(),
    }  # fmt: skip
    try:
        if said["kind"] == Feedback.Kind.DONE:
            return actions.record_done(**facts)
        return actions.record_feedback(kind=said["kind"], **facts)
    except actions.Conflict as error:
        raise Conflict("It was used before for other feedback; make a new one.", field="uuid") from error


def _result(request, data):
    """Record one item of a list; what is wrong with it is told in its own result."""
    uuid = data.get("uuid") if isinstance(data, dict) else None
    result = {"uuid": uuid if isinstance(uuid, str) else None, "feedback": None, "errors": []}
    try:
        row, is_new = _record(request, data)
    except (serializers.ValidationError, Conflict) as error:
        errors = list(flatten(error.detail, getattr(error, "field", "")))
        return {**result, "status": error.status_code, "errors": errors}
    return {**result, "status": 201 if is_new else 200, "feedback": representations.feedback(row)}


class FeedbackDetail(ApiView):
    """One piece of one's own feedback."""

    @extend_schema(operation_id="read_feedback", summary="Read one", responses={200: FeedbackSerializer})
    def get(self, request, uuid):
        """As it was recorded."""
        row = request.user.feedback.select_related("exercise").filter(uuid=uuid).first()
        if row is None:
            raise Http404
        return Response(representations.feedback(row))

    @extend_schema(operation_id="undo_feedback", summary="Take it back", responses={204: None})
    def delete(self, request, uuid):
        """It counts no more, from the very next picks on; the row stays, marked. Again: nothing happens."""
        try:
            actions.undo_feedback(user=request.user, uuid=uuid, at=timezone.now())
        except Feedback.DoesNotExist as error:
            raise Http404 from error
        return Response(status=204)
