from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "chefforum.audit"
    verbose_name = "Handlingslog"
