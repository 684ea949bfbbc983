"""The catalogue for clients: browse and search, read one, keep an offline copy up to date, the words."""

from datetime import timedelta

from django.db.models import Count, Max
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view, inline_serializer
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from exercises import representations, vocabulary
from exercises.api_serializers import (
    ChangesQuery,
    ExerciseCardSerializer,
    ExerciseChangesSerializer,
    ExerciseQuery,
    ExerciseSerializer,
    NumberWordSerializer,
    RegionSerializer,
    WordSerializer,
)
from exercises.filters import ExerciseFilter
from exercises.models import Exercise
from exercises.rest.errors import Gone
from exercises.rest.paging import after, page_of, paged, read_cursor, write_cursor
from exercises.rest.preconditions import etag_of, not_modified, stamped
from exercises.rest.schema import problems
from exercises.rest.views import ApiView

# Changes younger than this are sent once more: a slow transaction may still add rows among them.
SETTLING = timedelta(minutes=1)
KEPT = (Exercise.Status.PUBLISHED, Exercise.Status.RETIRED)
# Raised when the answers change shape, so that no client keeps an old one.
SHAPE = 2


class CatalogueView(ApiView):
    """A view whose answers change with the catalogue and with nothing else."""

    permission_classes = [AllowAny]

    def get(self, request, **kwargs):
        """Answer 304 when the client has this version of the catalogue already."""
        found = Exercise.objects.aggregate(count=Count("pk"), latest=Max("updated_at"))
        etag = etag_of(SHAPE, found["count"], found["latest"], get_language())
        response = not_modified(request, etag, found["latest"])
        return response or stamped(self.answer(request, **kwargs), etag, found["latest"])


class ExerciseList(CatalogueView):
    """Published exercises."""

    query_class = ExerciseQuery

    @extend_schema(
        operation_id="list_exercises",
        summary="Browse and search",
        responses={200: paged(ExerciseCardSerializer), 304: None, **problems(404)},
    )
    def get(self, request):
        """Values of one parameter widen (any of these muscles), parameters narrow. Send the ETag again as
        `If-None-Match`: while the catalogue has not changed the answer is 304."""
        return super().get(request)

    def answer(self, request):
        """The page asked for."""
        wanted = {name: value for name, value in self.query.items() if name in ExerciseFilter.base_fields}
        form = ExerciseFilter(wanted | {"quiet": "on"} if wanted.pop("quiet", False) else wanted)
        form.is_valid()
        exercises = form.apply(Exercise.objects.published()).with_card()
        return Response(page_of(request, exercises, self.query, representations.card))


class ExerciseChanges(CatalogueView):
    """What has changed in the catalogue: for clients that work offline."""

    query_class = ChangesQuery

    @extend_schema(
        operation_id="list_exercise_changes",
        summary="Keep an offline copy",
        responses={200: ExerciseChangesSerializer, 304: None},
    )
    def get(self, request):
        """Without `cursor` and `updated_since` this is the whole catalogue, 100 at a time. Apply each
        change by its slug, in order; one that was retired, merged into another or taken back to the drafts
        comes as a tombstone, with its replacement if any. Changes of the last minute may come twice."""
        return super().get(request)

    def answer(self, request):
        """The changes after the cursor, and the cursor to go on from."""
        changes = representations.with_everything(Exercise.objects.ever_published())
        start = None
        if self.query.get("cursor"):
            start = read_cursor(self.query["cursor"])
            changes = after(changes, *start)
        elif "updated_since" in self.query:
            changes = changes.filter(updated_at__gte=self.query["updated_since"])
        size = self.query["page_size"]
        rows = list(changes.order_by("updated_at", "pk")[: size + 1])
        has_more, rows = len(rows) > size, rows[:size]
        place = (rows[-1].updated_at, rows[-1].pk) if rows else start
        if not has_more:
            settled = (timezone.now() - SETTLING, 0)
            place = max(start, min(place, settled)) if start else min(place or settled, settled)
        return Response(
            {
                "results": [representations.change(row) for row in rows],
                "has_more": has_more,
                "cursor": write_cursor(*place),
            }
        )


class ExerciseDetail(CatalogueView):
    """One exercise."""

    @extend_schema(
        operation_id="read_exercise",
        summary="Read one",
        responses={200: ExerciseSerializer, 304: None, **problems(404, 410)},
    )
    def get(self, request, slug):
        """A retired exercise is 410 Gone; the problem's `replacement` names what to do instead, if any."""
        return super().get(request, slug=slug)

    def answer(self, request, slug):
        """The exercise; raises for one that members may not see."""
        kept = representations.with_everything(Exercise.objects.filter(status__in=KEPT))
        exercise = kept.filter(slug=slug).first()
        if exercise is None:
            raise Http404
        if exercise.status == Exercise.Status.RETIRED:
            raise Gone(
                _("%(name)s was retired.") % {"name": exercise.name},
                name=exercise.name,
                replacement=representations.published_slug(exercise.replacement),
            )
        return Response(representations.details(exercise))


WORDS = {
    "types": vocabulary.TYPES,
    "forces": vocabulary.FORCES,
    "mechanics": vocabulary.MECHANICS,
    "patterns": vocabulary.PATTERNS,
    "measures": vocabulary.MEASURES,
    "goals": vocabulary.GOALS,
    "muscles": vocabulary.MUSCLES,
    "equipment": vocabulary.EQUIPMENT,
    "joints": vocabulary.JOINTS,
    "suitability_topics": vocabulary.SUITABILITY_TOPICS,
    "suitability": vocabulary.SUITABILITY,
}
SCALES = {"levels": vocabulary.LEVELS, "stress": vocabulary.STRESS}


class Vocabulary(ApiView):
    """Every word that the API sends or takes. ``words`` are further tables, from the rooms above."""

    permission_classes = [AllowAny]
    words: dict = {}

    def get(self, request):
        """Codes and the words that people read, in the order to show them in."""
        tables = {
            **{name: _listed(table) for name, table in {**WORDS, **self.words}.items()},
            **{name: _listed(table) for name, table in SCALES.items()},
            "regions": [
                {"code": code, "name": str(name), "muscles": list(muscles)}
                for code, (name, muscles) in vocabulary.REGIONS.items()
            ],
        }
        etag = etag_of(SHAPE, tables)
        return not_modified(request, etag) or stamped(Response(tables), etag)


def _listed(table):
    return [{"code": code, "name": str(name)} for code, name in table.items()]


def vocabulary_view(**words):
    """Return the view of all words, with further tables ``name={code: words to read}``."""
    fields = {
        **{name: WordSerializer(many=True) for name in (*WORDS, *words)},
        **{name: NumberWordSerializer(many=True) for name in SCALES},
        "regions": RegionSerializer(many=True),
    }
    responses = {200: inline_serializer("Vocabulary", fields), 304: None}
    described = extend_schema(operation_id="list_words", summary="Every word", responses=responses)
    return extend_schema_view(get=described)(Vocabulary).as_view(words=words)
