"""A session from what is at hand: rules, scores and pools for the engine, and the words around its plan.

Everything a request needs has been read before: nothing here asks the database or the clock.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from django.utils import timezone

from exercises import vocabulary
from recommender import frames, serving
from recommender.engine.rerank import Rerank, utilities
from recommender.engine.session import Plan, plan
from recommender.engine.timetable import COOL_DOWN, MAIN, WARM_UP
from recommender.engine.wish import Wish
from recommender.sessions import menus, plans, words
from recommender.sessions.slots import Writer
from workouts.progression import Week, week_after

# An exercise trains a region, or is left out for a tired muscle, from this share of its work.
SHARE = 0.35
TIRED = 0.6
LIGHT_LENGTH = 0.65
# How much another draw changes beside what suits.
CHANCE = 0.6
# Less than this part of the time used is worth a word.
FULL = 0.9
_menus = (None, None)


@dataclass(frozen=True)
class Request:
    """What is asked for, see :func:`recommender.sessions.build_session`.

    ``is_shared`` says whether others wait for the stations of the place; ``open`` are the sections that may
    get new exercises, at most ``most_new`` of them.
    """

    at: object
    minutes: int
    region: str | None = None
    seed: int = 0
    locked: tuple = ()
    without: tuple = ()
    quiet: bool = False
    is_shared: bool = False
    is_light: bool | None = None
    open: tuple = (WARM_UP, MAIN, COOL_DOWN)
    most_new: int | None = None


@dataclass(frozen=True)
class _Pools:
    """Which exercises may be used for what, as catalogue indices, and what was given up to find any."""

    main: np.ndarray
    tired: np.ndarray
    general: np.ndarray
    specific: np.ndarray
    stretches: np.ndarray
    notes: list = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Arranged:
    """A plan before its words: the engine's, and what it was made from."""

    goal_menu: menus.GoalMenu
    pools: _Pools
    wish: Wish
    plan: Plan
    member: object
    week: Week
    is_light: bool
    lost: list


def compose(shelved, answers, request, performed=()):
    """Return the :class:`~recommender.sessions.plans.Session`; ``performed`` is the history of sets.

    ``shelved`` is what :func:`recommender.shelf.current` serves.
    """
    made = arrange(shelved, answers, request, performed)
    writer = Writer(
        shelved=shelved, answers=answers, request=request, goal_menu=made.goal_menu, wish=made.wish,
        plan=made.plan, performed=performed, is_light=made.is_light,
    )  # fmt: skip
    slots = writer.slots(made.member, serving.names_of(shelved, answers))
    return plans.Session(
        minutes=request.minutes, seconds=made.plan.seconds, allowed=made.plan.allowed, goal=answers.goal,
        region=request.region, seed=request.seed, slots=slots,
        goals=writer.goals(made.pools.tired), place=answers.place, without=request.without,
        notes=tuple(_notes(shelved, answers, request, made)), is_light=made.is_light, model=shelved.run_id,
        value=round(made.plan.value, 4),
    )  # fmt: skip


def arrange(shelved, answers, request, performed=()):
    """Return the :class:`Arranged` plan of a session: which exercises, how many sets, when."""
    week = week_after(
        [(timezone.localdate(done.at), done.effort) for _item, done in performed],
        today=timezone.localdate(request.at),
    )
    is_light = week.is_light if request.is_light is None else request.is_light
    goal_menu = menus_of(shelved).of(answers.goal, answers.level, is_light=is_light)
    load = serving.recent_load(answers, shelved.facts, request.at)
    allowed = _allowed(shelved, answers, request)
    locked, lost = _locked(shelved, request, allowed)
    member = shelved.member(answers, load, request.at)
    scores = shelved.model.scores(member)
    best = None
    for any_type in (False, True):
        pools = _pools(goal_menu, allowed, request, load, any_type=any_type)
        weights, needs, floors = menus.wanted(
            answers.goal, region=None if "region" in pools.notes else request.region,
            favoured=answers.favoured, load=load,
        )  # fmt: skip
        wish = Wish(
            seconds=request.minutes * 60, main=pools.main, general=pools.general, specific=pools.specific,
            stretches=pools.stretches, fit=_fit(scores, member, goal_menu, pools, request.seed),
            weights=weights, needs=needs, floors=floors, locked=locked, open=request.open,
            most_new=request.most_new, is_shared=request.is_shared,
            length=LIGHT_LENGTH if is_light else 1.0, light_sets=_light_sets(goal_menu),
        )  # fmt: skip
        made = plan(goal_menu.menu, wish)
        if best is None or made.seconds > best.plan.seconds:
            best = Arranged(goal_menu, pools, wish, made, member, week, is_light, lost)
        # What a goal usually takes may not fill the time, within a region or tight limits.
        if made.seconds >= FULL * made.allowed or request.most_new is not None or "types" in pools.notes:
            break
    return best


def forbidden(shelved, session, answers, request):
    """Return the ids of a session's exercises that today's limits do not allow, or that are not published."""
    allowed = _allowed(shelved, answers, request)
    ids = sorted({slot.exercise_id for slot in session.slots})
    found = shelved.model.indices_of(ids)
    return {
        exercise
        for exercise, item in zip(ids, found.tolist(), strict=True)
        if not (0 <= item < len(allowed) and allowed[item])
    }


def menus_of(shelved):
    """The :class:`~recommender.sessions.menus.Menus` of what is served, kept while it serves."""
    global _menus
    shelf_of, made = _menus
    if shelf_of is not shelved:
        made = menus.Menus(shelved.model.catalogue, shelved.facts)
        _menus = (shelved, made)
    return made


def _allowed(shelved, answers, request):
    """bool (I,): what the limits allow. The time is kept by the session as a whole, not by each exercise."""
    filters = serving.Filters(quiet=request.quiet, without=request.without)
    rules = serving.rules_for(shelved, answers, filters, request.at)
    return replace(rules, max_minutes=None).judge(shelved.model.catalogue).allowed


def _notes(shelved, answers, request, made):
    kinds = [*made.pools.notes, *(["short"] if _is_short(request, made.plan) else [])]
    notes = words.notes(kinds, region=request.region, goal=answers.goal)
    lost = [*made.lost, *(int(shelved.model.item_ids[item]) for item in made.plan.dropped)]
    names = [shelved.facts[item]["name"] for item in lost if item in shelved.facts]
    if names:
        notes.append(words.dropped(names))
    if made.is_light and made.week.is_light:
        notes.insert(0, made.week.text)
    return notes


def _is_short(request, plan):
    """Whether there was room for more; where nothing new was wanted that is no news."""
    return request.most_new != 0 and plan.seconds < FULL * plan.allowed


def _pools(goal_menu, allowed, request, load, *, any_type):
    menu, aim, notes = goal_menu.menu, menus.AIMS[goal_menu.goal], []
    # A piece of cardio that cannot be short enough for the time is no candidate.
    short = ~goal_menu.in_minutes | (menu.least <= menu.shares * request.minutes)
    main = allowed & short & np.isin(goal_menu.types, aim.types)
    if any_type or not main.any():
        main = allowed & short & (main | ~goal_menu.stretches)
        notes.append("types")
    inside = np.ones(len(menu), dtype=bool)
    if request.region:
        columns = [frames.MUSCLES.index(muscle) for muscle in vocabulary.REGIONS[request.region][1]]
        inside = menu.muscles[:, columns].sum(axis=1) >= SHARE
        if not (main & inside).any():
            notes.append("region")
            inside[:] = True
    main &= inside
    tired = np.zeros(len(menu), dtype=bool)
    if not request.region or "region" in notes:
        columns = [frames.MUSCLES.index(muscle) for muscle, rest in load.items() if rest >= TIRED]
        tired = main & (menu.muscles[:, columns].sum(axis=1) >= SHARE)
        if tired.any() and not (main & ~tired).any():
            tired[:] = False
            notes.append("tired")
    general, specific, stretches = (
        np.flatnonzero(allowed & mask)
        for mask in (goal_menu.general, goal_menu.specific, goal_menu.stretches)
    )
    if not len(general) and not len(specific):
        notes.append("warmup")
    return _Pools(np.flatnonzero(main & ~tired), np.flatnonzero(tired), general, specific, stretches, notes)


def _locked(shelved, request, allowed):
    """``(locked, lost)``: locked triples by index, and the ids of those that rules do not allow any more."""
    found, lost = [], []
    for section, exercise, sets in request.locked:
        index = int(shelved.model.indices_of([exercise])[0])
        if 0 <= index < len(allowed) and allowed[index]:
            found.append((section, index, int(sets)))
        else:
            lost.append(exercise)
    return tuple(found), lost


def _fit(scores, member, goal_menu, pools, seed):
    """float (I,): how well each candidate suits the person, 0 to 1 within what it may be used for."""
    fit = np.zeros(len(scores))
    muscles = goal_menu.menu.muscles
    newness = np.zeros(len(scores))
    for pool in (pools.stretches, pools.specific, pools.general, pools.main):
        if len(pool):
            worth = utilities(
                scores[pool], muscles[pool], newness[pool], Rerank(favour=0.1), favoured=member.favoured,
                load=member.load,
            )  # fmt: skip
            fit[pool] = worth / max(worth.max(), 1e-9)
    if seed:
        # Another draw: what suits well stays likely, what comes out on top changes.
        fit = (fit + CHANCE * np.random.default_rng(seed).random(len(fit))) / (1 + CHANCE)
    return fit


def _light_sets(goal_menu):
    """Loaded compound strength work begins with a light set, for goals that load it heavily."""
    if goal_menu.goal not in menus.LIFTS:
        return None
    return goal_menu.loaded & (goal_menu.menu.tiers <= 2) & (goal_menu.types == "strength")
