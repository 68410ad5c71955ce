"""Ask the worker for a sweep of the waiting lists. A lost ring costs a minute at most: the schedule rings too."""

from __future__ import annotations

from django.db import connection, transaction
from django_q.tasks import async_task

SWEEP = "backoffice.booking.tasks.sweep_queues"


def ring_after_commit() -> None:
    """Ring once what is being written is committed; once a transaction, however much it writes. Harmless when doubled: a sweep that finds nothing
    to do writes nothing."""
    if not any(waits[1] is ring for waits in connection.run_on_commit):
        transaction.on_commit(ring, robust=True)


def ring() -> None:
    """In a transaction, so that on SQLite it takes its turn among the writers (decision 0047)."""
    with transaction.atomic():
        async_task(SWEEP)
