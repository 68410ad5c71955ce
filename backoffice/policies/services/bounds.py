"""Scenarios that the analysis proposes: somebody ordinary, at each value where a rule of the draft may change its answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.policies.services.scenarios import OUTCOMES
from backoffice.policies.services.trying import compiled_alone, invented_facts
from backoffice.policies.services.wording import Names
from config_rules import ConfigRulesError, evaluate, facts_from_json, facts_to_json
from config_rules.findings import boundary_cases, ordinary_person
from config_rules.findings.domains import TooLarge

if TYPE_CHECKING:
    from backoffice.policies.models import Policy
    from config_rules import PolicyDocument

MOST = 40


@dataclass(frozen=True)
class ProposedCase:
    """« L’âge le jour de la séance : 25 ans », and what the draft answers."""

    name: str
    outcome: str
    facts: dict[str, Any]
    reasons: tuple[str, ...]

    @property
    def answer(self) -> str:
        return OUTCOMES[self.outcome]


def proposed_cases(policy: Policy, document: PolicyDocument) -> list[ProposedCase]:
    """The boundary cases that no scenario of the policy has yet; none when the draft does not hold, or cannot be analysed."""
    try:
        compiled = compiled_alone(document)
        person = ordinary_person(compiled, facts_from_json(json.dumps(invented_facts(policy, {}))))
        cases = boundary_cases(compiled, person)
    except (ConfigRulesError, TooLarge):
        return []
    names, kept = Names(policy.territory), set(policy.scenarios.values_list("name", flat=True))
    found: dict[str, ProposedCase] = {}
    for case in cases:
        name = names(case.sentence).rstrip(".")[:120]
        if name not in kept:
            facts = {**person, case.fact: case.value}
            reasons = tuple(reason.code for reason in evaluate(compiled, facts).reasons)
            found[name] = ProposedCase(name, case.outcome.value, json.loads(facts_to_json(facts)), reasons)
    return list(found.values())[:MOST]
