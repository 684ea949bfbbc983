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
    groups = widened(spelt(words))
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


def spelt(words):
    """Each word with its weighted spellings: itself when known, else the known words it may have meant."""
    words = list(words)
    joined = {one + other for one, other in pairwise(words)}
    split = {piece for word in words for i in range(3, len(word) - 2) for piece in (word[:i], word[i:])}
    known = set(SearchWord.objects.filter(word__in={*words, *joined, *split}).values_list("word", flat=True))
    spelt, at = [], 0
    while at < len(words):
        word, both = words[at], "".join(words[at : at + 2])
        if at + 1 < len(words) and both in known and not {word, words[at + 1]} <= known:
            spelt.append([((both,), 1.0)])
            at += 2
            continue
        spelt.append([((word,), 1.0)] if word in known else _guesses(word, known))
        at += 1
    return spelt


def _guesses(word, known):
    """What an unknown word may mean: a beginning, two words written as one, or a misspelling."""
    beginning = SearchWord.objects.filter(word__startswith=word).exists()
    if beginning or len(word) < 3 or word.isdigit():
        return [((word,), 1.0)]
    parts = [(word[:i], word[i:]) for i in range(3, len(word) - 2)]
    for parts_of in parts:
        if set(parts_of) <= known:
            return [(tuple(tokens(" ".join(parts_of))), 0.95)]
    most = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    near = sorted((distance(word, other, most), other) for other in backends.similar_words(word))
    near = [(edits, other) for edits, other in near if edits <= most]
    if not near:
        return [((word,), 1.0)]
    best = near[0][0]
    return [((other,), 0.95 - 0.05 * edits) for edits, other in near if edits == best][:4]


def widened(groups):
    """Add the related phrases of the synonym table to each group, joining groups they span."""
    related = {tuple(tokens(phrase)): others for phrase, others in synonyms.RELATED.items()}
    widened, at = [], 0
    while at < len(groups):
        for length in range(min(_LONGEST_PHRASE, len(groups) - at), 0, -1):
            phrase = tuple(word for group in groups[at : at + length] for word in group[0][0])
            if phrase in related:
                own = [(phrase, 1.0)] if length > 1 else list(groups[at])
                own += [(tuple(tokens(other)), weight) for other, weight in related[phrase]]
                widened.append(own)
                break
        else:
            length = 1
            widened.append(groups[at])
        at += length
    return widened
