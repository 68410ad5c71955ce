"""Which operators a type has, and which constants they take.

Responsible for the table that editor, validity and analysis share.  Refuses comparisons between types.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from config_rules.rules.limits import MAXIMUM_VALUES
from config_rules.rules.rule import Condition, ConditionValue, Operator
from config_rules.vocabulary import Fact, FactType

_ORDERED = (
    Operator.IS,
    Operator.IS_NOT,
    Operator.LESS_THAN,
    Operator.AT_MOST,
    Operator.AT_LEAST,
    Operator.MORE_THAN,
    Operator.BETWEEN,
    Operator.NOT_BETWEEN,
)
_LISTED = (Operator.IS, Operator.IS_NOT, Operator.ONE_OF, Operator.NONE_OF)
_OPERATORS = {
    FactType.INTEGER: _ORDERED,
    FactType.DATE: _ORDERED,
    FactType.BOOLEAN: (Operator.IS,),
    FactType.CHOICE: _LISTED,
    FactType.CODE: _LISTED,
    FactType.SET: (Operator.CONTAINS_ANY, Operator.CONTAINS_ALL, Operator.CONTAINS_NONE),
}
KNOWLEDGE = (Operator.IS_KNOWN, Operator.IS_UNKNOWN)
INTERVALS = (Operator.BETWEEN, Operator.NOT_BETWEEN)
LISTS = (
    Operator.ONE_OF,
    Operator.NONE_OF,
    Operator.CONTAINS_ANY,
    Operator.CONTAINS_ALL,
    Operator.CONTAINS_NONE,
)


def operators_of(fact: Fact) -> tuple[Operator, ...]:
    """What a condition may say of this fact."""
    return _OPERATORS[fact.type] + (KNOWLEDGE if fact.nullable else ())


def may_be_unknown(condition: Condition, fact: Fact) -> bool:
    """Whether the condition can be neither true nor false."""
    return fact.nullable and condition.operator not in KNOWLEDGE


def constant_fault(condition: Condition, fact: Fact) -> str:
    """Why the constant does not suit the operator and the fact, in French, or nothing."""
    if condition.operator in KNOWLEDGE:
        return "" if condition.value is None else "aucune valeur n’est attendue"
    if condition.operator in INTERVALS:
        return _interval_fault(condition.value, fact)
    if condition.operator in LISTS:
        return _list_fault(condition.value, fact)
    return _single_fault(condition.value, fact)


def _single_fault(value: ConditionValue, fact: Fact) -> str:
    return "une valeur est attendue" if value is None else fact.fault(value)


def _interval_fault(value: ConditionValue, fact: Fact) -> str:
    if not isinstance(value, tuple) or len(value) != 2:
        return "un intervalle a deux bornes"
    low, high = value
    fault = _single_fault(low, fact) or _single_fault(high, fact)
    return fault or ("la première borne dépasse la seconde" if _is_after(low, high) else "")


def _is_after(low: int | date, high: int | date) -> bool:
    return low > high  # type: ignore[operator]  # both bounds were checked to be of the type of the fact


def _list_fault(value: ConditionValue, fact: Fact) -> str:
    if not isinstance(value, frozenset) or not value:
        return "une liste d’au moins une valeur est attendue"
    if len(value) > MAXIMUM_VALUES:
        return f"une liste a {MAXIMUM_VALUES} valeurs au plus"
    check: Callable[[object], str] = fact.code_fault
    return next(filter(None, (check(code) for code in sorted(value, key=str))), "")


def holds(condition: Condition, value: object) -> bool:
    """Whether a condition is true of a known value; the plain reading that the analysis uses."""
    return _READINGS[condition.operator](value, condition.value)


_READINGS: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.IS: lambda value, constant: bool(value == constant),
    Operator.IS_NOT: lambda value, constant: bool(value != constant),
    Operator.ONE_OF: lambda value, constant: value in constant,
    Operator.NONE_OF: lambda value, constant: value not in constant,
    Operator.LESS_THAN: lambda value, constant: bool(value < constant),
    Operator.AT_MOST: lambda value, constant: bool(value <= constant),
    Operator.AT_LEAST: lambda value, constant: bool(value >= constant),
    Operator.MORE_THAN: lambda value, constant: bool(value > constant),
    Operator.BETWEEN: lambda value, constant: bool(constant[0] <= value <= constant[1]),
    Operator.NOT_BETWEEN: lambda value, constant: not constant[0] <= value <= constant[1],
    Operator.CONTAINS_ANY: lambda value, constant: not value.isdisjoint(constant),
    Operator.CONTAINS_ALL: lambda value, constant: bool(value >= constant),
    Operator.CONTAINS_NONE: lambda value, constant: bool(value.isdisjoint(constant)),
    Operator.IS_KNOWN: lambda _value, _constant: True,
    Operator.IS_UNKNOWN: lambda _value, _constant: False,
}
