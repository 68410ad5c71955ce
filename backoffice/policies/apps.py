"""App configuration."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "backoffice.policies"
    verbose_name = "Politiques d’inscription"
