"""`manage.py sync_schedules`: the periodic tasks of this release, and no other. To be run after each `migrate`; twice is once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from backoffice.console.services.scheduling import PERIODIC, sync_schedules


class Command(BaseCommand):
    help = "Makes the periodic tasks of the database equal to those of this release."

    def handle(self, *_args: Any, verbosity: int, **_options: Any) -> None:
        for removed in sync_schedules(now=timezone.now()):
            self.stderr.write(self.style.WARNING(f"Removed a task that this release does not know: {removed}"))
        if verbosity:
            self.stdout.write(f"{len(PERIODIC)} periodic tasks.")
