"""Scenarios: an invented person, evaluated under a document, must get the expected answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.policies.services.vocabulary import VOCABULARY
from config_rules import ConfigRulesError, Level, LevelName, compile_policy, evaluate, explain, facts_from_json

if TYPE_CHECKING:
    from backoffice.policies.models import Policy, Scenario
    from config_rules import Decision, PolicyDocument


def outcome_of(scenario: Scenario, document: PolicyDocument) -> Decision:
    """What the evaluator answers to the invented person under this document alone."""
    compiled = compile_policy(
        [Level(name=LevelName.MOTIF, document=document, reference="brouillon")], vocabulary=VOCABULARY
    )
    return evaluate(compiled, facts_from_json(json.dumps(scenario.facts)))


def failing_scenarios(policy: Policy, document: PolicyDocument) -> list[Scenario]:
    """The scenarios of the policy that do not come out as expected."""
    return [row for row in policy.scenarios.order_by("name") if not passes(row, document)]


def passes(scenario: Scenario, document: PolicyDocument) -> bool:
    decision = outcome_of(scenario, document)
    codes = {reason.code for reason in decision.reasons}
    return decision.outcome == scenario.expected_outcome and set(scenario.expected_reasons) <= codes


@dataclass(frozen=True)
class Judged:
    """A scenario and what the draft answers to it."""

    scenario: Scenario
    answer: str
    passes: bool


def judged_scenarios(policy: Policy, document: PolicyDocument) -> list[Judged]:
    """Every scenario with the draft's answer in words; a draft that does not compile answers nothing."""
    return [judged(row, document) for row in policy.scenarios.order_by("name")]


def judged(row: Scenario, document: PolicyDocument) -> Judged:
    try:
        decision = outcome_of(row, document)
    except ConfigRulesError as error:
        return Judged(row, str(error), passes=False)
    return Judged(row, explain(decision, voice="referente").sentences[0].text, passes(row, document))
