"""Where the two databases differ: finding documents that hold words, and words that look alike.

A search is a list of groups, one per thing typed. A group is a list of alternatives, an alternative a
tuple of words that all must occur; words match from their beginning. Whatever the database, the answer
is a set of exercise ids: ranking is done the same way for both, in :mod:`exercises.search.ranking`.
"""

from django.db import connection
from django.db.models import Q

from exercises.models import SearchDocument, SearchWord


def refresh(documents, new_words):
    """Bring the index up to date with documents just written and words just added."""
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps its index from the tables itself.
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM exercises_search WHERE rowid = %s", [(d.pk,) for d in documents])
        cursor.executemany(
            "INSERT INTO exercises_search (rowid, names, keywords, body) VALUES (%s, %s, %s, %s)",
            [(d.pk, d.names, d.keywords, d.body) for d in documents],
        )
        rows = SearchWord.objects.filter(word__in=new_words).values_list("pk", "word")
        cursor.executemany("DELETE FROM exercises_search_word WHERE rowid = %s", [(pk,) for pk, _ in rows])
        cursor.executemany(
            "INSERT INTO exercises_search_word (rowid, word) VALUES (%s, %s)",
            [(pk, f"^^{word}$") for pk, word in rows],
        )


def matching(groups, *, every, limit):
    """Ids of documents that hold every group (or any of them), the database's best ``limit`` first."""
    if connection.vendor == "sqlite":
        sql = (
            "SELECT rowid FROM exercises_search WHERE exercises_search MATCH %s "
            "ORDER BY bm25(exercises_search, 10.0, 4.0, 1.0) LIMIT %s"
        )
        text = _expression(groups, every, word='"{}"*', conjunction=" AND ", disjunction=" OR ")
        return _ids(sql, [text, limit])
    if connection.vendor == "postgresql":
        sql = (
            "SELECT exercise_id FROM exercises_searchdocument, to_tsquery('simple', %s) query "
            "WHERE document @@ query ORDER BY ts_rank(document, query) DESC, exercise_id LIMIT %s"
        )
        text = _expression(groups, every, word="'{}':*", conjunction=" & ", disjunction=" | ")
        return _ids(sql, [text, limit])
    return _plain(groups, every, limit)


def similar_words(word, limit=30):
    """Known words that share most trigrams with ``word``."""
    if connection.vendor == "sqlite":
        padded = f"^^{word}$"
        pieces = {padded[i : i + 3] for i in range(len(padded) - 2)}
        text = " OR ".join(f'"{piece}"' for piece in sorted(pieces))
        sql = (
            "SELECT word FROM exercises_search_word WHERE exercises_search_word MATCH %s "
            "ORDER BY rank LIMIT %s"
        )
        return [found.strip("^$") for found in _ids(sql, [text, limit])]
    if connection.vendor == "postgresql":
        sql = "SELECT word FROM exercises_searchword ORDER BY word <-> %s LIMIT %s"
        return _ids(sql, [word, limit])
    return list(SearchWord.objects.filter(word__startswith=word[:1]).values_list("word", flat=True))


def _ids(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def _expression(groups, every, *, word, conjunction, disjunction):
    """The match expression. Words are letters and digits only, so quoting them is enough."""
    made = []
    for group in groups:
        alternatives = (
            "(" + conjunction.join(word.format(token) for token in alternative) + ")" for alternative in group
        )
        made.append("(" + disjunction.join(alternatives) + ")")
    return (conjunction if every else disjunction).join(made)


def _plain(groups, every, limit):
    """For databases without an index of ours: substrings, slower and still right."""
    wanted = Q()
    for group in groups:
        either = Q()
        for alternative in group:
            both = Q()
            for token in alternative:
                both &= Q(names__contains=token) | Q(keywords__contains=token) | Q(body__contains=token)
            either |= both
        wanted = wanted & either if every else wanted | either
    return list(SearchDocument.objects.filter(wanted).values_list("pk", flat=True)[:limit])
