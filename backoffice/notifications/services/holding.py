"""After a restore, nothing leaves by itself: what the backup says is due may have left since (reliability R19)."""

from __future__ import annotations

from backoffice.notifications.enums import WAITING, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage


def hold_waiting() -> int:
    """Put every message that waits under « À vérifier », and answer how many. To be called before the worker starts on a restored database."""
    waiting = OutboxMessage.objects.filter(state__in=WAITING)
    return waiting.update(state=MessageState.UNKNOWN, trouble=Trouble.LOST)
