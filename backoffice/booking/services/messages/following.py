"""What an agent did about a message that did not arrive. One call answers for everything that the person had to be told of this séance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.booking.errors import ReasonRequired
from backoffice.booking.services.messages.resending import message_to_send
from backoffice.console.base.history import record_many
from backoffice.notifications.enums import Handled
from backoffice.notifications.models import Handling, OutboxMessage

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User
    from backoffice.notifications.queries import OutboxQuerySet


def call_made(*, message_id: int, user: User, now: datetime | None = None) -> int:
    """She was called: nothing of this séance waits for her any more. Twice is once; the number of messages that it settles."""
    message = message_to_send(message_id, user)
    waiting = OutboxMessage.objects.filter(usager=message.usager_id, occurrence=message.occurrence_id)
    return settle(waiting, Handled.CALLED, user=user, now=now)


def leave_aside(*, message_id: int, user: User, reason: str, now: datetime | None = None) -> int:
    """Nothing will be done about this one, and why. Raises ReasonRequired."""
    message = message_to_send(message_id, user)
    if not reason.strip():
        raise ReasonRequired("Écrivez pourquoi : la raison est gardée avec le message.")
    return settle(OutboxMessage.objects.filter(pk=message.pk), Handled.IGNORED, user=user, now=now, reason=reason)


def settle(rows: OutboxQuerySet, how: Handled, *, user: User, now: datetime | None, reason: str = "") -> int:
    """Sign what is not settled yet among these rows."""
    at = now or timezone.now()
    with transaction.atomic():
        waiting = rows.undelivered().select_for_update(of=("self",)).order_by("pk")
        signed = [Handling(message=row, how=how, reason=reason, user=user, handled_at=at) for row in waiting]
        record_many(signed, user=user, reason=reason or how.label, at=at)
    return len(signed)
