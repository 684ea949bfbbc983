"""Text to normalised words: the one spelling that documents and queries share."""

import re
import unicodedata
from functools import cache

from exercises.search import synonyms

_WORD = re.compile(r"[^\W_]+")
# Words that end in s without being a plural.
_KEPT = {"biceps", "triceps", "quadriceps", "abs", "lats", "traps", "abdominals", "press", "across", "pass"}
_LONGEST_PHRASE = 4


def fold(text):
    """Lower case without accents: ``"Élévation"`` → ``"elevation"``."""
    decomposed = unicodedata.normalize("NFKD", str(text).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def singular(word):
    """Drop an English plural's ending; words that only look like one stay."""
    if len(word) < 3 or word in _KEPT or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1]


def raw_tokens(text):
    """Folded words in the singular, before synonyms."""
    # An apostrophe joins ("farmer's" is "farmers"), everything else that is no letter parts.
    return [singular(word) for word in _WORD.findall(re.sub(r"['’`´]", "", fold(text)))]


@cache
def _same():
    return {tuple(raw_tokens(phrase)): tuple(raw_tokens(word)) for phrase, word in synonyms.SAME.items()}


def tokens(text):
    """Normalised words of a text, phrases of the synonym table replaced, longest first.

    >>> tokens("DB press-ups")
    ['dumbbell', 'pushup']
    """
    words, found, start = raw_tokens(text), [], 0
    while start < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            if phrase in _same():
                found.extend(_same()[phrase])
                break
        else:
            length = 1
            found.append(words[start])
        start += length
    return found


def normalised(text):
    """The normalised words of a text as one line."""
    return " ".join(tokens(text))


def distance(one, other, most):
    """Edits between two words (insert, delete, replace, swap neighbours), or ``most + 1`` when more.

    The restricted Damerau-Levenshtein distance (Damerau 1964).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, previous = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        current = [i]
        for j, b in enumerate(other, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, previous = previous, current
    return previous[-1]
