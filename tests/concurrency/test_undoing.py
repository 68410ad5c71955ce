"""An act is taken back by two people at the same instant, or while the worker sends its messages: right with the locks, wrong without them."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db.models import QuerySet

from backoffice.booking.errors import AlreadyUndone
from backoffice.booking.models import Participation
from backoffice.booking.services import cancel_seance
from backoffice.booking.services.series import undo_edit, undoing
from backoffice.booking.values import Actor
from backoffice.notifications.enums import Event, MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import books, deliver_due, delivery, taking_back
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, Meeting, together
from tests.notifications.letters import Ledger

pytestmark = REAL_TRANSACTIONS


@pytest.fixture
def planners(claire, drome):
    people = claire, world.user("Maud", "Référente", drome)
    for person in people:
        person.perimeter  # noqa: B018 - read once, before the clients start
    return [Actor.agent(person) for person in people]


@pytest.fixture
def cancelled(seance, planners, wants):
    """Inès is enrolled in a séance of five seats, which is cancelled; the message to her is all that is owed."""
    seance.seats_override = 5
    seance.save()
    wants("Inès")()
    OutboxMessage.objects.all().delete()
    return cancel_seance(occurrence_id=seance.pk, actor=planners[0], reason="Salle fermée").edits[0]


@pytest.fixture
def without_locks(without_lock, monkeypatch):
    """Test only: the messages are read, not locked, like the séances."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)


@pytest.fixture
def undone_twice(cancelled, planners, monkeypatch):
    """Two people take the same cancellation back; each who may go on waits for the other. What they were answered, and how often she came back."""
    point, restore = Meeting(), undoing.restore

    def wait_then_restore(*wanted):
        point.wait()
        restore(*wanted)

    def undone_twice():
        monkeypatch.setattr(undoing, "restore", wait_then_restore)
        outcomes = together(*(partial(undo_edit, edit_id=cancelled.pk, actor=planner) for planner in planners))
        entries = Participation.history.filter(history_change_reason=f"Annulé : {cancelled.summary}")
        return [type(each) for each in outcomes if isinstance(each, Exception)], entries.count()

    return undone_twice


def test_of_two_people_who_take_an_act_back_one_does_and_the_other_is_told(undone_twice):
    assert undone_twice() == ([AlreadyUndone], 1)


def test_negative_control_without_locks_both_take_it_back(undone_twice, without_locks):
    errors, times = undone_twice()

    assert AlreadyUndone not in errors
    assert (errors, times) != ([], 1)


@pytest.fixture
def undone_while_it_leaves(cancelled, planners, monkeypatch):
    """The worker sends between the moment when the act reads what has not left and the moment when it withdraws it.

    What the provider took, what the message says, and how many people were told that the séance is held after all."""
    ledger, has_read, has_sent = Ledger(), threading.Event(), threading.Event()
    called = taking_back.called

    def send():
        has_read.wait(5)
        deliver_due(now=cancelled.made_at + timedelta(minutes=10), seconds=5)
        has_sent.set()

    def read_then_linger(keys):
        has_read.set()
        has_sent.wait(Meeting.patience)
        return called(keys)

    def undone_while_it_leaves():
        monkeypatch.setattr(delivery, "carrier_of", lambda _channel: ledger)
        monkeypatch.setattr(taking_back, "called", read_then_linger)
        together(partial(undo_edit, edit_id=cancelled.pk, actor=planners[0]), send)
        message = OutboxMessage.objects.get(event=Event.SEANCE_CANCELLED)
        denied = OutboxMessage.objects.filter(event=Event.SEANCE_RESTORED).count()
        return len(ledger.taken), message.state, denied

    return undone_while_it_leaves


def test_what_is_withdrawn_is_never_handed_over(undone_while_it_leaves):
    assert undone_while_it_leaves() == (0, MessageState.CANCELLED, 0)


def test_negative_control_without_locks_she_is_told_and_nobody_denies_it(
    undone_while_it_leaves, without_locks, monkeypatch
):
    """Nor the second guard: a claim that asks whether the message is still true."""
    monkeypatch.setattr(books, "overtaken", lambda _messages: set())
    assert undone_while_it_leaves() == (1, MessageState.CANCELLED, 0)


def test_what_has_left_is_denied(cancelled, planners, monkeypatch):
    ledger = Ledger()
    monkeypatch.setattr(delivery, "carrier_of", lambda _channel: ledger)
    deliver_due(now=cancelled.made_at + timedelta(minutes=10), seconds=5)
    undo_edit(edit_id=cancelled.pk, actor=planners[0])

    assert len(ledger.taken) == 1
    assert OutboxMessage.objects.filter(event=Event.SEANCE_RESTORED).count() == 1
