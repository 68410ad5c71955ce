"""App configuration."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "backoffice.actions"
    verbose_name = "Actions collectives"
