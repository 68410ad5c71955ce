"""One condition as Python syntax: a test on one local variable.

Responsible for the meaning of every operator.  Refuses operators that the type does not have
(`findings` reports them before).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date

from config_rules.compiler import syntax
from config_rules.rules import Condition, ConditionValue, Operator
from config_rules.rules.operators import may_be_unknown
from config_rules.vocabulary import Fact, FactType
from config_rules.vocabulary.facts import MAXIMUM_CODE_LENGTH


class Names:
    """Gives a global name to the constants that a syntax tree cannot hold (dates, functions)."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {"type": type, "len": len, "int": int, "str": str, "frozenset": frozenset}

    def bind(self, value: object) -> ast.expr:
        identifier = f"k{len(self.values)}"
        self.values[identifier] = value
        return syntax.name(identifier)

    def constant(self, value: object) -> ast.expr:
        if isinstance(value, date):
            return self.bind(value)
        if isinstance(value, bool | int | str | frozenset) or value is None:
            return syntax.constant(value)
        raise TypeError(f"not a constant of the language: {type(value).__name__}")


type _Writer = Callable[[ast.expr, ConditionValue, Names], ast.expr]


def _comparison(operator: type[ast.cmpop]) -> _Writer:
    def write(fact: ast.expr, value: ConditionValue, names: Names) -> ast.expr:
        return syntax.compare(fact, (operator(), names.constant(value)))

    return write


def _between(fact: ast.expr, value: ConditionValue, names: Names) -> ast.expr:
    if not isinstance(value, tuple):
        raise TypeError("an interval was validated before")
    low, high = value
    return syntax.compare(names.constant(low), (ast.LtE(), fact), (ast.LtE(), names.constant(high)))


def _not_between(fact: ast.expr, value: ConditionValue, names: Names) -> ast.expr:
    return syntax.negate(_between(fact, value, names))


def _contains_none(fact: ast.expr, value: ConditionValue, names: Names) -> ast.expr:
    return syntax.method(fact, "isdisjoint", names.constant(value))


def _contains_any(fact: ast.expr, value: ConditionValue, names: Names) -> ast.expr:
    return syntax.negate(_contains_none(fact, value, names))


def _known(fact: ast.expr, _value: ConditionValue, names: Names) -> ast.expr:
    return syntax.compare(fact, (ast.IsNot(), names.constant(None)))


def _unknown(fact: ast.expr, _value: ConditionValue, names: Names) -> ast.expr:
    return syntax.compare(fact, (ast.Is(), names.constant(None)))


_WRITERS: dict[Operator, _Writer] = {
    Operator.IS: _comparison(ast.Eq),
    Operator.IS_NOT: _comparison(ast.NotEq),
    Operator.ONE_OF: _comparison(ast.In),
    Operator.NONE_OF: _comparison(ast.NotIn),
    Operator.LESS_THAN: _comparison(ast.Lt),
    Operator.AT_MOST: _comparison(ast.LtE),
    Operator.AT_LEAST: _comparison(ast.GtE),
    Operator.MORE_THAN: _comparison(ast.Gt),
    Operator.BETWEEN: _between,
    Operator.NOT_BETWEEN: _not_between,
    Operator.CONTAINS_ANY: _contains_any,
    Operator.CONTAINS_ALL: _comparison(ast.GtE),
    Operator.CONTAINS_NONE: _contains_none,
    Operator.IS_KNOWN: _known,
    Operator.IS_UNKNOWN: _unknown,
}


def write_test(condition: Condition, fact: Fact, variable: str, names: Names) -> ast.expr:
    """The truth of a condition on a fact that is known."""
    if fact.type is FactType.BOOLEAN and condition.operator in (Operator.IS, Operator.IS_NOT):
        wanted = condition.value is (condition.operator is Operator.IS)
        return syntax.name(variable) if wanted else syntax.negate(syntax.name(variable))
    return _WRITERS[condition.operator](syntax.name(variable), condition.value, names)


def write_mark(condition: Condition, fact: Fact, variable: str, names: Names) -> ast.expr:
    """The three-valued truth of a condition (see `syntax.TRUE`)."""
    test = write_test(condition, fact, variable, names)
    mark = syntax.choose(test, syntax.constant(syntax.TRUE), syntax.constant(syntax.FALSE))
    if not may_be_unknown(condition, fact):
        return mark
    missing = syntax.compare(syntax.name(variable), (ast.Is(), syntax.constant(None)))
    return syntax.choose(missing, syntax.constant(syntax.UNKNOWN), mark)


def write_faults(fact: Fact, variable: str, names: Names) -> Iterator[ast.stmt]:
    """Statements that stop the program when the value breaks the declaration of the fact."""
    value = syntax.name(variable)
    fault = _write_fault(fact, value, names)
    if fact.nullable:
        fault = syntax.both(syntax.compare(value, (ast.IsNot(), syntax.constant(None))), fault)
    yield syntax.when(fault, syntax.give(syntax.constant(None)))


def _write_fault(fact: Fact, value: ast.expr, names: Names) -> ast.expr:
    """Quick tests for what is almost always true; the declaration itself has the last word."""
    if fact.type is FactType.BOOLEAN:
        wrong = [syntax.compare(value, (ast.IsNot(), syntax.constant(truth))) for truth in (True, False)]
        return syntax.both(*wrong)
    if fact.type in (FactType.CHOICE, FactType.CODE) and fact.codes:
        return syntax.compare(value, (ast.NotIn(), syntax.constant(fact.codes)))
    slow = syntax.call(names.bind(fact.fault), value)
    quick = list(_quick_tests(fact, value))
    return syntax.both(syntax.negate(syntax.both(*quick)), slow) if quick else slow


def _quick_tests(fact: Fact, value: ast.expr) -> Iterator[ast.expr]:
    """Tests that suffice for a value to be sound; none when the type has no quick test."""
    if fact.type is FactType.INTEGER:
        yield _has_type(value, "int")
        if fact.low is not None and fact.high is not None:
            low, high = syntax.constant(fact.low), syntax.constant(fact.high)
            yield syntax.compare(low, (ast.LtE(), value), (ast.LtE(), high))
    elif fact.type is FactType.CODE:
        yield _has_type(value, "str")
        length = syntax.call(syntax.name("len"), value)
        longest = syntax.constant(MAXIMUM_CODE_LENGTH)
        yield syntax.compare(syntax.constant(0), (ast.Lt(), length), (ast.LtE(), longest))
    elif fact.type is FactType.SET and fact.codes:
        yield _has_type(value, "frozenset")
        yield syntax.compare(value, (ast.LtE(), syntax.constant(fact.codes)))


def _has_type(value: ast.expr, name: str) -> ast.expr:
    return syntax.compare(syntax.call(syntax.name("type"), value), (ast.Is(), syntax.name(name)))
