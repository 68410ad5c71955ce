"""`manage.py worker`: the task worker of production. It is django-q2's cluster, ended when it gives no sign of life for two minutes.

A cluster whose processes were killed while they waited for a task (memory exhausted) looks alive and does nothing for ever: they held a lock
that the system does not give back. Whoever runs this command (systemd, a container) starts it again when it ends. A database that does not
answer is not silence: starting again would mend nothing."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections
from django.utils import timezone

from backoffice.console.management.commands.serve import Group
from backoffice.notifications.enums import Beat
from backoffice.notifications.models import Heartbeat
from backoffice.notifications.services.waking import SILENCE_ALLOWED

if TYPE_CHECKING:
    from datetime import datetime

LOOK_SECONDS = 10
GRACE_SECONDS = 30  # a task that runs has the time to end; then everything left is killed
CLUSTER = "cluster"


class Command(BaseCommand):
    help = "Runs the task worker, and ends with an error when it gives no sign of life, to be started again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        group = Group({CLUSTER: [sys.executable, "manage.py", "qcluster"]}, grace_seconds=GRACE_SECONDS)
        group.start()
        try:
            trouble = watch(group)
        finally:
            group.stop()
        if trouble:
            raise CommandError(f"The worker {trouble}; to be started again.")


def watch(group: Group, *, allowed: timedelta = SILENCE_ALLOWED, look_seconds: float = LOOK_SECONDS) -> str | None:
    """What happened to the cluster, or None when somebody asked to stop."""
    heard_at = timezone.now()
    while not group.asked_to_stop.wait(look_seconds):
        if group.children[CLUSTER].poll() is not None:
            return "ended by itself"
        heard_at = max(heard_at, last_sign() or heard_at)
        if timezone.now() - heard_at > allowed:
            return f"gave no sign of life for {allowed.seconds} seconds"
    return None


def last_sign() -> datetime | None:
    """The last beat. A database that does not answer hears nobody: the silence starts again when it does."""
    close_old_connections()
    try:
        return Heartbeat.objects.last_of(Beat.TICK)
    except Error:
        return timezone.now()
