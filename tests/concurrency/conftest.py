"""A séance of one seat, people who want it, and the two protections that a test may remove: the lock and the CHECK."""

from __future__ import annotations

import pytest

from backoffice.booking.services import book, booking
from backoffice.booking.values import Actor
from tests import world
from tests.concurrency import unlocked
from tests.concurrency.clients import Meeting


@pytest.fixture
def seance(crest):
    return world.occurrence(world.action(crest, world.motif(crest, default_seats=1)))


@pytest.fixture
def agent(nadia):
    nadia.perimeter  # noqa: B018 - read once, before the clients start
    return Actor.agent(nadia)


@pytest.fixture
def wants(seance, crest, agent):
    """An act that asks for a seat for one more person."""

    def wants(name, **options):
        wanted = {"occurrence_id": seance.pk, "usager_id": world.usager(crest, name).pk, "actor": agent}
        return lambda: book(**{**wanted, "idempotency_key": name, **options})

    return wants


@pytest.fixture
def meeting(monkeypatch):
    """Whoever has decided waits for the other before writing."""
    point = Meeting()
    decide = booking.decide

    def decide_then_wait(request):
        answer = decide(request)
        point.wait()
        return answer

    monkeypatch.setattr(booking, "decide", decide_then_wait)
    return point


@pytest.fixture
def without_lock(monkeypatch):
    """Test only, for every service that takes it. What the test broke is removed before the suite audits it."""
    monkeypatch.setattr(Meeting, "patience", 8.0)
    with unlocked.without_lock():
        yield
    unlocked.put_right()


@pytest.fixture
def without_check(seance):
    """Test only. What was oversold is cancelled before the constraint comes back."""
    with unlocked.without_check():
        yield
        unlocked.put_right()


@pytest.fixture
def states(seance):
    def states():
        return sorted(seance.participations.values_list("state", flat=True))

    return states
