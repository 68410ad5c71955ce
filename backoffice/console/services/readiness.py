"""Is the service ready? Each control answers "" or what is wrong, in French, without version, host or name (reliability R20, R63)."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from backoffice.console.services.durability import settings_off
from backoffice.notifications.enums import Beat
from backoffice.notifications.models import Heartbeat, OutboxMessage
from backoffice.notifications.services.waking import SILENCE_ALLOWED

WAIT_ALLOWED = timedelta(minutes=10)


def problems() -> dict[str, str]:
    """What is wrong with each control, in order, until one that prevents asking the next."""
    found: dict[str, str] = {}
    try:
        found["migrations"] = migrations_problem()
        if not found["migrations"]:
            found["base"] = database_problem()
            found["travailleur"] = worker_problem()
            found["messages"] = messages_problem()
    except Error:
        found["base"] = "ne répond pas, ou refuse d’écrire"
    return found


def database_problem() -> str:
    """Writes one row, committed: a full disk or a read-only replica answers reads very well."""
    Heartbeat.objects.update_or_create(name=Beat.PROBE, defaults={"beaten_at": timezone.now()})
    turned_off = settings_off(connection) if settings.DURABILITY_REQUIRED else []
    return f"n’attend pas le disque ({', '.join(turned_off)})" if turned_off else ""


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Migrations of this release; they cannot change while the process lives."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def migrations_problem() -> str:
    """A database *ahead* of this process is normal during an upgrade; behind is not."""
    missing = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    return f"{len(missing)} à appliquer" if missing else ""


def worker_problem() -> str:
    beaten_at = Heartbeat.objects.last_of(Beat.TICK)
    if beaten_at is None:
        return "aucun signe de vie"
    silence = timezone.now() - beaten_at
    return f"silencieux depuis {round(silence.total_seconds())} secondes" if silence > SILENCE_ALLOWED else ""


def messages_problem() -> str:
    """The wait of the oldest message that should have left."""
    due_at = OutboxMessage.objects.oldest_due_at()
    wait = timezone.now() - due_at if due_at else timedelta(0)
    return f"le plus ancien attend depuis {wait // timedelta(minutes=1)} minutes" if wait > WAIT_ALLOWED else ""
