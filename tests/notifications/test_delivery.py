"""One message at a time: what each answer leads to, how long the next try waits, what is never sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from backoffice.notifications.enums import MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import books, deliver_due, delivery, rounds
from backoffice.notifications.services.books import LEASE
from backoffice.notifications.services.carriers import Answer, Envelope, Verdict
from backoffice.notifications.services.delivery import ATTEMPTS_ALLOWED, LONGEST_DELAY_SECONDS, delay_after
from tests import world
from tests.notifications.letters import Killed, Ledger, delivered, message_to

LATER = timedelta(hours=2)


@pytest.fixture
def usager(crest):
    return world.usager(crest)


def test_an_accepted_message_is_sent_with_the_reference_of_the_provider(usager, carried_by):
    ledger = carried_by(Ledger())
    message = delivered(message_to(usager))

    assert (message.state, message.attempts, message.provider_reference) == ("sent", 1, f"ref-{message.key}")
    assert message.sent_at
    assert ledger.taken == [message.key]


def test_a_sent_message_is_never_sent_again(usager, carried_by):
    ledger = carried_by(Ledger())
    message = delivered(message_to(usager))
    delivered(message, now=timezone.now() + timedelta(days=1))

    assert ledger.taken == [message.key]


def test_a_refused_message_is_parked_at_once(usager, carried_by):
    carried_by(Ledger(verdict=Verdict.REFUSED))
    message = delivered(message_to(usager))

    assert (message.state, message.attempts) == (MessageState.PARKED, 1)


def test_a_silent_provider_is_tried_again_later_then_the_message_is_parked(usager, carried_by):
    carried_by(Ledger(verdict=Verdict.LATER))
    message, now = message_to(usager, in_days=30), timezone.now()
    for attempt in range(1, ATTEMPTS_ALLOWED + 1):
        assert (message.state, message.attempts) == (MessageState.DUE, attempt - 1)
        message = delivered(message, now=now)
        now = message.not_before

    assert (message.state, message.attempts) == (MessageState.PARKED, ATTEMPTS_ALLOWED)


def test_a_message_waits_for_its_next_try(usager, carried_by):
    carried_by(Ledger(verdict=Verdict.LATER))
    now = timezone.now()
    message = delivered(message_to(usager), now=now)
    delivered(message, now=message.not_before - timedelta(seconds=1))

    assert message.attempts == 1


@given(st.integers(1, 60))
def test_delays_are_bounded_and_jittered(attempts):
    seconds = delay_after(attempts).total_seconds()

    assert 24 <= seconds <= LONGEST_DELAY_SECONDS * 1.2
    assert seconds == pytest.approx(min(30 * 4 ** (attempts - 1), LONGEST_DELAY_SECONDS), rel=0.2)


def test_delays_differ_between_messages():
    assert len({delay_after(1) for _ in range(20)}) > 1


def test_a_message_about_a_started_seance_expires_unsent(usager, carried_by):
    ledger = carried_by(Ledger())
    now = timezone.now()
    message = message_to(usager, not_before=now - timedelta(days=1))
    message = delivered(message, now=message.occurrence.starts_at)

    assert message.state == MessageState.EXPIRED
    assert ledger.taken == []


def test_a_message_to_somebody_who_cannot_be_reached_any_more_says_so(usager):
    message = message_to(usager)
    usager.accepts_sms = False
    usager.save()
    message = delivered(message)

    assert (message.state, message.trouble) == (MessageState.PARKED, Trouble.NO_ADDRESS)


def test_the_attempt_is_counted_before_the_call_and_no_transaction_is_open(usager, carried_by):
    seen = []

    class Witness(Ledger):
        def send(self, envelope: Envelope) -> Answer:
            row = type(message).objects.get(pk=message.pk)
            seen.append((row.state, row.attempts))
            return super().send(envelope)

    message = message_to(usager)
    carried_by(Witness())
    delivered(message)

    assert seen == [(MessageState.CLAIMED, 1)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_delivering_inside_a_transaction_is_refused(carried_by):
    ledger = carried_by(Ledger())
    message_to(world.usager(world.organisation(world.territory())))

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        deliver_due()
    assert ledger.taken == []


def test_an_sms_whose_answer_is_lost_is_never_repeated_but_shown(usager, carried_by):
    ledger = carried_by(Ledger())
    message = message_to(usager)
    ledger.dies_after.add(message.key)
    with pytest.raises(Killed):
        deliver_due()
    message = delivered(message, now=timezone.now() + LATER)

    assert (message.state, message.trouble) == (MessageState.UNKNOWN, Trouble.LOST)
    assert ledger.taken == [message.key]


def test_an_sms_killed_before_the_call_is_shown_too_because_nobody_knows(usager, carried_by):
    ledger = carried_by(Ledger())
    message = message_to(usager)
    ledger.dies_before.add(message.key)
    with pytest.raises(Killed):
        deliver_due()

    assert delivered(message, now=timezone.now() + LATER).state == MessageState.UNKNOWN
    assert ledger.taken == []


@pytest.mark.parametrize("moment", ["dies_before", "dies_after"])
def test_a_provider_that_knows_its_references_settles_the_doubt(usager, carried_by, moment):
    ledger = carried_by(Ledger(knows_references=True))
    message = message_to(usager)
    getattr(ledger, moment).add(message.key)
    with pytest.raises(Killed):
        deliver_due()

    assert delivered(message, now=timezone.now() + LATER).state == MessageState.SENT
    assert ledger.taken == [message.key]


def test_a_claimed_message_is_left_alone_until_its_lease_ends(usager, carried_by):
    ledger, now = carried_by(Ledger(may_repeat=True)), timezone.now()
    message = message_to(usager)
    ledger.dies_before.add(message.key)
    with pytest.raises(Killed):
        deliver_due(now=now)

    assert delivered(message, now=now + LEASE - timedelta(seconds=1)).state == MessageState.CLAIMED
    assert delivered(message, now=now + LEASE).state == MessageState.SENT


def test_a_poisonous_message_stops_and_delays_nobody(usager, carried_by):
    class Explosive(Ledger):
        def send(self, envelope: Envelope) -> Answer:
            if envelope.key == poison.key:
                self.attempts = getattr(self, "attempts", 0) + 1
                raise ValueError("header with a newline")
            return super().send(envelope)

    now = timezone.now()
    poison = message_to(usager, in_days=30, not_before=now - timedelta(minutes=5))
    neighbours = [message_to(usager, in_days=30 + day, not_before=now) for day in range(1, 11)]
    ledger = carried_by(Explosive(may_repeat=True))
    assert deliver_due(now=now)
    assert ledger.taken == [message.key for message in neighbours]
    for hours in range(1, 20):
        deliver_due(now=now + timedelta(hours=hours))
    poison.refresh_from_db()

    assert (poison.state, poison.attempts, ledger.attempts) == (MessageState.PARKED, ATTEMPTS_ALLOWED, ATTEMPTS_ALLOWED)


def test_a_message_that_cannot_be_written_has_not_left_and_delays_nobody(usager, carried_by, monkeypatch):
    broken, healthy = message_to(usager), message_to(usager)
    write = delivery.revealed

    def fails(body, message, link):
        if message.pk == broken.pk:
            raise ValueError("no link")
        return write(body, message, link)

    monkeypatch.setattr(delivery, "revealed", fails)
    ledger = carried_by(Ledger())
    broken = delivered(broken)
    assert (broken.state, broken.attempts) == (MessageState.DUE, 1)
    for hours in range(1, 20):
        broken = delivered(broken, now=timezone.now() + timedelta(hours=hours))

    assert (broken.state, broken.attempts) == (MessageState.PARKED, ATTEMPTS_ALLOWED)
    assert ledger.taken == [healthy.key]


@pytest.mark.parametrize("entry", ["claim", "settle"])
def test_what_the_database_refuses_of_one_message_is_kept_of_its_neighbours(usager, carried_by, monkeypatch, entry):
    """Messages written together: the one that fails is left to its lease or to the next round, the others leave and are recorded once."""
    messages = [message_to(usager, in_days=30 + number) for number in range(6)]
    write = getattr(books, entry)

    def fails(parts, now):
        if messages[2] in parts:
            raise DatabaseError
        return write(parts, now)

    monkeypatch.setattr(books, entry, fails)
    ledger = carried_by(Ledger())
    assert deliver_due(hands=1)
    states = [row.state for row in OutboxMessage.objects.order_by("pk")]

    assert states[2] == (MessageState.DUE if entry == "claim" else MessageState.CLAIMED)
    assert set(states[:2] + states[3:]) == {MessageState.SENT}
    assert [key for key in ledger.taken if key != messages[2].key] == [m.key for m in messages if m != messages[2]]


def test_what_was_read_long_ago_is_read_again(usager, carried_by, monkeypatch):
    """While a provider thinks, the second person withdraws her number: it is not written to."""
    other = world.usager(usager.organisations.get(), "Petit", phone="+33639980002")
    first, second = message_to(usager), message_to(other)

    class Slow(Ledger):
        def send(self, envelope):
            type(other).objects.filter(pk=other.pk).update(phone="")
            return super().send(envelope)

    monkeypatch.setattr(rounds, "FRESH_SECONDS", -1)
    ledger = carried_by(Slow())
    deliver_due()
    second.refresh_from_db()

    assert ledger.taken == [first.key]
    assert (second.state, second.trouble) == (MessageState.PARKED, Trouble.NO_ADDRESS)


def test_a_round_ends_in_time_and_says_that_messages_remain(usager, carried_by):
    ledger = carried_by(Ledger())
    message_to(usager)

    assert deliver_due(seconds=0) is False
    assert ledger.taken == []
    assert deliver_due() is True


def test_the_message_due_first_leaves_first(usager, carried_by):
    ledger, now = carried_by(Ledger()), timezone.now()
    last = message_to(usager, not_before=now - timedelta(minutes=1))
    first = message_to(usager, in_days=8, not_before=now - timedelta(minutes=9))
    deliver_due(now=now)

    assert ledger.taken == [first.key, last.key]
