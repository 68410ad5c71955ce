"""The inscriptions of a person on her file: those that the reader may know of, on the history axis of the territory."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from tests import world


@pytest.fixture
def enrolled(drome, crest, claire):
    """Inès is followed by two organisations, and enrolled in each."""
    die = world.organisation(drome, "CMS de Die")
    person = world.usager(crest)
    person.organisations.add(die)
    for at, name in ((crest, "Forum"), (die, "Atelier lecture")):
        seance = world.occurrence(world.action(at, world.motif(at, name)))
        book(occurrence_id=seance.pk, usager_id=person.pk, actor=Actor.agent(claire), idempotency_key=name)
    return person


@pytest.fixture
def read(client, enrolled):
    def page(who):
        client.force_login(who)
        return client.get(reverse("admin:people_usager_change", args=[enrolled.pk])).text

    return page


def test_an_agent_reads_those_of_her_organisation(read, nadia):
    page = read(nadia)

    assert ("Forum" in page, "Atelier lecture" in page) == (True, False)


def test_a_territory_that_shares_histories_shows_those_of_its_other_organisations(read, nadia, drome):
    drome.history_sharing = "territory"
    drome.save()
    page = read(nadia)

    assert ("Forum" in page, "Atelier lecture" in page) == (True, True)
    assert len(re.findall(r"/booking/participation/\d+/", page)) == 1


def test_a_referente_reads_all_of_them(read, claire):
    page = read(claire)

    assert len(re.findall(r"/booking/participation/\d+/", page)) == 2


def test_somebody_never_enrolled_has_a_sentence(client, claire, crest):
    client.force_login(claire)
    page = client.get(reverse("admin:people_usager_change", args=[world.usager(crest).pk])).text

    assert "Aucune inscription connue de votre organisation." in page
