"""What the editor says of a draft: each finding with where it is and a person whom it concerns; each invented person with what decided."""

from __future__ import annotations

import pytest

from backoffice.policies.models import Condition, Policy, Rule, Scenario
from backoffice.policies.services.trying import ORDINARY
from tests.booking.dialogs.screens import browser, text, url

EVERYBODY = dict.fromkeys(("usager", "agent", "prescriber", "import"), "refuse")


@pytest.fixture
def policy(drome):
    """« Moins de 12 ans » says nothing that « Moins de 16 ans » does not."""
    row = Policy.objects.create(territory=drome, code="lecture", name="Lecture")
    for years in (16, 12):
        rule = Rule.objects.create(
            policy=row, code=f"age-{years}", title=f"Moins de {years} ans", answers=EVERYBODY, unknown="let_pass"
        )
        Condition.objects.create(rule=rule, fact="person.age", operator="less_than", value=years)
    return row


def test_a_finding_names_its_rule_and_an_example_person_in_words(claire, policy):
    page = text(browser(claire).get(url("policy", policy.pk)))

    assert "La règle « Moins de 12 ans » ne change aucune réponse" in page
    assert "Exemple de personne : l’âge le jour de la séance : 11 ans." in page
    assert "party.max_size" not in page
    assert "person.age" not in page


def test_a_fault_whose_sentence_has_no_rule_says_where_it_is(claire, policy):
    policy.rules.filter(code="age-12").update(public_message="Venez\x07")

    assert "(règle « Moins de 12 ans »)" in text(browser(claire).get(url("policy", policy.pk)))


def test_under_the_rules_each_invented_person_has_the_condition_that_decided(claire, policy):
    facts = ORDINARY | {"person.age": 14}
    Scenario.objects.create(policy=policy, name="Léo, 14 ans", facts=facts, expected_outcome="refuse")
    page = text(browser(claire).get(url("policy", policy.pk)))

    assert '<strong>Léo, 14 ans</strong> : <span aria-hidden="true">✗</span> Refus.' in page
    assert "L’âge le jour de la séance est de moins de 16 ans (ici : 14 ans)." in page
