"""What an act costs in statements, BEGIN and COMMIT included, whatever the number of people already there.

After its commit, an act that owes a message asks whether the worker is rung already: one statement more, outside the lock."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.directory.models import User
from backoffice.notifications.services.waking import wake
from tests import world

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BOOKING_STATEMENTS = 13


@pytest.fixture
def cost(nadia, crest, seance):
    """Statements of one booking by an agent just loaded, as in a request: her rights are read too."""

    def cost(name, **options):
        agent = Actor.agent(User.objects.get(pk=nadia.pk))
        person = world.usager(crest, name)
        wanted = {"occurrence_id": seance.pk, "usager_id": person.pk, "actor": agent, "idempotency_key": name}
        wake()
        with CaptureQueriesContext(connection) as queries:
            book(**{**wanted, **options})
        return [query["sql"] for query in queries]

    return cost


@pytest.mark.parametrize("outcome", ["accept", "waitlist", "refuse"])
def test_a_booking_takes_thirteen_statements_at_most(ask, cost, outcome):
    for number in range({"accept": 0, "waitlist": 2, "refuse": 4}[outcome]):
        ask(f"Personne {number}")

    statements = cost("Durand")

    assert statements[0].startswith("BEGIN")
    assert statements.index("COMMIT") < BOOKING_STATEMENTS, "\n".join(statements)
    assert len(statements) - statements.index("COMMIT") - 1 == (0 if outcome == "refuse" else 1), "\n".join(statements)


def test_it_does_not_depend_on_how_many_people_are_there(ask, cost, crest, motif):
    few = world.occurrence(world.action(crest, motif), in_days=20, seats_override=100)
    many = world.occurrence(few.action, in_days=21, seats_override=100)
    for number in range(30):
        ask(f"Personne {number}", occurrence_id=many.pk)

    assert len(cost("Un", occurrence_id=few.pk)) == len(cost("Deux", occurrence_id=many.pk))
