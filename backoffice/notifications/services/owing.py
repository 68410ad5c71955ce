"""Owe a message, in the transaction of its cause. Somebody who cannot be reached is simply not written to, and screens say so; a séance that has
begun owes nothing any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.texts import text_of
from backoffice.notifications.services.waking import wake_after_commit

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.people.models import Usager


def channel_for(usager: Usager) -> Channel | None:
    """How this person is reached: SMS first, then e-mail, else not at all."""
    contact = usager.contact
    if contact.can_receive_sms:
        return Channel.SMS
    if contact.accepts_email and contact.email:
        return Channel.EMAIL
    return None


def owe(
    *,
    event: Event,
    cause: str,
    occurrence: Occurrence,
    usager: Usager,
    now: datetime,
    until: datetime | None = None,
) -> OutboxMessage | None:
    """Write the message that `cause` (a stable key such as "participation-12-v1") owes to `usager`; None when there is nobody to tell, or no use.

    `until`: the end of an offer, which its messages tell."""
    channel = channel_for(usager)
    if channel is None or occurrence.starts_at <= now:
        return None
    wake_after_commit()
    text = text_of(event, channel=channel, occurrence=occurrence, usager=usager, until=until)
    return OutboxMessage.objects.create(
        key=f"{cause}-{channel}",
        usager=usager,
        occurrence=occurrence,
        event=event,
        channel=channel,
        subject=text.subject,
        body=text.body,
        not_before=now,
        created_at=now,
    )
