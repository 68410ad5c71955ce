"""Three thousand people, forty seats, eight clients: everybody is answered, forty are booked, the others wait in the order of their arrival."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import book
from backoffice.console.base.errors import Busy
from backoffice.people.models import Usager
from tests.concurrency import clients
from tests.concurrency.clients import REAL_TRANSACTIONS, together

pytestmark = REAL_TRANSACTIONS
SEATS, CLIENTS = 40, 8


def people(crest, number):
    """Files are not what this test is about: they are written at once."""
    rows = [
        Usager(territory=crest.territory, last_name=f"Personne {rank}", first_name="Alix") for rank in range(number)
    ]
    rows = Usager.objects.bulk_create(rows)
    through = Usager.organisations.through
    through.objects.bulk_create([through(usager_id=row.pk, organisation_id=crest.pk) for row in rows])
    return [row.pk for row in rows]


def ask_until_answered(seance, usager, agent):
    """« Réessayez » is an answer to a click, not to a person: she clicks again, with the same key."""
    while True:
        try:
            return book(occurrence_id=seance.pk, usager_id=usager, actor=agent, idempotency_key=f"person-{usager}")
        except Busy:
            continue


@pytest.mark.parametrize("number", [120, pytest.param(3000, marks=pytest.mark.slow)])
def test_everybody_is_answered_and_waits_in_order_of_arrival(seance, crest, agent, number, monkeypatch):
    monkeypatch.setattr(clients, "PATIENCE_SECONDS", 900)
    seance.seats_override = SEATS
    seance.save()
    keys = people(crest, number)

    outcomes = together(
        *[
            lambda mine=keys[rank::CLIENTS]: [ask_until_answered(seance, key, agent) for key in mine]
            for rank in range(CLIENTS)
        ]
    )

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert sum(len(outcome) for outcome in outcomes) == number
    states = list(Participation.objects.values_list("state", flat=True))
    assert (states.count(State.BOOKED), states.count(State.WAITING)) == (SEATS, number - SEATS)
    arrived = Decision.objects.filter(outcome="waitlist").order_by("decided_at", "pk").values_list("usager", flat=True)
    queue = Participation.objects.filter(occurrence=seance).waiting_in_order().values_list("usager", flat=True)
    assert list(queue) == list(arrived)
