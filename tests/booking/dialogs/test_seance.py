"""The séance's page: seats as a subtraction, who comes, who waits, and who may read what."""

from __future__ import annotations

import pytest

from backoffice.actions.models import OccurrenceCounters
from backoffice.booking.services import cancel
from backoffice.booking.values import Actor
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, text, url


@pytest.fixture
def busy(nadia, seance, people):
    """Three booked, two waiting."""
    for person in people:
        enrolled(nadia, seance, person)
    return seance


def page(user, seance, **query):
    return browser(user).get(url("seance", seance.pk), query)


def test_seats_are_a_subtraction_with_their_origin(nadia, seance, people):
    enrolled(nadia, seance, people[0])
    shown = text(page(nadia, seance))

    assert "3 places − 1 inscrit = 2 libres" in shown
    assert "3 places : nombre prévu par le motif." in shown


def test_the_room_is_named_when_it_decides(nadia, crest):
    room = world.venue(crest.territory, "Petite salle", room_capacity=2)
    seance = world.occurrence(world.action(crest, world.motif(crest, default_seats=12)), venue=room)

    assert "2 places : limité par la salle (12 demandées)." in text(page(nadia, seance))


def test_who_waits_is_ranked(nadia, busy):
    shown = text(page(nadia, busy))

    assert "3 places − 3 inscrits = 0 libre" in shown
    assert "2 personnes en attente" in shown
    assert shown.index("1ʳᵉ") < shown.index("LEFÈVRE Éloïse") < shown.index("2ᵉ") < shown.index("BENALI Karim")


def test_cancelled_people_are_folded_with_their_reason(nadia, seance, people):
    done = enrolled(nadia, seance, people[0])
    cancel(participation_id=done.pk, actor=Actor.agent(nadia), by_service=False, reason="Malade")
    shown = text(page(nadia, seance))

    assert "Inscriptions terminées (1)" in shown
    assert "Malade" in shown


def test_figures_without_names_for_the_charge_d_etudes(yann, busy):
    shown = text(page(yann, busy))

    assert "3 places − 3 inscrits = 0 libre" in shown
    assert "DUMAS" not in shown
    assert "Inscrire" not in shown


def test_the_history_and_the_decisions_are_for_those_who_read_the_journal(nadia, claire, busy):
    story = text(page(claire, busy, onglet="historique"))
    decisions = text(page(claire, busy, onglet="decisions"))

    assert "LEFÈVRE Éloïse : en liste d’attente" in story
    assert "Nadia Test" in story
    assert "Liste d’attente" in decisions
    assert "Pourquoi ?" in decisions
    assert "Historique" not in text(page(nadia, busy))
    assert "en liste d’attente</td>" not in text(page(nadia, busy, onglet="historique"))


def test_every_answer_says_why(claire, nadia, busy):
    decision = busy.decisions.get(outcome="waitlist", usager__last_name="Lefèvre")
    shown = text(browser(nadia).get(url("decision", decision.pk)))

    assert "Toutes les places sont prises ou promises à des personnes qui attendent." in shown
    assert browser(claire).get(url("decision", decision.pk)).status_code == 200


def test_the_page_of_an_inscription_tells_its_story(nadia, claire, busy, people):
    participation = busy.participations.get(usager=people[3])
    shown = text(browser(claire).get(url("participation", participation.pk)))

    assert "En liste d’attente" in shown
    assert "Pourquoi ?" in shown
    assert "Inscription sur liste d’attente" in shown


def test_what_is_not_mine_does_not_exist(nadia, claire, foreign, die, drome):
    stranger = world.usager(die, "Roux", "Anna")
    other = enrolled(claire, foreign, stranger)
    decision = foreign.decisions.get()

    for address in (
        url("seance", foreign.pk),
        url("participation", other.pk),
        url("decision", decision.pk),
        url("attendance", foreign.pk),
    ):
        assert browser(nadia).get(address).status_code == 404, address


def test_a_visitor_signs_in_first(client, seance):
    answer = client.get(url("seance", seance.pk))

    assert answer.status_code == 302
    assert "/login/" in answer.url


@pytest.mark.parametrize("number", [2, 5])
def test_the_page_asks_the_same_number_of_questions_whatever_the_people(
    nadia, seance, people, number, django_assert_max_num_queries
):
    for person in people[:number]:
        enrolled(nadia, seance, person)
    agent = browser(nadia)

    with django_assert_max_num_queries(14):
        agent.get(url("seance", seance.pk))


def test_a_seance_over_its_seats_says_by_how_many(nadia, claire, seance, people):
    for person in people[:3]:
        enrolled(nadia, seance, person)
    enrolled(nadia, seance, people[3], overbook=True, reason="Accord")

    assert OccurrenceCounters.objects.get().seats_held == 4
    assert "3 places − 4 inscrits = 1 en surnombre" in text(page(nadia, seance))


class TestManyPeople:
    """A séance longer than a page: two lines a page here."""

    @pytest.fixture(autouse=True)
    def short_pages(self, monkeypatch):
        monkeypatch.setattr("backoffice.booking.views.people.PER_PAGE", 2)
        monkeypatch.setattr("backoffice.booking.views.people.WORTH_A_SEARCH", 3)

    @pytest.fixture
    def shown(self, nadia, busy):
        return lambda **query: text(page(nadia, busy, **query))

    def test_counts_are_whole_and_ranks_are_those_of_the_whole_queue(self, shown, nadia, busy, crest):
        for number in range(2):
            enrolled(nadia, busy, world.usager(crest, f"Zola {number}"))
        first, second = shown(), shown(inscrits=2, attente=2)

        assert "Inscrits (3)" in first
        assert "Liste d’attente (4)" in first
        assert ("DUMAS Inès" in first, "MARTIN Lou" in first) == (True, False)
        assert "Inscrits (3)" in second
        assert ("DUMAS Inès" in second, "MARTIN Lou" in second) == (False, True)
        assert second.index("3ᵉ") < second.index("ZOLA 0") < second.index("4ᵉ") < second.index("ZOLA 1")
        assert "3 à 4 sur 4" in second

    def test_an_act_comes_back_to_the_page_where_one_was(self, nadia, busy):
        agent, address = browser(nadia), f"{url('seance', busy.pk)}?inscrits=2"
        row = busy.participations.get(usager__last_name="Martin")
        link = f"{url('cancel', row.pk)}?next={address.replace('?', '%3F').replace('=', '%3D').replace('/', '%2F')}"

        assert f'href="{link}"' in text(agent.get(address))
        answer = agent.post(url("cancel", row.pk), {"by": "person", "next": address})
        assert answer.url == address

    def test_a_search_finds_anybody_with_her_true_rank_and_keeps_the_place(self, shown):
        found = shown(q="benali", inscrits=2)

        assert "1 inscription trouvée pour « benali »." in found
        assert "2ᵉ" in found
        assert "LEFÈVRE" not in found
        assert "Inscrits (3)" in found
        assert "Personne de ce nom n’est inscrit." in found
        assert 'href="?inscrits=2">Revenir à toute la liste' in found

    def test_a_page_that_does_not_exist_is_the_last_one(self, shown):
        assert "MARTIN Lou" in shown(inscrits="99")
        assert "DUMAS Inès" in shown(inscrits="abc")
