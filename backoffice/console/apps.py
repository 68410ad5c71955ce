"""App configurations: the console itself, and Django's admin with our site."""

import gc

from django.apps import AppConfig
from django.contrib.admin import apps


class ConsoleConfig(AppConfig):
    name = "backoffice.console"
    verbose_name = "Console"
    default = True

    def ready(self) -> None:
        from backoffice.console import checks  # noqa: F401
        from backoffice.console.base import checks as base_checks  # noqa: F401

        gc.freeze()  # what was loaded stays until the end: reading it all again takes a tenth of a second, under a lock if one is held (0056)


class ConsoleAdminConfig(apps.AdminConfig):
    default_site = "backoffice.console.site.ConsoleSite"
    default = False
