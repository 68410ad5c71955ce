"""Scenarios: an invented person, evaluated under a document, must get the expected answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.policies.services.trying import ORDINARY, compiled_alone
from backoffice.policies.services.vocabulary import VOCABULARY
from backoffice.policies.services.wording import Names
from config_rules import (
    ConfigRulesError,
    Fact,
    FactError,
    FactType,
    Outcome,
    evaluate,
    explain,
    facts_from_json,
)
from config_rules.explain.numbers import sentence
from config_rules.explain.sentences import SentenceKind
from config_rules.explain.wording import value_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.policies.models import Policy, Scenario
    from config_rules import CompiledPolicy, Decision, FactValue, PolicyDocument, Vocabulary
    from config_rules.explain.sentences import Sentence


OUTCOMES = {
    "accept": "inscription possible",
    "warn": "inscription avec un avertissement",
    "ask": "information à demander",
    "approval": "à valider par un agent",
    "waitlist": "liste d’attente",
    "refuse": "refus",
}


def answered(scenario: Scenario, document: PolicyDocument) -> tuple[Decision, CompiledPolicy]:
    """What the evaluator answers to the invented person under this document alone, and that document compiled.

    What the scenario does not say is ordinary: a rule written since looks at a person without past, followed by nobody."""
    compiled = compiled_alone(document)
    known = facts_from_json(json.dumps(scenario.facts))
    missing = [compiled.vocabulary[code] for code in compiled.needed_facts if code not in known]
    return evaluate(compiled, {**{fact.code: usual(fact) for fact in missing if is_usual(fact)}, **known}), compiled


def is_usual(fact: Fact) -> bool:
    """Whether an ordinary person has a value for it; the place and the action of a séance are never guessed."""
    return fact.nullable or fact.type in (FactType.INTEGER, FactType.BOOLEAN, FactType.SET)


def usual(fact: Fact) -> FactValue:
    """Unknown where that may be, else nothing: zero, no, none."""
    if fact.nullable:
        return None
    if fact.type is FactType.SET:
        return frozenset()
    return False if fact.type is FactType.BOOLEAN else max(fact.low or 0, 0)


def failing_scenarios(policy: Policy, document: PolicyDocument) -> list[Scenario]:
    """The scenarios of the policy that do not come out as expected."""
    return [item.scenario for item in judged_scenarios(policy, document) if not item.passes]


@dataclass(frozen=True)
class Judged:
    """A scenario, who is invented, what is expected, what the draft answers, why that is not as expected (empty: it is), the conditions that
    decided."""

    scenario: Scenario
    given: tuple[str, ...]
    expected: str
    answer: str
    why: str = ""
    deciding: tuple[str, ...] = ()
    is_enrolled: bool = False

    @property
    def passes(self) -> bool:
        return not self.why


def judged_scenarios(policy: Policy, document: PolicyDocument) -> list[Judged]:
    """Every scenario with the draft's answer in words; a draft that does not answer says what it lacks."""
    names = Names(policy.territory)
    return [judged(row, document, names) for row in policy.scenarios.order_by("name")]


def given_words(row: Scenario, document: PolicyDocument, names: Names) -> tuple[str, ...]:
    """« L’âge le jour de la séance : 34 ans »: of what the rules look at, and of who asks, what is not ordinary."""
    try:
        facts = facts_from_json(json.dumps(row.facts))
    except ConfigRulesError:
        return ()
    codes = ("actor.kind", "occurrence.seats_left", *sorted({code for rule in document.rules for code in rule.facts}))
    told = ((names.words.get(code), facts[code]) for code in dict.fromkeys(codes) if code in facts)
    return tuple(
        names(sentence(f"{fact.label} : {value_words(fact, value)}").rstrip("."))
        for fact, value in told
        if fact is not None and value != ORDINARY.get(fact.code, usual(fact))
    )


def judged(row: Scenario, document: PolicyDocument, names: Names) -> Judged:
    expected, given = OUTCOMES.get(row.expected_outcome, row.expected_outcome), given_words(row, document, names)
    try:
        decision, policy = answered(row, document)
    except FactError as error:
        fact = document_words(document).get(error.fact)
        lacking = fact.label if fact else error.fact
        return Judged(
            row,
            given,
            expected,
            "Pas de réponse",
            f"le scénario ne dit pas : {lacking}. Essayez de nouveau cette personne.",
        )
    except ConfigRulesError as error:
        return Judged(row, given, expected, "Pas de réponse", str(error))
    told = explain(decision, "referente", policy).sentences
    is_enrolled = decision.outcome in (Outcome.ACCEPT, Outcome.WARN)
    deciding = tuple(map(names, deciding_conditions(told)))
    return Judged(row, given, expected, told[0].text, difference(row, decision, document), deciding, is_enrolled)


def deciding_conditions(told: Iterable[Sentence]) -> list[str]:
    """Of the rules that answered, the conditions that made them."""
    return [one.text for one in told if one.kind is SentenceKind.CONDITION and one.decisive]


def document_words(document: PolicyDocument) -> Vocabulary:
    return VOCABULARY.extended(document.facts)


def difference(row: Scenario, decision: Decision, document: PolicyDocument) -> str:
    """Why the answer is not the expected one, or nothing."""
    codes = [reason.code for reason in decision.reasons]
    if decision.outcome != row.expected_outcome:
        titles = " ; ".join(titles_of(codes, document))
        because = f" (règle {titles})" if titles else ""
        expected = OUTCOMES.get(row.expected_outcome, row.expected_outcome)
        return f"on attend « {expected} », le brouillon répond « {OUTCOMES[decision.outcome]} »{because}"
    missing = [code for code in row.expected_reasons if code not in codes]
    told = ", ".join(titles_of(missing, document)) or "elle n’est plus là"
    return f"une règle attendue ne s’applique plus : {told}" if missing else ""


def titles_of(codes: Iterable[str], document: PolicyDocument) -> list[str]:
    titles = {rule.code: rule.title or rule.code for rule in document.rules}
    return [titles[code] for code in codes if code in titles]
