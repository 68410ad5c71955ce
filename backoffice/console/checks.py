"""System checks that need the database: they run with `migrate` and with `check --database default`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from backoffice.console.services.durability import durability_problem


@register(Tags.database)
def check_durability(databases: list[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Where durability is required, the server itself is asked."""
    if not settings.DURABILITY_REQUIRED:
        return []
    found = [(alias, durability_problem(connections[alias])) for alias in databases or []]
    hint = "Set synchronous_commit and fsync to on (server, database and role), or synchronous=FULL for SQLite."
    return [
        Error(f"Acknowledged bookings can be lost on “{alias}”: {problem}.", hint=hint, id="console.E001")
        for alias, problem in found
        if problem
    ]
