"""System checks that need the database: they run with `migrate` and with `check --database default`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from backoffice.console.services.durability import settings_off


@register(Tags.database)
def check_durability(databases: list[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Where durability is required, the server itself is asked."""
    if not settings.DURABILITY_REQUIRED:
        return []
    hint = "Turn them on for the server, the database and the role; for SQLite, synchronous=FULL."
    found = [(alias, settings_off(connections[alias])) for alias in databases or []]
    return [
        Error(
            f"Acknowledged bookings can be lost on {alias}: {', '.join(names)} turned off.",
            hint=hint,
            id="console.E001",
        )
        for alias, names in found
        if names
    ]
