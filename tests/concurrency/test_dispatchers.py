"""Three dispatchers, killed at any moment: at most one message per key at the provider, exactly one for every deliverable one (R12–R14)."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import books, delivery, rounds
from tests import world
from tests.notifications.letters import Killed, Ledger, message_to

pytestmark = pytest.mark.django_db(transaction=True)
DISPATCHERS = 3
AT_REST = (MessageState.SENT, MessageState.UNKNOWN)


@pytest.fixture
def usager():
    return world.usager(world.organisation(world.territory()))


@pytest.fixture
def ledger(request, monkeypatch):
    """A provider whose callers die: a third before the call, a third between the call and the record."""
    ledger = Ledger(**getattr(request, "param", {}))
    monkeypatch.setattr(delivery, "carrier_of", lambda _channel: ledger)
    return ledger


@pytest.fixture
def messages(usager):
    return [message_to(usager, in_days=30 + number) for number in range(9)]


def run_together(now) -> None:
    """One round by three dispatchers at once, each with its connection; some die on the way."""
    failures = []

    def dispatch() -> None:
        try:
            rounds.deliver_due(now=now)
        except Killed:
            pass
        except Exception as error:  # noqa: BLE001 (told to the test, below)
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=dispatch) for _ in range(DISPATCHERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def run_until_rest() -> None:
    now = timezone.now()
    for _ in range(10):
        run_together(now)
        now += timedelta(hours=1)
        if not OutboxMessage.objects.exclude(state__in=AT_REST).exists():
            return
    raise AssertionError("messages are still moving")


def states() -> Counter:
    return Counter(OutboxMessage.objects.values_list("state", flat=True))


@pytest.mark.parametrize("ledger", [{"knows_references": True}], indirect=True)
def test_with_references_every_message_arrives_exactly_once_whatever_dies(ledger, messages):
    keys = [message.key for message in messages]
    ledger.dies_before, ledger.dies_after = set(keys[0::3]), set(keys[1::3])
    run_until_rest()

    assert Counter(ledger.taken) == Counter(keys)
    assert states() == {MessageState.SENT: 9}


def test_without_references_no_sms_arrives_twice_and_every_doubt_is_shown(ledger, messages):
    keys = [message.key for message in messages]
    ledger.dies_before, ledger.dies_after = set(keys[0::3]), set(keys[1::3])
    run_until_rest()

    assert Counter(ledger.taken) == Counter(keys[1::3] + keys[2::3])
    assert states() == {MessageState.SENT: 3, MessageState.UNKNOWN: 6}


def test_a_worker_that_dies_after_the_record_repeats_nothing(ledger, messages, monkeypatch):
    settle, dying = books.settle, {messages[0], messages[4]}

    def settle_then_die(ended, now):
        settle(ended, now)
        if dying & ended.keys():
            dying.difference_update(ended)
            raise Killed

    monkeypatch.setattr(books, "settle", settle_then_die)
    run_until_rest()

    assert Counter(ledger.taken) == Counter(message.key for message in messages)
    assert not dying


@pytest.mark.parametrize("ledger", [{"knows_references": True}], indirect=True)
def test_a_doubt_is_asked_about_once_whatever_the_number_of_hands(usager, ledger, monkeypatch):
    """Providers answer so many questions an hour: a free hand does not ask again what another one is asking."""
    message_to(usager, state=MessageState.CLAIMED, attempts=1)
    look, asked = ledger.lookup, []

    def look_slowly(key):
        asked.append(key)
        time.sleep(0.1)
        return look(key)

    monkeypatch.setattr(ledger, "lookup", look_slowly)
    rounds.deliver_due(hands=3)

    assert (len(asked), len(ledger.taken)) == (1, 1)


def read_together(monkeypatch) -> None:
    """Every dispatcher has read the message before any of them claims it."""
    gate = threading.Barrier(DISPATCHERS)
    ending = delivery.ending_without_call

    def after_all_have_read(*parts):
        gate.wait(timeout=20)
        return ending(*parts)

    monkeypatch.setattr(delivery, "ending_without_call", after_all_have_read)


def test_three_dispatchers_that_read_the_same_message_send_it_once(usager, ledger, monkeypatch):
    message = message_to(usager)
    read_together(monkeypatch)
    run_together(timezone.now())

    assert ledger.taken == [message.key]


def test_without_compare_and_set_they_would_send_it_three_times(usager, ledger, monkeypatch):
    """The negative control of the test above."""
    message = message_to(usager)
    read_together(monkeypatch)

    monkeypatch.setattr(books, "unchanged", list)
    run_together(timezone.now())

    assert ledger.taken == [message.key] * DISPATCHERS


def test_a_message_that_kills_its_worker_is_parked_and_its_neighbours_leave(usager, tmp_path):
    """Real processes, really killed (SIGKILL)."""
    now = timezone.now()
    poison = message_to(usager, in_days=30, body="poison", not_before=now - timedelta(hours=1))
    neighbours = [message_to(usager, in_days=31 + number) for number in range(3)]
    codes = [dispatch(tmp_path / "ledger", now + timedelta(hours=hours)) for hours in range(4)]
    poison.refresh_from_db()

    assert codes == [-9, -9, 0, 0]
    assert (poison.state, poison.attempts) == (MessageState.PARKED, 2)
    assert (tmp_path / "ledger").read_text().split() == [message.key for message in neighbours]


def dispatch(ledger, now) -> int:
    """The exit code of one dispatcher process on the test database."""
    arguments = [str(connection.settings_dict["NAME"]), str(ledger), now.isoformat()]
    command = [sys.executable, "-m", "tests.concurrency.dispatcher", *arguments]
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode
