"""The model that serves now, joined to the catalogue as it is now, held in memory.

Both are version-stamped: one small query per request tells whether either has changed. The model's
arrays are memory-mapped, so that all worker processes share them. What cannot be trusted is not
served: the last good model is, and with none the content scorer.
"""

import logging
import threading
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db.models import Count, Max, Value
from django.db.models.functions import Coalesce

from exercises.models import Exercise
from recommender import frames
from recommender.engine import artifact
from recommender.engine.base import recency_weights
from recommender.engine.features import ItemEncoder, PreferenceEncoder
from recommender.engine.pipeline import ContentModel, HybridArrays, ServingModel
from recommender.models import ModelRun

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_shelved = None


@dataclass(frozen=True)
class Shelved:
    """A model ready to serve: the engine's model, the facts behind its items, and its encoder."""

    stamp: tuple
    model: object = field(repr=False)
    encoder: object = field(repr=False)
    facts: dict = field(repr=False)
    run_id: int | None = None
    half_life: float = 0
    recency: float = 0

    def member(self, answers, load, at):
        """Return the engine's member for one person's answers and tired muscles at the time ``at``."""
        tastes = answers.tastes()
        values = np.fromiter(tastes.values(), dtype=np.float32, count=len(tastes))
        if tastes and (self.half_life or self.recency):
            # Evidence fades as it did in training.
            latest = {item: time for item, _kind, time in answers.met()}
        if tastes and self.recency:
            later = np.argsort(np.argsort([-latest[item].timestamp() for item in tastes], kind="stable"))
            values = values * recency_weights(later / len(tastes), self.recency)
        if tastes and self.half_life:
            days = np.array([max((at - latest[item]).total_seconds(), 0) for item in tastes]) / 86_400
            values = values * np.exp2(-days / self.half_life)
        return self.model.member(
            list(tastes),
            values,
            self.encoder.encode(answers.preferences),
            favoured=answers.favoured,
            load=load,
        )


def current():
    """Return the :class:`Shelved` model, rebuilt where the catalogue or the published run has changed."""
    global _shelved
    stamp = _stamp()
    shelved = _shelved
    if shelved is not None and shelved.stamp == stamp:
        return shelved
    with _lock:
        if _shelved is None or _shelved.stamp != stamp:
            _shelved = _build(stamp)
        return _shelved


def imagine(items):
    """Return a :class:`Shelved` as if ``items`` (an items frame) were what is published; it is not kept."""
    return _build(("imagined",), items)


def forget():
    """Drop what is held in memory (tests, and after a change of folders)."""
    global _shelved
    _shelved = None


def _stamp():
    """Version of the catalogue and of the published run, in one query."""
    run = ModelRun.objects.filter(is_current=True).values("pk")[:1]
    row = Exercise.objects.aggregate(
        count=Count("pk"), latest=Max("updated_at"), run=Coalesce(Max(run), Value(0))
    )
    return (str(settings.MODEL_DIR), row["count"], row["latest"], row["run"])


def _build(stamp, items=None):
    items = frames.items_frame() if items is None else items
    catalogue = frames.catalogue_arrays(items)
    facts = {int(pk): row for pk, row in zip(items.index, items.to_dict("records"), strict=True)}
    for run in _candidates():
        try:
            model, encoder, fading = _join(run, catalogue, items)
            return Shelved(stamp, model, encoder, facts, run.pk, **fading)
        except (artifact.ArtifactError, OSError, ValueError, TypeError, KeyError) as error:
            logger.error("%s is not served: %s", run, error)
    return Shelved(stamp, *_without_model(catalogue, items), facts)


def _join(run, catalogue, items):
    """Load a run's artifact and join it to the catalogue; raises when it cannot be trusted."""
    loaded = artifact.load(Path(settings.MODEL_DIR) / run.artifact, sha256=run.sha256)
    encoder = PreferenceEncoder.from_dict(loaded.metadata["preference_encoder"])
    describer = ItemEncoder.from_dict(loaded.metadata["item_encoder"])
    arrays = HybridArrays(**loaded.content)
    features = describer.transform(items) if len(items) else np.zeros((0, len(describer.names_)), np.float32)
    model = ServingModel(arrays, catalogue, item_features=features, feature_names=describer.names_)
    return model, encoder, {name: arrays.scalars.get(name, 0) for name in ("half_life", "recency")}


def _without_model(catalogue, items):
    """The content scorer and its encoder: needs no training."""
    encoder = frames.preference_encoder()
    if len(items):
        describer = ItemEncoder().fit(items)
        features, names = describer.transform(items), describer.names_
    else:
        features, names = np.zeros((0, 0), np.float32), []
    model = ContentModel(
        catalogue, item_features=features, feature_names=names, preference_names=encoder.names_
    )
    return model, encoder


def _candidates():
    """The published run first, then earlier ones: what serves when the newest cannot be trusted."""
    runs = ModelRun.objects.filter(status=ModelRun.Status.FINISHED).exclude(artifact="")
    return runs.filter(published_at__isnull=False).order_by("-is_current", "-published_at", "-pk")[:5]
