"""Somebody cancels while somebody books: the freed seat is never lost. Somebody reduces while somebody books: the new number counts."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from backoffice.actions.models import OccurrenceCounters
from backoffice.booking.enums import State
from backoffice.booking.services import booking, cancel, change_seats, locking, seats
from backoffice.booking.values import Actor
from backoffice.console.base.history import record
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, together

pytestmark = REAL_TRANSACTIONS


@pytest.fixture
def decided(monkeypatch):
    """Set when the newcomer's answer is decided; she writes it down a little later."""
    event = threading.Event()
    decide = booking.decide

    def decide_then_linger(request):
        answer = decide(request)
        event.set()
        time.sleep(0.5)
        return answer

    def arm():
        monkeypatch.setattr(booking, "decide", decide_then_linger)
        return event

    return arm


@pytest.fixture
def cancelled_meanwhile(wants, agent, decided):
    """Alix has the seat; Bintou asks for it; Alix cancels once Bintou was told to wait."""

    def cancelled_meanwhile():
        alix = wants("Alix")()
        told = decided()

        def alix_cancels():
            told.wait(10)
            return cancel(participation_id=alix.participation.pk, actor=agent, by_service=False)

        return together(wants("Bintou"), alix_cancels)

    return cancelled_meanwhile


def test_the_newcomer_gets_the_seat_that_is_freed_meanwhile(cancelled_meanwhile, states):
    newcomer, cancellation = cancelled_meanwhile()

    assert [decision.participation for decision in cancellation.promotions] == [newcomer.participation]
    assert states() == sorted([State.BOOKED, State.EXCUSED])


def test_negative_control_without_lock_she_waits_before_an_empty_seat(cancelled_meanwhile, states, without_lock):
    _newcomer, cancellation = cancelled_meanwhile()

    assert cancellation.promotions == []
    assert states() == sorted([State.EXCUSED, State.WAITING])


@pytest.fixture
def reduced_meanwhile(seance, wants, claire, monkeypatch):
    """Two seats, one taken; Claire makes it one seat; Bintou asks while Claire's change is not committed yet."""
    seance.seats_override = 2
    seance.save()
    planner = Actor.agent(claire)
    changing = threading.Event()
    allocate = seats.allocate

    def linger(*args, **options):
        changing.set()
        time.sleep(0.5)
        return allocate(*args, **options)

    def reduced_meanwhile():
        wants("Alix")()
        monkeypatch.setattr(seats, "allocate", linger)
        bintou = wants("Bintou")

        def bintou_asks():
            changing.wait(10)
            return bintou()

        return together(bintou_asks, lambda: change_seats(occurrence_id=seance.pk, seats=1, actor=planner))

    return reduced_meanwhile


def test_who_waited_for_a_reduction_is_judged_on_the_new_number(reduced_meanwhile):
    newcomer, _change = reduced_meanwhile()

    assert newcomer.participation.state == State.WAITING


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has no row lock: a transaction never reads an older snapshot"
)
def test_negative_control_one_statement_that_locks_and_reads_decides_on_the_old_number(reduced_meanwhile, monkeypatch):
    def lock_and_read(occurrence_id):
        joined = [f"occurrence__{path}" for path in locking.LOADED if path != "counters"]
        rows = OccurrenceCounters.objects.select_for_update(of=("self",), no_key=True).select_related(*joined)
        return rows.get(pk=occurrence_id).occurrence

    monkeypatch.setattr(locking, "take_lock", lock_and_read)

    newcomer, _change = reduced_meanwhile()

    assert newcomer.participation.state == State.BOOKED
    seance = world.Occurrence.objects.get(pk=newcomer.participation.occurrence_id)
    seance.seats_override = 2
    record(seance, user=None, reason="Ce que la course a cassé est remis en ordre.")
