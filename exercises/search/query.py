"""What a person typed, understood: words to find, and limits that are rules rather than words."""

from dataclasses import dataclass
from functools import cache

from exercises import vocabulary
from exercises.search import synonyms
from exercises.search.words import raw_tokens, tokens

LONGEST_TEXT = 200
MOST_WORDS = 12

_NOTHING = ("equipment", "weight", "gear", "machines", "kit", "tool")
_NO = {"no", "without", "zero", "minus", "not"}
_ARTICLES = {"a", "an", "any", "the", "my", "of", "on"}
_SORE = {"bad", "sore", "painful", "injured", "hurt", "spare", "stiff", "weak"}
# Who types a pain and one of these looks for something to do about it, not only around it.
_SOOTHING = {"stretch", "mobility", "rehabilitation"}
_AFTER_JOINT = {"friendly", "pain", "safe", "injury", "problem", "ache"}


@dataclass(frozen=True)
class Query:
    """Words to find, and what must not be: equipment left out, joints spared, noise."""

    words: tuple = ()
    without: tuple = ()
    needs_nothing: bool = False
    spare: tuple = ()
    is_quiet: bool = False

    @property
    def is_empty(self):
        """Whether nothing was understood at all."""
        return not (self.words or self.without or self.needs_nothing or self.spare or self.is_quiet)


@cache
def _equipment_phrases():
    """Normalised words → equipment slug, for "no …"; the longest phrases first."""
    phrases = {}
    for slug, name in vocabulary.english(vocabulary.EQUIPMENT).items():
        phrases[tuple(tokens(slug))] = slug
        phrases[tuple(tokens(name))] = slug
    return dict(sorted(phrases.items(), key=lambda pair: -len(pair[0])))


@cache
def _joint_phrases():
    phrases = {tuple(raw_tokens(name)): slug for slug, name in vocabulary.english(vocabulary.JOINTS).items()}
    phrases[("back",)] = "lower-back"
    return dict(sorted(phrases.items(), key=lambda pair: -len(pair[0])))


def _match(words, start, phrases):
    """The value and length of the first phrase that stands at ``start``, or ``(None, 0)``."""
    for phrase, value in phrases.items():
        if tuple(words[start : start + len(phrase)]) == phrase:
            return value, len(phrase)
    return None, 0


def understand(text):
    """Return the :class:`Query` meant by ``text``; longer texts are cut, nothing raises.

    >>> understand("chest no equipment")
    Query(words=('chest',), without=(), needs_nothing=True, spare=(), is_quiet=False)
    >>> understand("leg press with a bad knee").spare
    ('knee',)
    >>> understand("neck pain stretches").words
    ('stretch', 'neck')
    """
    raw = [word for word in raw_tokens(text[:LONGEST_TEXT]) if word not in _ARTICLES]
    left, without, spare, needs_nothing, is_quiet, at = [], [], [], False, False, 0
    while at < len(raw):
        word, after = raw[at], raw[at + 1] if at + 1 < len(raw) else ""
        step = 1
        joint, joint_length = _match(raw, at + 1 if word in _SORE else at, _joint_phrases())
        if word in _NO and after in _NOTHING:
            needs_nothing, step = True, 2
        elif word in _NO and after in ("noise", "jump", "jumping"):
            is_quiet, step = True, 2
        elif word in _NO and (found := _match(tokens(" ".join(raw[at + 1 :])), 0, _equipment_phrases()))[0]:
            without.append(found[0])
            step = 1 + _raw_length(raw[at + 1 :], found[1])
        elif word == "quiet" or word == "silent":
            is_quiet = True
        elif joint and word in _SORE:
            spare.append(joint)
            step = 1 + joint_length
        elif joint and _next(raw, at + joint_length) in _AFTER_JOINT:
            spare.append(joint)
            step = joint_length + 1
        else:
            left.append(word)
        at += step
    words = tokens(" ".join(left))
    if spare and _SOOTHING & set(words):
        words += [word for joint in spare for word in tokens(joint)]
    telling = [word for word in words if word not in synonyms.IDLE] or words
    if needs_nothing or without or spare or is_quiet:
        telling = [word for word in words if word not in synonyms.IDLE]
    return Query(
        tuple(dict.fromkeys(telling[:MOST_WORDS])), tuple(dict.fromkeys(without)), needs_nothing,
        tuple(dict.fromkeys(spare)), is_quiet,
    )  # fmt: skip


def _next(words, at):
    return words[at] if at < len(words) else ""


def _raw_length(raw, normal_length):
    """How many raw words make up the first ``normal_length`` normalised ones."""
    for length in range(1, len(raw) + 1):
        if len(tokens(" ".join(raw[:length]))) >= normal_length:
            return length
    return len(raw)
