"""A policy document as JSON.

Responsible for the format of what is frozen, hashed, exported and imported.  Refuses a format number
that it does not know; whether the content makes sense is for `rules.validity`.
"""

from __future__ import annotations

import hashlib

from config_rules.codec.canonical import (
    Json,
    as_list,
    as_object,
    as_text,
    as_truth,
    as_whole,
    canonical_json,
    member,
    read_json,
)
from config_rules.codec.facts import fact_from_json, fact_to_json
from config_rules.codec.values import value_from_json, value_to_json
from config_rules.decisions import Outcome
from config_rules.errors import CodecError
from config_rules.rules import (
    Card,
    Condition,
    Decide,
    Effect,
    Operator,
    PolicyDocument,
    Prioritise,
    Replace,
    Rule,
    UnknownMeans,
)
from config_rules.rules.document import DOCUMENT_FORMATS
from config_rules.vocabulary import ActorKind

_DOCUMENT_KEYS = frozenset({"format", "parameters", "rules", "imposed"})
_TEXTS = ("code", "title", "public_message", "agent_message", "source", "template")
_TRUTHS = ("overridable", "recheck")
_RULE_KEYS = frozenset({*_TEXTS, *_TRUTHS, "effect", "cards", "unknown"})
_CONDITION_KEYS = frozenset({"fact", "operator", "value"})
_CONDITION_MESSAGES = frozenset({"public_message", "agent_message"})


def document_to_json(document: PolicyDocument) -> str:
    """Canonical JSON of a document."""
    facts: dict[str, Json] = {"facts": [fact_to_json(fact) for fact in document.facts]} if document.facts else {}
    return canonical_json(
        {
            **facts,
            "format": document.format,
            "parameters": {code: value_to_json(value) for code, value in document.parameters.items()},
            "imposed": sorted(document.imposed),
            "rules": [_rule_to_json(rule) for rule in document.rules],
        }
    )


def document_hash(document: PolicyDocument) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(document_to_json(document).encode()).hexdigest()


def _rule_to_json(rule: Rule) -> Json:
    texts: dict[str, Json] = {key: getattr(rule, key) for key in (*_TEXTS, *_TRUTHS)}
    cards = [[_condition_to_json(condition) for condition in card.conditions] for card in rule.cards]
    unknown = None if rule.unknown is None else str(rule.unknown)
    return {**texts, "effect": _effect_to_json(rule.effect), "cards": cards, "unknown": unknown}


def _condition_to_json(condition: Condition) -> Json:
    value = value_to_json(condition.value)
    told = {key: getattr(condition, key) for key in sorted(_CONDITION_MESSAGES)}
    messages: dict[str, Json] = {key: text for key, text in told.items() if text}
    return {"fact": condition.fact, "operator": str(condition.operator), "value": value, **messages}


def _effect_to_json(effect: Effect) -> Json:
    if isinstance(effect, Prioritise):
        return {"points": effect.points}
    if isinstance(effect, Replace):
        return {"parameter": effect.parameter, "value": value_to_json(effect.value)}
    outcomes = {str(kind): str(outcome) for kind, outcome in effect.outcomes.items()}
    return {"outcomes": outcomes, "asks": list(effect.asks)}


def document_from_json(text: str) -> PolicyDocument:
    """The document of a text; raises `CodecError` with the place of the fault."""
    content = as_object(read_json(text, "politique"), "politique", _DOCUMENT_KEYS, frozenset({"facts"}))
    if type(content["format"]) is not int or content["format"] not in DOCUMENT_FORMATS:
        raise CodecError("politique", f"le format attendu est {' ou '.join(map(str, DOCUMENT_FORMATS))}")
    parameters = content["parameters"]
    if not isinstance(parameters, dict):
        raise CodecError("réglages", "un objet est attendu")
    return PolicyDocument(
        parameters={code: value_from_json(value, f"réglage {code}") for code, value in parameters.items()},  # type: ignore[misc]
        rules=tuple(_rule(value, index) for index, value in enumerate(as_list(content["rules"], "règles"), 1)),
        imposed=frozenset(
            as_text(code, "réglages imposés") for code in as_list(content["imposed"], "réglages imposés")
        ),
        facts=tuple(
            fact_from_json(value, index)
            for index, value in enumerate(as_list(content.get("facts", []), "informations"), 1)
        ),
    )


def _rule(value: Json, number: int) -> Rule:
    where = f"règle {number}"
    content = as_object(value, where, _RULE_KEYS)
    unknown = content["unknown"]
    return Rule(
        effect=_effect(content["effect"], where),
        cards=tuple(_card(card, where) for card in as_list(content["cards"], where)),
        unknown=None if unknown is None else member(UnknownMeans, unknown, where),
        code=as_text(content["code"], where),
        title=as_text(content["title"], where),
        public_message=as_text(content["public_message"], where),
        agent_message=as_text(content["agent_message"], where),
        source=as_text(content["source"], where),
        template=as_text(content["template"], where),
        overridable=as_truth(content["overridable"], where),
        recheck=as_truth(content["recheck"], where),
    )


def _card(value: Json, where: str) -> Card:
    return Card(tuple(_condition(condition, where) for condition in as_list(value, where)))


def _condition(value: Json, where: str) -> Condition:
    content = as_object(value, where, _CONDITION_KEYS, _CONDITION_MESSAGES)
    operator = member(Operator, content["operator"], where)
    constant = value_from_json(content["value"], where)
    messages = {key: as_text(content.get(key, ""), where) for key in _CONDITION_MESSAGES}
    return Condition(as_text(content["fact"], where), operator, constant, **messages)  # type: ignore[arg-type]


def _effect(value: Json, where: str) -> Effect:
    keys = frozenset(value) if isinstance(value, dict) else frozenset()
    if keys == {"points"}:
        return Prioritise(as_whole(as_object(value, where, keys)["points"], where))
    if keys == {"parameter", "value"}:
        content = as_object(value, where, keys)
        replaced = value_from_json(content["value"], where)
        return Replace(as_text(content["parameter"], where), replaced)  # type: ignore[arg-type]
    content = as_object(value, where, frozenset({"outcomes", "asks"}))
    if not isinstance(content["outcomes"], dict):
        raise CodecError(where, "un effet par demandeur est attendu")
    outcomes = {
        member(ActorKind, kind, where): member(Outcome, outcome, where) for kind, outcome in content["outcomes"].items()
    }
    return Decide(outcomes, tuple(as_text(code, where) for code in as_list(content["asks"], where)))
