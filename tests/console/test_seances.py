"""The list of séances: from today, mine, in one page of few questions."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from tests import world

LIST = "admin:actions_occurrence_changelist"


def shown(user, **query):
    client = Client()
    client.force_login(user)
    return client.get(reverse(LIST), query)


def titles(response):
    return [row.action.title for row in response.context["cl"].result_list]


@pytest.fixture
def workshop(crest):
    return world.action(crest, world.motif(crest, "Atelier « Éveil »", default_seats=1))


def fill(user, seance, crest, number):
    for _ in range(number):
        person = world.usager(crest, f"Personne{uuid.uuid4().hex[:6]}", "Test")
        book(occurrence_id=seance.pk, usager_id=person.pk, actor=Actor.agent(user), idempotency_key=uuid.uuid4().hex)


def test_the_list_starts_from_today(nadia, workshop):
    world.occurrence(workshop, in_days=-3)
    future = world.occurrence(workshop, in_days=3)

    assert list(shown(nadia).context["cl"].result_list) == [future]


def test_a_row_says_seats_and_people_waiting(nadia, workshop, crest):
    fill(nadia, world.occurrence(workshop), crest, 3)
    page = " ".join(shown(nadia).content.decode().split())

    assert "1 sur 1" in page
    assert "2 en attente" in page
    assert "Complète" in page


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("", 2), ("completes", 1), ("a-completer", 1), ("passees", 1), ("annulees", 1), ("n-importe-quoi", 2)],
)
def test_the_tabs(nadia, workshop, crest, moment, expected):
    full = world.occurrence(workshop, in_days=2)
    fill(nadia, full, crest, 1)
    world.occurrence(workshop, in_days=4)
    world.occurrence(workshop, in_days=5, state="cancelled")
    past = world.occurrence(workshop, in_days=1.5)
    fill(nadia, past, crest, 1)
    past.starts_at, past.ends_at = (
        at - (full.starts_at - past.starts_at) * 10 for at in (past.starts_at, past.ends_at)
    )
    past.save()

    assert len(titles(shown(nadia, quand=moment))) == expected


@pytest.mark.parametrize("typed", ["eveil", "ÉVEIL", "atel eve", "crest", "salle 2"])
def test_the_search_ignores_accents_and_looks_at_action_motif_and_venue(nadia, workshop, crest, typed):
    world.occurrence(workshop, venue=world.venue(crest.territory))
    world.occurrence(world.action(crest, world.motif(crest, "Forum")))

    assert titles(shown(nadia, q=typed)) == ["Atelier « Éveil »"]


def test_a_filter_is_a_chip_that_goes_away(nadia, workshop):
    world.occurrence(workshop)
    world.occurrence(world.action(workshop.organisation, world.motif(workshop.organisation, "Forum")))
    answer = shown(nadia, action__motif__id__exact=workshop.motif_id, q="atelier")

    labels = [label for label, _address in answer.context["cl"].chips()]
    assert labels == ["Recherche : atelier", "Motif : Atelier « Éveil »"]
    assert titles(answer) == ["Atelier « Éveil »"]


def test_only_free_seats_when_asked(nadia, workshop, crest):
    fill(nadia, world.occurrence(workshop, in_days=2), crest, 1)
    free = world.occurrence(workshop, in_days=3)

    assert list(shown(nadia, places="libres").context["cl"].result_list) == [free]


def test_the_seances_of_others_are_not_listed(nadia, drome):
    elsewhere = world.organisation(drome, "CMS de Die")
    world.occurrence(world.action(elsewhere, world.motif(elsewhere, "Forum")))

    assert titles(shown(nadia)) == []


def test_the_date_is_the_territory_s(db):
    island = world.territory("972", "Martinique", time_zone="America/Martinique")
    place = world.organisation(island, "CMS de Fort-de-France")
    agent = world.user("Josette", "Agent", island, place)
    seance = world.occurrence(world.action(place))

    assert f"{seance.local_start:%H:%M}–" in shown(agent).content.decode()
    assert seance.local_start.utcoffset().total_seconds() == -4 * 3600


@pytest.mark.parametrize("rows", [1, 50])
def test_fifty_rows_cost_what_one_costs(nadia, crest, workshop, rows, django_assert_max_num_queries):
    for day in range(rows):
        seance = world.occurrence(workshop, in_days=1 + day, venue=world.venue(crest.territory, f"Salle {day}"))
        fill(nadia, seance, crest, 2 if rows == 1 else 1)
    client = Client()
    client.force_login(nadia)

    with django_assert_max_num_queries(18):  # of which one for the consignes of the list, one for the bell
        answer = client.get(reverse(LIST))
    assert len(answer.context["cl"].result_list) == rows


def test_an_empty_list_says_what_to_do(claire, nadia):
    assert "Créer une action et ses séances" in shown(claire).content.decode()
    assert "Créer une action" not in shown(nadia).content.decode()
