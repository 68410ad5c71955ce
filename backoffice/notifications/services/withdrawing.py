"""« Retenir »: the messages of one act wait a little in the outbox; until they leave, whoever did the act withdraws them together.

The act itself stays; `taking_back` is for an act that does not. A message that a dispatcher has claimed is gone: the lock of its row decides, held
or sent, never both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from backoffice.console.base.wording import count, short_moment
from backoffice.notifications.enums import TAKEN, MessageState, StepSource
from backoffice.notifications.models import MessageStep, OutboxMessage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from backoffice.directory.models import User
    from backoffice.notifications.queries import OutboxQuerySet

NOT_LEFT = (MessageState.DUE, MessageState.HELD)
GONE = (MessageState.CLAIMED, MessageState.UNKNOWN, *TAKEN)
SOON = 300  # seconds: beyond, the hour is said


@dataclass(frozen=True)
class Waiting:
    """The messages of an act that have not left: how many, to how many people, and when the first one leaves."""

    intention: UUID
    messages: int
    people: int
    leaves_at: datetime

    @property
    def sentence(self) -> str:
        """« 12 messages partent le 12 janv., 8:00. », « 1 message part dans 45 s au plus tôt. »: the worker takes them at its next round."""
        seconds = int((self.leaves_at - timezone.now()).total_seconds())
        many = "part" if self.messages == 1 else "partent"
        when = f"le {short_moment(self.leaves_at)}" if seconds > SOON else f"dans {seconds} s au plus tôt"
        return f"{count(self.messages, 'message')} {many} {when if seconds > 0 else 'd’un instant à l’autre'}."

    @property
    def consequence(self) -> str:
        return "la personne n’en saura rien." if self.people == 1 else f"ces {self.people} personnes n’en sauront rien."


@dataclass(frozen=True)
class Held:
    """How many were withdrawn, and how many had left already."""

    held: int
    gone: int


def delay() -> timedelta:
    """How long the messages of an act wait."""
    return timedelta(seconds=settings.MESSAGES_WAIT_SECONDS)


def waiting_of(intention: UUID, user: User) -> Waiting | None:
    """What this person may still withdraw; None when everything has left."""
    rows = of_act(intention, user).filter(state__in=NOT_LEFT)
    first = rows.select_related("occurrence__action__organisation__territory").order_by("not_before", "pk").first()
    if first is None:
        return None
    numbers = rows.aggregate(messages=Count("pk"), people=Count("usager", distinct=True))
    return Waiting(intention, leaves_at=first.not_before.astimezone(first.occurrence.territory.zone), **numbers)


def hold(*, intention: UUID, user: User, now: datetime | None = None) -> Held:
    """Withdraw what has not left. Only whoever did the act may: for anybody else it does not exist, and nothing is held. Twice is once."""
    rows, now = of_act(intention, user), now or timezone.now()
    with transaction.atomic():
        mine = list(rows.filter(state__in=NOT_LEFT).select_for_update().order_by("pk").values_list("pk", flat=True))
        OutboxMessage.objects.filter(pk__in=mine).update(state=MessageState.CANCELLED, held_by=user, held_at=now)
        step = {"state": MessageState.CANCELLED, "source": StepSource.PERSON, "user": user, "reason": "Retenu"}
        MessageStep.objects.bulk_create([MessageStep(message_id=key, happened_at=now, **step) for key in mine])
    return Held(len(mine), rows.filter(state__in=GONE).count())


def of_act(intention: UUID, user: User) -> OutboxQuerySet:
    return OutboxMessage.objects.filter(intention=intention, author=user)
