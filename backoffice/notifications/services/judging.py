"""What only somebody can decide about a message: that it was received, although nobody knows; that it leaves, although a ceiling holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import MessageState, StepSource
from backoffice.notifications.errors import NotToJudge
from backoffice.notifications.models import MessageStep, OutboxMessage
from backoffice.notifications.services.waking import wake_after_commit

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User

DOUBTFUL = (MessageState.UNKNOWN, MessageState.UNDELIVERED)


def say_received(*, message_id: int, user: User, reason: str = "", now: datetime | None = None) -> OutboxMessage:
    """She says that she has it: nobody needs to look any more, and it is never sent again.

    Raises OutOfPerimeter, NotAllowed; NotToJudge when the message is not in doubt (any more)."""
    with transaction.atomic():
        message = locked(message_id, user)
        if message.state not in DOUBTFUL:
            raise NotToJudge("Ce message n’est plus à vérifier. Rechargez la page pour voir où il en est.")
        message.state, message.trouble = MessageState.DELIVERED, ""
        message.save(update_fields=["state", "trouble"])
        keep(message, user, reason or "La personne dit qu’elle l’a reçu", now)
    return message


def let_through(*, message_id: int, user: User, reason: str, now: datetime | None = None) -> OutboxMessage:
    """Let one message leave although its ceiling is reached, outside the quiet hours as any other; the reason is kept with it.

    Raises OutOfPerimeter, NotAllowed; NotToJudge when no ceiling holds it (any more), when it is useless by now, or without reason."""
    now = now or timezone.now()
    with transaction.atomic():
        message = locked(message_id, user)
        if message.state != MessageState.HELD or message.useless_at <= now:
            raise NotToJudge("Aucun plafond ne retient plus ce message. Rechargez la page pour voir où il en est.")
        if not reason.strip():
            raise NotToJudge("Écrivez pourquoi ce message part malgré le plafond : la raison est gardée avec lui.")
        message.state, message.trouble, message.not_before, message.is_let_through = MessageState.DUE, "", now, True
        message.save(update_fields=["state", "trouble", "not_before", "is_let_through"])
        keep(message, user, reason, now)
        wake_after_commit()
    return message


def locked(message_id: int, user: User) -> OutboxMessage:
    """For whoever may write to the people of its séance."""
    rows = OutboxMessage.objects.filter(pk=message_id)
    if not rows.visible_to(user, Activity.VIEW_PEOPLE).exists():
        raise OutOfPerimeter
    if not rows.visible_to(user, Activity.MESSAGE).exists():
        raise NotAllowed
    message: OutboxMessage = rows.select_for_update(of=("self",)).select_related("occurrence").get()
    return message


def keep(message: OutboxMessage, user: User, reason: str, now: datetime | None) -> None:
    MessageStep.objects.create(
        message=message,
        state=message.state,
        source=StepSource.PERSON,
        user=user,
        reason=reason.strip()[:200],
        happened_at=now or timezone.now(),
    )
