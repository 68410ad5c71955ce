"""« Retenir » while dispatchers work: each message is held or sent, never both, never neither."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import books, delivery, rounds
from backoffice.notifications.services.withdrawing import hold
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, together
from tests.notifications.letters import Ledger, message_to

pytestmark = REAL_TRANSACTIONS


@pytest.fixture
def act(monkeypatch):
    """Twelve messages of one act, due now, a provider that remembers, and whoever did the act."""
    at = world.organisation(world.territory())
    author, intention = world.user("Nadia", "Agent", at.territory, at), uuid.uuid4()
    for number in range(12):
        usager = world.usager(at, f"Personne{number}")
        message_to(usager, intention=intention, author=author)
    ledger = Ledger()
    monkeypatch.setattr(delivery, "carrier_of", lambda _channel: ledger)
    return ledger, intention, author


def keys(state):
    return set(OutboxMessage.objects.filter(state=state).values_list("key", flat=True))


def test_a_message_is_held_or_sent_never_both(act):
    ledger, intention, author = act
    now = timezone.now()
    outcomes = together(
        lambda: rounds.deliver_due(now=now),
        lambda: hold(intention=intention, user=author),
        lambda: rounds.deliver_due(now=now),
    )

    held, sent = keys(MessageState.CANCELLED), keys(MessageState.SENT)
    assert outcomes[1].held == len(held)
    assert len(held) + len(sent) == 12
    assert sorted(ledger.taken) == sorted(sent), "what the provider took is what is said to be sent, once"


def test_a_message_that_was_claimed_is_gone_and_one_that_is_held_is_never_claimed(act):
    """The race put in order: the dispatcher has read the message when it is withdrawn; then it has claimed it."""
    ledger, intention, author = act
    read, claimed = list(OutboxMessage.objects.order_by("pk")[:2])
    now = timezone.now()
    assert books.claim({claimed: ""}, now) == [claimed]

    assert hold(intention=intention, user=author).held == 11
    assert books.claim({read: ""}, now) == [], "it was withdrawn"
    rounds.deliver_due(now=now)
    assert ledger.taken == []
    claimed.refresh_from_db()
    assert claimed.state == MessageState.CLAIMED
