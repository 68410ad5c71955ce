"""Deliver what is owed: claim, hand over, record. Any number of dispatchers, on any number of machines, give each message once (R12–R15).

A message is claimed by compare-and-set for the length of a lease, and its attempt is counted and committed *before* the call: a message that
kills its worker runs out of attempts. No transaction is open during the call. An attempt without answer — worker killed, provider silent — stays
claimed until its lease ends; then the provider is asked, or a harmless copy is sent, or the message waits for a human eye as « À vérifier ».

`attempts` is the fencing token: whoever comes back after the end of its lease finds that it changed, and writes nothing."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from backoffice.notifications.enums import TAKEN, MessageState, StepSource, Trouble
from backoffice.notifications.models import MessageStep, OutboxMessage
from backoffice.notifications.services import ceilings
from backoffice.notifications.services.carriers import Answer, Carrier, Envelope, Verdict, carrier_of
from backoffice.notifications.services.links import revealed
from backoffice.notifications.services.quiet import earliest
from backoffice.notifications.services.receipts import receipt_url
from backoffice.notifications.values.contacts import masked

if TYPE_CHECKING:
    from datetime import datetime

log = structlog.get_logger("messages")
LEASE = timedelta(seconds=120)  # longer than any task may live: an expired lease has no living holder
ATTEMPTS_ALLOWED = 6
FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS, GROWTH = 30, 3600, 4
JITTER = 0.2
Changes = dict[str, Any]


def clock() -> datetime:
    """The database's clock, read once a batch: machines disagree about the time, leases must not. SQLite lives on one machine."""
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def deliver(key: int, *, now: datetime) -> None:
    """Give one message to its carrier, if it is still ours to give."""
    due = OutboxMessage.objects.deliverable(now).select_related(
        "occurrence__action__organisation__territory", "usager__responsible"
    )
    message = due.filter(pk=key).first()
    if message is None:
        return
    carrier = carrier_of(message.channel)
    ending = ending_without_call(message, carrier, now)
    if ending is not None:
        settle(message, ending, now)
        return
    try:  # in memory, and before the claim: what fails here was never at a provider's
        message.body = revealed(message.body, message)
    except Exception:  # it counts as an attempt: a text that nobody can write stops, and the messages behind it leave
        log.exception("not_written", message=message.pk, channel=message.channel, attempts=message.attempts)
        settle(message, put_off(message, now), now)
        return
    if claim(message, recalled(message, carrier), now):
        settle(message, changes_after(hand_over(message, carrier), message, now), now)


def ending_without_call(message: OutboxMessage, carrier: Carrier, now: datetime) -> Changes | None:
    """What closes or puts off a message without calling the provider; None when it is to be sent."""
    if message.state == MessageState.CLAIMED:
        was_taken = carrier.lookup(message.key)
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


def claim(message: OutboxMessage, to: str, now: datetime) -> bool:
    """Count one more attempt, and hold the message for the length of a lease; False when somebody else has it, or when a ceiling is reached."""
    day = now.astimezone(message.occurrence.territory.zone).date()
    with transaction.atomic(durable=True):
        trouble = ceilings.count(message, day)
        if trouble:
            is_ours = write(message, now, state=MessageState.HELD, trouble=trouble, not_before=message.useless_at)
        else:
            lease: Changes = {"not_before": now + LEASE, "attempts": message.attempts + 1, "sent_to": to}
            is_ours = write(message, None, state=MessageState.CLAIMED, counted_on=message.counted_on or day, **lease)
        if not is_ours:
            transaction.set_rollback(True)  # it is somebody else's, who counted it
    if is_ours and trouble:
        log.warning("ceiling_reached", message=message.pk, territory=message.occurrence.territory.pk, trouble=trouble)
    return is_ours and not trouble


def address_of(message: OutboxMessage, carrier: Carrier) -> str:
    """Where it goes: what an usager says today, or the address written for one of ours."""
    return carrier.address_of(message.usager.contact) if message.usager else message.staff_address


def recalled(message: OutboxMessage, carrier: Carrier) -> str:
    """The same for an usager, masked: what is kept of it."""
    return masked(address_of(message, carrier)) if message.usager else ""


def hand_over(message: OutboxMessage, carrier: Carrier) -> Answer:
    """The call itself, outside any transaction; the link is already in the text."""
    address = address_of(message, carrier)
    envelope = Envelope(
        message.key,
        address,
        message.subject,
        message.body,
        sender=message.occurrence.territory.sms_sender,
        calendar=message.calendar,
        receipt_url=receipt_url(message),
    )
    try:
        return carrier.send(envelope)
    except Exception:  # the messages behind this one must leave; nobody knows whether it left
        log.exception("carrier_failed", message=message.pk, channel=message.channel, attempts=message.attempts)
        return Answer(Verdict.LOST)


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


def settle(message: OutboxMessage, changes: Changes, now: datetime) -> None:
    """Record what became of a message, with its step, and say it in the log, by number."""
    with transaction.atomic(durable=True):
        is_ours = write(message, now, **changes)
    if (
        not is_ours and "provider_reference" in changes
    ):  # a receipt came before the answer: it had everything but the number
        known = OutboxMessage.objects.filter(pk=message.pk, provider_reference="", state__in=TAKEN)
        known.update(provider_reference=changes["provider_reference"])
    say("message_settled" if is_ours else "lease_lost", message)


def say(event: str, message: OutboxMessage) -> None:
    log.info(
        event,
        message=message.pk,
        channel=message.channel,
        state=message.state,
        attempts=message.attempts,
        trouble=message.trouble,
    )


def write(message: OutboxMessage, at: datetime | None = None, **changes: Any) -> bool:
    """Compare and set: False when another dispatcher changed the row since it was read. With `at`, what it came to is kept as a step."""
    unchanged = OutboxMessage.objects.filter(
        pk=message.pk, state=message.state, attempts=message.attempts, not_before=message.not_before
    )
    if not unchanged.update(**changes):
        return False
    for name, value in changes.items():
        setattr(message, name, value)
    if at is not None:
        MessageStep.objects.create(
            message=message,
            state=message.state,
            trouble=message.trouble,
            source=StepSource.WORKER,
            happened_at=at,
        )
    return True
