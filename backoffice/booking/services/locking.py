"""The only module that takes the lock of an occurrence.

What: the row of its counters, nothing else. Order: one occurrence; a service that needs several asks for them together (`locked_together`), and they
are taken by increasing key, so that two services never wait for each other; the day of a band comes after them (`stations`), and so do
the room and the people of a séance that moves where conflicts are prevented (`rescheduling`).
When: late, after forms and permissions, and once in a transaction.
How long: a lock is waited for 5 s, several together no longer than one, then Busy is raised with nothing written; nothing is tried again by
itself, the person or the worker does.

PostgreSQL locks the row (`FOR NO KEY UPDATE`, waits 5 s: `lock_timeout` of the connection). SQLite opens the transaction with IMMEDIATE, which
serialises writers (waits 5 s: `timeout` of the connection). Lock first, read in the next statement: one statement that locks and reads has
a snapshot older than its lock under READ COMMITTED. With the row goes a turn of `policies.services.turnstile`: nobody publishes until the commit."""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction

from backoffice.actions.models import Occurrence, OccurrenceCounters
from backoffice.console.base.errors import Busy, OutOfPerimeter
from backoffice.console.base.prepared import PreparedRows, Slot
from backoffice.policies.services.turnstile import while_nobody_publishes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# lock_not_available, deadlock_detected
POSTGRESQL_WAITS = {"55P03", "40P01"}
WAIT_LESS = """SELECT set_config('lock_timeout', greatest(1, setting::integer - %s)::text, true) FROM pg_settings WHERE name = 'lock_timeout'"""
NO_WAIT_SECONDS = 0.05  # less is the time of a statement
LOADED = (
    "counters",
    "action__motif__type_label",
    "action__motif__service",
    "action__type_label",
    "action__organisation__territory",
    "venue",
)


@contextmanager
def locked(occurrence_id: int) -> Iterator[Occurrence]:
    """A durable transaction that owns the seats of one occurrence; `occurrence.counters` is current. Raises Busy when the lock does not come."""
    with busy_instead_of_waiting(), transaction.atomic(durable=True):
        yield take_lock(occurrence_id)


@contextmanager
def locked_together(occurrence_ids: Iterable[int]) -> Iterator[dict[int, Occurrence]]:
    """The same for several occurrences, by increasing key: two people who move in opposite directions do not wait for each other."""
    with busy_instead_of_waiting(), transaction.atomic(durable=True):
        yield dict(take_locks(sorted(set(occurrence_ids))))


@contextmanager
def busy_instead_of_waiting() -> Iterator[None]:
    """Busy when somebody else held the lock too long."""
    try:
        yield
    except OperationalError as error:
        if is_a_wait(error):
            raise Busy from error
        raise


def take_lock(occurrence_id: int) -> Occurrence:
    """Lock the counters, then read the occurrence with what deciding and telling need.

    Two statements: after a wait, PostgreSQL reads the locked row again but keeps the older snapshot for joined rows, so that one statement
    would decide on the seats of before the change that it waited for."""
    lock_row(occurrence_id)
    return read_locked(occurrence_id)


def take_locks(occurrence_ids: list[int]) -> Iterator[tuple[int, Occurrence]]:
    """Each in turn: what the first ones waited is not waited for again (reliability R7)."""
    waited = 0.0
    for key in occurrence_ids:
        started = time.monotonic()
        lock_row(key)
        waited += time.monotonic() - started
        if waited > NO_WAIT_SECONDS:
            wait_less(waited)
            waited = 0.0
        yield key, read_locked(key)


def read_locked(occurrence_id: int) -> Occurrence:
    found = occurrence_with_counters().first(pk=occurrence_id)
    if found is None:
        raise OutOfPerimeter
    return found


def lock_row(occurrence_id: int) -> None:
    """On SQLite the transaction is the lock."""
    if connection.features.has_select_for_update:
        row_of_counters().rows(pk=occurrence_id)


def wait_less(seconds: float) -> None:
    """Until the commit, a lock is waited for so much less. SQLite has one lock, which is held already."""
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(WAIT_LESS, [round(seconds * 1000)])


@cache
def row_of_counters() -> PreparedRows[Any]:
    rows = OccurrenceCounters.objects.select_for_update(no_key=True).filter(pk=Slot("pk", OccurrenceCounters._meta.pk))
    return PreparedRows(rows.annotate(turn=while_nobody_publishes()).values_list("pk", "turn"))


@cache
def occurrence_with_counters() -> PreparedRows[Occurrence]:
    rows = Occurrence.objects.select_related(*LOADED).filter(counters__isnull=False)
    return PreparedRows(rows.filter(pk=Slot("pk", Occurrence._meta.pk)).order_by())


def is_a_wait(error: OperationalError) -> bool:
    """Somebody else held the lock too long. Any other operational error is a bug or an outage, and stays one."""
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) in POSTGRESQL_WAITS or "database is locked" in str(cause)
