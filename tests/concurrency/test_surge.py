"""Three thousand people, forty seats, eight clients: everybody is answered, forty are booked, the others wait in the order of their arrival."""

from __future__ import annotations

import time
from itertools import accumulate

import pytest

from backoffice.booking.enums import State
from backoffice.booking.models import Participation
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
    """(her, when the request that was answered left, when the answer came). « Réessayez » is an answer to a click, not to a person: she clicks
    again, with the same key."""
    while True:
        left = time.monotonic()
        try:
            book(occurrence_id=seance.pk, usager_id=usager, actor=agent, idempotency_key=f"person-{usager}")
        except Busy:
            continue
        return usager, left, time.monotonic()


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
    answered = {usager: instants for outcome in outcomes for usager, *instants in outcome}
    assert answered.keys() == set(keys)
    booked = Participation.objects.filter(occurrence=seance, state=State.BOOKED).order_by("booked_at", "pk")
    queue = Participation.objects.filter(occurrence=seance).waiting_in_order()
    assert (booked.count(), queue.count()) == (SEATS, number - SEATS)
    in_order = [answered[row] for rows in (booked, queue) for row in rows.values_list("usager", flat=True)]
    assert nobody_was_overtaken(in_order)


def nobody_was_overtaken(in_order):
    """Whoever had her answer before somebody else asked has an earlier rank (reliability R22)."""
    latest = accumulate((left for left, _came in in_order), max)
    return all(left <= came for left, (_left, came) in zip(latest, in_order, strict=True))


def test_negative_control_an_overtaking_is_seen():
    assert nobody_was_overtaken([(0, 2), (1, 3), (4, 5)])
    assert not nobody_was_overtaken([(4, 5), (0, 2)])
