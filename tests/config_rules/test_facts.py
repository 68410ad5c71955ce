"""A broken fact is our bug: never an enrolment by accident, never a refusal."""

from __future__ import annotations

import pytest

from config_rules import (
    FactError,
    Outcome,
    decide,
    decision_for_broken_facts,
    decision_from_json,
    decision_to_json,
    evaluate,
    explain,
)
from tests.config_rules.cases import ORDINARY, facts, policy

BROKEN = [
    ("occurrence.seats_left", None),
    ("occurrence.seats_left", "3"),
    ("occurrence.seats_left", 3.0),
    ("occurrence.seats_left", float("nan")),
    ("occurrence.seats_left", True),
    ("occurrence.seats_left", 10**40),
    ("occurrence.waiting_count", -1),
    ("occurrence.state", "half-open"),
    ("occurrence.state", None),
    ("occurrence.state", []),
    ("occurrence.state", {}),
    ("actor.kind", "nobody"),
    ("actor.kind", 1),
    ("request.overbook", 1),
    ("request.overbook", None),
    ("request.overbook", "yes"),
    ("request.party_size", 0),
]


@pytest.mark.parametrize(("code", "value"), BROKEN)
@pytest.mark.parametrize("run", [evaluate, decide])
def test_a_value_that_breaks_its_declaration_raises(run, code, value):
    with pytest.raises(FactError) as caught:
        run(policy(), ORDINARY | {code: value})

    assert caught.value.fact == code


@pytest.mark.parametrize("code", policy().needed_facts)
def test_an_absent_fact_raises(code):
    given = {known: value for known, value in ORDINARY.items() if known != code}

    with pytest.raises(FactError) as caught:
        evaluate(policy(), given)

    assert caught.value.fact == code


def test_facts_that_the_policy_does_not_need_are_ignored():
    assert evaluate(policy(), facts(anything=object())) == evaluate(policy(), ORDINARY)


def test_a_broken_fact_is_stored_as_to_be_approved():
    given = ORDINARY | {"occurrence.seats_left": "three"}
    with pytest.raises(FactError) as caught:
        evaluate(policy(), given)

    decision = decision_for_broken_facts(policy(), given, caught.value)

    assert decision.outcome is Outcome.APPROVAL
    assert decision_from_json(decision_to_json(decision)) == decision
    assert "occurrence.seats_left" not in decision.facts
    assert "vérifiée par un agent" in explain(decision, "usager").text
