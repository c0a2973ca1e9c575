from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "chefforum.demo"
    verbose_name = "Demodata"
