from django.apps import AppConfig

# Loads the Celery app in every process, so that tasks go to our own queue and not to Celery's default.
from chefforum.celery import app as app


class DocumentsConfig(AppConfig):
    name = "chefforum.documents"
    verbose_name = "Dokumenter"
