"""The Celery application. Without ``REDIS_URL`` messages travel through files, so no broker is needed."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workout_app.settings")

app = Celery("nextset")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
