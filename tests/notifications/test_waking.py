"""Bookings ring once for all, a round hears the ring before it reads, and a lost ring is replaced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ
from django_q.tasks import async_task

from backoffice.notifications.enums import Beat, Event, MessageState
from backoffice.notifications.models import Heartbeat, OutboxMessage
from backoffice.notifications.services import owe, waking
from backoffice.notifications.tasks import tick
from tests import world

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def owed():
    """Owe one message, in a transaction that commits or not."""
    usager = world.usager(world.organisation(world.territory()))
    occurrence = world.occurrence(world.action(usager.organisations.get()))

    def owe_one(number: int, *, commits: bool = True) -> None:
        with transaction.atomic():
            owe(event=Event.BOOKED, cause=f"p-{number}", occurrence=occurrence, usager=usager, now=timezone.now())
            transaction.set_rollback(not commits)

    return owe_one


def queued() -> list[str]:
    return [task.func() for task in OrmQ.objects.order_by("pk")]


def test_a_hundred_bookings_ring_once(owed):
    for number in range(100):
        owed(number)

    assert queued() == ["backoffice.notifications.tasks.tick"]


def test_a_booking_that_does_not_commit_neither_owes_nor_rings(owed):
    owed(1, commits=False)

    assert not OutboxMessage.objects.exists()
    assert queued() == []


def test_what_commits_after_a_round_started_rings_again(owed):
    owed(1)
    OrmQ.objects.all().delete()
    waking.round_starts()
    owed(2)

    assert len(queued()) == 1


def test_a_lost_ring_is_replaced_after_a_minute(owed):
    owed(1)
    OrmQ.objects.all().delete()
    owed(2)
    assert queued() == []
    Heartbeat.objects.filter(name=Beat.NUDGE).update(beaten_at=timezone.now() - timedelta(seconds=61))
    owed(3)

    assert len(queued()) == 1


def test_a_queue_that_fails_harms_no_booking_and_keeps_no_ring(owed, monkeypatch):
    def broken(*_parts):
        raise ConnectionError

    monkeypatch.setattr(waking, "async_task", broken)
    owed(1)
    monkeypatch.setattr(waking, "async_task", async_task)
    owed(2)

    assert OutboxMessage.objects.count() == 2
    assert len(queued()) == 1


def test_a_round_delivers_beats_and_leaves_no_ring(owed):
    owed(1)
    tick()

    assert OutboxMessage.objects.get().state == MessageState.SENT
    assert Heartbeat.objects.last_of(Beat.NUDGE) is None
    assert timezone.now() - Heartbeat.objects.last_of(Beat.TICK) < timedelta(seconds=5)


def test_a_round_without_time_rings_for_the_next(owed, monkeypatch):
    owed(1)
    OrmQ.objects.all().delete()
    monkeypatch.setattr("backoffice.notifications.tasks.deliver_due", lambda **_: False)
    tick()

    assert queued() == ["backoffice.notifications.tasks.tick"]


def test_twice_the_same_round_is_harmless(owed):
    owed(1)
    tick()
    tick()

    assert OutboxMessage.objects.get().attempts == 1
