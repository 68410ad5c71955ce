"""Two clients on the last seat: one has it, one waits. Remove the lock and the CHECK in turn, and see what each is for (reliability R1, R2)."""

from __future__ import annotations

from django.db import IntegrityError

from backoffice.booking.enums import State
from tests.concurrency.clients import REAL_TRANSACTIONS, together

pytestmark = REAL_TRANSACTIONS


def test_one_is_booked_and_one_waits(wants, meeting, states):
    outcomes = together(wants("Alix"), wants("Bintou"))

    assert sorted(answer.decision.outcome for answer in outcomes) == ["accept", "waitlist"]
    assert states() == sorted([State.BOOKED, State.WAITING])


def test_negative_control_without_lock_nor_check_both_are_booked(wants, meeting, states, without_lock, without_check):
    """If this test fails, the one above proves nothing: the two clients did not meet."""
    outcomes = together(wants("Alix"), wants("Bintou"))

    assert [answer.decision.outcome for answer in outcomes] == ["accept", "accept"]
    assert states() == [State.BOOKED, State.BOOKED]


def test_without_the_lock_the_database_still_refuses_to_oversell(wants, meeting, states, without_lock):
    outcomes = together(wants("Alix"), wants("Bintou"))

    refused = [outcome for outcome in outcomes if isinstance(outcome, IntegrityError)]
    assert len(refused) == 1
    assert "seats_are_never_oversold" in str(refused[0])
    assert states() == [State.BOOKED]


def test_a_rush_of_eight_clients_fills_the_seats_and_nobody_is_lost(seance, wants, states):
    people, seats = 64, 20
    seance.seats_override = seats
    seance.save()
    acts = [wants(f"Personne {number}") for number in range(people)]

    outcomes = together(*[lambda mine=acts[client::8]: [act() for act in mine] for client in range(8)])

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert states() == sorted([State.BOOKED] * seats + [State.WAITING] * (people - seats))
