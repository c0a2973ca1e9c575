from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "chefforum.web"
    verbose_name = "Sider"
