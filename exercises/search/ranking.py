"""How well a document answers a search; the same figures whatever the database."""

# A word found in the name counts most, then other names, then muscles and equipment, then the summary.
NAME, ALIAS, KEYWORD, BODY = 10.0, 8.0, 5.0, 1.5
# A word that only begins with what was typed counts this much of a whole one.
BEGINNING = 0.7
WHOLE_NAME, WHOLE_ALIAS, NAME_BEGINS, IN_ORDER = 25.0, 22.0, 4.0, 3.0
# Each further word of the name makes it a little less what was asked for.
EXTRA_WORD = 0.4


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
        self.fields = (
            (NAME, set(self.name)),
            (ALIAS, {word for line in self.lines[1:] for word in line.split()}),
            (KEYWORD, set(keywords.split())),
            (BODY, set(body.split())),
        )

    def token_score(self, token):
        """The best field's score of one word."""
        return max(weight * _holds(token, words) for weight, words in self.fields)

    def score(self, groups, typed):
        """The score for weighted groups; ``typed`` are the words as one line.

        ``groups`` is a list of lists of ``(words, weight)``. A group nobody answers counts nothing and
        costs half a name match, so that answering all is better than answering one twice as well.
        """
        total = 0.0
        for group in groups:
            best = max(
                weight * min(scores) if min(scores := [self.token_score(t) for t in words]) else 0.0
                for words, weight in group
            )
            total += best if best else -NAME / 2
        if self.lines[0] == typed:
            total += WHOLE_NAME
        elif typed in self.lines[1:]:
            total += WHOLE_ALIAS
        elif self.lines[0].startswith(typed):
            total += NAME_BEGINS
        elif f" {typed}" in f" {self.lines[0]}":
            total += IN_ORDER
        wanted = max(len(typed.split()), 1)
        return total - EXTRA_WORD * max(len(self.name) - wanted, 0)

    def answers(self, groups):
        """How many of the groups it answers."""
        return sum(
            any(all(self.token_score(t) for t in words) for words, _weight in group) for group in groups
        )
