"""Names of exercises in other languages, phrase by phrase into English, where every word is known."""

from functools import cache

from exercises.search.words import raw_tokens
from workouts.importing.languages import french, german, italian, portuguese, spanish

_LONGEST_PHRASE = 6
_SHORTEST_PIECE = 3


@cache
def _tables():
    """Per language its idle words and ``{words: English words}``, without the idle ones."""
    tables = []
    for language in (german, spanish, french, italian, portuguese):
        idle, table = set(raw_tokens(language.IDLE)), {}
        for line in language.PHRASES.strip().splitlines():
            english, _equals, phrases = line.partition(" = ")
            for phrase in phrases.split(","):
                words = tuple(word for word in raw_tokens(phrase) if word not in idle)
                table.setdefault(words, english.split())
        tables.append((idle, table))
    return tables


def translated(name, english):
    """Yield what ``name`` may be in English, once for each language in which all of it is understood.

    ``english`` holds the words that need no translation: people mix languages (``Curl con mancuernas``).
    A name of such words alone is English already.
    """
    words = raw_tokens(name)
    if set(words) <= english:
        return
    for idle, table in _tables():
        found = _in([word for word in words if word not in idle], table, english)
        if found:
            yield " ".join(found)


def _in(words, table, english):
    """The English words, or ``None`` where a word is not known or none of them is of that language."""
    found, at, is_foreign = [], 0, False
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            if phrase in table:
                found += table[phrase]
                is_foreign = True
                break
        else:
            length = 1
            pieces = _pieces(words[at], table)
            if pieces:
                found += pieces
                is_foreign = True
            elif words[at] in english or words[at].isdigit():
                found.append(words[at])
            else:
                return None
        at += length
    return found if is_foreign else None


def _pieces(word, table):
    """A compound such as ``kurzhantelbankdrucken``, parted into two words that are known."""
    for cut in range(len(word) - _SHORTEST_PIECE, _SHORTEST_PIECE - 1, -1):
        first, second = (word[:cut],), (word[cut:],)
        if table.get(first) and table.get(second):
            return table[first] + table[second]
    return None
