"""What the provider says of a message after taking it: sent, received, not delivered. Told at an address of its own for each message.

The address carries our signature: whoever does not have it learns nothing, whoever has it may speak of this message only. Receipts come late,
twice, in any order, even before the answer to the sending: the furthest one wins, the others change nothing. A receipt also settles a message
whose fate nobody knew: it was taken, so it is never sent again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from backoffice.console.base.errors import OutOfPerimeter
from backoffice.notifications.enums import TAKEN, Channel, MessageState, StepSource, Trouble
from backoffice.notifications.models import MessageStep, OutboxMessage
from backoffice.notifications.services.carriers import carrier_of
from backoffice.notifications.services.carriers.port import CARRIED, Receipt

if TYPE_CHECKING:
    from datetime import datetime

log = structlog.get_logger("messages")
SIGNER = Signer(salt="receipts", sep=".")
# From the least to the furthest: a receipt never goes back.
ORDER = (
    (MessageState.SENT, ""),
    (MessageState.UNDELIVERED, Trouble.NOT_REACHED),
    (MessageState.UNDELIVERED, Trouble.REFUSED),
    (MessageState.UNDELIVERED, Trouble.OPPOSED),
    (MessageState.UNDELIVERED, Trouble.WRONG_NUMBER),
    (MessageState.DELIVERED, ""),
)

# The same for e-mails.
MAIL_ORDER = (
    (MessageState.SENT, ""),
    (MessageState.UNDELIVERED, Trouble.MAILBOX_REFUSES),
    (MessageState.UNDELIVERED, Trouble.REFUSED),
    (MessageState.UNDELIVERED, Trouble.WRONG_MAILBOX),
    (MessageState.DELIVERED, ""),
)


def receipt_url(message: OutboxMessage) -> str:
    """Where the provider tells what became of this message."""
    return settings.SITE_URL + reverse("receipt", args=[SIGNER.sign(str(message.pk))])


def token_in(said: dict[str, Any]) -> str:
    """What an e-mail carried for us, which its provider gives back: our signature of this message. "" when there is none."""
    try:
        carried = json.loads(said.get("X-Mailin-custom") or "{}")
    except (TypeError, ValueError, RecursionError):
        return ""
    token = carried.get(CARRIED) if isinstance(carried, dict) else ""
    return token if isinstance(token, str) else ""


def message_of(token: str) -> int:
    """The key of the message that this address speaks of. Raises OutOfPerimeter for an address that we did not give."""
    try:
        return int(SIGNER.unsign(token))
    except (BadSignature, ValueError) as error:
        raise OutOfPerimeter from error


def receive(*, token: str, said: dict[str, Any], now: datetime) -> bool:
    """Keep what the provider says; whether it changed something. Raises OutOfPerimeter for an address that we did not give."""
    key = message_of(token)
    with transaction.atomic(durable=True):
        message = OutboxMessage.objects.select_for_update(of=("self",)).filter(pk=key).first()
        if message is None:
            raise OutOfPerimeter
        receipt = carrier_of(message.channel).receipt_in(said)
        if receipt is None or not goes_further(message, receipt):
            return False
        write_receipt(message, *receipt, now=now)
    log.info("receipt", message=key, state=message.state, trouble=message.trouble)
    return True


def goes_further(message: OutboxMessage, receipt: Receipt) -> bool:
    """A message that the provider has, as we know, only goes forward; for any other, a receipt is news."""
    known, order = (
        (MessageState(message.state), message.trouble),
        MAIL_ORDER if message.channel == Channel.EMAIL else ORDER,
    )
    if message.state not in TAKEN:
        return True
    return order.index(receipt) > (order.index(known) if known in order else 0)


def write_receipt(message: OutboxMessage, state: MessageState, trouble: str, *, now: datetime) -> None:
    message.state, message.trouble = state, trouble
    message.sent_at = message.sent_at or now
    message.save(update_fields=["state", "trouble", "sent_at"])
    MessageStep.objects.create(
        message=message, state=state, trouble=trouble, source=StepSource.RECEIPT, happened_at=now
    )
