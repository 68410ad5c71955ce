"""The messages of the told year: nothing of it leaves the machine, so they are stored as sent at their time instead of waiting for the worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F, Max

from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage


@contextmanager
def messages_settled() -> Iterator[None]:
    """Whatever is owed meanwhile is past: sent at the instant when it was due. What was owed before is left to the worker."""
    last = OutboxMessage.objects.aggregate(last=Max("pk"))["last"] or 0
    try:
        yield
    finally:
        owed = OutboxMessage.objects.filter(pk__gt=last, state=MessageState.DUE)
        owed.update(state=MessageState.SENT, sent_at=F("not_before"), attempts=1)
