"""Celery shells: ids in, one call. Unknown arguments are tolerated, so old messages stay readable."""

from celery import shared_task
from django.utils import timezone

from recommender import training


@shared_task
def train(**_unknown):
    """Train tonight's model and publish it where it is not worse; return the run's id."""
    run = training.train(now=timezone.now)
    return run.pk if run else None


@shared_task
def sweep_stale_runs(**_unknown):
    """End runs whose trainer was killed; return how many."""
    return training.sweep(now=timezone.now)
