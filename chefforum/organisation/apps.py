from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "chefforum.organisation"
    verbose_name = "Organisation"
