"""Ways to hide a part of the interactions, and a check that nothing hidden was shown.

Every split takes a table of interactions (columns of :mod:`columns`) and returns a :class:`Split`.
The same functions cut the validation part out of a training part.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from recommender.engine import columns


class SplitError(ValueError):
    """The table cannot be split this way; the message says what is missing."""


@dataclass(frozen=True)
class Split:
    """What a model is fitted on, what it is shown of each test member, and what it must find.

    ``train``, ``known`` and ``test`` are tables of interactions. ``candidates`` are the items that may be
    listed (None: all that are in ``train``).
    """

    name: str
    train: pd.DataFrame
    known: pd.DataFrame
    test: pd.DataFrame
    candidates: np.ndarray | None = None
    details: dict = field(default_factory=dict)


def _ordered(interactions, seed, by_time):
    """Rows by member, inside a member by time or by chance; and the place of each row, from 0."""
    if by_time:
        if columns.TIME not in interactions or interactions[columns.TIME].isna().any():
            raise SplitError(f"a temporal split needs the column {columns.TIME!r} without gaps")
        key = interactions[columns.TIME].to_numpy()
    else:
        key = np.zeros(len(interactions))
    # Rows of the same second are ordered by chance, so that the file's order cannot leak in.
    chance = np.random.default_rng(seed).permutation(len(interactions))
    members = interactions[columns.USER].to_numpy()
    rows = interactions.iloc[np.lexsort((chance, key, pd.factorize(members, sort=True)[0]))]
    return rows, rows.groupby(columns.USER, sort=False).cumcount().to_numpy()


def _check(interactions):
    missing = [name for name in columns.INTERACTIONS if name not in interactions]
    if missing:
        raise SplitError(f"interactions lack the column {missing[0]!r}")
    if interactions.empty:
        raise SplitError("there are no interactions to split")


def _last_part(interactions, fraction, seed, by_time, name):
    _check(interactions)
    if not 0 < fraction < 1:
        raise SplitError(f"fraction must lie between 0 and 1, got {fraction!r}")
    rows, place = _ordered(interactions, seed, by_time)
    total = rows.groupby(columns.USER, sort=False)[columns.ITEM].transform("size").to_numpy()
    # At least one row stays for training; who has a single row is trained on, never tested.
    hidden = place >= total - np.minimum(np.maximum(np.round(total * fraction), total > 1), total - 1)
    train, test = rows[~hidden], rows[hidden]
    return Split(name, train, train, test, details={"fraction": fraction, "seed": seed})


def random(interactions, *, fraction=0.2, seed=0):
    """Hide a random ``fraction`` of each member's rows."""
    return _last_part(interactions, fraction, seed, by_time=False, name="random")


def temporal(interactions, *, fraction=0.2, seed=0):
    """Hide the latest ``fraction`` of each member's rows."""
    return _last_part(interactions, fraction, seed, by_time=True, name="temporal")


def global_temporal(interactions, *, fraction=0.2, seed=0):
    """Hide everything after one moment, so that ``fraction`` of all rows lie after it.

    The strictest split: nothing of the future is known about anybody. Members without an earlier row are
    shown as new.
    """
    _check(interactions)
    rows, _ = _ordered(interactions, seed, by_time=True)
    moment = np.quantile(rows[columns.TIME], 1 - fraction)
    late = (rows[columns.TIME] > moment).to_numpy()
    if not late.any() or late.all():
        raise SplitError(f"column {columns.TIME!r} has too few different values for a global split")
    train, test = rows[~late], rows[late]
    return Split("global-temporal", train, train, test, details={"moment": float(moment), "seed": seed})


COLD_CURVE = (0, 1, 3, 5, 10, 20)


def cold_users(interactions, *, known=COLD_CURVE, fraction=0.2, seed=0):
    """Keep ``fraction`` of the members wholly out of training; show n of their rows, for each n of ``known``.

    Returns one :class:`Split` per n, with the same test rows (those after the first max(known), in a
    random order), so that the points of the curve can be compared.
    """
    _check(interactions)
    rows, place = _ordered(interactions, seed, by_time=False)
    longest = max(known)
    total = rows.groupby(columns.USER, sort=False)[columns.ITEM].transform("size").to_numpy()
    members = np.unique(rows[columns.USER].to_numpy()[total > longest])
    held = np.random.default_rng([seed, 1]).permutation(members)
    held = held[: max(1, round(fraction * rows[columns.USER].nunique()))]
    if len(held) == 0:
        raise SplitError(f"no member has more than {longest} rows, so none can be shown {longest} and tested")
    is_held = rows[columns.USER].isin(held).to_numpy()
    if is_held.all():
        raise SplitError("every member would be held out; there is nobody to learn from")
    train, test = rows[~is_held], rows[is_held & (place >= longest)]
    return [
        Split(
            f"cold-users-{n}",
            train,
            rows[is_held & (place < n)],
            test,
            details={"known": n, "seed": seed},
        )
        for n in known
    ]


def cold_items(interactions, *, fraction=0.2, seed=0, items=None):
    """Keep ``fraction`` of the items wholly out of training, and rank them among themselves.

    ``items``: the items that may be held out (those with features); None means all.
    """
    _check(interactions)
    pool = np.unique(interactions[columns.ITEM].to_numpy() if items is None else np.asarray(items))
    pool = pool[np.isin(pool, interactions[columns.ITEM].to_numpy())]
    cold = np.random.default_rng([seed, 2]).permutation(pool)[: round(fraction * len(pool))]
    if len(cold) < 2:
        raise SplitError("a cold-item split needs at least two items to rank")
    is_cold = interactions[columns.ITEM].isin(cold).to_numpy()
    train = interactions[~is_cold]
    return Split(
        "cold-items", train, train, interactions[is_cold], candidates=np.sort(cold), details={"seed": seed}
    )


def leaks(split):
    """Say, in sentences, what of the test part a model could have seen; an empty list is a sound split."""
    found = []
    key = [columns.USER, columns.ITEM]
    for name, table in (("training", split.train), ("shown", split.known)):
        both = split.test[key].merge(table[key].drop_duplicates(), on=key)
        if len(both):
            found.append(f"{len(both)} test pairs are also {name} pairs")
    if split.name.startswith("cold-users"):
        members = np.intersect1d(split.test[columns.USER], split.train[columns.USER])
        if len(members):
            found.append(f"{len(members)} cold members are in the training part")
    if split.name == "cold-items":
        items = np.intersect1d(split.test[columns.ITEM], split.train[columns.ITEM])
        if len(items):
            found.append(f"{len(items)} cold items are in the training part")
    if split.name == "global-temporal" and split.train[columns.TIME].max() > split.details["moment"]:
        found.append("training rows lie after the moment of the split")
    if split.name == "temporal":
        latest = split.train.groupby(columns.USER)[columns.TIME].max()
        earliest = split.test.groupby(columns.USER)[columns.TIME].min()
        early = (earliest < latest.reindex(earliest.index)).sum()
        if early:
            found.append(f"{early} members have test rows before their last training row")
    return found
