"""Draft rows ⇄ one document of the evaluator. The rows hold the evaluator's own JSON of values, so that nothing is interpreted twice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.console.base.history import record, remove
from backoffice.policies.enums import EffectKind
from backoffice.policies.models import Condition, Parameter, Policy, Rule
from backoffice.policies.services.custom_facts import frozen_facts
from config_rules import document_from_json, document_to_json
from config_rules.rules.document import CURRENT_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.directory.models import Territory, User
    from config_rules import PolicyDocument

CONDITION = ("fact", "operator", "value", "public_message", "agent_message")
COPIED = ("code", "title", "public_message", "agent_message", "source", "template")


def draft_document(policy: Policy) -> PolicyDocument:
    """The document that would be frozen now. Raises `config_rules.CodecError` on a row that no screen of ours can have written."""
    rules = policy.rules.prefetch_related("conditions")
    document = document_of(policy.parameters.all(), [(rule, rule.conditions.all()) for rule in rules])
    return defined(document, policy.territory)


def document_of(parameters: Iterable[Parameter], rules: Iterable[tuple[Rule, Iterable[Condition]]]) -> PolicyDocument:
    """The document of these rows; rules that were put aside are left out."""
    parameters = list(parameters)
    ordered = sorted(rules, key=lambda pair: (pair[0].position, pair[0].pk))
    content = {
        "format": CURRENT_FORMAT,
        "parameters": {row.code: row.value for row in parameters},
        "imposed": sorted(row.code for row in parameters if row.is_imposed),
        "rules": [rule_content(rule, card_contents(conditions)) for rule, conditions in ordered if rule.is_active],
    }
    return document_from_json(json.dumps(content))


def defined(document: PolicyDocument, territory: Territory) -> PolicyDocument:
    """The same document with the definitions, as they are now, of the custom fields that its rules use."""
    return replace(document, facts=frozen_facts(document.rules, territory))


def rule_document(rule: Rule, cards: list[list[dict[str, Any]]]) -> PolicyDocument:
    """One rule alone, as typed: what a page reads back before it is saved."""
    content = {"format": CURRENT_FORMAT, "parameters": {}, "imposed": [], "rules": [rule_content(rule, cards)]}
    return document_from_json(json.dumps(content))


def rule_content(rule: Rule, cards: list[list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        **{name: getattr(rule, name) for name in COPIED},
        "overridable": rule.is_overridable,
        "recheck": rule.is_rechecked,
        "effect": effect_content(rule),
        "unknown": rule.unknown or None,
        "cards": cards,
    }


def effect_content(rule: Rule) -> dict[str, Any]:
    if rule.effect == EffectKind.PRIORITISE:
        return {"points": rule.points}
    if rule.effect == EffectKind.REPLACE:
        return {"parameter": rule.parameter, "value": rule.parameter_value}
    return {"outcomes": {actor: answer for actor, answer in rule.answers.items() if answer}, "asks": list(rule.asks)}


def card_contents(conditions: Iterable[Condition]) -> list[list[dict[str, Any]]]:
    """Conditions grouped by card, in the order of the screen."""
    cards: dict[int, list[dict[str, Any]]] = {}
    for row in sorted(conditions, key=lambda row: (row.card, row.position, row.pk)):
        cards.setdefault(row.card, []).append({name: getattr(row, name) for name in CONDITION})
    return list(cards.values())


def write_draft(policy: Policy, document: PolicyDocument, *, user: User, reason: str) -> None:
    """Replace the draft's parameters and rules by those of a document (import, return). Call inside a transaction with the policy locked."""
    content = json.loads(document_to_json(document))
    sign: dict[str, Any] = {"user": user, "reason": reason, "at": timezone.now()}
    for parameter in policy.parameters.all():
        remove(parameter, **sign)
    for rule in policy.rules.all():
        remove_whole(rule, **sign)
    for code, value in content["parameters"].items():
        record(Parameter(policy=policy, code=code, value=value, is_imposed=code in content["imposed"]), **sign)
    for position, rule in enumerate(content["rules"]):
        write_rule(policy, position, rule, sign)


def remove_whole(rule: Rule, **sign: Any) -> None:
    """A rule and its conditions, each with a last entry of the same instant: what one act did can be undone as one."""
    for condition in rule.conditions.all():
        remove(condition, **sign)
    remove(rule, **sign)


def write_rule(policy: Policy, position: int, content: dict[str, Any], sign: dict[str, Any]) -> None:
    fields = {name: content[name] for name in COPIED}
    flags = {
        "is_overridable": content["overridable"],
        "is_rechecked": content["recheck"],
        "unknown": content["unknown"] or "",
    }
    rule = Rule(policy=policy, position=position, **fields, **flags, **effect_fields(content["effect"]))
    record(rule, **sign)
    write_cards(rule, content["cards"], **sign)


def write_cards(rule: Rule, cards: list[list[dict[str, Any]]], **sign: Any) -> None:
    for number, card in enumerate(cards, 1):
        for position, condition in enumerate(card):
            record(Condition(rule=rule, card=number, position=position, **condition), **sign)


def effect_fields(effect: dict[str, Any]) -> dict[str, Any]:
    if "points" in effect:
        return {"effect": EffectKind.PRIORITISE, "points": effect["points"]}
    if "parameter" in effect:
        return {"effect": EffectKind.REPLACE, "parameter": effect["parameter"], "parameter_value": effect["value"]}
    return {"effect": EffectKind.DECIDE, "answers": effect["outcomes"], "asks": effect["asks"]}
