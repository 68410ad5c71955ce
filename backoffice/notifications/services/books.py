"""What delivery writes before a call and after it, for several messages at once: a commit for each would take longer than the calls (decision 0050).

A message is claimed for the length of a lease, and its attempt is counted and committed *before* the call: a message that kills its worker runs
out of attempts. No transaction is open during a call, and nothing is read from the network, rendered or made here: transactions are short.

The state, the number of attempts and the end of the lease are the fence: they are compared with what was read, under the lock of the row.
Whoever comes back after the end of its lease finds that they changed, and writes nothing. Locks: people, then messages, then the day, each by
increasing key."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction

from backoffice.notifications.enums import TAKEN, MessageState, StepSource
from backoffice.notifications.models import MessageStep, OutboxMessage
from backoffice.notifications.services import ceilings
from backoffice.notifications.services.overtaking import OVERTAKEN, overtaken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

log = structlog.get_logger("messages")
LEASE = timedelta(seconds=120)  # longer than any task may live: an expired lease has no living holder
FENCE = ("state", "attempts", "not_before")
Changes = dict[str, Any]


def claim(going: dict[OutboxMessage, str], now: datetime) -> list[OutboxMessage]:
    """Count one more attempt of each message, `going` to an address that is kept masked, and hold it for a lease; those that are ours to hand over.

    The others are somebody else's, or are not true any more, or a ceiling holds them."""
    with transaction.atomic(durable=True):
        ceilings.lock_people(going)
        ours = unchanged(going)
        late = overtaken(ours)
        ended: dict[OutboxMessage, Changes] = {message: dict(OVERTAKEN) for message in ours if message.pk in late}
        over = ceilings.count([message for message in ours if message not in ended], now)
        held = {message: put_aside(message, over[message.pk]) for message in ours if message.pk in over}
        aside = ended | held
        claimed = {message: leased(message, going[message], now) for message in ours if message not in aside}
        write(aside | claimed)
        keep_steps(aside, now)
    apply(aside | claimed)
    for message in ended:
        say("message_overtaken", message)
    for message in held:
        log.warning(
            "ceiling_reached", message=message.pk, territory=message.occurrence.territory.pk, trouble=message.trouble
        )
    return list(claimed)


def put_aside(message: OutboxMessage, trouble: str) -> Changes:
    return {"state": MessageState.HELD, "trouble": trouble, "not_before": message.useless_at}


def leased(message: OutboxMessage, to: str, now: datetime) -> Changes:
    return {
        "state": MessageState.CLAIMED,
        "counted_on": message.counted_on or ceilings.day_of(message, now),
        "not_before": now + LEASE,
        "attempts": message.attempts + 1,
        "sent_to": to,
    }


def settle(ended: dict[OutboxMessage, Changes], now: datetime) -> list[OutboxMessage]:
    """Record what became of each message, with its step, and say it in the log, by number; those that were still ours."""
    with transaction.atomic(durable=True):
        ours = {message: ended[message] for message in unchanged(ended)}
        write(ours)
        keep_steps(ours, now)
        for message in ended.keys() - ours.keys():
            keep_reference(message, ended[message].get("provider_reference", ""))
    apply(ours)
    for message in ended:
        say("message_settled" if message in ours else "lease_lost", message)
    return list(ours)


def keep_reference(message: OutboxMessage, reference: str) -> None:
    """A receipt came before the answer: it had everything but the number."""
    if reference:
        known = OutboxMessage.objects.filter(pk=message.pk, provider_reference="", state__in=TAKEN)
        known.update(provider_reference=reference)


def unchanged(messages: Iterable[OutboxMessage]) -> list[OutboxMessage]:
    """Those that nobody changed since they were read, in the order given, locked until the transaction ends."""
    read = {message.pk: message for message in messages}
    rows = OutboxMessage.objects.filter(pk__in=read).select_for_update(no_key=True).order_by("pk")
    same = {
        key for key, *fence in rows.values_list("pk", *FENCE) if fence == [getattr(read[key], name) for name in FENCE]
    }
    return [message for message in read.values() if message.pk in same]


def write(changed: dict[OutboxMessage, Changes]) -> None:
    for message, changes in changed.items():
        OutboxMessage.objects.filter(pk=message.pk).update(**changes)


def keep_steps(changed: dict[OutboxMessage, Changes], now: datetime) -> None:
    """What each message came to."""
    MessageStep.objects.bulk_create(
        MessageStep(
            message=message,
            state=changes.get("state", message.state),
            trouble=changes.get("trouble", message.trouble),
            source=StepSource.WORKER,
            happened_at=now,
        )
        for message, changes in changed.items()
    )


def apply(changed: dict[OutboxMessage, Changes]) -> None:
    """The rows in memory say what is committed, and nothing before."""
    for message, changes in changed.items():
        for name, value in changes.items():
            setattr(message, name, value)


def say(event: str, message: OutboxMessage) -> None:
    log.info(
        event,
        message=message.pk,
        channel=message.channel,
        state=message.state,
        attempts=message.attempts,
        trouble=message.trouble,
    )
