"""A séance of two seats and a waiting list of two, and the words to act on it. Success and failure start from here."""

from __future__ import annotations

import itertools

import pytest

from backoffice.booking.services import book, cancel, promote
from backoffice.booking.values import Actor
from backoffice.policies.models import Policy
from backoffice.policies.services import publish
from tests import world


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=2, waitlist_max=2, overbooking_max=1)


@pytest.fixture
def seance(crest, motif):
    return world.occurrence(world.action(crest, motif))


@pytest.fixture
def agent(nadia):
    return Actor.agent(nadia)


@pytest.fixture
def ask(seance, crest, agent):
    """Ask for a seat for somebody, invented unless given; the answer is the `Booking`."""
    keys = itertools.count(1)

    def ask(name="Dumas", *, person=None, **options):
        person = person or world.usager(crest, name)
        wanted = {"occurrence_id": seance.pk, "actor": agent, "idempotency_key": f"request-{next(keys)}"}
        return book(usager_id=person.pk, **{**wanted, **options})

    return ask


@pytest.fixture
def leave(agent):
    """Cancel the participation of an answer."""

    def leave(booking, **options):
        return cancel(participation_id=booking.participation.pk, **{"actor": agent, "by_service": False, **options})

    return leave


@pytest.fixture
def pass_first(agent):
    """Promote the participation of an answer."""

    def pass_first(booking, **options):
        return promote(participation_id=booking.participation.pk, **{"actor": agent, **options})

    return pass_first


@pytest.fixture
def full(ask):
    """Both seats are taken: by Alix, then by Bintou."""
    return [ask("Alix"), ask("Bintou")]


@pytest.fixture
def state_of():
    def state_of(booking):
        booking.participation.refresh_from_db()
        return booking.participation.state

    return state_of


@pytest.fixture
def counters(seance):
    def counters():
        row = seance.counters
        row.refresh_from_db()
        return row.seats_held, row.waiting_count

    return counters


@pytest.fixture
def in_force(drome, motif, claire):
    """Publish these parameters for the motif, in the evaluator's JSON."""

    def in_force(parameters):
        policy = Policy.objects.create(territory=drome, code="reglages", name="Réglages")
        policy.motifs.add(motif)
        for code, value in parameters.items():
            policy.parameters.create(code=code, value=value)
        policy.refresh_from_db()
        return publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)

    return in_force
