"""What becomes of one message: whether it may leave now, what the call says, and what each answer leads to (R12–R15).

Nothing here writes: `books` keeps what is decided, `rounds` says in which order. An attempt without answer — worker killed, provider silent —
stays claimed until its lease ends; then the provider is asked, or a harmless copy is sent, or the message waits for a human eye as « À vérifier »."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import connection
from django.utils import timezone

from backoffice.notifications.enums import MessageState, Trouble
from backoffice.notifications.services.books import Changes
from backoffice.notifications.services.carriers import Answer, Carrier, Envelope, Verdict, carrier_of
from backoffice.notifications.services.links import revealed
from backoffice.notifications.services.quiet import earliest
from backoffice.notifications.services.receipts import receipt_url
from backoffice.notifications.values.contacts import masked

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.notifications.models import OutboxMessage, PersonalLink

log = structlog.get_logger("messages")
# What a message needs to leave, read with it.
LOADED = ("occurrence__action__organisation__territory", "usager__responsible")
ATTEMPTS_ALLOWED = 6
FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS, GROWTH = 30, 3600, 4
JITTER = 0.2


def clock() -> datetime:
    """The database's clock, read once a batch: machines disagree about the time, leases must not. SQLite lives on one machine."""
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def prepared(
    message: OutboxMessage, link: PersonalLink | None, was_taken: bool | None, now: datetime
) -> Changes | None:
    """Write its text, in memory and before the claim: what fails here was never at a provider's. What closes or puts it off instead; None
    when it may leave."""
    try:
        ending = ending_without_call(message, carrier_of(message.channel), was_taken, now)
        if ending is None:
            message.body = revealed(message.body, message, link)
        return ending
    except Exception:  # it counts as an attempt: a text that nobody can write stops, and the messages behind it leave
        log.exception("not_written", message=message.pk, channel=message.channel, attempts=message.attempts)
        return put_off(message, now)


def asked(message: OutboxMessage) -> bool | None:
    """Whether the provider took what nobody knows the fate of. A call too, outside any transaction."""
    try:
        return carrier_of(message.channel).lookup(message.key)
    except Exception:
        log.exception("carrier_failed", message=message.pk, channel=message.channel, attempts=message.attempts)
        return None


def ending_without_call(
    message: OutboxMessage, carrier: Carrier, was_taken: bool | None, now: datetime
) -> Changes | None:
    """What closes or puts off a message without calling the provider; None when it is to be sent. `was_taken`: what the provider says of one
    that was claimed and never settled."""
    if message.state == MessageState.CLAIMED:
        if was_taken:
            return {"state": MessageState.SENT, "sent_at": now, "trouble": ""}
        if was_taken is None and not carrier.may_repeat:
            return {"state": MessageState.UNKNOWN, "trouble": Trouble.LOST}
    if message.useless_at <= now:
        return {"state": MessageState.EXPIRED}
    if message.attempts >= ATTEMPTS_ALLOWED:
        return {"state": MessageState.PARKED, "trouble": message.trouble or Trouble.LOST}
    if not address_of(message, carrier):
        return {"state": MessageState.PARKED, "trouble": Trouble.NO_ADDRESS}
    opening = earliest(now, event=message.event, channel=message.channel, occurrence=message.occurrence)
    return {"state": MessageState.DUE, "not_before": opening} if opening > now else None


def address_of(message: OutboxMessage, carrier: Carrier) -> str:
    """Where it goes: what an usager says today, or the address written for one of ours."""
    return carrier.address_of(message.usager.contact) if message.usager else message.staff_address


def recalled(message: OutboxMessage) -> str:
    """The same for an usager, masked: what is kept of it."""
    return masked(address_of(message, carrier_of(message.channel))) if message.usager else ""


def hand_over(message: OutboxMessage) -> Answer:
    """The call itself, outside any transaction; the link is already in the text."""
    try:
        carrier = carrier_of(message.channel)
        return carrier.send(envelope_of(message, carrier))
    except Exception:  # the messages behind this one must leave; nobody knows whether it left
        log.exception("carrier_failed", message=message.pk, channel=message.channel, attempts=message.attempts)
        return Answer(Verdict.LOST)


def envelope_of(message: OutboxMessage, carrier: Carrier) -> Envelope:
    return Envelope(
        message.key,
        address_of(message, carrier),
        message.subject,
        message.body,
        sender=message.occurrence.territory.sms_sender,
        calendar=message.calendar,
        receipt_url=receipt_url(message),
    )


def put_off(message: OutboxMessage, now: datetime) -> Changes:
    """What becomes of a message whose text could not be written."""
    attempts = message.attempts + 1
    if attempts >= ATTEMPTS_ALLOWED:
        return {"state": MessageState.PARKED, "attempts": attempts, "trouble": Trouble.UNREACHABLE}
    return {"state": MessageState.DUE, "attempts": attempts, "not_before": now + delay_after(attempts)}


def changes_after(answer: Answer, message: OutboxMessage, now: datetime) -> Changes:
    """The state that an answer leads to. A lost answer leaves the message claimed, exactly as a killed worker does."""
    if answer.verdict == Verdict.ACCEPTED:
        reference = answer.reference[:120]
        return {"state": MessageState.SENT, "sent_at": now, "provider_reference": reference, "trouble": ""}
    if answer.verdict == Verdict.LOST:
        return {"trouble": Trouble.LOST}
    if answer.verdict == Verdict.REFUSED or message.attempts >= ATTEMPTS_ALLOWED:
        return {"state": MessageState.PARKED, "trouble": answer.trouble}
    delay = max(delay_after(message.attempts), timedelta(seconds=answer.wait_seconds))
    return {"state": MessageState.DUE, "not_before": now + delay, "trouble": answer.trouble}


def delay_after(attempts: int) -> timedelta:
    """30 s, 2 min, 8 min, 32 min, then an hour, each ± 20 % so that a thousand messages do not come back together (R15)."""
    seconds = min(FIRST_DELAY_SECONDS * GROWTH ** (attempts - 1), LONGEST_DELAY_SECONDS)
    return timedelta(seconds=seconds * secrets.SystemRandom().uniform(1 - JITTER, 1 + JITTER))
