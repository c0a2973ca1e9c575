"""The back office: one Celery app, its tasks found in the apps' ``tasks.py`` and ``periodic.py``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.settings")

app = Celery("chefforum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")
