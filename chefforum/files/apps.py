from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "chefforum.files"
    verbose_name = "Filer"
