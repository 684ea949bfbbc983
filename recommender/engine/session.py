"""A whole session in the time given: warm-up, main part, cool-down, within the time and close to it.

The main part is :mod:`recommender.engine.main_part`. The warm-up prepares, and the cool-down stretches, what
it trains: the same greedy choice, wanting each muscle as much as it is trained. Time that is left in the end
makes both a little longer.
"""

from dataclasses import dataclass, field

import numpy as np

from recommender.engine import timetable
from recommender.engine.coverage import Coverage, greedy
from recommender.engine.main_part import MainPart
from recommender.engine.timetable import CHANGE_OVER, COOL_DOWN, WARM_UP, Block

# Parts of the time, and their bounds in seconds.
PARTS = {WARM_UP: (0.15, 85, 480), COOL_DOWN: (0.09, 55, 360)}
MOST_PART = 0.28
# How far time that is left may stretch them.
STRETCHED = 1.6
MOST_MINUTES = 6
# A muscle is ready, or stretched, after about half a set that is all its own; then others come first.
MUSCLE_NEED = 0.5
LIKED = 0.1
# The rest after a first, light set of a loaded exercise.
LIGHT_SET_REST = 45


@dataclass(frozen=True, eq=False)
class Plan:
    """A session: its :class:`~recommender.engine.timetable.Timed` blocks in order, and what it covers.

    ``seconds`` is the whole of it and ``allowed`` what it had to fit into; ``volume`` (T,) is what the main
    part does of each target and ``value`` what that is worth; ``missed`` says of each promised target that
    is not covered why: ``none`` (no candidate trains it enough) or ``time`` (nothing that does can be added
    or exchanged within the time); ``dropped`` are locked exercises that did not fit.
    """

    timed: list
    seconds: int
    allowed: int
    volume: np.ndarray
    value: float
    missed: dict
    dropped: list = field(default_factory=list)


def plan(menu, wish):
    """Return the :class:`Plan` for a :class:`~recommender.engine.wish.Wish`.

    It is empty where there is nothing to do or no time. The same wish gives the same plan.
    """
    session = _Session(menu, wish)
    session.make()
    blocks = session.blocks()
    return Plan(
        timed=timetable.lay_out(menu, blocks), seconds=timetable.total(menu, blocks),
        allowed=session.allowed, volume=session.main.volume(), value=session.main.value(),
        missed=session.main.missed(), dropped=session.dropped + session.main.dropped,
    )  # fmt: skip


class _Session:
    """A session while it is made: its main part, and the blocks before and after it."""

    def __init__(self, menu, wish):
        self.menu, self.wish = menu, wish
        self.allowed = int(wish.seconds * wish.length)
        self.around = {section: self._locked(section) for section in PARTS}
        self.light_set, self.dropped = [], []
        candidates = {WARM_UP: len(wish.general) + len(wish.specific), COOL_DOWN: len(wish.stretches)}
        self.budgets = {section: self._budget(section) for section in PARTS if candidates[section]}
        self.locked = frozenset(item for _section, item, _sets in wish.locked)
        self.main = MainPart(menu, wish, self.allowed)
        self.main.around(self.around[WARM_UP], self.around[COOL_DOWN], self.allowed)
        self.main.lock()
        self.part = self.main.blocks()

    def make(self):
        """Choose the main part, what prepares it and what ends it, then use the time that is left."""
        reserved = sum(self._kept(section) - self._spent(section) for section in PARTS)
        self.main.around(
            self.around[WARM_UP], self.around[COOL_DOWN],
            self.allowed - reserved - (CHANGE_OVER if reserved else 0),
        )  # fmt: skip
        self.main.choose()
        self.part = self.main.blocks()
        self.trained = _trained(self.menu, self.main.doses)
        self._warm_up()
        self._cool_down()
        reserved = sum(map(self._cost, self.light_set))
        self.main.around(self.around[WARM_UP], self.around[COOL_DOWN], self.allowed - reserved)
        self.main.fill()
        self.part = self.main.blocks()
        self._set_light_set()
        while self._stretch():
            pass
        while self.blocks() and not self._fits():
            self._drop_last()

    def blocks(self):
        """Every block, in order."""
        return [*self.around[WARM_UP], *self.light_set, *self.part, *self.around[COOL_DOWN]]

    # Time.

    def _fits(self):
        return timetable.total(self.menu, self.blocks()) <= self.allowed

    def _budget(self, section):
        part, least, most = PARTS[section]
        return int(min(max(part * self.allowed, least), most, self.allowed * MOST_PART))

    def _kept(self, section):
        """Seconds that are kept for a section: what is locked, and what it is to get beside it."""
        locked = self._spent(section)
        return max(locked, self.budgets.get(section, 0)) if section in self.wish.open else locked

    def _spent(self, section):
        return sum(self._cost(block) for block in self.around[section])

    def _cost(self, block):
        """What a block before or after the main part takes at most."""
        return int(self.menu.brief_cost(block.items[0], block.sets)) + (block.rest or 0)

    # Before and after the main part.

    def _warm_up(self):
        """Get warm with half of the time, then prepare what will be trained."""
        self._set_light_set()
        if WARM_UP not in self.wish.open:
            return
        left = self._kept(WARM_UP) - self._spent(WARM_UP) - sum(map(self._cost, self.light_set))
        general = self._unused(self.wish.general)
        is_warm = not set(self._items(WARM_UP)).isdisjoint(self.wish.general.tolist())
        most = self.wish.most_new
        if len(general) and not is_warm:
            item = int(general[self.wish.fit[general].argmax()])
            block = Block(WARM_UP, (item,), int(max(1, min(MOST_MINUTES, left // 120))))
            if self._cost(block) <= left and self._put(block, first=True):
                left -= self._cost(block)
                most = None if most is None else most - 1
        for item in self._choose(WARM_UP, self.wish.specific, left, most):
            self._put(Block(WARM_UP, (item,), 1))

    def _cool_down(self):
        if COOL_DOWN not in self.wish.open:
            return
        left = self._kept(COOL_DOWN) - self._spent(COOL_DOWN)
        for item in self._choose(COOL_DOWN, self.wish.stretches, left, self.wish.most_new):
            self._put(Block(COOL_DOWN, (item,), 1))

    def _put(self, block, *, first=False):
        """Add a block to its section if the session still fits; whether it did."""
        blocks = self.around[block.section]
        place = 0 if first else len(blocks)
        blocks.insert(place, block)
        if self._fits():
            return True
        blocks.pop(place)
        return False

    def _choose(self, section, rows, seconds, most):
        """Of ``rows``, one set each, what adds most for the trained muscles to a section in the time."""
        rows = self._unused(rows)
        if not len(rows) or seconds <= 0:
            return []
        menu = self.menu
        coverage = Coverage(self.trained, np.full(len(self.trained), MUSCLE_NEED))
        cost = menu.brief_cost(rows)
        liked = LIKED * self.wish.fit[rows] * cost / max(seconds, 1)
        gains = coverage.table(menu.muscles[rows])
        left = coverage.left(menu.muscles[self._items(section)].sum(axis=0))
        return [int(rows[row]) for row in greedy(gains, left, liked, cost, seconds, most=most)]

    def _set_light_set(self):
        """A light set before the first exercise of the main part, where that is wanted and fits."""
        self.light_set = []
        first = self.part[0].items[0] if self.part else None
        if first is None or self.wish.light_sets is None or not self.wish.light_sets[first]:
            return
        block = Block(WARM_UP, self.part[0].items[:1], 1, LIGHT_SET_REST)
        if 2 * self._cost(block) <= self.budgets.get(WARM_UP, 0):
            self.light_set = [block]
            if not self._fits():
                self.light_set = []

    def _stretch(self):
        """Use time that is left before and after the main part; whether any could be used."""
        return self._warm_longer() or self._one_more(COOL_DOWN, self.wish.stretches) or self._one_more(
            WARM_UP, self.wish.specific
        ) or self._stretch_longer()  # fmt: skip

    def _warm_longer(self):
        return self._longer(WARM_UP, self.wish.general, MOST_MINUTES)

    def _stretch_longer(self):
        return self._longer(COOL_DOWN, self.wish.stretches, 2)

    def _longer(self, section, rows, most):
        """One more set (or minute) of what has fewest, below ``most``."""
        blocks = self.around[section]
        fewest = sorted(
            (index for index, block in enumerate(blocks) if self._may_grow(block, rows, most)),
            key=lambda index: blocks[index].sets,
        )
        for index in fewest:
            before = blocks[index]
            blocks[index] = before._replace(sets=before.sets + 1)
            if self._fits():
                return True
            blocks[index] = before
        return False

    def _may_grow(self, block, rows, most):
        item = block.items[0]
        return block.sets < most and item not in self.locked and item in rows

    def _one_more(self, section, rows):
        """One more exercise of ``rows`` in a section that is open and not too long yet."""
        if section not in self.wish.open or self.wish.most_new is not None:
            return False
        room = STRETCHED * self.budgets.get(section, 0) - self._spent(section)
        spare = self.allowed - timetable.total(self.menu, self.blocks())
        chosen = self._choose(section, rows, min(room, spare), 1)
        return any(self._put(Block(section, (item,), 1)) for item in chosen)

    def _drop_last(self):
        """Locked exercises that do not fit go, from the end of the longest section around the main part."""
        section = max(PARTS, key=lambda section: len(self.around[section]))
        if self.light_set:
            self.light_set = []
        elif self.around[section]:
            self.dropped.append(self.around[section].pop().items[0])
        else:
            self.dropped += list(self.main.doses)
            self.main.doses, self.part = {}, []

    def _locked(self, section):
        return [Block(section, (item,), sets) for own, item, sets in self.wish.locked if own == section]

    def _items(self, section):
        return [item for block in self.around[section] for item in block.items]

    def _unused(self, rows):
        """``rows`` without what is already in the session."""
        used = {*self._items(WARM_UP), *self._items(COOL_DOWN), *self.main.doses}
        return rows[[row not in used for row in rows.tolist()]]


def _trained(menu, doses):
    """(M,) how much the main part trains each muscle, adding up to 1."""
    count = menu.muscles.shape[1]
    if not doses:
        return np.full(count, 1 / max(count, 1))
    items = list(doses)
    work = np.array([doses[item] for item in items]) * menu.work[items]
    trained = work @ menu.muscles[items]
    return trained / max(trained.sum(), 1e-9)
