"""From rows to a published model: read, compare on one frozen split, tune, refit, write, check, publish.

Every step can be killed: the artifact appears under its name only when it is whole, publishing is one
transaction, and a run whose heart has stopped is swept by the next one.
"""

import logging
import os
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from django.conf import settings
from django.db import DatabaseError, connection

from recommender import actions, frames
from recommender.engine import artifact, columns
from recommender.engine.evaluation import compare, paired_difference
from recommender.engine.features import ItemEncoder
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.matrices import Sides, evidence_from
from recommender.engine.pipeline import HybridArrays, ServingModel
from recommender.engine.rules import Rules, equipment_mask
from recommender.engine.splitting import SplitError
from recommender.engine.tuning import Model
from recommender.models import ModelRun

logger = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=10)
STALE = timedelta(seconds=60)
# From so many real people on, metrics are measured on them; from so many on, simulated ones are left out.
MEASURED_ON_REAL, ONLY_REAL = 50, 200
ACTIVE = 5
BASELINES = ("popularity", "content", "neighbours")
MODELS = (*BASELINES, "factors+prior", "linear+prior", "hybrid")
CHAMPION = Model("champion", HybridRecommender)
METRIC = "ndcg@10"


class NothingToLearn(ValueError):
    """There is no feedback yet; the content scorer serves until there is."""


class Unsound(ValueError):
    """The new model failed a check of its own; it is not published."""


def train(*, now, seed=None, budget=None, progress=None):
    """Train, and publish where the new model is not worse; return the :class:`ModelRun`.

    Returns ``None`` when another training is running. What goes wrong is written in the run and logged,
    never raised: the served model stays. ``progress(step, percent)`` is called along the way; ``now`` is
    the clock.
    """
    sweep(now=now)
    seed = settings.TRAINING_SEED if seed is None else seed
    run = actions.begin_run(seed=seed, at=now(), trainer=f"{socket.gethostname()}:{os.getpid()}")
    if run is None:
        return None

    def report(step, percent):
        actions.beat_run(run=run, step=step, progress=percent, at=now())
        if progress:
            progress(step, percent)

    with _beating_heart(run, now):
        try:
            _train(run, budget or settings.TRAINING_BUDGET, report, now)
        except (NothingToLearn, SplitError, Unsound) as error:
            actions.fail_run(run=run, error=str(error), at=now())
        except BaseException as error:
            logger.exception("Training failed")
            actions.fail_run(run=run, error=f"{type(error).__name__}: {error}", at=now())
            if not isinstance(error, Exception):
                raise
    run.refresh_from_db()
    return run


def sweep(*, now):
    """End runs whose trainer was killed, and remove what it left on disk; return how many runs."""
    artifact.sweep(settings.MODEL_DIR)
    running = ModelRun.objects.filter(status=ModelRun.Status.RUNNING).values_list("trainer", flat=True)
    dead = [trainer for trainer in running if not _may_live(trainer)]
    return actions.sweep_stale_runs(before=now() - STALE, at=now(), dead=dead)


def _may_live(trainer):
    """Whether a trainer may still be at work; one on this machine only while its process is there."""
    host, _sep, process = trainer.rpartition(":")
    if host != socket.gethostname() or not process.isdigit():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _beating_heart(run, now):
    """Keep the run's heartbeat fresh from a thread, so that a killed trainer is noticed within a minute."""
    stopped = threading.Event()

    def beat():
        while not stopped.wait(HEARTBEAT.total_seconds()):
            try:
                ModelRun.objects.filter(pk=run.pk).update(heartbeat_at=now())
            except DatabaseError as error:
                # A busy database is no reason to stop: one beat is missed, six make it stale.
                logger.warning("A heartbeat could not be written: %s", error)
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _train(run, budget, report, now):
    report("reading", 1)
    tables = _read()
    champion = ModelRun.objects.filter(is_current=True).first()
    models, fixed = list(MODELS), {}
    if champion and champion.parameters:
        models.append(CHAMPION)
        fixed[CHAMPION.name] = champion.parameters
    steps = iter(range(1, 2 * len(models) + 1))
    comparison = compare(
        tables.measured, preferences=tables.preferences, item_features=tables.features, split="temporal",
        seed=run.seed, models=models, budget=budget, allowed=tables.allowed, fixed=fixed,
        progress=lambda step: report(step, 5 + round(70 * next(steps, 2 * len(models)) / (2 * len(models)))),
    )  # fmt: skip
    # The champion's parameters compete with tonight's, and the validation part decides between them.
    chosen = max(
        (name for name in ("hybrid", CHAMPION.name) if name in comparison.params),
        key=lambda name: comparison.validation[name],
    )
    run.population, run.counts = tables.population, tables.counts
    run.parameters = {
        k: v for k, v in comparison.as_dict()["models"][chosen]["params"].items() if v is not None
    }
    run.metrics = comparison.as_dict() | {"chosen": chosen}
    run.save(update_fields=["population", "counts", "parameters", "metrics"])
    verdict = judge(comparison, chosen)

    report("refitting on everything", 78)
    content, metadata = _refit(tables, run)
    report("writing the model", 88)
    folder = f"run-{run.pk}-{run.uuid.hex[:8]}"
    sha256 = artifact.save(Path(settings.MODEL_DIR) / folder, content, metadata=metadata)
    report("checking the model", 93)
    _check(Path(settings.MODEL_DIR) / folder, sha256, tables)
    _finish(run, folder, sha256, verdict, now)
    report("published" if run.is_current else "not published", 100)


class _Tables:
    """Everything a training reads, as tables."""

    def __init__(self, real, simulated, answers, items):
        active = (real.groupby(columns.USER).size() >= ACTIVE).sum()
        self.population = "real" if active >= MEASURED_ON_REAL else "simulated"
        self.measured = real if self.population == "real" else simulated
        self.everything = real if active >= ONLY_REAL else pd.concat([real, simulated], ignore_index=True)
        if self.measured.empty:
            # A few real people and no simulated ones: they are all there is to learn from.
            self.measured, self.population = real, "real"
        self.items = items
        self.item_encoder = ItemEncoder().fit(items)
        self.preference_encoder = frames.preference_encoder(answers)
        self.preferences = frames.encoded(self.preference_encoder, answers)
        self.features = frames.encoded(self.item_encoder, items)
        self.allowed = frames.allowed_for(answers, items)
        self.counts = {
            "real_people": int(real[columns.USER].nunique()),
            "real_active_people": int(active),
            "real_events": len(real),
            "simulated_people": int(simulated[columns.USER].nunique()),
            "simulated_events": len(simulated),
            "learnt_from": len(self.everything),
            "exercises": len(items),
        }


def _read():
    items = frames.items_frame()
    real, simulated = (frames.interactions_frame(simulated=flag) for flag in (False, True))
    if items.empty or (real.empty and simulated.empty):
        raise NothingToLearn("There are no exercises or no feedback to learn from yet.")
    answers = pd.concat([frames.preferences_frame(simulated=flag) for flag in (False, True)])
    # What is no longer published tells nothing about features; it leaves the tables here.
    real, simulated = (table[table[columns.ITEM].isin(items.index)] for table in (real, simulated))
    return _Tables(real, simulated, answers, items)


def judge(comparison, chosen):
    """Return ``(may publish, sentence)``: is the chosen model worse than one it must not be worse than?

    Worse means that the 95 % interval of the paired difference in nDCG@10 over the same people lies
    below 0. Compared are the baselines and, where there is one, the model that serves now.
    """
    rivals = [
        name for name in (*BASELINES, CHAMPION.name) if name in comparison.per_member and name != chosen
    ]
    ours = comparison.per_member[chosen]
    own = comparison.table.loc[chosen, METRIC]
    worse = []
    for name in rivals:
        found = paired_difference(ours, comparison.per_member[name])
        if found["high"] < 0:
            worse.append(f"{name} by {-found['difference']:.4f} [{-found['high']:.4f}, {-found['low']:.4f}]")
    if worse:
        return False, f"Not published: nDCG@10 {own:.4f} is worse than {', '.join(worse)}."
    best = max(BASELINES, key=lambda name: comparison.table.loc[name, METRIC])
    return True, (
        f"Published: nDCG@10 {own:.4f}, best baseline {best} {comparison.table.loc[best, METRIC]:.4f}; "
        f"not worse than any of {', '.join(rivals)}."
    )


def _refit(tables, run):
    """Fit the chosen parameters on everything; return the artifact's content and metadata."""
    members = np.unique(tables.everything[columns.USER])
    items = tables.items.index.to_numpy(dtype=np.int64)
    half_life = run.parameters.get("half_life")
    evidence = evidence_from(
        tables.everything, members, items, Sides(tables.preferences, tables.features, half_life)
    )
    model = HybridRecommender(**run.parameters).fit_evidence(evidence)
    content = model.to_arrays(
        items, feature_names=tables.item_encoder.names_, preference_names=tables.preference_encoder.names_
    )
    metadata = {
        "run": run.pk,
        "item_encoder": tables.item_encoder.to_dict(),
        "preference_encoder": tables.preference_encoder.to_dict(),
    }
    return content, metadata


def _check(path, sha256, tables):
    """Load the artifact as serving would and try it; raises :class:`Unsound` with what is wrong."""
    loaded = artifact.load(path, sha256=sha256)
    arrays = HybridArrays(**loaded.content)
    catalogue = frames.catalogue_arrays(tables.items)
    model = ServingModel(arrays, catalogue)
    rng = np.random.default_rng(0)
    for _ in range(50):
        met = rng.choice(catalogue.item_ids, size=min(len(catalogue), 10), replace=False)
        member = model.member(met, rng.uniform(-1, 1, size=len(met)))
        rules = Rules(
            equipment=equipment_mask(
                rng.choice(frames.EQUIPMENT, size=rng.integers(0, 12), replace=False), frames.EQUIPMENT
            ),
            level_ceiling=int(rng.integers(1, 5)),
        )
        picks = model.recommend(member, n=12, rules=rules)
        if not np.isfinite(picks.scores).all():
            raise Unsound("The new model gives scores that are not numbers.")
        if not picks.verdict.allowed[picks.items].all():
            raise Unsound("The new model's picks break a limit.")
        for position in range(len(picks)):
            parts = picks.explanation(position)
            if abs(sum(part.value for part in parts.parts) - picks.scores[position]) > 1e-6:
                raise Unsound("The new model's reasons do not add up.")


def _finish(run, folder, sha256, verdict, now):
    may_publish, sentence = verdict
    run.artifact, run.sha256, run.decision, run.finished_at = folder, sha256, sentence, now()
    run.status = ModelRun.Status.FINISHED if may_publish else ModelRun.Status.REJECTED
    run.save(update_fields=["artifact", "sha256", "decision", "finished_at", "status"])
    if may_publish:
        actions.publish_model(run=run, at=now())


def summary(run):
    """Yield lines that tell a person what a run found: one per model, then the decision."""
    models = run.metrics.get("models", {})
    if models:
        yield f"Measured on {run.population} people, {METRIC} with 95 % interval:"
    for name, found in sorted(models.items(), key=lambda item: -(item[1].get(METRIC) or 0)):
        yield (
            f"  {name:<14} {found[METRIC]:.4f}  [{found[METRIC + '_low']:.4f}, {found[METRIC + '_high']:.4f}]"
            f"  precision {found['precision@10']:.3f}  recall {found['recall@10']:.3f}"
            f"  F1 {found['f1@10']:.3f}  accuracy {found['accuracy@10']:.3f}"
        )
    yield run.decision or run.error
