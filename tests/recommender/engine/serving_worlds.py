"""Small made-up models and catalogues that the serving-path tests share."""

import numpy as np

from recommender.engine.pipeline import HybridArrays, ServingModel
from recommender.engine.rules import CatalogueArrays

EQUIPMENT = ("dumbbell", "barbell", "bench", "band", "box")
JOINTS = ("shoulder", "wrist", "knee")
MUSCLES = ("chest", "back", "legs", "core")
PREFERENCES = ["goal=strength", "goal=mobility", "level=1", "level=2", "equipment=dumbbell", "minutes"]


def make_catalogue(count, seed=0, *, ids=None):
    """A random catalogue; about one item in ten lacks each fact."""
    generator = np.random.default_rng(seed)

    def sometimes(values, missing):
        return np.where(generator.random(len(values)) < 0.1, missing, values)

    masks = generator.integers(0, 2**5, count) * (generator.random(count) < 0.6)
    equipment = masks.astype(np.uint64) | np.where(
        generator.random(count) < 0.05, np.uint64(1 << 63), np.uint64(0)
    )
    joints = generator.integers(0, 4, (count, len(JOINTS))).astype(float)
    joints[generator.random(joints.shape) < 0.1] = np.nan
    muscles = generator.dirichlet(np.ones(len(MUSCLES)), count)
    muscles[generator.random(count) < 0.1] = np.nan
    return CatalogueArrays(
        item_ids=np.arange(count) * 3 + 10 if ids is None else ids,
        level=sometimes(generator.integers(1, 5, count).astype(float), np.nan),
        equipment=equipment,
        joints=joints,
        types=generator.integers(-1, 4, count),
        muscles=muscles,
        groups=generator.integers(-1, max(count // 3, 1), count),
        minutes=sometimes(generator.uniform(2, 40, count), np.nan),
        is_quiet=generator.random(count) < 0.7,
        equipment_words=EQUIPMENT,
        joint_words=JOINTS,
        type_words=("strength", "cardio", "mobility", "balance"),
        muscle_words=MUSCLES,
    )


def make_arrays(item_ids, seed=0, *, factors=4, channels=2, features=6):
    """A hybrid with random numbers of a plausible size."""
    generator = np.random.default_rng(seed)
    count = len(item_ids)
    linear = generator.normal(0, 0.1, (channels * count, count)).astype(np.float32)
    taste = generator.normal(0, 0.3, (count, factors)).astype(np.float32)
    return HybridArrays(
        item_ids=np.asarray(item_ids, dtype=np.int64),
        B=linear,
        Y=taste,
        YtY=taste.T.astype(float) @ taste + np.eye(factors),
        popularity=generator.random(count).astype(np.float32),
        C=generator.normal(0, 0.1, (len(PREFERENCES), count)).astype(np.float32),
        preference_mean=generator.random(len(PREFERENCES)).astype(np.float32),
        scalars={
            "beta": 0.65,
            "g": 0.8,
            "kappa": 5.0,
            "c": 1.3,
            "negative": 0.4,
            "factor_scale": 1.7,
            "factor_ridge": 0.3,
            "half_life": np.inf,
        },
        T=generator.random((count, features)).astype(np.float32),
        feature_names=[f"type={i}" for i in range(features)],
        preference_names=PREFERENCES,
        cold_weights=generator.normal(0, 0.1, (channels * count, features)).astype(np.float32),
    )


def make_model(count=40, seed=0, **kwargs):
    """A serving model whose items are exactly its catalogue."""
    catalogue = make_catalogue(count, seed)
    return ServingModel(make_arrays(catalogue.item_ids, seed, **kwargs), catalogue)


def make_member(model, seed=0, *, history=10):
    """A member of ``model`` with a random history and random answers."""
    generator = np.random.default_rng(seed)
    items = generator.choice(model.item_ids, min(history, len(model.item_ids)), replace=False)
    preferences = (generator.random(len(PREFERENCES)) < 0.5).astype(np.float32)
    preferences[generator.random(len(PREFERENCES)) < 0.2] = np.nan
    load = {muscle: generator.random() for muscle in MUSCLES}
    return model.member(
        items, generator.uniform(-1, 1, len(items)), preferences, favoured=["chest"], load=load
    )
