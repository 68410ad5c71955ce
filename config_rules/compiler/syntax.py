"""A few constructors of Python syntax-tree nodes, so that `program` reads like the code it writes.

Responsible for nodes only.  Refuses source text: there is no parser here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from types import CodeType, FunctionType
from typing import Any

type Constant = bool | int | str | frozenset[str] | tuple["Constant", ...] | None

FALSE, UNKNOWN, TRUE = 0, 1, 3
"""Truth values on two bits: `&` is three-valued AND, `|` is three-valued OR."""


def constant(value: Constant) -> ast.expr:
    return ast.Constant(_plain(value))


def _plain(value: Constant) -> Any:
    if isinstance(value, frozenset):
        return frozenset(str(code) for code in value)
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return str(value) if isinstance(value, str) else value


def name(identifier: str) -> ast.Name:
    return ast.Name(identifier, ast.Load())


def compare(left: ast.expr, *pairs: tuple[ast.cmpop, ast.expr]) -> ast.expr:
    return ast.Compare(left, [operator for operator, _ in pairs], [right for _, right in pairs])


def both(*tests: ast.expr) -> ast.expr:
    return _boolean(ast.And(), tests, empty=True)


def either(*tests: ast.expr) -> ast.expr:
    return _boolean(ast.Or(), tests, empty=False)


def _boolean(operator: ast.boolop, tests: Iterable[ast.expr], *, empty: bool) -> ast.expr:
    values = list(tests)
    if len(values) < 2:
        return values[0] if values else constant(empty)
    return ast.BoolOp(operator, values)


def negate(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def choose(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    return ast.IfExp(test, then, otherwise)


def combine(operator: ast.operator, parts: Iterable[ast.expr]) -> ast.expr:
    first, *others = parts
    for other in others:
        first = ast.BinOp(first, operator, other)
    return first


def call(function: ast.expr, *arguments: ast.expr) -> ast.expr:
    return ast.Call(function, list(arguments), [])


def method(target: ast.expr, attribute: str, *arguments: ast.expr) -> ast.expr:
    return call(ast.Attribute(target, attribute, ast.Load()), *arguments)


def item(target: ast.expr, index: ast.expr) -> ast.expr:
    return ast.Subscript(target, index, ast.Load())


def group(parts: Iterable[ast.expr]) -> ast.expr:
    return ast.Tuple(list(parts), ast.Load())


def assign(identifier: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(identifier, ast.Store())], value)


def unpack(identifiers: Iterable[str], value: ast.expr) -> ast.stmt:
    names: list[ast.expr] = [ast.Name(identifier, ast.Store()) for identifier in identifiers]
    return ast.Assign([ast.Tuple(names, ast.Store())], value)


def increase(identifier: str, operator: ast.operator, value: ast.expr) -> ast.stmt:
    return ast.AugAssign(ast.Name(identifier, ast.Store()), operator, value)


def when(test: ast.expr, *body: ast.stmt) -> ast.stmt:
    return ast.If(test, list(body), [])


def give(value: ast.expr) -> ast.stmt:
    return ast.Return(value)


def function(argument: str, body: list[ast.stmt], names: Mapping[str, object]) -> FunctionType:
    """Compile the body into a function of one argument that sees only `names`."""
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg(argument)], kwonlyargs=[], kw_defaults=[], defaults=[])
    definition = ast.FunctionDef(name="program", args=arguments, body=body, decorator_list=[], type_params=[])
    module = ast.fix_missing_locations(ast.Module([definition], []))
    outer = compile(module, "<policy>", "exec")
    code = next(part for part in outer.co_consts if isinstance(part, CodeType))
    return FunctionType(code, {"__builtins__": {}, **names})
