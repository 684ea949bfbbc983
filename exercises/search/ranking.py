"""How well a document answers a search; the same figures whatever the database."""

from collections import Counter
from functools import cache
from itertools import pairwise

from exercises import vocabulary
from exercises.search.words import tokens

# A word found in the name counts most, then other names, then muscles and equipment, then the summary.
NAME, ALIAS, KEYWORD, BODY = 10.0, 8.0, 5.0, 1.5
# A muscle is looked for among the muscles first: a name may hold the word and train another one.
PRIMARY_MUSCLE, PRIMARY_AND_NAMED, ONLY_NAMED = 9.0, 12.0, 6.0
# A word that only begins with what was typed counts this much of a whole one.
BEGINNING = 0.7
WHOLE_NAME, WHOLE_ALIAS, NAME_BEGINS, IN_ORDER = 25.0, 22.0, 4.0, 3.0
# What does all its work with the muscle comes this much before what does hardly any.
TRAINED = 3.0
# Who types only muscles more often wants to train them than to stretch them, and whole movements first.
STRENGTH, COMPOUND = 2.0, 0.5
# Each further word of the name makes it a little less what was asked for.
EXTRA_WORD = 0.4


# Asked for as a muscle is.
_SESSIONS = {"upper body", "lower body", "push day", "pull day", "leg day"}


@cache
def muscle_words():
    """Normalised words that are a muscle or a region on their own."""
    tables = (vocabulary.MUSCLES, vocabulary.REGIONS)
    names = [name for table in tables for name in vocabulary.english(table).values()]
    return {found[0] for name in names if len(found := tokens(name)) == 1}


def _holds(token, words):
    """1 for the word itself, less for one that begins with it, 0 for none."""
    if token in words:
        return 1.0
    return BEGINNING if any(word.startswith(token) for word in words) else 0.0


class Document:
    """The words of a document, split once."""

    def __init__(self, names, keywords, body):
        self.lines = names.split("\n")
        self.name = self.lines[0].split()
        # "Single-leg" says how many, not what is trained.
        self.named = {word for before, word in pairwise(["", *self.name]) if before != "single"}
        self.keywords = Counter(keywords.split())
        self.fields = (
            (NAME, set(self.name)),
            (ALIAS, {word for line in self.lines[1:] for word in line.split()}),
            (KEYWORD, set(self.keywords)),
            (BODY, set(body.split())),
        )

    def token_score(self, token, *, is_alone=False):
        """The score of one word; ``is_alone`` when nothing but muscles was asked for."""
        if token in muscle_words():
            if token in self.keywords:
                is_named = token in self.named
                score = PRIMARY_AND_NAMED if is_named and not is_alone else PRIMARY_MUSCLE
                return score + TRAINED * min(self.keywords[token] / 10, 1)
            if token in self.name:
                return ONLY_NAMED
        return max(weight * _holds(token, words) for weight, words in self.fields)

    def score(self, groups, typed):
        """The score for weighted groups; ``typed`` are the words as one line.

        ``groups`` is a list of lists of ``(words, weight)``. A group nobody answers counts nothing and
        costs half a name match, so that answering all is better than answering one twice as well.
        """
        words = typed.split()
        is_alone = typed in _SESSIONS or all(word in muscle_words() for word in words)
        total = 0.0
        if is_alone:
            total += STRENGTH * ("strength" in self.keywords) + COMPOUND * ("compound" in self.keywords)
        for group in groups:
            best = max(self._alternative(words, weight, is_alone) for words, weight in group)
            total += best if best else -NAME / 2
        if self.lines[0] == typed:
            total += WHOLE_NAME
        elif typed in self.lines[1:]:
            total += WHOLE_ALIAS
        elif is_alone:
            pass
        elif self.lines[0].startswith(typed):
            total += NAME_BEGINS
        elif f" {typed}" in f" {self.lines[0]}":
            total += IN_ORDER
        return total - EXTRA_WORD * max(len(self.name) - len(words), 0)

    def _alternative(self, words, weight, is_alone):
        scores = [self.token_score(word, is_alone=is_alone) for word in words]
        return weight * sum(scores) / len(scores) if min(scores) else 0.0

    def answers(self, groups):
        """How many of the groups it answers."""
        return sum(any(all(map(self.token_score, words)) for words, _weight in group) for group in groups)
