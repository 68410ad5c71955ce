"""One person, two stations at the same hour, two agents at once: she has one of them. Each séance has its lock; the day is what they share."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.errors import AtAnotherStation
from backoffice.booking.models import Participation
from backoffice.booking.services import book, stations
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, together

pytestmark = REAL_TRANSACTIONS


@pytest.fixture
def asks(crest, agent):
    """Two acts: the same person, at the same hour, at two partners'."""
    action = world.action(crest, world.motif(crest, "Job dating"))
    group = action.groups.create(name="Job dating")
    person = world.usager(crest)
    first = world.occurrence(action, group=group, station="AFPA")
    times = {"starts_at": first.starts_at, "ends_at": first.ends_at}
    second = world.occurrence(action, group=group, station="Mission locale")
    for name, value in times.items():
        setattr(second, name, value)
    second.save()

    def ask(seance):
        wanted = {"occurrence_id": seance.pk, "usager_id": person.pk, "actor": agent}
        return lambda: book(**wanted, idempotency_key=seance.station)

    return ask(first), ask(second)


def states_of_hers():
    return sorted(Participation.objects.values_list("state", flat=True))


def test_she_has_one_of_them(asks, meeting):
    outcomes = together(*asks)

    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [AtAnotherStation]
    assert states_of_hers() == [State.BOOKED]


def test_negative_control_without_the_lock_of_the_day_she_is_at_both(asks, meeting, without_lock, monkeypatch):
    """If this test fails, the one above proves nothing: the two agents did not meet."""
    monkeypatch.setattr(stations, "lock_day", lambda group_id: None)
    outcomes = together(*asks)

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert states_of_hers() == [State.BOOKED, State.BOOKED]
