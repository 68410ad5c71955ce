"""What is kept of an act: a small decision, written once, and a signed history."""

from __future__ import annotations

import pytest

from backoffice.booking.models import Decision
from tests import world

DECISION_BYTES = 2_000


def stored_bytes(decision):
    """The values of the row, as text."""
    return sum(
        len(str(field.get_prep_value(getattr(decision, field.attname))).encode()) for field in decision._meta.fields
    )


@pytest.mark.parametrize("situation", ["accepted", "waiting", "refused"])
def test_a_decision_takes_less_than_two_kilobytes(ask, seance, situation):
    taken = {"accepted": 0, "waiting": 2, "refused": 4}[situation]
    for number in range(taken):
        ask(f"Personne {number}")

    decision = ask("Durand").decision

    assert stored_bytes(decision) < DECISION_BYTES


def test_a_decision_is_written_once(ask):
    decision = ask().decision

    with pytest.raises(RuntimeError):
        decision.save()
    with pytest.raises(RuntimeError):
        decision.delete()


def test_a_decision_names_no_person_in_its_facts(ask):
    decision = ask("Dumas").decision

    assert "Dumas" not in decision.result
    assert "33639980001" not in decision.result


def test_every_request_is_kept_whatever_its_answer(ask, seance, nadia):
    for number in range(5):
        ask(f"Personne {number}")

    kept = Decision.objects.order_by("pk").values_list("outcome", "user", "actor_kind")
    outcomes = ["accept", "accept", "waitlist", "waitlist", "refuse"]
    assert list(kept) == [(outcome, nadia.pk, "agent") for outcome in outcomes]


def test_the_history_of_a_booking_is_signed_and_reasoned(ask, crest, nadia):
    booking = ask(person=world.usager(crest), reason="Orientée par la mission locale")

    created = booking.participation.history.get()

    assert (created.history_type, created.history_user) == ("+", nadia)
    assert created.history_change_reason == "Orientée par la mission locale"
