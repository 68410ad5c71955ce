"""Three dispatchers, a real HTTP provider with its ledger, and deaths at every moment: before the call, after it, after the record (R12–R14)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from backoffice.notifications.enums import MessageState, Trouble
from backoffice.notifications.models import OutboxMessage, SmsDay
from backoffice.notifications.services import books, delivery, rounds
from backoffice.notifications.services.carriers import brevo
from tests import world
from tests.concurrency.test_dispatchers import run_together, run_until_rest
from tests.notifications.letters import Killed, message_to
from tests.notifications.provider import open_for_business, settings_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def usager():
    return world.usager(world.organisation(world.territory()))


@pytest.fixture(params=[False, True], ids=["forgetful", "remembers"])
def provider(request, monkeypatch):
    """A provider that tells, or not, which keys it took."""
    monkeypatch.setattr(brevo, "READ_SECONDS", 0.3)
    with open_for_business(events=request.param) as provider, override_settings(**settings_for(provider)):
        yield provider


@pytest.fixture
def deaths(monkeypatch):
    """Dispatchers die once at these messages: `before` the call, `after` it and before the record, once it is `recorded`."""
    deaths = {"before": set(), "after": set(), "recorded": set()}
    hand_over, settle = delivery.hand_over, books.settle

    def die(moment, *messages):
        dying = deaths[moment] & set(messages)
        deaths[moment] -= dying
        if dying:
            raise Killed

    def mortal_hand_over(message):
        die("before", message)
        answer = hand_over(message)
        die("after", message)
        return answer

    def mortal_settle(ended, now):
        kept = settle(ended, now)
        die("recorded", *ended)
        return kept

    monkeypatch.setattr(delivery, "hand_over", mortal_hand_over)
    monkeypatch.setattr(books, "settle", mortal_settle)
    return deaths


def keys_in(state: str) -> set[str]:
    return set(OutboxMessage.objects.filter(state=state).values_list("key", flat=True))


def test_whatever_dies_nobody_receives_twice_and_every_other_message_arrives_once(usager, provider, deaths):
    messages = [message_to(usager, in_days=30 + number) for number in range(12)]
    for number, moment in enumerate(deaths):
        deaths[moment] |= set(messages[number::4])
    provider.moods = ["ok", "hurried", "broken", "cut", "ok", "hang", "twice", "half"]
    run_until_rest()
    ledger = Counter(provider.keys)

    assert set(ledger.values()) == {1}
    assert not any(deaths.values())
    assert keys_in(MessageState.SENT) <= set(ledger)
    assert set(ledger) | keys_in(MessageState.UNKNOWN) == {message.key for message in messages}
    if provider.tells_events:
        assert keys_in(MessageState.SENT) == set(ledger)
    assert SmsDay.objects.get().count == len(messages)


def test_working_together_they_do_not_pass_the_ceilings(usager, provider):
    territory = usager.organisations.get().territory
    territory.messages_per_person, territory.sms_per_day = 4, 6
    territory.save()
    others = [world.usager(usager.organisations.get(), f"Nom{number}") for number in range(6)]
    for number in range(9):
        message_to(usager, in_days=30 + number)
    for other in others:
        message_to(other)
    run_together(timezone.now())
    taken = Counter(OutboxMessage.objects.filter(state="sent").values_list("usager", flat=True))

    assert (len(provider.taken), taken[usager.pk]) == (6, 4)
    assert len(keys_in(MessageState.HELD)) == 9
    assert SmsDay.objects.get().count == 6


def test_hands_of_one_round_share_the_messages_and_send_each_once(usager, provider):
    messages = [message_to(usager, in_days=30 + number) for number in range(11)]

    assert rounds.deliver_due(hands=3) is True
    assert Counter(provider.keys) == Counter(message.key for message in messages)


def test_a_killed_round_leaves_in_doubt_only_what_its_hands_held(usager, provider, deaths):
    """Three hands, thirty messages: the books die when the first answers are back."""
    type(usager.territory).objects.update(messages_per_person=30)
    messages = [message_to(usager, in_days=30 + number) for number in range(30)]
    provider.latency, deaths["after"] = 0.05, {messages[3]}
    with pytest.raises(Killed):
        rounds.deliver_due(hands=3)
    doubtful = keys_in(MessageState.CLAIMED)

    assert 1 <= len(doubtful) <= 3
    assert set(provider.keys) <= keys_in(MessageState.SENT) | doubtful
    assert set(OutboxMessage.objects.filter(attempts__gt=0).values_list("key", flat=True)) >= set(provider.keys)
    run_until_rest()
    assert set(Counter(provider.keys).values()) == {1}
    assert len(keys_in(MessageState.SENT)) >= 27


@pytest.mark.slow
def test_a_worker_really_killed_while_the_provider_thinks_sends_nothing_again(usager, provider):
    """SIGKILL of a process, between the moment when the provider takes the message and the one when it answers."""
    provider.latency = 0.0
    provider.moods, message = ["hang"], message_to(usager)
    command = [
        sys.executable,
        "-m",
        "tests.concurrency.dispatcher",
        str(connection.settings_dict["NAME"]),
        provider.url,
    ]
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not provider.taken:
        time.sleep(0.01)
    worker.kill()
    worker.wait()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.CLAIMED, 1)
    run_together(timezone.now() + timedelta(hours=1))
    message.refresh_from_db()

    settled = (MessageState.SENT, "") if provider.tells_events else (MessageState.UNKNOWN, Trouble.LOST)
    assert (message.state, message.trouble) == settled
    assert provider.keys == [message.key]
