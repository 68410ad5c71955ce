"""When an act is taken back, what it still owes never leaves. « Retenir » (`withdrawing`) keeps the act and withdraws its messages; here both go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from backoffice.notifications.enums import TAKEN, Channel, Handled, MessageState, StepSource
from backoffice.notifications.models import MessageStep, OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from backoffice.directory.models import User

NOT_LEFT = (MessageState.DUE, MessageState.HELD, MessageState.PARKED)
LEFT = Q(state__in=(MessageState.CLAIMED, MessageState.UNKNOWN, *TAKEN)) | Q(handling__how=Handled.CALLED)


def withdraw(*, causes: Iterable[str], user: User | None, reason: str, now: datetime) -> set[str]:
    """Withdraw the messages of these causes that have not left; the causes of which somebody was told, or may have been.

    Call in the transaction of the act. The rows are locked: the worker hands over a message before, or never."""
    keys = keys_of(causes)
    rows = OutboxMessage.objects.filter(key__in=keys, state__in=NOT_LEFT)
    mine = set(rows.select_for_update().order_by("pk").values_list("pk", flat=True)) - called(keys)
    held = {"state": MessageState.CANCELLED, "held_by": user, "held_at": now}
    OutboxMessage.objects.filter(pk__in=mine).update(**held)
    step = {"state": MessageState.CANCELLED, "source": StepSource.PERSON, "user": user, "reason": reason[:200]}
    MessageStep.objects.bulk_create([MessageStep(message_id=key, happened_at=now, **step) for key in sorted(mine)])
    return told_already(keys)


def told_of(*, causes: Iterable[str]) -> set[str]:
    """The causes of which somebody was told, or may have been. Writes nothing."""
    return told_already(keys_of(causes))


def withdrawn(*, causes: Iterable[str]) -> set[str]:
    """The causes of which a message was withdrawn, here or by « Retenir ». Writes nothing."""
    keys = keys_of(causes)
    return {keys[key] for key in messages(keys).filter(state=MessageState.CANCELLED).values_list("key", flat=True)}


def not_read(*, causes: Iterable[str]) -> set[str]:
    """The causes that wrote a message which has not left, or never will: nobody knows of them. Writes nothing."""
    keys = keys_of(causes)
    return {keys[key] for key in messages(keys).values_list("key", flat=True)} - told_already(keys)


def keys_of(causes: Iterable[str]) -> dict[str, str]:
    return {f"{cause}-{channel}": cause for cause in causes for channel in Channel}


def called(keys: dict[str, str]) -> set[int]:
    """Messages that could not leave, and that somebody told herself."""
    return set(messages(keys).filter(handling__how=Handled.CALLED).values_list("pk", flat=True))


def told_already(keys: dict[str, str]) -> set[str]:
    return {keys[key] for key in messages(keys).filter(LEFT).values_list("key", flat=True)}


def messages(keys: dict[str, str]) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(key__in=keys).order_by("pk")
