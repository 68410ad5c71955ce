"""App configuration."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "backoffice.directory"
    verbose_name = "Territoire"
