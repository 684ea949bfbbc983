"""The exact sum behind a score as a person reads it: parts gathered, tiny ones in one line, nothing lost."""

import math
from dataclasses import dataclass

from django.utils.translation import ngettext

from recommender import wording

# Lines shown by themselves; what is left becomes one more.
LINES = 6
DECIMALS = 3
# Less than this shows as nothing.
SEEN = 0.5 / 10**DECIMALS


@dataclass(frozen=True)
class Term:
    """One line: its words, what it adds, and the length of its bar from 0 to 100."""

    text: str
    value: float
    width: float


@dataclass(frozen=True)
class Sum:
    """Lines, the largest effect first, and the total that they add up to as shown."""

    terms: list[Term]
    total: float
    decimals: int = DECIMALS


def readable(why, *, lines=LINES):
    """Return the :class:`Sum` of a :class:`recommender.serving.Why`.

    Each exercise of the history is a line, and so is each question whatever the number of its features.
    """
    gathered = {}
    for line in why.lines:
        name = line.key.partition("=")[0] if line.kind == "preference" else line.key
        text, value = gathered.get((line.kind, name), (line.text, 0.0))
        gathered[line.kind, name] = (text, value + line.value)
    named = [
        (wording.question(name, why.answers) if kind == "preference" else text, value)
        for (kind, name), (text, value) in gathered.items()
    ]
    named.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
    # What would show as 0.000 goes with the others; a single one left over is shown by its name.
    lines = min(lines, sum(abs(value) >= SEEN for _text, value in named))
    if len(named) > lines + 1:
        named[lines:] = [(smaller(len(named) - lines), sum(value for _text, value in named[lines:]))]
    values = rounded([value for _text, value in named])
    widest = max(map(abs, values), default=0) or 1
    terms = [
        Term(text, value, round(100 * abs(value) / widest, 1))
        for (text, _exact), value in zip(named, values, strict=True)
    ]
    return Sum(terms, round(sum(values), DECIMALS))


def smaller(count):
    """Return the words for what is gathered in the last line."""
    return ngettext("%(count)d smaller thing", "%(count)d smaller things", count) % {"count": count}


def rounded(values, decimals=DECIMALS):
    """Return ``values`` at so many decimals that they add up to their rounded sum.

    Each is at most one unit of the last place away: the sum's rounding goes to those that were cut most
    (the largest-remainder method).
    """
    unit = 10**decimals
    scaled = [value * unit for value in values]
    cut = [math.floor(value) for value in scaled]
    missing = round(sum(scaled)) - sum(cut)
    by_remainder = sorted(range(len(cut)), key=lambda index: cut[index] - scaled[index])
    for index in by_remainder[:missing]:
        cut[index] += 1
    return [value / unit for value in cut]
