"""Messages to deliver, and carriers that remember: what a test of delivery needs."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import deliver_due
from backoffice.notifications.services.carriers import Answer, Envelope, Verdict
from tests import world

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.people.models import Usager

numbers = itertools.count(1)


def message_to(usager: Usager, *, channel: str = Channel.SMS, in_days: float = 7, **fields) -> OutboxMessage:
    """One message due now, about a séance of the usager's own organisation."""
    at, number = usager.organisations.get(), next(numbers)
    occurrence = world.occurrence(world.action(at, world.motif(at, f"Motif {number}")), in_days=in_days)
    return OutboxMessage.objects.create(
        **{
            "key": f"cause-{number}-{channel}",
            "usager": usager,
            "occurrence": occurrence,
            "event": Event.BOOKED,
            "channel": channel,
            "subject": "Votre rendez-vous",
            "body": "Vous êtes inscrit(e).",
            "not_before": timezone.now() - timedelta(seconds=1),
            "created_at": timezone.now(),
        }
        | fields
    )


def delivered(message: OutboxMessage, *, now: datetime | None = None) -> OutboxMessage:
    """The message after one round."""
    deliver_due(now=now or timezone.now())
    message.refresh_from_db()
    return message


class Killed(BaseException):
    """The worker dies here: nothing of ours runs after it."""


class Ledger:
    """What a provider really took, and when its callers die. One for a whole test, whatever the number of carriers."""

    def __init__(self, *, may_repeat: bool = False, knows_references: bool = False, verdict=Verdict.ACCEPTED) -> None:
        self.may_repeat, self.knows_references, self.verdict = may_repeat, knows_references, verdict
        self.taken: list[str] = []
        self.dies_before: set[str] = set()
        self.dies_after: set[str] = set()

    def __call__(self) -> Ledger:
        return self

    def address_of(self, contact: Usager) -> str:
        return contact.phone

    def send(self, envelope: Envelope) -> Answer:
        if envelope.key in self.dies_before:
            self.dies_before.discard(envelope.key)
            raise Killed
        if self.verdict == Verdict.ACCEPTED:
            self.taken.append(envelope.key)
        if envelope.key in self.dies_after:
            self.dies_after.discard(envelope.key)
            raise Killed
        return Answer(self.verdict, reference=f"ref-{envelope.key}")

    def lookup(self, key: str) -> bool | None:
        return key in self.taken if self.knows_references else None
