"""`manage.py hold_messages`: on a restored database, before the worker starts (docs/operations.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from backoffice.notifications.services.holding import hold_waiting


class Command(BaseCommand):
    help = "Holds every message that waits: nobody knows whether it left after the backup."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{hold_waiting()} messages are held under « À vérifier »; nothing leaves by itself.")
