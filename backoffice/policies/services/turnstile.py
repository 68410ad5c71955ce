"""Publications and bookings take turns, so that a decision cites the revision in force at its own instant (reliability R9).

PostgreSQL: whoever decides holds an advisory lock, shared, until her commit; a publication takes it alone, last, once every check has passed, and
reads the clock then. It waits for the decisions being made, and those that come wait for its commit: a few milliseconds. SQLite: writers are
serialised already. Refuses to hold anything during the checks of a publication, which are long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast

from backoffice.policies.models import Policy

if TYPE_CHECKING:
    from django.db.models import Expression

TURNSTILE = 7_120_309  # a name for the advisory lock, one for the whole database


def while_nobody_publishes() -> Expression:
    """To select with the lock of an occurrence, on PostgreSQL: from there to the commit, no publication comes in."""
    return held("pg_advisory_xact_lock_shared")


def wait_for_decisions(policy: Policy) -> None:
    """Returns when no decision is being made; those that come wait for the commit."""
    if connection.vendor != "sqlite":
        list(Policy.objects.filter(pk=policy.pk).annotate(turn=held("pg_advisory_xact_lock")).values_list("turn"))


def held(function: str) -> Expression:
    return Cast(Func(Value(TURNSTILE), function=function), TextField())
