"""How long a session takes: work, rest, changing over, setting up; and what can be alternated.

Two exercises whose muscles oppose each other can be alternated set by set: each one's muscles rest while the
other's work, so that the pair takes less time than the two in turn and nobody rests less than the dose asks.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

# Seconds. Changing over is reading what comes next and getting into position.
CHANGE_OVER = 20
SET_UP = 40
SWITCH = 10
SHORTEST_REST = 15
# Alternating has to save this much.
WORTH_ALTERNATING = 30
# Opposed: this much of the work is done by opponents, and no more than that by the same muscles.
OPPOSED, SHARED = 0.3, 0.25
WARM_UP, MAIN, COOL_DOWN = "warmup", "main", "cooldown"


@dataclass(frozen=True, eq=False)
class Menu:
    """What a session is made of, one row per exercise of the catalogue, in its order.

    Parameters
    ----------
    sets, least, most : int (I,) sets usually, at least and at most done; minutes where those are counted
    work, rest : int (I,) seconds of one set at the top of its range, both sides, and of the rest after it
    brief : int (I,) seconds of one set before or after the main part, at the bottom of the range
    equipment : uint64 (I,) masks;  stations : bool (I,), needs something that stands in its place
    groups : int (I,) variation group, negative for none
    tiers : int (I,) what comes first in the main part has the lowest
    shares : float (I,) the part of the main part's time that one exercise may take
    alternates : bool (I,) may be alternated with an opposed one
    muscles : float (I, M) shares of work
    volume : float (I, T) what one set gives to each target
    opposed : bool (I, I) see :func:`opposed`
    """

    sets: np.ndarray
    least: np.ndarray
    most: np.ndarray
    work: np.ndarray
    rest: np.ndarray
    brief: np.ndarray
    equipment: np.ndarray
    stations: np.ndarray
    groups: np.ndarray
    tiers: np.ndarray
    shares: np.ndarray
    alternates: np.ndarray
    muscles: np.ndarray
    volume: np.ndarray
    opposed: np.ndarray

    def __len__(self):
        return len(self.sets)

    # Plain lists: a session is timed many times, one small number after the other.
    @cached_property
    def lists(self):
        """``work, rest, brief, equipment, tiers`` as lists."""
        return tuple(
            array.tolist() for array in (self.work, self.rest, self.brief, self.equipment, self.tiers)
        )

    def seconds(self, items, sets):
        """Seconds of work and rest of ``sets`` sets each of ``items`` in the main part."""
        return sets * self.work[items] + (sets - 1) * self.rest[items]

    def cost(self, items, sets):
        """Seconds that ``items`` take at most in the main part, whatever comes before and after.

        The sum of the costs is at least as long as the part.
        """
        return self.seconds(items, sets) + np.maximum(self.rest[items], CHANGE_OVER) + self._set_up(items)

    def brief_cost(self, items, sets=1):
        """As :meth:`cost`, before or after the main part."""
        rest = np.minimum(self.rest[items], SHORTEST_REST)
        return sets * self.brief[items] + (sets - 1) * rest + CHANGE_OVER + self._set_up(items)

    def _set_up(self, items):
        return SET_UP * (self.equipment[items] != 0)

    @cached_property
    def _saved(self):
        return {}

    def saved(self, first, second, sets, *, is_shared):
        """Seconds that alternating two exercises saves at least; 0 where they may not be."""
        key = first, second, sets, is_shared
        found = self._saved.get(key)
        if found is None:
            allowed = self.may_alternate(first, second, is_shared=is_shared)
            found = self._saved[key] = _saving(self, first, second, sets) if allowed else 0
        return found

    def may_alternate(self, first, second, *, is_shared):
        """Whether two exercises can be alternated; ``is_shared`` if others wait for the place's stations."""
        if not (self.opposed[first, second] and self.alternates[first] and self.alternates[second]):
            return False
        if not (self.stations[first] and self.stations[second]):
            return True
        return not is_shared and self.equipment[first] == self.equipment[second]


class Block(NamedTuple):
    """One exercise, or two that are alternated, for a number of sets; ``rest`` where it is not the usual."""

    section: str
    items: tuple
    sets: int
    rest: int | None = None


@dataclass(frozen=True)
class Timed:
    """A block in its place: seconds before it (changing over, resting), of it, and of rest in it."""

    block: Block
    start: int
    before: int
    seconds: int
    rest: int


def opposed(muscles, pairs):
    """bool (I, I): whose work is mostly done by opponents, by shares (I, M) and pairs of columns."""
    muscles = np.nan_to_num(np.asarray(muscles, dtype=np.float32))
    against = np.zeros((len(muscles), len(muscles)), dtype=np.float32)
    for first, second in pairs:
        half = np.minimum.outer(muscles[:, first], muscles[:, second])
        against += half + half.T
    same = np.zeros_like(against)
    for column in muscles.T:
        same += np.minimum.outer(column, column)
    return (against >= OPPOSED) & (same <= SHARED)


def span(menu, block):
    """``(seconds, rest)``: of a block from its first to its last repetition, and between its rounds.

    Alternating, one rests for what is left of the longer rest while the other one works.
    """
    work, rest, brief, *_others = menu.lists
    first = block.items[0]
    if block.section != MAIN:
        pause = min(SHORTEST_REST, rest[first]) if block.rest is None else block.rest
        return block.sets * brief[first] + (block.sets - 1) * pause, pause
    if len(block.items) == 1:
        return block.sets * work[first] + (block.sets - 1) * rest[first], rest[first]
    second = block.items[1]
    pause = max(
        SHORTEST_REST, rest[first] - SWITCH - work[second], rest[second] - SWITCH - work[first]
    )  # fmt: skip
    return block.sets * (work[first] + SWITCH + work[second]) + (block.sets - 1) * pause, pause


def _spans(menu, blocks):
    """``(before, seconds, rest)`` of every block, see :func:`lay_out`."""
    equipment = menu.lists[3]
    at_hand, rest_before = 0, None
    for block in blocks:
        missing, own = 0, 0
        for item in block.items:
            mask = equipment[item]
            if mask & ~(at_hand | own):
                missing += 1
            own |= mask
        before = SET_UP * missing
        if rest_before is not None:
            before = max(rest_before, CHANGE_OVER + before)
        seconds, rest_before = span(menu, block)
        yield before, seconds, rest_before
        # What lies there stays at hand while nothing else is needed.
        at_hand = own or at_hand


def lay_out(menu, blocks):
    """Return the :class:`Timed` blocks, one after the other.

    Before a block one rests as long as the block before asks for, or changes over and sets up what is not
    at hand yet, whichever takes longer.
    """
    timed, clock = [], 0
    for block, (before, seconds, rest) in zip(blocks, _spans(menu, blocks), strict=True):
        timed.append(Timed(block, clock + before, before, seconds, rest))
        clock += before + seconds
    return timed


def total(menu, blocks):
    """Seconds from the start to the last repetition."""
    clock = 0
    for before, seconds, _rest in _spans(menu, blocks):
        clock += before + seconds
    return clock


def arrange(menu, doses, *, is_shared):
    """Return the blocks of the main part for ``doses``, {item: sets} in the order of choice.

    Opposed exercises of equal sets are alternated where that saves time, the largest saving first. What
    has to be done fresh comes first; within a tier, what needs the same things stays together.
    """
    items = list(doses)
    tiers = menu.lists[4]
    savings = []
    for position, a in enumerate(items):
        sets = doses[a]
        for b in items[position + 1 :]:
            if doses[b] == sets:
                saved = menu.saved(a, b, sets, is_shared=is_shared)
                if saved >= WORTH_ALTERNATING:
                    savings.append((-saved, position, a, b))
    partner = {}
    for _saved, _position, a, b in sorted(savings):
        if a not in partner and b not in partner:
            partner[a], partner[b] = b, a
    blocks, seen = [], set()
    for item in sorted(items, key=tiers.__getitem__):
        if item not in seen:
            members = (item, partner[item]) if item in partner else (item,)
            seen.update(members)
            blocks.append(Block(MAIN, members, doses[item]))
    return _together(menu, blocks)


def _saving(menu, a, b, sets):
    """What two blocks take longer than the pair, each block counted with the rest after it."""
    spans = [span(menu, Block(MAIN, items, sets)) for items in ((a,), (b,), (a, b))]
    first, second, pair = (seconds + max(rest, CHANGE_OVER) for seconds, rest in spans)
    return first + second - pair


def _together(menu, blocks):
    """Within each tier, blocks that need the same things one after the other, in order of appearance."""
    _work, _rest, _brief, equipment, tiers = menu.lists
    first, keys = {}, []
    for index, block in enumerate(blocks):
        tier, things = tiers[block.items[0]], equipment[block.items[0]]
        keys.append((tier, first.setdefault((tier, things), index), index))
    return [blocks[index] for _tier, _first, index in sorted(keys)]
