"""A forum in bands, a job dating in stations: one day, one group, seats each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.services import Slot, add_group
from backoffice.console.base.errors import NotAllowed
from tests import world


@pytest.fixture
def slots():
    nine = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=30)
    half = timedelta(minutes=30)
    return [Slot(nine, nine + half, "9 h", station, seats=4) for station in ("Mission locale", "France Travail")]


def test_each_station_of_a_band_has_its_own_seats(crest, claire, slots):
    action = world.action(crest)
    group = add_group(action=action, name="Forum d’automne", slots=slots, user=claire)
    assert [row.counters.seats for row in group.occurrences.order_by("pk")] == [4, 4]
    assert group.occurrences.first().history.get().history_user == claire


def test_the_same_station_twice_at_the_same_hour_is_refused(crest, claire, slots):
    action = world.action(crest)
    add_group(action=action, name="Forum d’automne", slots=slots, user=claire)
    with pytest.raises(ImpossibleDates):
        add_group(action=action, name="Forum bis", slots=slots[:1], user=claire)
    assert action.groups.count() == 1


def test_an_agent_does_not_plan(crest, nadia, slots):
    with pytest.raises(NotAllowed):
        add_group(action=world.action(crest), name="Forum", slots=slots, user=nadia)
