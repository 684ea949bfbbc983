"""What the muscle map shows: which muscles are painted how, and the same in words.

The shapes are in ``static/bodymap.svg``, one id per muscle of the vocabulary; a page only names them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext

from exercises.vocabulary import MUSCLES

HEAT_LEVELS = range(5)


@dataclass(frozen=True)
class Figure:
    """One muscle map: ``painted`` pairs of muscle and state, and ``text`` for those who do not see it."""

    painted: tuple[tuple[str, str], ...]
    text: str


def figure(primary, secondary=()):
    """The map of an exercise.

    Takes words of the vocabulary (as a list, or in one string parted by spaces) or rows with a ``slug``.
    A muscle that is both counts as primary. One that is not drawn is still named in the text.
    """
    primary = _codes(primary)
    secondary = [code for code in _codes(secondary) if code not in primary]
    sentences = []
    if primary:
        sentences.append(gettext("Primary: %(muscles)s") % {"muscles": _names(primary)})
    if secondary:
        sentences.append(gettext("secondary: %(muscles)s") % {"muscles": _names(secondary)})
    painted = [(code, "is-secondary") for code in secondary] + [(code, "is-primary") for code in primary]
    return Figure(
        painted=tuple((code, state) for code, state in painted if code in MUSCLES),
        text="; ".join(sentences) or gettext("No muscle named"),
    )


def heat(levels, words=None):
    """The map of how much each muscle did, or how tired it is.

    ``levels`` gives each muscle a whole number from 0 (nothing) to 4 (most); muscles left out are at
    rest. ``words`` are the five names of the levels. A level outside the range raises ``ValueError``.
    """
    words = words or [gettext("none"), gettext("a little"), gettext("some"), gettext("much"), gettext("most")]
    outside = {code: level for code, level in levels.items() if level not in HEAT_LEVELS}
    if outside:
        raise ValueError(f"levels must be whole numbers from 0 to 4, got {outside}")
    sentences = []
    for level in reversed(HEAT_LEVELS[1:]):
        muscles = [code for code in levels if levels[code] == level]
        if muscles:
            sentences.append(f"{words[level]}: {_names(muscles)}")
    return Figure(
        painted=tuple((code, f"is-level-{int(level)}") for code, level in levels.items() if code in MUSCLES),
        text="; ".join(sentences) or gettext("Every muscle: %(level)s") % {"level": words[0]},
    )


def _codes(muscles):
    if isinstance(muscles, str):
        muscles = muscles.split()
    return [getattr(muscle, "slug", muscle) for muscle in muscles or ()]


def _names(codes):
    return ", ".join(str(MUSCLES.get(code, code)) for code in codes)
