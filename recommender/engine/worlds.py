"""Simulated people with a known truth: for first runs, for tests, for measuring what a model can learn.

How a person comes about (all drawn from one seed):

* answers: a goal, a level, a place with its equipment, joints that hurt, muscles to favour, time;
* they only meet exercises they could do: all equipment owned, no hurt joint under more than low stress, at
  most one level above their own;
* what they think of an exercise (utility) is the sum of what the answers say (goal and type, level, favoured
  muscles), the taste of their cluster (types, patterns, muscles), a personal taste that no answer and no
  feature shows, and the quality of the exercise;
* what they try is drawn by fame and, partly, by utility; whether they like it is a coin with the chance
  ``Truth.chance``. Liked gives 1, done 0.4, disliked -0.6 or -1.

Simulated people are never real ones: whoever stores them marks them.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recommender.engine import columns

# What each goal makes of each type of exercise; types not named are neutral.
GOALS = {
    "strength": {"strength": 1.2, "power": 0.6, "cardio": -0.6, "stretching": -0.5},
    "muscle": {"strength": 1.4, "cardio": -0.8, "balance": -0.5},
    "power": {"power": 1.6, "strength": 0.6, "stretching": -0.5},
    "endurance": {"cardio": 1.5, "power": 0.3, "strength": -0.4},
    "weight": {"cardio": 1.1, "power": 0.5, "strength": 0.2},
    "mobility": {"mobility": 1.6, "stretching": 1.3, "balance": 0.6, "power": -0.8},
    "health": {"balance": 0.5, "mobility": 0.5, "cardio": 0.4, "rehabilitation": 0.5},
}
# Places, how common they are, and the share of all equipment found there.
PLACES = (("nothing", 0.25, 0.0), ("little", 0.35, 0.12), ("home gym", 0.15, 0.35), ("full gym", 0.25, 1.0))
LEVEL_SHARES = (0.35, 0.38, 0.2, 0.07)
WORDS = ("type", "pattern", "mechanic", "force")


@dataclass(frozen=True)
class Truth:
    """What is so, U x I, in the order of ``members`` and ``items``: nobody but a test may look at it."""

    members: np.ndarray
    items: np.ndarray
    utility: np.ndarray
    chance: np.ndarray
    allowed: np.ndarray

    def may(self, members, items):
        """Whether each member could do each item, bool: what ``evaluation.compare(allowed=...)`` takes."""
        rows = pd.Index(self.members).get_indexer(members)
        places = pd.Index(self.items).get_indexer(items)
        return self.allowed[np.ix_(rows, places)] & (rows >= 0)[:, None] & (places >= 0)


@dataclass(frozen=True)
class World:
    """Simulated interactions, what the people answered (indexed by member), the catalogue, and the truth."""

    interactions: pd.DataFrame
    preferences: pd.DataFrame
    items: pd.DataFrame
    truth: Truth


def catalogue(n_items=400, *, seed=0):
    """A made-up catalogue with the columns of ``features.ItemEncoder``, indexed by item id."""
    rng = np.random.default_rng([seed, 11])
    types = [*GOALS["strength"], "mobility", "balance", "rehabilitation"]
    muscles = [f"muscle-{n}" for n in range(12)]
    tools = [f"tool-{n}" for n in range(12)]
    joints = ["shoulder", "wrist", "lower-back", "knee", "ankle"]
    rows = []
    for number in range(n_items):
        chosen = rng.choice(muscles, size=rng.integers(1, 4), replace=False)
        shares = rng.dirichlet(np.ones(len(chosen)))
        needed = rng.choice(tools, size=rng.choice([0, 1, 2], p=[0.4, 0.45, 0.15]), replace=False)
        loaded = rng.choice(joints, size=rng.integers(0, 3), replace=False)
        rows.append(
            {
                columns.ITEM: number + 1,
                "type": types[rng.choice(len(types), p=[0.45, 0.08, 0.15, 0.1, 0.1, 0.06, 0.06])],
                "pattern": f"pattern-{rng.integers(10)}",
                "level": int(rng.choice(4, p=LEVEL_SHARES)) + 1,
                "met": float(rng.uniform(2, 10)),
                "minutes": float(rng.choice([5, 8, 10, 20])),
                "force": str(rng.choice(["push", "pull", "static"])),
                "mechanic": str(rng.choice(["compound", "isolation"])),
                "is_unilateral": bool(rng.random() < 0.3),
                "is_quiet": bool(rng.random() < 0.8),
                "measure": str(rng.choice(["repetitions", "seconds", "minutes"])),
                "muscles": dict(zip(chosen.tolist(), shares.tolist(), strict=True)),
                "equipment": needed.tolist(),
                "joints": {joint: int(rng.integers(1, 4)) for joint in loaded.tolist()},
                "variation_group": f"group-{number // 4}",
            }
        )
    return pd.DataFrame(rows).set_index(columns.ITEM)


def _indicator(cells):
    """Lists or mappings of words as a table of numbers (rows x words), and the words in order."""
    weights = [dict(c) if isinstance(c, dict) else dict.fromkeys(c, 1.0) for c in cells]
    words = sorted({word for cell in weights for word in cell})
    place = {word: number for number, word in enumerate(words)}
    table = np.zeros((len(weights), len(words)))
    for row, cell in enumerate(weights):
        for word, weight in cell.items():
            table[row, place[word]] = weight
    return table, words


def _people(n, items, rng, tools, joints, muscles):
    goals = list(GOALS)
    place = rng.choice(len(PLACES), size=n, p=[share for _, share, _ in PLACES])
    owned = rng.random((n, len(tools))) < np.array([part for *_, part in PLACES])[place][:, None]
    hurts = rng.random((n, len(joints))) < 0.05
    favoured = rng.random((n, len(muscles))) < 1.5 / max(len(muscles), 1)
    return {
        "goal": np.array(goals)[rng.integers(len(goals), size=n)],
        "level": rng.choice(4, size=n, p=LEVEL_SHARES) + 1,
        "minutes": rng.choice([15, 30, 45, 60], size=n),
        "days_per_week": rng.integers(1, 7, size=n),
        "owned": owned,
        "hurts": hurts,
        "favoured": favoured,
    }


def _scaled(matrix, spread):
    deviation = matrix.std()
    return matrix * (spread / deviation) if deviation > 0 else matrix


def simulate(
    n_users=600,
    items=None,
    *,
    actions_per_user=30,
    seed=0,
    n_clusters=8,
    answers_spread=0.7,
    cluster_spread=0.8,
    personal_spread=0.9,
    quality_spread=0.5,
    days=120,
    first_user_id=1,
):
    """Simulate ``n_users`` people on a catalogue; returns a :class:`World`.

    ``items``: None (a made-up catalogue of 400), how many, or a DataFrame indexed by item id with the columns
    of ``features.ItemEncoder``. The ``*_spread`` are the standard deviations of the parts of utility, in
    logits: 0 removes a part. Raises ``ValueError`` for a table without a needed column.
    """
    rng = np.random.default_rng(seed)
    if items is None or isinstance(items, int):
        items = catalogue(400 if items is None else items, seed=seed)
    for name in ("level", "equipment", "joints", "muscles", *WORDS):
        if name not in items:
            raise ValueError(f"the catalogue lacks the column {name!r}")
    n_items = len(items)
    needs, tools = _indicator(items["equipment"])
    stress, joints = _indicator(items["joints"])
    shares, muscles = _indicator(items["muscles"])
    people = _people(n_users, items, rng, tools, joints, muscles)
    level = items["level"].to_numpy(dtype=float)

    allowed = ((~people["owned"]).astype(float) @ needs.T) == 0
    allowed &= (people["hurts"].astype(float) @ (stress > 1).T.astype(float)) == 0
    allowed &= level <= people["level"][:, None] + 1

    words = np.hstack([pd.get_dummies(items[name].astype(str)).to_numpy(dtype=float) for name in WORDS])
    looks = np.hstack([words, 2 * shares])
    # Answers: the goal likes types, the level likes its own level, favoured muscles like themselves.
    type_words = items["type"].astype(str).tolist()
    by_goal = np.array([[GOALS[goal].get(word, 0.0) for word in type_words] for goal in GOALS])
    said = by_goal[[list(GOALS).index(goal) for goal in people["goal"]]]
    said = said - 0.4 * (level - people["level"][:, None]) ** 2 + 1.5 * (people["favoured"] @ shares.T)
    # Clusters of taste lean on what exercises look like, and are partly told by the goal.
    tastes = rng.standard_normal((n_clusters, looks.shape[1]))
    cluster = rng.integers(n_clusters, size=n_users)
    clustered = (tastes @ looks.T)[cluster]
    # Personal taste lies along hidden sides of exercises, which only what others liked can reveal.
    hidden = rng.standard_normal((n_items, 6))
    personal = rng.standard_normal((n_users, 6)) @ hidden.T
    quality = rng.standard_normal(n_items)
    utility = (
        _scaled(said - said.mean(), answers_spread)
        + _scaled(clustered - clustered.mean(), cluster_spread)
        + _scaled(personal, personal_spread)
        + quality_spread * quality
    )
    chance = 1 / (1 + np.exp(-(1.6 * utility - 0.3)))

    fame = 0.8 * quality * (quality_spread > 0) + 0.9 * rng.standard_normal(n_items)
    pull = fame + 0.5 * utility + rng.gumbel(size=utility.shape)
    pull[~allowed] = -np.inf
    many = np.clip(rng.gamma(3.0, actions_per_user / 3.0, size=n_users).round().astype(int), 3, n_items)
    many = np.minimum(many, allowed.sum(axis=1))
    order = np.argsort(-pull, axis=1)
    tried = np.arange(n_items) < many[:, None]
    rows, places = np.nonzero(tried)
    picked = order[rows, places]
    luck = rng.random(len(rows))
    like = chance[rows, picked]
    value = np.where(
        luck < 0.75 * like,
        1.0,
        np.where(luck < like, 0.4, np.where(luck < like + 0.5 * (1 - like), -0.6, -1.0)),
    )

    members = np.arange(first_user_id, first_user_id + n_users)
    joined = rng.uniform(0, days * 0.5, size=n_users)
    # What a person tries is spread over their days in no order of liking.
    when = joined[rows] + rng.random(len(rows)) * (days - joined[rows])
    ids = items.index.to_numpy()
    interactions = pd.DataFrame(
        {columns.USER: members[rows], columns.ITEM: ids[picked], columns.VALUE: value, columns.TIME: when}
    ).sort_values([columns.USER, columns.TIME], kind="stable", ignore_index=True)
    preferences = pd.DataFrame(
        {
            "goal": people["goal"],
            "level": people["level"],
            "minutes": people["minutes"],
            "days_per_week": people["days_per_week"],
            "equipment": _lists(people["owned"], tools),
            "favoured": _lists(people["favoured"], muscles),
            "limited": _lists(people["hurts"], joints),
        },
        index=pd.Index(members, name=columns.USER),
    )
    truth = Truth(members, ids, utility.astype(np.float32), chance.astype(np.float32), allowed)
    return World(interactions, preferences, items, truth)


def _lists(table, words):
    words = np.array(words, dtype=object)
    return [words[row].tolist() for row in table]


def shuffled(interactions, *, seed=0):
    """The same rows dealt out to members at random: a control in which nobody has a taste.

    How often each item is met and liked stays, and so does how much each member does; who met and liked what
    is chance, so nothing can rank better than popularity. A pair dealt twice is kept once.
    """
    order = np.random.default_rng(seed).permutation(len(interactions))
    result = interactions.copy()
    for name in (columns.ITEM, columns.VALUE):
        result[name] = interactions[name].to_numpy()[order]
    return result.drop_duplicates([columns.USER, columns.ITEM], ignore_index=True)


def crowd(n_users=8000, n_items=3000, n_interactions=1_000_000, *, seed=0, n_tastes=24):
    """A plain large world for measuring speed and quality: ids, VALUE and TIME only.

    Tastes are vectors; items have long-tailed fame; people try by fame and taste, and like by taste.
    """
    rng = np.random.default_rng(seed)
    sides = rng.standard_normal((n_items, n_tastes)).astype(np.float32)
    sides[rng.random(sides.shape) < 0.7] = 0
    fame = 1.2 * np.log(1 / np.arange(1, n_items + 1) ** 0.9).astype(np.float32)
    fame = fame - fame.mean()
    many = rng.lognormal(0, 0.7, size=n_users)
    many = np.minimum(np.maximum((many / many.sum() * n_interactions).round().astype(int), 5), n_items // 2)
    rows, picked, value = [], [], []
    for start in range(0, n_users, 1000):
        people = np.arange(start, min(start + 1000, n_users))
        taste = rng.standard_normal((len(people), n_tastes)).astype(np.float32)
        utility = taste @ sides.T / np.sqrt(0.3 * n_tastes)
        pull = fame + 1.2 * utility - np.log(rng.exponential(size=utility.shape)).astype(np.float32)
        order = np.argsort(-pull, axis=1)[:, : many[people].max()]
        row, place = np.nonzero(np.arange(order.shape[1]) < many[people][:, None])
        item = order[row, place]
        like = rng.random(len(row)) < 1 / (1 + np.exp(-(1.5 * utility[row, item])))
        rows.append(people[row])
        picked.append(item)
        value.append(np.where(like, 1.0, -0.5))
    rows, picked, value = map(np.concatenate, (rows, picked, value))
    return pd.DataFrame(
        {
            columns.USER: rows,
            columns.ITEM: picked,
            columns.VALUE: value,
            columns.TIME: rng.random(len(rows)) * 365,
        }
    )
