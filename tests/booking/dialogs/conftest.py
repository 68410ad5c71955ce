"""One séance of three seats at Crest, and people of Crest."""

from __future__ import annotations

import pytest

from tests import world


@pytest.fixture
def seance(crest):
    motif = world.motif(crest, default_seats=3, overbooking_max=1)
    return world.occurrence(world.action(crest, motif), venue=world.venue(crest.territory))


@pytest.fixture
def people(crest):
    names = [("Dumas", "Inès"), ("Martin", "Lou"), ("Durand", "Aya"), ("Lefèvre", "Éloïse"), ("Benali", "Karim")]
    return [
        world.usager(crest, last, first, phone=f"06 39 98 00 {number:02}")
        for number, (last, first) in enumerate(names, 10)
    ]


@pytest.fixture
def die(drome):
    return world.organisation(drome, "CMS de Die")


@pytest.fixture
def foreign(die):
    """A séance of another organisation, which an agent of Crest does not see."""
    return world.occurrence(world.action(die, world.motif(die, "Atelier lecture")))
