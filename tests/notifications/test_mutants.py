"""Each protection of messages, taken away on purpose, is missed: the same story goes right with it and wrong without it (decision 0046).

The compare-and-set of dispatchers has its own, with threads, in tests/concurrency/test_dispatchers.py."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from backoffice.console.base.errors import OutOfPerimeter
from backoffice.notifications.enums import Channel, Event, MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import books, ceilings, deliver_due, delivery, receipts
from backoffice.notifications.services.carriers import Verdict
from backoffice.notifications.services.texts import filling
from backoffice.notifications.values.sms import SmsSize
from tests import world
from tests.notifications.letters import Killed, Ledger, delivered, message_to
from tests.notifications.test_messages_word_for_word import CANARY, seance, text

NEXT_YEAR = datetime.now(UTC) + timedelta(days=400)
MUTANTS = {}


def missed_without(owner, name, replacement):
    """The story that shows what this protection is for."""

    def keep(story):
        MUTANTS[story.__name__] = (story, owner, name, replacement)
        return story

    return keep


@missed_without(books, "leased", lambda message, to, now: {})
def a_worker_that_dies_after_the_call_sends_nothing_again(here):
    ledger, message, now = here.ledger(), here.message(), timezone.now()
    ledger.dies_after.add(message.key)
    for later in (timedelta(0), books.LEASE, 2 * books.LEASE):
        with suppress(Killed):
            deliver_due(now=now + later)
    return ledger.taken.count(message.key) == 1


@missed_without(delivery, "earliest", lambda now, **_options: now)
def nobody_is_woken_at_night(here):
    here.ledger()
    here.set(quiet_from=time(20), quiet_until=time(8))
    night = (timezone.now() + timedelta(days=1)).astimezone(here.drome.zone).replace(hour=23)
    return delivered(here.message(), now=night).state == MessageState.DUE


@missed_without(ceilings, "count", lambda _messages, _now: {})
def a_loop_reaches_a_person_twice_and_no_more(here):
    ledger = here.ledger()
    here.set(messages_per_person=2)
    for _turn in range(4):
        delivered(here.message())
    here.set(messages_per_person=None)
    return len(ledger.taken) <= 2


@missed_without(OutboxMessage, "useless_at", property(lambda _message: NEXT_YEAR))
def a_seance_that_has_begun_is_not_told(here):
    here.ledger()
    message = here.message()
    return delivered(message, now=message.occurrence.starts_at).state == MessageState.EXPIRED


@missed_without(books, "overtaken", lambda _messages: set())
def a_reminder_of_another_hour_does_not_leave(here):
    here.ledger()
    reminder = here.message(event=Event.REMINDER)
    here.message(event=Event.SEANCE_CHANGED, occurrence=reminder.occurrence)
    return delivered(reminder).state == MessageState.EXPIRED


@missed_without(delivery, "ATTEMPTS_ALLOWED", 10**6)
def a_message_that_never_leaves_stops_one_day(here):
    here.ledger(verdict=Verdict.LATER)
    message, now = here.message(in_days=60), timezone.now()
    for _attempt in range(8):
        message = delivered(message, now=now)
        now += timedelta(hours=2)
    return message.state == MessageState.PARKED


@missed_without(delivery, "delay_after", lambda _attempts: timedelta(0))
def a_provider_that_fails_is_left_in_peace(here):
    here.ledger(verdict=Verdict.LATER)
    return delivered(here.message()).attempts == 1


@missed_without(receipts, "goes_further", lambda _message, _receipt: True)
def what_was_received_stays_so(here):
    message = here.message(state=MessageState.SENT)
    for state in (MessageState.DELIVERED, MessageState.SENT):
        here.told(receipts.SIGNER.sign(str(message.pk)), state)
    message.refresh_from_db()
    return message.state == MessageState.DELIVERED


@missed_without(receipts, "message_of", lambda token: int(token.partition(".")[0]))
def an_address_that_we_did_not_sign_says_nothing(here):
    message = here.message(state=MessageState.SENT)
    with suppress(OutOfPerimeter):
        here.told(f"{message.pk}.inventé", MessageState.DELIVERED)
    message.refresh_from_db()
    return message.state == MessageState.SENT


@missed_without(filling, "is_sensitive", lambda _occurrence: False)
def a_sensitive_message_names_nothing(here):
    said = text(Event.BOOKED, Channel.EMAIL, seance(sensitive="label", word=CANARY))
    return CANARY not in f"{said.subject} {said.body}"


@missed_without(SmsSize, "width", lambda _size, _character: 1)
def the_number_of_sms_is_the_one_that_is_billed(here):
    return SmsSize("€" * 81).segments == 2


@pytest.fixture
def here(crest, drome, carried_by, monkeypatch):
    """A person to write to, a provider that remembers, and one that says what became of a message."""
    person = world.usager(crest)
    said = SimpleNamespace(receipt_in=lambda words: (words["state"], ""))
    monkeypatch.setattr(receipts, "carrier_of", lambda _channel: said)

    def set_(**values):
        for name, value in values.items():
            setattr(drome, name, value)
        drome.save()

    return SimpleNamespace(
        drome=drome,
        set=set_,
        ledger=lambda **options: carried_by(Ledger(**options)),
        message=lambda **options: message_to(person, **options),
        told=lambda token, state: receipts.receive(token=token, said={"state": state}, now=timezone.now()),
    )


@pytest.mark.parametrize("name", MUTANTS)
def test_what_protects_is_missed_when_it_is_not_there(name, here, monkeypatch):
    story, owner, attribute, replacement = MUTANTS[name]
    assert story(here), "it goes right"
    OutboxMessage.objects.all().delete()
    monkeypatch.setattr(owner, attribute, replacement)

    assert not story(here), "nothing in this story needs what was taken away"
