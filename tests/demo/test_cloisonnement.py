"""The three cloisonnements are visible in the demonstration: on people's files, and on what is read of their journeys."""

from __future__ import annotations

import pytest

from backoffice.booking.models import Participation
from backoffice.demo.services import seed
from backoffice.directory.models import User
from backoffice.people.models import Usager
from tests.demo.conftest import TODAY

pytestmark = pytest.mark.pages


def agent(name):
    return User.objects.get(email=f"{name}@example.org")


def files(name):
    """Organisations whose people this agent finds."""
    return set(Usager.objects.visible_to(agent(name)).values_list("organisations__name", flat=True))


def journeys(name):
    rows = Participation.objects.visible_to(agent(name))
    return set(rows.values_list("occurrence__action__organisation__name", flat=True))


def test_the_demonstration_shows_three_cloisonnements(db):
    seed(people=90, weeks=4, today=TODAY)

    # Drôme: files are found inside the group, the CPEF outside it; journeys are read by the organisation alone.
    assert {"CMS de Crest", "CMS de Die", "PMI de Crest et Die"} <= files("nadia")
    assert Usager.objects.visible_to(agent("elodie")).exclude(organisations__name="CPEF de Valence").count() == 0
    assert journeys("nadia") == {"CMS de Crest"}

    # Seine-et-Marne: everything is shared over the territory.
    everywhere = Usager.objects.filter(territory__code="77").count()
    assert Usager.objects.visible_to(agent("celine")).count() == everywhere
    assert {"MDS de Melun", "MDS de Fontainebleau"} <= journeys("celine")

    # Somme: the CPEF and the MDPH never meet.
    assert files("julie") == {"CPEF d’Amiens"}
    assert files("fatou") == {"MDPH de la Somme"}
    assert journeys("julie") == {"CPEF d’Amiens"}

    # Nobody reads another territory.
    for name, code in (("nadia", "26"), ("celine", "77"), ("julie", "80")):
        assert set(Usager.objects.visible_to(agent(name)).values_list("territory__code", flat=True)) == {code}
