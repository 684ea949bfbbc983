"""Tells whether two exercises are the same one: exactly, perhaps, or certainly not.

Fuzzy likeness alone is unsafe: "Incline bench press" and "Decline bench press" are 93 % alike. So a
name is first parted into three: the movement's words, the words that tell variations apart (incline,
left, seated …), and the equipment it names. Exercises are exactly the same only when all three agree and
their known attributes do not contradict each other; opposites are never even near.
"""

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from exercises import vocabulary
from exercises.names import BODY_PARTS, MAIN_EQUIPMENT, NONE, SIDES, USUAL, Name, opposed, part
from exercises.search.words import distance

__all__ = ["DIFFERENT", "EXACT", "NEAR", "Candidate", "Match", "Matcher", "compare", "part"]

EXACT, NEAR, DIFFERENT = "exact", "near", "different"

# At and above this likeness a pair goes to the queue.
NEAR_FROM = 0.82

# What each word that only one of two names has, such as "wide" or "seated", takes off the likeness.
SIDE_COSTS = 0.2
# Words for what is usual anyway ("standing", "double") say little when only one name has them.
LIGHT_COSTS = 0.1

_REGION_OF = {m: region for region, (_name, muscles) in vocabulary.REGIONS.items() for m in muscles}


@dataclass(frozen=True)
class Candidate:
    """What is compared of an exercise. Sets that are empty or None say nothing."""

    key: object
    names: tuple
    equipment: frozenset | None = None
    primary: frozenset = frozenset()
    type: str = ""


@dataclass(frozen=True)
class Match:
    """How two candidates compare, with reasons a person can read."""

    kind: str
    likeness: float
    reasons: tuple = ()


def compare(one, other):
    """Return the :class:`Match` of two candidates: the best over all pairs of their names."""
    best = Match(DIFFERENT, 0.0)
    if opposed(one.names[0], other.names[0]) or _name_other_tools(one.names[0], other.names[0]):
        return best  # No alias makes up for names that exclude each other.
    for first in one.names:
        for second in other.names:
            found = _compare_names(first, second, one, other)
            is_alias = first is not one.names[0] or second is not other.names[0]
            if found.kind == EXACT and is_alias and not _need_the_same(one, other):
                # People call similar exercises by one name: bench dips and chair dips, for one.
                found = Match(NEAR, 0.95, ("one is another name of the other",))
            if (found.kind == EXACT, found.likeness) > (best.kind == EXACT, best.likeness):
                best = found
    return best


def _name_other_tools(first, second):
    """Whether each name names a tool that the other does not."""
    return bool(first.equipment - second.equipment and second.equipment - first.equipment)


def _need_the_same(one, other):
    return one.equipment is not None and one.equipment == other.equipment


def _compare_names(first, second, one, other):
    if opposed(first, second):
        return Match(DIFFERENT, 0.0)
    first, second, is_implied = _without_implied(first, second, one, other)
    likeness = _word_likeness(first.words, second.words)
    likeness -= sum(LIGHT_COSTS if side in USUAL else SIDE_COSTS for side in first.sides ^ second.sides)
    if likeness < NEAR_FROM:
        return Match(DIFFERENT, max(likeness, 0.0))
    tools = _tools(first, one), _tools(second, other)
    reasons = _contradictions(one, other)
    is_same_movement = first.words == second.words and first.sides == second.sides
    has_same_equipment = first.equipment == second.equipment
    if is_implied:
        reasons.append("one names the muscle")
    if None not in tools and tools[0] != tools[1]:
        if not (is_same_movement and (has_same_equipment or _is_listed(first, second, tools))):
            # One name for two tools leaves a doubt; names that differ by their tools leave none.
            return Match(DIFFERENT, likeness / 2)
        reasons.append("equipment differs")
    elif None in tools and not has_same_equipment:
        reasons.append("equipment of one is not known")
    if is_same_movement and not reasons:
        return Match(EXACT, 1.0)
    likeness -= 0.05 * len(reasons)
    return Match(NEAR, min(max(likeness, 0.0), 0.999), tuple(reasons))


def _without_implied(first, second, one, other):
    """Both names without a part of the body that one names and the other's muscles say anyway.

    "Shoulder internal rotation" and an "Internal rotation" for the shoulders are one movement.
    """
    spared = {
        word
        for word in first.words ^ second.words
        if BODY_PARTS.get(word) in (other.primary if word in first.words else one.primary)
    }
    if not spared:
        return first, second, False
    sides = {SIDES[word] for word in spared if word in SIDES}
    pair = [Name(name.words - spared, name.sides - sides, name.equipment) for name in (first, second)]
    return (*pair, True) if all(name.words for name in pair) else (first, second, False)


def _is_listed(first, second, tools):
    """Whether each tool that one name says is in the other's list: lists may hold what serves instead."""
    named = first.equipment | second.equipment
    return not (first.equipment and second.equipment) and bool(named) and named <= tools[0] & tools[1]


def _tools(name, candidate):
    """What an exercise is mainly done with, by its name and its equipment; None when neither says."""
    if candidate.equipment is None and not name.equipment:
        return None
    tools = set(name.equipment) | ((candidate.equipment or set()) & MAIN_EQUIPMENT)
    if "ring" in tools:
        tools.discard("suspension-trainer")  # The vocabulary keeps rings and straps together.
    if "smith-machine" in tools:
        tools -= {"machine", "barbell"}
    return tools - {NONE}


def _contradictions(one, other):
    """Attributes that both know and that cannot both be right."""
    found = []
    if one.primary and other.primary and not _regions(one.primary) & _regions(other.primary):
        found.append("muscles differ")
    if one.type and other.type and one.type != other.type:
        found.append("type differs")
    return found


def _regions(muscles):
    """The regions of some muscles: within one, sources call the same work by several muscles."""
    return {_REGION_OF.get(muscle, muscle) for muscle in muscles}


def _word_likeness(first, second):
    """Dice's coefficient over words, where a misspelt word counts as the word it resembles."""
    if not first or not second:
        return 0.0
    common, left = len(first & second), [*(second - first)]
    for word in sorted(first - second):
        near = next((other for other in left if _is_misspelling(word, other)), None)
        if near:
            left.remove(near)
            common += 0.9
    return 2 * common / (len(first) + len(second))


@lru_cache(maxsize=200_000)
def _is_misspelling(one, other):
    if min(len(one), len(other)) < 3 or {one, other} & set(SIDES):
        return False
    most = 1 if max(len(one), len(other)) < 8 else 2
    return distance(one, other, most) <= most and SequenceMatcher(None, one, other).ratio() > 0.7


class Matcher:
    """Candidates kept by the words of their names, so that one is compared with few."""

    def __init__(self, candidates=()):
        self.candidates = {}
        self._by_word = defaultdict(set)
        for candidate in candidates:
            self.add(candidate)

    def add(self, candidate):
        """Take in one more candidate."""
        self.candidates[candidate.key] = candidate
        for name in candidate.names:
            for word in name.words:
                self._by_word[word].add(candidate.key)
                self._by_word[word[:3]].add(candidate.key)

    def matches(self, candidate):
        """``(key, Match)`` of those exactly or nearly the same, the most alike first."""
        near = set()
        for name in candidate.names:
            rarest = sorted(name.words, key=lambda word: (len(self._by_word.get(word, ())), word))
            # A pair that is near shares at least one of its two rarest words, misspelt at most.
            for word in rarest[:2]:
                near |= self._by_word.get(word, set()) | (
                    self._by_word.get(word[:3], set()) if word not in self._by_word else set()
                )
        near.discard(candidate.key)
        found = [(key, compare(candidate, self.candidates[key])) for key in near]
        found = [(key, match) for key, match in found if match.kind != DIFFERENT]
        return sorted(found, key=lambda pair: (pair[1].kind != EXACT, -pair[1].likeness, str(pair[0])))
