"""Search of the catalogue: one interface over SQLite's FTS5 and PostgreSQL's full text.

``search(queryset, text)`` narrows and ranks; ``index(exercises)`` is called by every action that writes
exercises. Texts are normalised here (:mod:`words`, :mod:`synonyms`), limits such as "no equipment" are
understood (:mod:`query`), the database finds candidates (:mod:`backends`), :mod:`ranking` orders them.
"""

from itertools import pairwise

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat, StrIndex

from exercises.models import Equipment, Exercise, ExerciseJoint, SearchDocument, SearchWord
from exercises.search import backends, synonyms
from exercises.search.documents import index, stale
from exercises.search.query import Query, understand
from exercises.search.ranking import Document
from exercises.search.words import distance, tokens

__all__ = ["Query", "index", "search", "understand"]

MOST_CANDIDATES = 400
# A joint is spared by a load no higher than this.
GENTLE = 1
_LONGEST_PHRASE = 3


def search(queryset, text):
    """Narrow ``queryset`` to what ``text`` asks for, best first; empty text changes nothing.

    The ranked answer is annotated with ``search_position`` and holds at most ``MOST_CANDIDATES`` rows.
    Text in which nothing is understood finds nothing.
    """
    if not text or not text.strip():
        return queryset
    query = understand(text)
    if query.is_empty:
        return queryset.none()
    queryset = narrowed(queryset, query)
    if not query.words:
        return queryset.annotate(search_position=Value(0)).order_by("level", "name", "pk")
    ids = ranked_ids(query.words)
    places = Value("," + ",".join(map(str, ids)) + ",")
    this = Concat(Value(","), Cast(F("pk"), CharField()), Value(","))
    return (
        queryset.filter(pk__in=ids)
        .annotate(search_position=StrIndex(places, this))
        .order_by("search_position", "pk")
    )


def narrowed(queryset, query):
    """Apply the limits of a query: they are rules, not words to find."""
    if query.needs_nothing:
        queryset = queryset.filter(is_equipment_known=True).doable_with([])
    if query.without:
        items = Equipment.objects.filter(slug__in=query.without)
        needing = Exercise.equipment.through.objects.filter(equipment__in=items)
        queryset = queryset.filter(is_equipment_known=True).exclude(pk__in=needing.values("exercise_id"))
    if query.spare:
        loading = ExerciseJoint.objects.filter(joint__slug__in=query.spare, stress__gt=GENTLE)
        queryset = queryset.filter(is_joint_stress_known=True).exclude(pk__in=loading.values("exercise_id"))
    if query.is_quiet:
        queryset = queryset.filter(is_quiet=True)
    return queryset


def ranked_ids(words):
    """Ids of the exercises that answer the words, best first."""
    forgotten = list(stale()[:MOST_CANDIDATES])
    if forgotten:
        index(forgotten)
    groups = widened(words)
    bare = [[alternative for alternative, _weight in group] for group in groups]
    found = backends.matching(bare, every=True, limit=MOST_CANDIDATES)
    wanted = len(groups)
    if not found and wanted > 1:
        found = backends.matching(bare, every=False, limit=MOST_CANDIDATES)
        wanted = (wanted + 1) // 2
    typed = " ".join(words)
    rows = SearchDocument.objects.filter(pk__in=found).values_list("pk", "names", "keywords", "body")
    scored = []
    for pk, names, keywords, body in rows:
        document = Document(names, keywords, body)
        if wanted == len(groups) or document.answers(groups) >= wanted:
            scored.append((-document.score(groups, typed), document.lines[0], pk))
    return [pk for _score, _name, pk in sorted(scored)]


def widened(words):
    """The groups to look for: each word with its weighted spellings, each phrase with its relatives."""
    known = _known(words)
    related = {tuple(tokens(phrase)): others for phrase, others in synonyms.RELATED.items()}
    groups, at = [], 0
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            if phrase in related:
                others = [(tuple(tokens(other)), weight) for other, weight in related[phrase]]
                groups.append([(phrase, 1.0), *others])
                break
        else:
            both = "".join(words[at : at + 2])
            length = 2 if both in known and not set(words[at : at + 2]) <= known else 1
            groups.append([((both,), 1.0)] if length == 2 else _spellings(words[at], known))
        at += length
    return groups


def _known(words):
    """Which of the words, of neighbours written as one, and of their halves occur in the catalogue."""
    joined = {one + other for one, other in pairwise(words)}
    halves = {piece for word in words for pair in _halved(word) for piece in pair}
    found = SearchWord.objects.filter(word__in={*words, *joined, *halves})
    return set(found.values_list("word", flat=True))


def _halved(word):
    return [(word[:i], word[i:]) for i in range(3, len(word) - 2)]


def _spellings(word, known):
    """The word when it is known, else what it may mean: a beginning, two words as one, a misspelling."""
    if word in known or len(word) < 3 or word.isdigit():
        return [((word,), 1.0)]
    if SearchWord.objects.filter(word__startswith=word).exists():
        return [((word,), 1.0)]
    for halves in _halved(word):
        if set(halves) <= known:
            return [(tuple(tokens(" ".join(halves))), 0.95)]
    most = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    near = sorted((distance(word, other, most), other) for other in backends.similar_words(word))
    best = [other for edits, other in near if edits == near[0][0] <= most]
    return [((other,), 0.95 - 0.05 * near[0][0]) for other in best[:4]] or [((word,), 1.0)]
