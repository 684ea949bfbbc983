"""Text as people have it, made plain: markup, entities, spaces, formulas, letter case."""

import re
from html import unescape
from html.parser import HTMLParser

_SPACES = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff]+")
_TAG = re.compile(r"<\s*[a-zA-Z/!]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What a spreadsheet would run: =SUM(A1), @SUM(A1), +cmd|'/c calc'!A0, -2+3+cmd|' /c calc'!A0.
_FORMULA = re.compile(r"^\s*(=|@\w+\(|[+\-]\s*\w+\(|[+\-@].*\|.*!)")

_BLOCKS = {
    "p", "div", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section",
    "blockquote",
}  # fmt: skip
_DANGEROUS = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math"}


def plain(text):
    """One line: control characters gone, every kind of space one space, none at the ends."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", str(text))).strip()


def is_formula(text):
    """Whether a spreadsheet would run this text instead of showing it.

    >>> [is_formula(text) for text in ("=1+1", "+cmd|'/c calc'!A0", "- with bands", "90/90")]
    [True, True, False, False]
    """
    return bool(_FORMULA.match(str(text)))


def has_markup(text):
    """Whether the text holds HTML."""
    return bool(_TAG.search(text))


class _Paragraphs(HTMLParser):
    """Collects the text of blocks; what scripts and the like hold is dropped."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.paragraphs, self.current, self.dropping, self.was_dangerous = [], [], [], False

    def _end(self):
        line = plain("".join(self.current))
        if line:
            self.paragraphs.append(line)
        self.current = []

    def handle_starttag(self, tag, attributes):
        if tag in _DANGEROUS:
            self.dropping.append(tag)
            self.was_dangerous = True
        elif any(
            name.startswith("on") or "javascript:" in (value or "").lower() for name, value in attributes
        ):
            self.was_dangerous = True
        if tag in _BLOCKS:
            self._end()

    def handle_endtag(self, tag):
        if tag in self.dropping:
            del self.dropping[self.dropping.index(tag) :]
        if tag in _BLOCKS:
            self._end()

    def handle_data(self, data):
        if not self.dropping:
            self.current.append(data)


def paragraphs(text):
    """Return ``(paragraphs, was_dangerous)`` of a text with or without HTML.

    Without markup, lines are the paragraphs. Scripts, styles and frames are dropped with what they
    hold, and reported by ``was_dangerous`` together with event handlers.
    """
    if not has_markup(text):
        from_lines = (plain(_unescaped(line)) for line in str(text).splitlines())
        return [line for line in from_lines if line], False
    parser = _Paragraphs()
    parser.feed(str(text))
    parser.close()
    parser._end()
    return parser.paragraphs, parser.was_dangerous


def _unescaped(text):
    # Twice: "&amp;nbsp;" is common where a text went through two systems.
    return unescape(unescape(text))


# Words that keep their capitals in a name.
_CAPITALS = """
    TRX EZ SZ JM BOSU AMRAP DB BB KB RDL OHP II III Romanian Bulgarian Turkish Russian Arnold Pallof Nordic
    Copenhagen Cuban Zottman Swiss Olympic Smith Bradford Svend Zercher Jefferson Pendlay Gironda Hindu
    Spiderman Superman Kroc Meadows Tate Bayesian
"""
_PROPER = {word.lower(): word for word in _CAPITALS.split()}
_NAME_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def sentence_case(name):
    """A name in the catalogue's way of writing, whatever its capitals were.

    >>> sentence_case("INCLINE Bench press"), sentence_case("t-bar row"), sentence_case("romanian deadlift")
    ('Incline bench press', 'T-bar row', 'Romanian deadlift')
    """

    def written(found):
        word = found.group().lower()
        if word in _PROPER:
            return _PROPER[word]
        return word.upper() if len(word) == 1 and word.isalpha() and word != "a" else word

    made = _NAME_WORD.sub(written, plain(name))
    return made[:1].upper() + made[1:]
