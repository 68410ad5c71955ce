"""A rule as it is being typed: how it reads, and what it would do to the draft. Writes nothing; a rule that is not complete says what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backoffice.policies.enums import EffectKind
from backoffice.policies.services.checking import Told, findings_of, told
from backoffice.policies.services.documents import draft_document, rule_document
from backoffice.policies.services.wording import Names
from config_rules import ConfigRulesError, Severity
from config_rules.explain.wording import rule_sentence

if TYPE_CHECKING:
    from backoffice.policies.models import Policy
    from backoffice.policies.models import Rule as DraftRule
    from config_rules import Finding, PolicyDocument, Rule

TYPED = "regle-en-cours"


@dataclass(frozen=True)
class Reading:
    """The sentence of a rule, and what there is to say about it among the others of the draft."""

    sentence: str
    findings: tuple[Told, ...] = ()


def reading_of(policy: Policy, rule: DraftRule, cards: list[list[dict[str, Any]]]) -> Reading:
    """How the rule typed reads, and the findings of the draft once it is in it. Nothing is wrong with a page that nobody filled yet."""
    if rule.pk is None and rule.effect == EffectKind.DECIDE and not (cards or any(rule.answers.values())):
        return Reading("")
    try:
        [typed] = rule_document(rule, cards).rules
    except ConfigRulesError:
        return Reading("")
    typed = replace(typed, code=typed.code or TYPED)
    names = Names(policy.territory)
    sentence = names(rule_sentence(typed, names.words))
    document = with_rule(draft_document(policy), typed)
    found = [one for one in findings_of(document, policy.territory) if concerns(one, typed)]
    return Reading(sentence, tuple(told(found, document, names)))


def with_rule(document: PolicyDocument, typed: Rule) -> PolicyDocument:
    """The draft with this rule in the place of the one that has its code, or after the others."""
    if any(rule.code == typed.code for rule in document.rules):
        return replace(document, rules=tuple(typed if rule.code == typed.code else rule for rule in document.rules))
    return replace(document, rules=(*document.rules, typed))


def concerns(finding: Finding, typed: Rule) -> bool:
    """What is wrong with this rule, or with the whole draft; the faults of other rules are on the page of the policy."""
    return finding.rule == typed.code or (not finding.rule and finding.severity is Severity.BLOCKING)
