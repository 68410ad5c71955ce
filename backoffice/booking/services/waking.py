"""Ask the worker for a sweep of the waiting lists. A lost ring costs a minute at most: the schedule rings too."""

from __future__ import annotations

from django.db import transaction
from django_q.tasks import async_task

SWEEP = "backoffice.booking.tasks.sweep_queues"


def ring_after_commit() -> None:
    """Ring once what is being written is committed. Harmless when doubled: a sweep that finds nothing to do writes nothing."""
    transaction.on_commit(lambda: async_task(SWEEP), robust=True)
