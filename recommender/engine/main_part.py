"""The main part of a session: chosen by cost and worth, then filled to the time there is.

:func:`recommender.engine.coverage.greedy` chooses under what each exercise costs at most
(:meth:`~recommender.engine.timetable.Menu.cost`), one exercise of each variation group being a candidate: the
guarantee of that module holds for this choice. Then time that is really free (things already at hand,
opposed exercises alternated) is filled with further exercises and sets, which can only add to its worth.
One exercise is exchanged for another, or for sets of others, while that raises the worth. Where a promised
target is not covered, one is exchanged for one that covers it when that fits; this alone may cost some worth.
Locked exercises come first, and the guarantee holds for what is chosen beside them.
"""

import numpy as np

from recommender.engine import timetable
from recommender.engine.coverage import Coverage, greedy
from recommender.engine.timetable import CHANGE_OVER, MAIN

# How much liking counts beside covering, both over a whole main part.
TASTE = 0.6
# An exercise takes no less than this part of the main part while its sets can grow.
SMALLEST_PART = 1 / 12
# Of many exercises that might still fit, this many are tried.
TRIALS = 6
# Exchanges are tried this often, for at least this much more worth.
ROUNDS = 2
WORTH_CHANGING = 0.01


class MainPart:
    """The main part while it is being chosen: doses by item, within ``budget`` seconds.

    Other blocks may stand before and after it, see :meth:`around`; the budget is then that of them all.
    """

    def __init__(self, menu, wish, budget):
        self.menu, self.wish, self.budget = menu, wish, budget
        self.before, self.after = [], []
        self._seconds, self._values = {}, {}
        self.coverage = Coverage(wish.weights, wish.needs)
        self.doses, self.dropped = {}, []
        self.locked = frozenset()
        self._part, self.sets = 1, menu.sets
        self.pool = np.zeros(0, dtype=int)
        self.groups = menu.groups.tolist()
        self._new = 0

    # What there is.

    def blocks(self, doses=None):
        """The blocks of the main part."""
        doses = self.doses if doses is None else doses
        return timetable.arrange(self.menu, doses, is_shared=self.wish.is_shared)

    def seconds(self, doses=None):
        """Seconds of everything, before and after it too."""
        doses = self.doses if doses is None else doses
        key = tuple(doses.items())
        if key not in self._seconds:
            blocks = [*self.before, *self.blocks(doses), *self.after]
            self._seconds[key] = timetable.total(self.menu, blocks)
        return self._seconds[key]

    def volume(self, doses=None):
        """(T,) what is done of each target."""
        doses = self.doses if doses is None else doses
        items = list(doses)
        return np.array([doses[item] for item in items]) @ self.menu.volume[items] if items else (
            np.zeros(self.menu.volume.shape[1])
        )  # fmt: skip

    def value(self, doses=None):
        """The worth F of the doses, see :mod:`recommender.engine.coverage`."""
        doses = self.doses if doses is None else doses
        key = tuple(doses.items())
        if key not in self._values:
            items, sets = np.array(list(doses), dtype=int), np.array(list(doses.values()), dtype=int)
            liked = self._bonus(items, sets).sum()
            self._values[key] = float(self.coverage.value(self.volume(doses)) + liked)
        return self._values[key]

    def missed(self):
        """``{target: why}`` of the promised targets that are not covered."""
        reach = np.zeros(len(self.wish.floors))
        pool = np.concatenate([self.wish.main, np.array(list(self.doses), dtype=int)]).astype(int)
        if len(pool):
            reach = (self.menu.volume[pool] * self.menu.most[pool][:, None]).max(axis=0)
        return {
            target: "none" if reach[target] < self.wish.floors[target] else "time"
            for target in self._uncovered(self.volume())
        }

    def around(self, before, after, budget):
        """Put the main part between other blocks, with the budget of them all."""
        # Their own lists: what is timed must not change behind the times that are remembered.
        self.before, self.after, self.budget = list(before), list(after), budget
        self._seconds = {}

    # What is chosen.

    def lock(self):
        """Take the locked exercises, with fewer sets or without the last ones where there is no time."""
        locked = {item: sets for section, item, sets in self.wish.locked if section == MAIN}
        while locked and self.seconds(locked) > self.budget:
            item = max(reversed(locked), key=lambda item: locked[item] - self.menu.least[item])
            if locked[item] > self.menu.least[item]:
                locked[item] -= 1
            else:
                self.dropped.append(list(locked)[-1])
                locked.popitem()
        self.doses, self.locked = dict(locked), frozenset(locked)

    def choose(self):
        """The greedy choice, what exchanging improves, promised targets, then what time is left."""
        around = timetable.total(self.menu, [*self.before, *self.after])
        self._part = max(self.budget - around, 1)
        self.sets, self._values = self._usual_sets(), {}
        self.pool = self._pool()
        rows = self._one_of_each_group(self.pool)
        if MAIN in self.wish.open and len(rows):
            # Beside nothing else, the costs are a bound; beside other blocks they are nearly one.
            spent = self.seconds() if self.doses or around else 0
            chosen = greedy(
                self.coverage.table(self._volumes(rows)), self.coverage.left(self.volume()),
                self._bonus(rows, self.sets[rows]), self.menu.cost(rows, self.sets[rows]),
                self.budget - spent, most=self.wish.most_new,
            )  # fmt: skip
            for row in chosen:
                self._take(int(rows[row]), self.sets[rows[row]])
            while len(self.doses) > len(self.locked) and self.seconds() > self.budget:
                self.doses.popitem()
                self._new -= 1
        self.fill(least=False)
        self._improve()
        self.fill()

    def fill(self, *, least=True):
        """Use the time that is left: promised targets, further exercises, further sets.

        With ``least``, exercises that only fit with their fewest sets come last.
        """
        for target in self._uncovered(self.volume()):
            self._cover(target)
        while self._add(self.sets) or self._grow() or (least and self._add(self.menu.least)):
            pass

    def _take(self, item, sets):
        self.doses[item] = int(sets)
        self._new += 1

    def _cover(self, target):
        """Add, or put in the place of another, what covers ``target`` and uncovers nothing else."""
        menu = self.menu
        volume = menu.volume[self.pool, target]
        reaching = volume * menu.most[self.pool] >= self.wish.floors[target]
        rows = self.pool[reaching & (volume > 0)]
        rows = rows[[row not in self.doses for row in rows.tolist()]]
        if not len(rows):
            return
        # As few sets as cover it: what is left of the time goes to more of them, or to something else.
        sets = np.ceil(self.wish.floors[target] / menu.volume[rows, target] - 1e-9)
        sets = np.maximum(sets.astype(int), menu.least[rows])
        gains = self.coverage.table(menu.volume[rows] * sets[:, None]) @ self.coverage.left(self.volume())
        order = np.argsort(-(gains + self._bonus(rows, sets)) / menu.cost(rows, sets), kind="stable")
        rows, sets = rows[order], sets[order]
        promised = self._uncovered(self.volume())
        removable = [None] if self._may_add() else []
        removable += [item for item in self.doses if item not in self.locked]
        for removed in removable:
            kept = _without(self.doses, removed)
            for row in np.flatnonzero(self._may_fit(rows, sets, kept)).tolist():
                item, doses = int(rows[row]), kept | {int(rows[row]): int(sets[row])}
                if not self._group_is_free(item, kept) or self.seconds(doses) > self.budget:
                    continue
                if self._uncovered(self.volume(doses)) < promised:
                    self._new += removed is None
                    self.doses = doses
                    return

    def _improve(self):
        """Exchange one exercise for another, or for sets of the others, while that raises the worth."""
        for _round in range(ROUNDS):
            free = [item for item in self.doses if item not in self.locked]
            # Every one of them is tried, whether or not one before it could be exchanged.
            exchanged = [self._exchange(item) for item in free]
            if any(exchanged) or self._concentrate():
                self.fill(least=False)
            else:
                return

    def _exchange(self, removed):
        """Put in the place of ``removed`` what is worth more, if anything that fits is; whether it was."""
        kept = _without(self.doses, removed)
        rows = self._addable(kept, but=removed)
        if not len(rows):
            return False
        gains = self._gains(rows, self.coverage.left(self.volume(kept)))
        better = gains > self.value() * (1 + WORTH_CHANGING) - self.value(kept)
        if not better.any():
            return False
        better = np.flatnonzero(better & self._may_fit(rows, self.sets[rows], kept))
        for row in better[np.argsort(-gains[better], kind="stable")][:TRIALS].tolist():
            if self._accept(kept | {int(rows[row]): int(self.sets[rows[row]])}):
                return True
        return False

    def _concentrate(self):
        """Leave out what gives least for its time where sets of the others are worth more."""
        before, value = self.doses, self.value()
        free = [item for item in before if item not in self.locked]
        losses = {item: value - self.value(_without(before, item)) for item in free}
        for item in sorted(free, key=lambda item: losses[item] / self.menu.cost(item, before[item]))[:2]:
            self.doses = _without(before, item)
            while self._grow():
                pass
            grown, self.doses = self.doses, before
            if self.value(grown) > value * (1 + WORTH_CHANGING) and self._accept(grown):
                return True
        return False

    def _accept(self, doses):
        """Take ``doses`` if they fit and uncover nothing that is promised; whether they were taken."""
        if self.seconds(doses) > self.budget:
            return False
        if not self._uncovered(self.volume(doses)) <= self._uncovered(self.volume()):
            return False
        self.doses = doses
        return True

    def _add(self, usual):
        """Add the exercise that gives most for its time among those that still fit; whether there is one.

        ``usual`` (I,) are the sets that it gets.
        """
        if not self._may_add():
            return False
        rows = self._addable(self.doses)
        rows = rows[self._may_fit(rows, usual[rows], self.doses)]
        if not len(rows):
            return False
        sets, cost = usual[rows], self.menu.cost(rows, usual[rows])
        gains = self.coverage.table(self.menu.volume[rows] * sets[:, None]) @ self.coverage.left(
            self.volume()
        )
        order = np.argsort(-(gains + self._bonus(rows, sets)) / cost, kind="stable")
        for row in order[:TRIALS].tolist():
            if self.seconds(self.doses | {int(rows[row]): int(sets[row])}) <= self.budget:
                self._take(int(rows[row]), sets[row])
                return True
        return False

    def _grow(self):
        """Add the set that gives most for its time among those that still fit; whether there is one."""
        items = np.array([item for item in self.doses if item not in self.locked], dtype=int)
        items = items[[self.doses[item] < self.menu.most[item] for item in items.tolist()]]
        if not len(items):
            return False
        left = self.coverage.left(self.volume())
        gains = self.coverage.table(self.menu.volume[items]) @ left
        seconds = self.menu.work[items] + self.menu.rest[items]
        gains += TASTE * self.wish.fit[items] * seconds / self._part
        for row in np.argsort(-gains / seconds, kind="stable"):
            item = int(items[row])
            if self.seconds(self.doses | {item: self.doses[item] + 1}) <= self.budget:
                self.doses[item] += 1
                return True
        return False

    # What may be chosen.

    def _usual_sets(self):
        """int (I,): the usual sets, fewer where one took too much of the time, more where too little."""
        menu = self.menu
        most = menu.shares * self._part + menu.rest - CHANGE_OVER
        round_ = np.maximum(menu.work + menu.rest, 1)
        fitting = np.floor(most / round_)
        smallest = np.ceil((SMALLEST_PART * self._part - CHANGE_OVER + menu.rest) / round_)
        sets = np.minimum(np.maximum(menu.sets, smallest), menu.most)
        return np.maximum(np.minimum(sets, fitting), menu.least).astype(int)

    def _pool(self):
        """Everything that may be chosen beside what is locked."""
        rows = np.asarray(self.wish.main, dtype=int)
        if self.locked:
            free = [row not in self.locked and self._group_is_free(row, self.doses) for row in rows.tolist()]
            rows = rows[free]
        return rows

    def _one_of_each_group(self, rows):
        """Of each variation group the one worth most for its time by itself."""
        if not len(rows):
            return rows
        gains = self._gains(rows, self.wish.weights)
        rows = rows[np.argsort(-gains / self.menu.cost(rows, self.sets[rows]), kind="stable")]
        groups = np.where(self.menu.groups[rows] < 0, -1 - rows, self.menu.groups[rows])
        _groups, first = np.unique(groups, return_index=True)
        return rows[np.sort(first)]

    def _gains(self, rows, left):
        """What the usual sets of ``rows`` add to the worth, each by itself."""
        return self.coverage.table(self._volumes(rows)) @ left + self._bonus(rows, self.sets[rows])

    def _addable(self, doses, but=None):
        """What may be added to ``doses``, other than ``but``."""
        taken = [group for item in doses if (group := self.groups[item]) >= 0]
        return self.pool[
            [row not in doses and row != but and self.groups[row] not in taken for row in self.pool.tolist()]
        ]

    def _may_fit(self, rows, sets, doses):
        """bool (rows,): False for those that clearly do not fit beside ``doses``."""
        least = self.seconds(doses) + self.menu.seconds(rows, sets) - timetable.SET_UP
        # The work may hide in the rest of an opposed exercise.
        return (least <= self.budget) | self.menu.opposed[np.ix_(rows, list(doses))].any(axis=1)

    def _group_is_free(self, item, doses):
        group = self.menu.groups[item]
        return group < 0 or all(self.menu.groups[other] != group for other in doses)

    def _may_add(self):
        return MAIN in self.wish.open and (self.wish.most_new is None or self._new < self.wish.most_new)

    def _uncovered(self, volume):
        floors = self.wish.floors
        return frozenset(np.flatnonzero((floors > 0) & (volume < floors - 1e-9)).tolist())

    def _volumes(self, rows):
        return self.menu.volume[rows] * self.sets[rows][:, None]

    def _bonus(self, rows, sets):
        return TASTE * self.wish.fit[rows] * self.menu.seconds(rows, sets) / self._part

    def _doses_array(self):
        return np.array(list(self.doses.values()), dtype=int)


def _without(doses, removed):
    return {item: sets for item, sets in doses.items() if item != removed}
