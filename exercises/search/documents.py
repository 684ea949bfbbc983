"""Writes what the search reads: one document of normalised words per exercise."""

from collections import Counter

from django.db import transaction
from django.db.models import F, Q

from exercises import vocabulary
from exercises.models import Exercise, SearchDocument, SearchWord
from exercises.search import backends
from exercises.search.words import normalised

_REGION_OF = {m: region for region, (_name, muscles) in vocabulary.REGIONS.items() for m in muscles}
# The catalogue is in English, whoever saves an exercise.
_TYPES, _LEVELS, _PATTERNS, _MECHANICS, _REGIONS = map(
    vocabulary.english,
    (vocabulary.TYPES, vocabulary.LEVELS, vocabulary.PATTERNS, vocabulary.MECHANICS, vocabulary.REGIONS),
)
_BATCH = 500
# Below this a word is too short to be corrected to.
_SHORTEST_WORD = 3
_LONGEST_WORD = 40


def stale(queryset=None):
    """Exercises whose document is missing or older than the row."""
    exercises = Exercise.objects.all() if queryset is None else queryset
    return exercises.filter(
        Q(search_document__isnull=True) | ~Q(search_document__exercise_updated_at=F("updated_at"))
    )


@transaction.atomic
def index(exercises=None):
    """Write the documents of ``exercises`` (all when None) and return how many were written.

    Call it in every action that writes exercises; a search repairs what was written without it.
    """
    if exercises is None:
        keys = list(Exercise.objects.order_by("pk").values_list("pk", flat=True))
    else:
        keys = sorted({exercise.pk for exercise in exercises})
    for start in range(0, len(keys), _BATCH):
        _write(keys[start : start + _BATCH])
    return len(keys)


def _write(keys):
    exercises = (
        Exercise.objects.filter(pk__in=keys)
        .select_related("variation_group")
        .prefetch_related("equipment", "muscle_shares__muscle", "imported_records")
    )
    documents = [document_of(exercise) for exercise in exercises]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["exercise"],
        update_fields=["names", "keywords", "body", "exercise_updated_at"],
    )  # fmt: skip
    words = set()
    for document in documents:
        words.update(f"{document.names} {document.keywords}".split())
    words = {word for word in words if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and not word.isdigit()}
    known = set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))
    SearchWord.objects.bulk_create(
        [SearchWord(word=word) for word in sorted(words - known)], ignore_conflicts=True
    )
    backends.refresh(documents, words - known)


def document_of(exercise):
    """The unsaved :class:`SearchDocument` of an exercise whose relations are at hand."""
    names = [exercise.name, *exercise.aliases, *(record.name for record in exercise.imported_records.all())]
    shares = sorted(exercise.muscle_shares.all(), key=lambda share: -share.share)
    primary = [share.muscle for share in shares if share.role == "primary"]
    secondary = [share.muscle for share in shares if share.role != "primary"]
    equipment = list(exercise.equipment.all())
    keywords = [
        *(muscle.slug for muscle in primary),
        *_trained(shares),
        *(f"{item.slug} {item.name}" for item in equipment),
        *([] if equipment or not exercise.is_equipment_known else ["noequipment bodyweight"]),
        _TYPES.get(exercise.type, ""),
        _LEVELS.get(exercise.level, ""),
        "beginner" if exercise.level == 1 else "",
        _PATTERNS.get(exercise.pattern, ""),
        _MECHANICS.get(exercise.mechanic, ""),
    ]
    body = [
        *(f"{muscle.slug} {muscle.name}" for muscle in secondary),
        "single leg single arm unilateral" if exercise.is_unilateral else "",
        exercise.variation_group.name if exercise.variation_group else "",
        exercise.summary,
    ]
    return SearchDocument(
        exercise=exercise,
        names="\n".join(dict.fromkeys(filter(None, map(normalised, names)))),
        keywords=normalised(" . ".join(keywords)),
        body=normalised(" . ".join(body)),
        exercise_updated_at=exercise.updated_at,
    )


def _trained(shares):
    """Names of primary muscles and their regions, as often as they do tenths of the work.

    How often a word stands there tells the ranking what an exercise mainly trains.
    """
    work = Counter()
    for share in shares:
        if share.role == "primary":
            tenths = max(round(10 * share.share), 1)
            work[share.muscle.name] += tenths
            if share.muscle.slug in _REGION_OF:
                work[_REGIONS[_REGION_OF[share.muscle.slug]]] += tenths
    return [" ".join([name] * tenths) for name, tenths in work.items()]
