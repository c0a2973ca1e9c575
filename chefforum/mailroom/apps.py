from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "chefforum.mailroom"
    verbose_name = "Mails"
