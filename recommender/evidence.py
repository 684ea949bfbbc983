"""What an event says about a taste: feedback and logged sets folded into one number per exercise.

The same folding is used for one member on a page and for everybody at night, so that the two can
never disagree.
"""

from collections import Counter
from datetime import timedelta

from recommender.models import Feedback

# The value of the last opinion, in [-1, 1]: positive resembles it, negative keeps away from it.
OPINIONS = {
    Feedback.Kind.LIKE.value: 1.0,
    Feedback.Kind.DISLIKE.value: -1.0,
    Feedback.Kind.NEVER.value: -1.0,
    Feedback.Kind.HURTS.value: -1.0,
    Feedback.Kind.TOO_HARD.value: -0.6,
    Feedback.Kind.TOO_EASY.value: -0.3,
}
DONE = Feedback.Kind.DONE.value
SWAP = Feedback.Kind.SWAP.value
DONE_ONCE, DONE_AGAIN, DONE_MOST = 0.5, 0.1, 0.8
SWAPPED_AWAY = -0.2

# How long an exercise stays out of the picks after an opinion; None is for good, until it is undone.
ABSENCE = {
    Feedback.Kind.NEVER.value: None,
    Feedback.Kind.HURTS.value: None,
    Feedback.Kind.DISLIKE.value: timedelta(days=90),
    Feedback.Kind.TOO_HARD.value: timedelta(days=45),
    Feedback.Kind.TOO_EASY.value: timedelta(days=45),
    SWAP: timedelta(hours=12),
}
# These two are hard limits; the others are choices that make room for something else.
BLOCKING = frozenset({Feedback.Kind.NEVER.value, Feedback.Kind.HURTS.value})


def once(events):
    """Yield ``(key, kind, time)`` from ``(key, kind, time, workout)`` in order of time, each doing once.

    One workout counts once however many sets it had, and feedback "done" and the sets that were logged
    with it (at the same moment) are one and the same event.
    """
    workouts, moments = set(), set()
    for key, kind, time, workout in events:
        if kind == DONE:
            if (key, time) in moments or (workout is not None and (key, workout) in workouts):
                continue
            moments.add((key, time))
            workouts.add((key, workout))
        yield key, kind, time


def fold(events):
    """Return ``{key: value}`` from ``(key, kind)`` pairs in order of time, values in [-1, 1].

    The last opinion counts. Doing an exercise counts 0.5 and a little more each time, up to 0.8, and
    never outweighs an opinion. Being swapped away counts -0.2 where nothing else is known.
    """
    opinion, done, swapped = {}, Counter(), set()
    for key, kind in events:
        if kind == DONE:
            done[key] += 1
        elif kind == SWAP:
            swapped.add(key)
        else:
            opinion[key] = OPINIONS[kind]
    values = dict.fromkeys(swapped, SWAPPED_AWAY)
    values |= {key: min(DONE_MOST, DONE_ONCE + DONE_AGAIN * (count - 1)) for key, count in done.items()}
    return values | opinion


def absent(events, *, at):
    """Return ``(blocked, away)``: sets of keys out for good, and out for now, from ``(key, kind, time)``.

    An opinion replaces the earlier one on the same exercise: a like ends an absence. Doing it ends
    an absence that is no block, since the person has just chosen it.
    """
    last = {}
    for key, kind, time in events:
        if kind == DONE and last.get(key, (None,))[0] in BLOCKING:
            continue
        last[key] = (kind, time)
    blocked, away = set(), set()
    for key, (kind, time) in last.items():
        if kind in BLOCKING:
            blocked.add(key)
        elif kind in ABSENCE and at - time < ABSENCE[kind]:
            away.add(key)
    return blocked, away
