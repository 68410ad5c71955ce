"""An act on a whole séance, a move or a quota, at the same instant as a booking: right with the lock, wrong without it (reliability R2, R6, R8)."""

from __future__ import annotations

import threading
import time

import pytest

from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services import (
    audit,
    booking,
    cancel_seance,
    change_seats,
    close_enrolment,
    transfer,
    transferring,
)
from backoffice.booking.values import Actor
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, Meeting, together

pytestmark = REAL_TRANSACTIONS


@pytest.fixture
def planner(claire):
    claire.perimeter  # noqa: B018 - read once, before the clients start
    return Actor.agent(claire)


@pytest.fixture
def during(monkeypatch, wants):
    """Alix is told yes and writes it a little later; meanwhile somebody acts on the whole séance."""
    told, decide = threading.Event(), booking.decide

    def decide_then_linger(request):
        answer = decide(request)
        told.set()
        time.sleep(0.5)
        return answer

    def during(act):
        def then_act():
            told.wait(10)
            return act()

        monkeypatch.setattr(booking, "decide", decide_then_linger)
        return together(wants("Alix"), then_act)

    return during


@pytest.fixture
def cancelled_meanwhile(during, seance, planner):
    return lambda: during(lambda: cancel_seance(occurrence_id=seance.pk, actor=planner, reason="Salle fermée"))


def test_who_enrols_while_the_seance_is_cancelled_is_cancelled_and_told(cancelled_meanwhile):
    _alix, done = cancelled_meanwhile()

    assert (len(done.participations), done.told) == (1, 1)
    assert Participation.objects.get().state == State.REVOKED


def test_negative_control_without_lock_she_keeps_a_seat_in_a_cancelled_seance(cancelled_meanwhile, without_lock):
    _alix, done = cancelled_meanwhile()

    assert done.participations == []
    assert [fault.code for fault in audit()] == ["seance-annulee"]


@pytest.fixture
def closed_meanwhile(during, seance, planner):
    """How many people were in when « Fermer » answered, and how many are in at the end."""

    def close():
        close_enrolment(occurrence_id=seance.pk, actor=planner)
        return Participation.objects.count()

    def closed_meanwhile():
        _alix, when_closed = during(close)
        return when_closed, Participation.objects.count()

    return closed_meanwhile


def test_once_closing_has_answered_nobody_enters(closed_meanwhile):
    when_closed, at_the_end = closed_meanwhile()

    assert when_closed == at_the_end


def test_negative_control_without_lock_somebody_enters_a_closed_seance(closed_meanwhile, without_lock):
    assert closed_meanwhile() == (0, 1)


@pytest.fixture
def reduced_meanwhile(during, seance, planner, wants):
    """Two seats, one taken; somebody makes it one while Alix takes the other."""
    seance.seats_override = 2
    seance.save()
    wants("Première")()
    return lambda: during(lambda: change_seats(occurrence_id=seance.pk, seats=1, actor=planner))


def test_a_reduction_counts_who_was_enrolling(reduced_meanwhile):
    alix, change = reduced_meanwhile()

    assert (alix.participation.state, change.overbooked) == (State.BOOKED, 1)


def test_negative_control_without_lock_the_reduction_does_not_see_her(reduced_meanwhile, without_lock):
    alix, change = reduced_meanwhile()

    assert isinstance(alix, Exception) or change.overbooked == 0


@pytest.fixture
def bounded(seance):
    """Three seats; people who enrol themselves may take one of them."""
    seance.seats_override, seance.quotas = 3, {"quota.maximum": {"channel:usager": 1}}
    seance.save()
    return {"actor": Actor.usager()}


def test_two_people_do_not_take_the_last_seat_of_a_quota(bounded, wants, meeting, states):
    together(wants("Alix", **bounded), wants("Bintou", **bounded))

    assert states() == sorted([State.BOOKED, State.WAITING])


def test_negative_control_without_lock_both_take_it(bounded, wants, meeting, states, without_lock):
    """No constraint of the database knows quotas: only the lock keeps them."""
    together(wants("Alix", **bounded), wants("Bintou", **bounded))

    assert states() == [State.BOOKED, State.BOOKED]


@pytest.fixture
def moves(seance, crest, agent, monkeypatch, wants):
    """Two people of two other séances move to the only seat of this one; each waits for the other once decided."""
    others = [world.occurrence(seance.action, in_days=20 + number) for number in range(2)]
    rows = [wants(f"Personne {at}", occurrence_id=other.pk)().participation for at, other in enumerate(others)]
    point, decide = Meeting(), transferring.decide

    def decide_then_wait(request):
        answer = decide(request)
        point.wait()
        return answer

    def to_the_last_seat(row):
        return lambda: transfer(
            participation_id=row.pk, occurrence_id=seance.pk, actor=agent, idempotency_key=f"move-{row.pk}"
        )

    def moves():
        monkeypatch.setattr(transferring, "decide", decide_then_wait)
        return rows, together(*[to_the_last_seat(row) for row in rows])

    return moves


def states_of(rows):
    return sorted(Participation.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True))


def test_of_two_who_move_to_the_last_seat_one_goes_and_one_keeps_hers(moves, states):
    rows, outcomes = moves()

    assert sorted(done.booking.participation is None for done in outcomes) == [False, True]
    assert (states(), states_of(rows)) == ([State.BOOKED], sorted([State.BOOKED, State.MOVED]))


def test_negative_control_without_lock_nor_check_both_have_it(moves, states, without_lock, without_check):
    rows, _outcomes = moves()

    assert (states(), states_of(rows)) == ([State.BOOKED, State.BOOKED], [State.MOVED, State.MOVED])


def test_people_who_cross_do_not_wait_for_each_other(seance, wants, agent):
    """From here to there and from there to here at once: the locks are taken in one order."""
    there = world.occurrence(seance.action, in_days=20, seats_override=9)
    seance.seats_override = 9
    seance.save()
    here = [wants(f"Ici {at}")().participation for at in range(4)]
    away = [wants(f"Là {at}", occurrence_id=there.pk)().participation for at in range(4)]

    def all_go(rows, to):
        def go():
            for row in rows:
                transfer(participation_id=row.pk, occurrence_id=to.pk, actor=agent, idempotency_key=f"move-{row.pk}")

        return go

    outcomes = together(all_go(here, there), all_go(away, seance))

    assert outcomes == [None, None]
    assert Participation.objects.filter(state=State.BOOKED).count() == 8
    assert not audit()
