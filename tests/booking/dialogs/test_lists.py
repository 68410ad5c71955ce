"""Lists of inscriptions and decisions: to read, with names only where one may read them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import world
from tests.booking.dialogs.screens import browser, enrolled, text, url

INSCRIPTIONS = "admin:booking_participation_changelist"
DECISIONS = "admin:booking_decision_changelist"


@pytest.fixture
def listed(nadia, claire, seance, people, foreign, die):
    rows = [enrolled(nadia, seance, person) for person in people]
    enrolled(claire, foreign, world.usager(die, "Roux", "Anna"))
    return rows


def test_an_agent_reads_those_of_her_organisation(nadia, listed):
    shown = text(browser(nadia).get(reverse(INSCRIPTIONS)))

    assert "DUMAS Inès" in shown
    assert "ROUX Anna" not in shown


def test_a_role_without_names_gets_no_name_by_list_nor_by_search(yann, listed):
    client = browser(yann)

    assert "DUMAS" not in text(client.get(reverse(INSCRIPTIONS)))
    assert client.get(reverse(INSCRIPTIONS)).context["cl"].result_count == 6
    assert client.get(reverse(INSCRIPTIONS), {"q": "dumas"}).context["cl"].result_count == 0


def test_a_search_by_name_or_by_action(nadia, listed):
    client = browser(nadia)

    assert client.get(reverse(INSCRIPTIONS), {"q": "dum ines"}).context["cl"].result_count == 1
    assert client.get(reverse(INSCRIPTIONS), {"q": "préparation"}).context["cl"].result_count == 5


def test_states_are_filtered(nadia, listed):
    client = browser(nadia)

    assert client.get(reverse(INSCRIPTIONS), {"etat": ["waiting"]}).context["cl"].result_count == 2
    assert client.get(reverse(INSCRIPTIONS), {"etat": ["waiting", "unknown"]}).context["cl"].result_count == 5


def test_there_is_no_form_only_the_page_of_the_row(nadia, listed):
    address = reverse("admin:booking_participation_change", args=[listed[0].pk])

    assert browser(nadia).get(address).url == url("participation", listed[0].pk)
    browser(nadia).post(address, {"state": "seen"})
    listed[0].refresh_from_db()
    assert listed[0].state == "unknown"


def test_nothing_is_added_or_deleted_from_a_list(claire, listed):
    client = browser(claire)

    assert client.get(reverse("admin:booking_participation_add")).status_code == 403
    assert (
        client.post(reverse("admin:booking_participation_delete", args=[listed[0].pk]), {"post": "yes"}).status_code
        == 403
    )


def test_decisions_are_for_those_who_read_the_journal(claire, nadia, listed):
    assert browser(claire).get(reverse(DECISIONS)).context["cl"].result_count == 6
    assert browser(nadia).get(reverse(DECISIONS)).status_code == 403


@pytest.mark.parametrize("name", [INSCRIPTIONS, DECISIONS])
def test_a_list_costs_the_same_whatever_its_rows(claire, listed, name, django_assert_max_num_queries):
    client = browser(claire)
    with django_assert_max_num_queries(13):
        client.get(reverse(name))
