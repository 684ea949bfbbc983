"""From a plan of indices and seconds to the session a person reads: names, doses, loads, reasons."""

import numpy as np

from recommender import wording
from recommender.engine.rules import Rules
from recommender.engine.timetable import MAIN, WARM_UP
from recommender.serving import itself
from recommender.sessions import menus, plans, words
from workouts.progression import next_step, smallest_step

# Named are the muscles that do this share of the work, at most three.
NAMED, MOST_NAMED = 0.2, 3
# The other types are done as they feel good.
PROGRESSES = frozenset({"strength", "power", "cardio"})


class Writer:
    """Writes the slots of one plan; ``performed`` are ``(exercise id, Performed)`` of the person."""

    def __init__(self, *, shelved, answers, request, goal_menu, wish, plan, performed, is_light):
        self.shelved, self.answers, self.request = shelved, answers, request
        self.menu, self.doses, self.loaded = goal_menu.menu, goal_menu.doses, goal_menu.loaded
        self.wish, self.plan, self.is_light = wish, plan, is_light
        self.ids = shelved.model.catalogue.item_ids.tolist()
        self.locked = {item for _section, item, _sets in wish.locked}
        used = {self.ids[item] for timed in plan.timed for item in timed.block.items}
        self.history = {}
        for exercise, done in performed:
            if exercise in used:
                self.history.setdefault(exercise, []).append(done)

    def facts(self, item):
        """The facts of the exercise at a catalogue index."""
        return self.shelved.facts[self.ids[item]]

    def slots(self, member, names):
        """Return the slots in order; ``names`` are those of the history, for the words of reasons."""
        reasons = self._reasons(member, names)
        found, pairs = [], 0
        for timed in self.plan.timed:
            block = timed.block
            pairs += len(block.items) > 1
            for place, item in enumerate(block.items):
                partner = block.items[1 - place] if len(block.items) > 1 else None
                found.append(
                    self._slot(timed, item, partner, reasons, superset=pairs if partner is not None else None)
                )
        return tuple(found)

    def goals(self, tired):
        """Return a :class:`~recommender.sessions.plans.Goal` for everything that was promised."""
        menu, floors = self.menu, self.wish.floors
        reach = np.zeros(len(floors))
        if len(tired):
            reach = (menu.volume[tired] * menu.most[tired][:, None]).max(axis=0)
        found = []
        for target in np.flatnonzero(floors > 0).tolist():
            reason = self.plan.missed.get(target)
            if reason == "none" and reach[target] >= floors[target]:
                reason = "tired"
            name = menus.TARGETS[target]
            found.append(
                plans.Goal(
                    target=name, name=words.target(name), is_covered=reason is None,
                    volume=round(float(self.plan.volume[target]), 2),
                    why_not=words.missed(reason, self.request.minutes) if reason else "",
                )
            )  # fmt: skip
        return tuple(found)

    def _slot(self, timed, item, partner, reasons, *, superset):
        block, facts, dose = timed.block, self.facts(item), self.doses[item]
        is_main, is_preparation = block.section == MAIN, block.rest is not None
        low, high, sets = dose.low, dose.high, block.sets
        seconds = (self.menu.work if is_main else self.menu.brief)[item]
        if not is_main:
            high = low
        if dose.unit == "minutes":
            low = high = sets
            seconds, sets = sets * seconds, 1
        step = self._step(item, dose) if is_main else None
        return plans.Slot(
            section=block.section, exercise_id=self.ids[item], slug=facts["slug"], name=facts["name"],
            sets=int(sets), low=int(low), high=int(high), unit=dose.unit,
            is_per_side=bool(facts["is_unilateral"]) and dose.unit != "minutes", rest=int(timed.rest),
            work=int(seconds), before=int(timed.before if superset is None or item == block.items[0] else 0),
            start=int(timed.start), aim=step and step.amount,
            weight_kg=self._weight(item, step, is_preparation), rule=step.rule if step else "",
            rule_text=step.text if step else "", why=tuple(self._why(block, item, partner, reasons)),
            superset=superset, is_preparation=is_preparation,
            is_locked=item in self.locked and not is_preparation,
        )  # fmt: skip

    def _step(self, item, dose):
        facts = self.facts(item)
        if facts["type"] not in PROGRESSES:
            return None
        return next_step(
            self.history.get(self.ids[item], ()), low=dose.low, high=dose.high, unit=dose.unit,
            at=self.request.at, smallest=smallest_step(facts["equipment"]),
            is_loaded=bool(self.loaded[item]), is_light=self.is_light,
        )  # fmt: skip

    def _weight(self, item, step, is_preparation):
        if step is not None:
            return step.weight_kg
        if is_preparation:
            weight = self._step(item, self.doses[item]).weight_kg
            smallest = smallest_step(self.facts(item)["equipment"])
            return round(weight / 2 / smallest) * smallest if weight else None
        return None

    def _why(self, block, item, partner, reasons):
        if block.rest is not None:
            return [words.light_set()]
        if block.section != MAIN:
            is_general = block.section == WARM_UP and item in self.wish.general
            return [words.around(block.section, self._named(item), is_general=is_general)]
        given = block.sets * self.menu.volume[item]
        floors = self.wish.floors
        covered = [menus.TARGETS[t] for t in np.flatnonzero((floors > 0) & (given >= floors)).tolist()]
        said = [words.trains(covered, self._named(item)), *reasons.get(self.ids[item], ())]
        if partner is not None:
            held = int(self.menu.stations[item]) + int(self.menu.stations[partner])
            said.append(
                words.alternated(
                    self.facts(partner)["name"],
                    held=held,
                    is_same=held == 2,
                )
            )
        return said

    def _named(self, item):
        """The muscles that do most of the work."""
        shares = sorted(self.facts(item)["muscles"].items(), key=lambda pair: (-pair[1], pair[0]))
        named = [muscle for muscle, share in shares if share >= NAMED][:MOST_NAMED]
        return named or [muscle for muscle, _share in shares[:1]]

    def _reasons(self, member, names):
        """``{exercise id: sentences}``: what the model says for each exercise of the main part."""
        chosen = [
            item for timed in self.plan.timed if timed.block.section == MAIN for item in timed.block.items
        ]
        if not chosen:
            return {}
        catalogue = self.shelved.model.catalogue
        only = np.zeros(len(catalogue), dtype=bool)
        only[chosen] = True
        # They are allowed already: here the model only says what it thinks of them.
        rules = Rules(equipment=np.bitwise_or.reduce(catalogue.equipment[chosen]), in_catalogue=only)
        picks = self.shelved.model.recommend(member, n=len(chosen), rules=rules)
        found = {}
        for position, exercise in enumerate(picks.item_ids.tolist()):
            strongest = picks.reasons(position)[:1]
            found[exercise] = [
                wording.reason(r.kind, r.key, r.keys, names | itself(names, exercise)) for r in strongest
            ]
        return found
