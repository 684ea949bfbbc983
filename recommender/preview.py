"""What publishing an exercise would change: tried on a few people with the model that serves, unwritten.

Everybody's first picks are made twice, from the catalogue with the exercise and from the one without it.
The model has never seen a draft, so it is scored through its features, as it would be on its first day.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from exercises import vocabulary
from exercises.models import Exercise
from recommender import frames, preview_people, serving, shelf

PICKS = 12
# Bands of places in the list, for the chart.
BANDS = ((1, 3), (4, 6), (7, 9), (10, 12))
DISPLACED = 10


class NotReady(ValueError):
    """The exercise misses fields without which it cannot be published; ``fields`` names them."""

    def __init__(self, fields):
        super().__init__(", ".join(fields))
        self.fields = fields


@dataclass(frozen=True)
class Outcome:
    """What it would be to one person.

    ``rank`` is its place among the first picks, ``place`` the one by score among all that is allowed; both
    are None where ``failing`` names the limits that leave it out. ``displaced`` are ids.
    """

    person: preview_people.Person
    rank: int | None
    place: int | None
    failing: tuple = ()
    displaced: tuple = ()

    @property
    def reasons(self):
        """What leaves it out, in words."""
        return [_failing(name) for name in self.failing]


@dataclass(frozen=True)
class Preview:
    """The outcomes of one exercise for some people of one population."""

    exercise: Exercise
    population: str
    model: int | None
    outcomes: list
    names: dict = field(repr=False)

    @property
    def shown(self):
        """Outcomes of those who would get it among their first picks."""
        return [outcome for outcome in self.outcomes if outcome.rank]

    @property
    def excluded(self):
        """Outcomes of those whom it is kept from by a limit."""
        return [outcome for outcome in self.outcomes if outcome.failing]

    @property
    def further_down(self):
        """How many may have it and would not see it at once."""
        return len(self.outcomes) - len(self.shown) - len(self.excluded)

    @property
    def usual_place(self):
        """The median place by score of those who may have it and would not see it at once; None for none."""
        places = [outcome.place for outcome in self.outcomes if outcome.place and not outcome.rank]
        return round(float(np.median(places))) if places else None

    @property
    def bands(self):
        """``[(words, how many, share of everybody)]`` by the place in the list."""
        ranks = Counter(outcome.rank for outcome in self.shown)
        counts = [(f"{low}–{high}", sum(ranks[rank] for rank in range(low, high + 1))) for low, high in BANDS]
        return [(words, count, count / len(self.outcomes)) for words, count in counts]

    @property
    def displaced(self):
        """``[(id, name, how often)]`` of what would give way, the most frequent first."""
        counts = Counter(item for outcome in self.outcomes for item in outcome.displaced)
        named = [(item, self.names[item], count) for item, count in counts.items()]
        return sorted(named, key=lambda line: (-line[2], line[1]))[:DISPLACED]

    @property
    def limits(self):
        """``[(sentence, how many)]`` of the limits that leave it out; one person may have several."""
        counts = Counter(name for outcome in self.excluded for name in outcome.failing)
        return [(_limit(name), count) for name, count in counts.most_common()]


def preview(exercise, *, population, at, size=preview_people.SAMPLE):
    """Return the :class:`Preview` of an exercise, published or not, for people of a population.

    Raises :class:`NotReady` for one that could not be published as it stands. A published one is compared
    with the catalogue as it would be without it. Places that are drawn by lot are not counted.
    """
    missing = exercise.missing_to_publish()
    if missing:
        raise NotReady(missing)
    now = shelf.current()
    if exercise.pk in now.facts:
        before, after = shelf.imagine(_items(now.facts, without=exercise.pk)), now
    else:
        its_row = frames.items_frame(Exercise.objects.filter(pk=exercise.pk))
        before, after = now, shelf.imagine(_items(now.facts, added=its_row))
    people = preview_people.sample(population, seed=exercise.pk, size=size)
    outcomes = [_outcome(before, after, exercise.pk, person, at) for person in people]
    names = {item: facts["name"] for item, facts in before.facts.items()}
    return Preview(exercise, population, after.run_id, outcomes, names)


def _items(facts, *, without=None, added=None):
    """An items frame of what is published, without one exercise or with another."""
    kept = {item: row for item, row in facts.items() if item != without}
    frame = pd.DataFrame.from_dict(kept, orient="index") if kept else frames.items_frame(_nothing())
    return frame if added is None else (pd.concat([frame, added]) if kept else added).sort_index()


def _nothing():
    return Exercise.objects.none()


def _outcome(before, after, exercise_id, person, at):
    member, rules, picks = _picks(after, person.answers, at)
    item = int(after.model.indices_of([exercise_id])[0])
    failing = picks.verdict.failed(item)
    if failing:
        return Outcome(person, None, None, tuple(failing))
    place = after.model.rank_of(member, item, rules=rules)
    found = picks.item_ids.tolist()
    if exercise_id not in found:
        return Outcome(person, None, place)
    earlier = _picks(before, person.answers, at)[2].item_ids.tolist()
    displaced = tuple(other for other in earlier if other not in found)
    return Outcome(person, found.index(exercise_id) + 1, place, (), displaced)


def _picks(shelved, answers, at):
    member = shelved.member(answers, serving.recent_load(answers, shelved.facts, at), at)
    rules = serving.rules_for(shelved, answers, serving.Filters(), at)
    return member, rules, shelved.model.recommend(member, n=PICKS, rules=rules, rerank=serving.RERANK)


def _joint(name):
    word = name.partition(":")[2]
    return str(vocabulary.JOINTS.get(word, word)).lower()


def _failing(name):
    """What leaves it out, as it stands beside one persona."""
    if name.startswith("joint:"):
        return _("loads the %(joint)s") % {"joint": _joint(name)}
    return {
        "equipment": _("needs more equipment"),
        "level": _("is above the level"),
        "minutes": _("takes too long"),
        "quiet": _("makes a noise"),
    }.get(name, name)


def _limit(name):
    """Why some people would not get it: those who …"""
    if name.startswith("joint:"):
        return _("spare the %(joint)s") % {"joint": _joint(name)}
    return {
        "equipment": _("do not have the equipment"),
        "level": _("are below its level"),
        "minutes": _("have less time than it takes"),
        "quiet": _("need quiet"),
        "blocked": _("asked never to see it"),
        "already": _("put it aside for now"),
    }.get(name, name)
