"""App configurations: the console itself, and Django's admin with our site."""

from django.apps import AppConfig
from django.contrib.admin import apps


class ConsoleConfig(AppConfig):
    name = "backoffice.console"
    verbose_name = "Console"
    default = True

    def ready(self) -> None:
        from backoffice.console import checks  # noqa: F401
        from backoffice.console.base import checks as base_checks  # noqa: F401


class ConsoleAdminConfig(apps.AdminConfig):
    default_site = "backoffice.console.site.ConsoleSite"
    default = False
