"""Scenarios from what exists: a real decision without its person, and the bounds that the analysis proposes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests import world
from tests.booking.dialogs.screens import browser, text, url


@pytest.fixture
def at_claires(claire):
    return browser(claire)


@pytest.fixture
def refused(from_26, in_force, ask, crest):
    in_force()
    paul = world.usager(crest, "Durand", "Paul", birth_date=date(1980, 1, 1), commune_code="26108")
    return ask(paul).decision


def test_a_decision_becomes_a_scenario_without_its_person(at_claires, refused, policy):
    assert url("decision_scenario", refused.pk) in text(at_claires.get(url("decision", refused.pk)))
    preview = text(at_claires.get(url("decision_scenario", refused.pk)))
    assert "L’âge le jour de la séance : 46 ans" in preview
    assert "Refus." in preview
    assert not policy.scenarios.exists()

    fields = {"policy": policy.pk, "name": "Quelqu’un de 46 ans"}
    kept = text(at_claires.post(url("decision_scenario", refused.pk), fields, follow=True))

    scenario = policy.scenarios.get()
    assert (scenario.expected_outcome, scenario.expected_reasons) == ("refuse", ["moins-de-26"])
    assert scenario.facts["person.age"] == 46
    stored = json.dumps(scenario.facts)
    assert not [word for word in ("Durand", "Paul", "1980", "26108") if word in stored]
    assert "Comme attendu" in kept


def test_a_decision_that_lacks_an_information_says_which(at_claires, refused, rule, in_force, policy):
    rule("absences", ("history.noshow_90_days", "at_least", 2))
    in_force()

    shown = text(at_claires.get(url("decision_scenario", refused.pk)))
    assert "ne peut pas devenir un scénario" in shown
    at_claires.post(url("decision_scenario", refused.pk), {"policy": policy.pk, "name": "Cas"})
    assert not policy.scenarios.exists()


def test_only_who_configures_makes_scenarios_of_decisions(refused, nadia):
    at_nadias = browser(nadia)

    assert url("decision_scenario", refused.pk) not in text(at_nadias.get(url("decision", refused.pk)))
    assert at_nadias.get(url("decision_scenario", refused.pk)).status_code == 403


def test_each_bound_of_the_draft_is_kept_by_one_click(at_claires, from_26, policy):
    tab = text(at_claires.get(url("policy", policy.pk), {"onglet": "scenarios"}))
    assert "L’âge le jour de la séance : 25 ans" in tab
    assert "L’âge le jour de la séance : 26 ans" in tab

    name = "L’âge le jour de la séance : 26 ans"
    kept = text(at_claires.post(url("keep_case", policy.pk), {"case": name}, follow=True))

    scenario = policy.scenarios.get()
    assert (scenario.name, scenario.expected_outcome) == (name, "refuse")
    assert "Comme attendu" in kept
    assert f"Garder le cas {name}" not in kept
    again = text(at_claires.post(url("keep_case", policy.pk), {"case": name}))
    assert "Ce cas n’est plus proposé" in again
    assert policy.scenarios.count() == 1
