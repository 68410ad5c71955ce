"""The messages of the told year: nothing of it leaves the machine, so they are stored as sent at their time instead of waiting for the worker."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db.models import F, Max

from backoffice.notifications.enums import Channel, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

REFUSED_EVERY = 40


@contextmanager
def messages_settled(*, until: datetime) -> Iterator[None]:
    """Whatever is owed meanwhile for an instant before `until` was sent at this instant, even if a worker that runs beside saw it first.

    A few messages of coming séances were refused by the provider: agents meet that too."""
    last = OutboxMessage.objects.aggregate(last=Max("pk"))["last"] or 0
    try:
        yield
    finally:
        told = OutboxMessage.objects.filter(pk__gt=last, created_at__lt=until)
        told.update(state=MessageState.SENT, sent_at=F("created_at"), attempts=1, trouble="")
        coming = told.filter(channel=Channel.SMS, occurrence__starts_at__gt=until).order_by("pk")
        refused = list(coming.values_list("pk", flat=True))[REFUSED_EVERY - 1 :: REFUSED_EVERY]
        OutboxMessage.objects.filter(pk__in=refused).update(
            state=MessageState.PARKED, sent_at=None, trouble=Trouble.REFUSED
        )
