"""From blanks to a rule, and back.

Responsible for the two directions agreeing.  Refuses (ValueError, in French) a blank that is missing or
out of bounds; whether the rule suits the vocabulary is for `rules.validity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from config_rules.rules.rule import Card, Condition, ConditionValue, Decide, Effect, Prioritise, Replace, Rule
from config_rules.rules.templates.catalogue import TEMPLATES
from config_rules.rules.templates.template import Blank, BlankKind, Pattern, Template
from config_rules.vocabulary import Vocabulary

type BlankValue = int | tuple[int, int] | str | frozenset[str]


def fill(template: Template, code: str, values: Mapping[str, BlankValue]) -> Rule:
    """The rule that the filled gabarit stands for; change its messages with `dataclasses.replace`."""
    filled = {blank.name: _checked(blank, values) for blank in template.blanks}
    conditions = tuple(_condition(pattern, filled) for pattern in template.conditions)
    return Rule(
        code=code,
        effect=_effect(template, filled),
        cards=(Card(conditions),) if conditions else (),
        title=template.title,
        public_message=template.public_message,
        unknown=template.unknown,
        template=template.code,
    )


def _checked(blank: Blank, values: Mapping[str, BlankValue]) -> BlankValue:
    value = values.get(blank.name, blank.default or None)
    if value is None or not _suits(blank, value):
        bounds = f" (de {blank.low} à {blank.high})" if blank.kind in (BlankKind.NUMBER, BlankKind.RANGE) else ""
        raise ValueError(f"« {blank.label} » est à remplir{bounds}.")
    return value


def _suits(blank: Blank, value: BlankValue) -> bool:
    if blank.kind is BlankKind.NUMBER:
        return type(value) is int and blank.low <= value <= blank.high
    if blank.kind is BlankKind.RANGE:
        return isinstance(value, tuple) and blank.low <= value[0] <= value[1] <= blank.high
    if blank.kind is BlankKind.CODES:
        return isinstance(value, frozenset) and bool(value)
    return isinstance(value, str)


def _condition(pattern: Pattern, filled: Mapping[str, BlankValue]) -> Condition:
    fact = filled[pattern.fact[1:-1]] if _is_blank(pattern.fact) else pattern.fact
    value: ConditionValue = filled[pattern.value[1:-1]] if _is_blank(pattern.value) else pattern.value  # type: ignore[index]
    if type(value) is int:
        value *= pattern.scale
    return Condition(str(fact), pattern.operator, value)


def _is_blank(text: object) -> bool:
    return isinstance(text, str) and text.startswith("{")


def _effect(template: Template, filled: Mapping[str, BlankValue]) -> Effect:
    value = filled.get(template.effect_blank)
    if isinstance(template.effect, Prioritise) and isinstance(value, int):
        return Prioritise(value)
    if isinstance(template.effect, Replace) and isinstance(value, int):
        return Replace(template.effect.parameter, value)
    if isinstance(template.effect, Decide) and isinstance(value, str):
        return replace(template.effect, asks=(value,))
    return template.effect


def read(rule: Rule) -> dict[str, BlankValue] | None:
    """The blanks of a rule made from a gabarit; None when it was changed into something else."""
    template = TEMPLATES.get(rule.template)
    if template is None or len(rule.cards) > 1:
        return None
    conditions = rule.cards[0].conditions if rule.cards else ()
    if len(conditions) != len(template.conditions):
        return None
    values = _read_effect(template, rule.effect)
    for pattern, condition in zip(template.conditions, conditions, strict=True):
        values |= _read_condition(pattern, condition)
    try:
        again = fill(template, rule.code, values)
    except ValueError:
        return None
    return values if again.cards == rule.cards and type(again.effect) is type(rule.effect) else None


def _read_condition(pattern: Pattern, condition: Condition) -> dict[str, BlankValue]:
    values: dict[str, BlankValue] = {}
    if _is_blank(pattern.fact):
        values[pattern.fact[1:-1]] = condition.fact
    if isinstance(pattern.value, str) and _is_blank(pattern.value):
        value = condition.value
        values[pattern.value[1:-1]] = value // pattern.scale if type(value) is int else value  # type: ignore[assignment]
    return values


def _read_effect(template: Template, effect: Effect) -> dict[str, BlankValue]:
    if isinstance(effect, Prioritise):
        return {template.effect_blank: effect.points}
    if isinstance(effect, Replace) and isinstance(effect.value, int):
        return {template.effect_blank: effect.value}
    return {}


def is_available(template: Template, vocabulary: Vocabulary) -> bool:
    """Whether this vocabulary has the facts that the gabarit needs."""
    named = (pattern.fact for pattern in template.conditions if not _is_blank(pattern.fact))
    chosen = (blank for blank in template.blanks if blank.kind is BlankKind.FACT)
    return all(code in vocabulary for code in named) and all(
        any(fact.type in blank.types for fact in vocabulary) for blank in chosen
    )
