"""The generated table: what applies to a motif, level by level, with where each value comes from."""

from __future__ import annotations

import pytest

from backoffice.policies.models import Condition, Parameter, Policy, Rule
from backoffice.policies.services import publish
from tests import world
from tests.booking.dialogs.screens import browser, text, url


@pytest.fixture
def motif(crest):
    return world.motif(crest, "Atelier lecture", waitlist_max=7)


@pytest.fixture
def everywhere(drome, claire):
    """The territory's policy: no more than 3 upcoming inscriptions, and a closing imposed on all."""
    row = Policy.objects.create(territory=drome, code="partout", name="Règles de la Drôme", is_for_territory=True)
    Parameter.objects.create(policy=row, code="window.closes", value={"amount": 24, "unit": "hours"}, is_imposed=True)
    rule = Rule.objects.create(policy=row, code="trop", title="Trois au plus", answers={"usager": "refuse"})
    Condition.objects.create(rule=rule, fact="history.upcoming", operator="at_least", value=3)
    publish(policy_id=row.pk, user=claire, reason="Ouverture", draft_version=row.draft_version)
    return row


@pytest.fixture
def policy(drome, motif):
    row = Policy.objects.create(territory=drome, code="lecture", name="Lecture")
    row.motifs.add(motif)
    Parameter.objects.create(policy=row, code="window.closes", value={"amount": 2, "unit": "hours"})
    Parameter.objects.create(policy=row, code="overbooking.max_seats", value=2)
    rule = Rule.objects.create(policy=row, code="age", title="Jeunes ou du secteur", answers={"usager": "refuse"})
    Condition.objects.create(rule=rule, fact="person.age", operator="at_least", value=26)
    Condition.objects.create(rule=rule, card=2, fact="action.motif", operator="is", value=f"motif-{motif.pk}")
    return row


def test_each_value_says_where_it_comes_from(everywhere, policy, claire):
    page = browser(claire).get(url("policy_grid", policy.pk))
    found = {(row.value, row.origin) for rows in page.context["sheet"].settings.values() for row in rows}

    assert {
        ("24 heures avant", "Politique du territoire « Règles de la Drôme », imposé"),
        ("2 places", "Cette politique"),
        ("7 personnes", "Motif « Atelier lecture »"),
        ("tout le monde peut s’inscrire, par les voies que l’action ouvre.", "Valeur par défaut"),
    } <= found
    assert "Politique du territoire « Règles de la Drôme », imposé" in text(page)


def test_the_tab_of_settings_says_what_applies_and_from_where(everywhere, policy, claire):
    lines = [
        each
        for group in browser(claire).get(url("policy", policy.pk), {"onglet": "reglages"}).context["groups"].values()
        for each in group
    ]
    found = {each.code: (each.sentence, each.origin) for each in lines}

    assert found["window.closes"] == ("24 heures avant", "Politique du territoire « Règles de la Drôme », imposé")
    assert found["overbooking.max_seats"] == ("2 places", "Cette politique")
    assert found["waitlist.max_length"] == ("le réglage de chaque motif s’applique.", "Chaque motif")
    assert found["access.who"][1] == "Valeur par défaut"


def test_rules_of_both_levels_are_lines_and_cases_are_separate_lines(everywhere, policy, claire):
    page = browser(claire).get(url("policy_grid", policy.pk))
    territory, own = page.context["sheet"].tables

    assert territory.caption == "Règles du territoire : Règles de la Drôme"
    assert own.grid.columns == ("L’âge le jour de la séance", "Le motif")
    assert [row.cells for row in own.grid.rows] == [("est d’au moins 26 ans", ""), ("", "est Atelier lecture")]
    assert "motif-" not in text(page)


def test_what_is_in_force_is_shown_apart_from_the_draft(policy, claire):
    client = browser(claire)
    draft = text(client.get(url("policy_grid", policy.pk)))
    in_force = text(client.get(url("policy_grid", policy.pk), {"version": "service"}))

    assert "Jeunes ou du secteur" in draft
    assert "Aucune règle" in in_force


def test_a_draft_with_a_fault_says_so_and_the_page_answers(policy, nadia):
    Condition.objects.create(rule=policy.rules.get(), fact="person.gone", operator="is", value=1)
    page = browser(nadia).get(url("policy_grid", policy.pk), {"motif": "x", "version": "x"})

    assert page.status_code == 200
    assert "a des fautes" in text(page)
