"""From a member to picks with reasons: the only way any page, API or task gets picks.

One straight line: what the person said and did, the published model, the rules, the re-ranking, the
reasons. Nothing downstream asks the database again. A request never fails for want of a model.
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from exercises.dosage import Dose, dose_for
from recommender import actions, evidence, frames, shelf, wording
from recommender.engine.explore import Explore
from recommender.engine.rerank import Rerank
from recommender.engine.rules import Rules, equipment_mask

RECENT = timedelta(days=10)
# Reasons shown on a card, and how many of the strongest they are chosen from.
SHOWN, CONSIDERED = 3, 7
# How every list of picks is arranged once it is scored.
RERANK = Rerank(favour=0.1)


@dataclass(frozen=True)
class Filters:
    """What a person wants just now, on top of what they said for good."""

    minutes: int | None = None
    quiet: bool = False
    muscles: tuple = ()
    types: tuple = ()
    # Exercises already on the page: a swap asks for something else.
    without: tuple = ()
    # Nothing but these: one card of a page is drawn again.
    only: tuple | None = None


@dataclass(frozen=True)
class Reason:
    """One reason in words; ``value`` is what it adds to the score."""

    kind: str
    text: str
    value: float


@dataclass(frozen=True)
class Line:
    """One line of the exact sum behind a score."""

    kind: str
    key: str
    text: str
    value: float


@dataclass(frozen=True)
class Pick:
    """One recommended exercise, with everything a card shows."""

    exercise_id: int
    slug: str
    name: str
    rank: int
    score: float
    propensity: float
    reasons: list[Reason]
    dose: Dose
    facts: dict = field(repr=False)
    # The exact sum, where it was asked for.
    parts: list[Line] | None = None


@dataclass(frozen=True)
class Limit:
    """How many exercises one limit leaves out, and how many it alone leaves out."""

    name: str
    total: int
    alone: int
    text: str
    change: tuple | None


@dataclass(frozen=True)
class Recommendation:
    """The picks of one request, and what was left out and why."""

    request: uuid.UUID
    picks: list[Pick]
    allowed: int
    catalogue: int
    limits: list[Limit]
    equipment_gains: dict
    model: int | None
    answers: frames.Answers = field(repr=False)


@dataclass(frozen=True)
class Why:
    """Why an exercise stands where it stands, or why it may not be recommended."""

    exercise_id: int
    name: str
    slug: str
    score: float
    rank: int | None
    allowed: int
    lines: list[Line]
    failing: list[str]
    facts: dict = field(repr=False)
    answers: frames.Answers = field(repr=False)

    @property
    def total(self):
        """The sum of the lines: the score."""
        return sum(line.value for line in self.lines)


class NotInCatalogue(LookupError):
    """The exercise is not published."""


def recommend_for(
    user, *, at, n=12, filters=None, place=None, surface="page", log=True, answers=None, exact=False
):
    """Return the :class:`Recommendation` for a user at the time ``at``.

    ``answers`` stand in for what the database knows of the person (a guest, a test). With ``log`` the
    picks are written down as impressions, which only members have. With ``exact`` every pick carries the
    parts of its score.
    """
    answers = answers or frames.answers_of(user, place=place)
    shelved = shelf.current()
    filters = filters or Filters()
    member = _member(shelved, answers, at)
    request = uuid.uuid4()
    picks = shelved.model.recommend(
        member, n=n, rules=rules_for(shelved, answers, filters, at), rerank=RERANK,
        explore=_exploration(n), seed=request.int % 2**32,
    )  # fmt: skip
    names = names_of(shelved, answers)
    telling = _telling([picks.reasons(position, n=CONSIDERED) for position in range(len(picks))])
    shown = [
        Pick(
            exercise_id=item,
            slug=facts["slug"],
            name=facts["name"],
            rank=position + 1,
            score=float(picks.scores[position]),
            propensity=float(picks.propensities[position]),
            reasons=[
                _reason(reason, names | itself(names, item), facts, learnt=shelved.run_id is not None)
                for reason in telling[position]
            ],
            dose=_dose(facts, answers.goal),
            facts=facts,
            parts=_lines(shelved, picks.explanation(position), names) if exact else None,
        )
        for position, item in enumerate(picks.item_ids.tolist())
        for facts in [shelved.facts[item]]
    ]
    if log and user is not None and shown:
        actions.record_impressions(
            user=user, request=request, picks=shown, model=shelved.run_id, surface=surface, at=at
        )
    return Recommendation(
        request=request, picks=shown, allowed=picks.allowed, catalogue=len(shelved.model.catalogue),
        limits=_limits(picks.exclusions), equipment_gains=picks.verdict.equipment_gains,
        model=shelved.run_id, answers=answers,
    )  # fmt: skip


def explain_for(user, exercise_id, *, at, place=None, answers=None, filters=None):
    """Return :class:`Why` for one exercise: its exact sum, its rank, or the limits it fails.

    Raises :class:`NotInCatalogue` for an exercise that is not published.
    """
    answers = answers or frames.answers_of(user, place=place)
    shelved = shelf.current()
    facts = shelved.facts.get(exercise_id)
    if facts is None:
        raise NotInCatalogue(exercise_id)
    member = _member(shelved, answers, at)
    rules = rules_for(shelved, answers, filters or Filters(), at)
    item = int(shelved.model.indices_of([exercise_id])[0])
    verdict = rules.judge(shelved.model.catalogue)
    explanation = shelved.model.explain(member, item)
    return Why(
        exercise_id=exercise_id, name=facts["name"], slug=facts["slug"], score=explanation.score,
        rank=shelved.model.rank_of(member, item, rules=rules), allowed=int(verdict.allowed.sum()),
        lines=_lines(shelved, explanation, names_of(shelved, answers)),
        failing=[wording.failing(name, facts, answers) for name in verdict.failed(item)],
        facts=facts, answers=answers,
    )  # fmt: skip


def rules_for(shelved, answers, filters, at):
    """Return the engine's :class:`Rules`: what was said for good, and what is wanted now."""
    catalogue = shelved.model.catalogue
    blocked, away = evidence.absent(answers.met(), at=at)
    joints = [answers.tolerance.get(joint, 3) for joint in frames.JOINTS]
    wanted = np.ones(len(catalogue), dtype=bool)
    if filters.only is not None:
        wanted = np.isin(catalogue.item_ids, filters.only)
    minutes = min(answers.minutes, filters.minutes or answers.minutes)
    return Rules(
        equipment=equipment_mask(answers.equipment, frames.EQUIPMENT),
        joints=np.array(joints, dtype=np.uint8),
        level_ceiling=answers.level,
        blocked=_known(shelved, blocked),
        already=_known(shelved, away | set(filters.without)),
        types=tuple(frames.TYPES.index(t) for t in filters.types) or None,
        muscles=tuple(frames.MUSCLES.index(m) for m in filters.muscles) or None,
        max_minutes=float(minutes),
        quiet_only=filters.quiet or answers.is_quiet,
        in_catalogue=wanted,
    )


def _reason(reason, names, facts, *, learnt):
    words = wording.reason(reason.kind, reason.key, reason.keys, names, facts=facts, learnt=learnt)
    return Reason(reason.kind, words, reason.value)


def _telling(reasons):
    """Return up to three reasons per pick: strong ones, and those that tell this pick from the others.

    What speaks for every pick of the page alike (a level, a popular list) says little on each card, so a
    reason ranks by its value less half of its mean over the page. All of them stay in the exact sum.
    """
    totals = {}
    for row in reasons:
        for reason in row:
            totals[reason.kind, reason.key] = totals.get((reason.kind, reason.key), 0.0) + reason.value
    usual = {key: total / len(reasons) for key, total in totals.items()}
    chosen = [sorted(row, key=lambda r: usual[r.kind, r.key] / 2 - r.value)[:SHOWN] for row in reasons]
    return [sorted(row, key=lambda r: -r.value) for row in chosen]


def _exploration(n):
    """The last places of the list explore: the share of it that EXPLORATION says, never the first place."""
    slots = min(n - 1, round(n * settings.EXPLORATION))
    return Explore(slots=slots, newness=0.2) if slots > 0 else None


def _known(shelved, item_ids):
    """Catalogue indices of the ids that are in the catalogue."""
    indices = shelved.model.indices_of(sorted(item_ids))
    return indices[(indices >= 0) & (indices < len(shelved.model.catalogue))]


def _member(shelved, answers, at):
    return shelved.member(answers, recent_load(answers, shelved.facts, at), at)


def recent_load(answers, facts, at):
    """Return how tired each muscle is, 0 (fresh) to 1, from the sets of the last days.

    Each set adds its muscle's share; the sum halves every 24 hours, and six fresh hard sets count as 1.
    """
    load = {}
    for item, kind, time, _set in answers.events:
        if kind != evidence.DONE or item not in facts or not timedelta(0) <= at - time < RECENT:
            continue
        left = 0.5 ** ((at - time) / timedelta(hours=24))
        for muscle, share in facts[item]["muscles"].items():
            load[muscle] = load.get(muscle, 0.0) + left * share
    return {muscle: min(1.0, total / 6) for muscle, total in load.items()}


def names_of(shelved, answers):
    """``{exercise id: (name, value)}`` of the history, for the words of reasons."""
    return {
        item: (shelved.facts[item]["name"], value)
        for item, value in answers.tastes().items()
        if item in shelved.facts
    }


def itself(names, item):
    """In its own reasons an exercise is "it": because you liked it and …"""
    return {item: (_("it"), names[item][1])} if item in names else {}


def _lines(shelved, explanation, names):
    """The lines of an exact sum in words; an exercise of the history is named by its slug."""
    names = names | itself(names, explanation.item_id)
    lines = []
    for part in explanation.parts:
        key = str(part.key or "")
        if part.kind == "history" and part.key in shelved.facts:
            key = shelved.facts[part.key]["slug"]
        lines.append(Line(part.kind, key, wording.part(part.kind, part.key, names), part.value))
    return lines


def _dose(facts, goal):
    return dose_for(
        type=facts["type"], mechanic=facts["mechanic"], measure=facts["measure"], goal=goal,
        minutes=facts["minutes"] or 5, own=facts["doses"],
    )  # fmt: skip


def _limits(exclusions):
    return [
        Limit(e.limit, e.total, e.alone, wording.limit(e.limit, e.total), wording.relaxing(e.limit))
        for e in exclusions
        if e.limit != "catalogue"
    ]
