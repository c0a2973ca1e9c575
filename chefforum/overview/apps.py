from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "chefforum.overview"
    verbose_name = "Forside"
