"""Writes the two functions of a policy: `decide` (answer only) and `judge` (every condition recorded).

Responsible for the order of the generated statements: read facts, check them, replacements,
integrity, rules, points.  Refuses placement, which is plain Python in `evaluator.placement`.

Both functions return None when a fact breaks its declaration; otherwise
`decide` → (outcomes as bits, points, replacements as bits) and
`judge` → the same, then the truth of every row, then the mark of every condition.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import cast

from config_rules.compiler import syntax
from config_rules.compiler.conditions import Names, write_faults, write_mark, write_test
from config_rules.compiler.rows import ACTOR_COLUMN, OVERRIDE_COLUMN, PROMOTE_COLUMN, REFUSE_BIT, Row
from config_rules.rules import Card, Condition
from config_rules.rules.operators import may_be_unknown
from config_rules.vocabulary import FactValue, Vocabulary

OVERRIDE_FACTS = ("request.override", "actor.may_override", "request.has_reason")

type Answer = tuple[int, int, int]
type Judgement = tuple[int, int, int, tuple[int, ...], tuple[int, ...]]
type DecideProgram = Callable[[Mapping[str, FactValue]], Answer | None]
type JudgeProgram = Callable[[Mapping[str, FactValue]], Judgement | None]


class ProgramWriter:
    """Writes the programs of one policy.  `needed` are the facts to read and check, in order."""

    def __init__(self, rows: Sequence[Row], needed: Sequence[str], vocabulary: Vocabulary) -> None:
        self.rows = rows
        self.vocabulary = vocabulary
        self.names = Names()
        self.variables = {code: f"f{index}" for index, code in enumerate(needed)}
        self.conditions = _distinct_conditions(rows)

    def decide(self) -> DecideProgram:
        body = [*self._prologue(), *self._short_rows(), syntax.give(self._answer())]
        return cast(DecideProgram, syntax.function("facts", body, self.names.values))

    def judge(self) -> JudgeProgram:
        truths = syntax.group(syntax.name(f"r{index}") for index in range(len(self.rows)))
        marks = syntax.group(syntax.name(f"c{index}") for index in self.conditions.values())
        given = syntax.group([*_names("o", "n", "p"), truths, marks])
        body = [*self._prologue(), *self._marks(), *self._full_rows(), syntax.give(given)]
        return cast(JudgeProgram, syntax.function("facts", body, self.names.values))

    def _answer(self) -> ast.expr:
        return syntax.group(_names("o", "n", "p"))

    def _prologue(self) -> Iterator[ast.stmt]:
        pick = self.names.bind(itemgetter(*self.variables))
        yield syntax.unpack(self.variables.values(), syntax.call(pick, syntax.name("facts")))
        for code, variable in self.variables.items():
            yield from write_faults(self.vocabulary[code], variable, self.names)
        for counter in ("o", "n", "p"):
            yield syntax.assign(counter, syntax.constant(0))
        yield from self._situation()

    def _situation(self) -> Iterator[ast.stmt]:
        columns = self.names.bind(ACTOR_COLUMN)
        yield syntax.assign("a", syntax.item(columns, self._fact("actor.kind")))
        promoted = syntax.compare(self._fact("request.kind"), (ast.Eq(), syntax.constant("promote")))
        yield syntax.when(promoted, _increase("a", PROMOTE_COLUMN))
        if all(code in self.variables for code in OVERRIDE_FACTS):
            overridden = syntax.both(*(self._fact(code) for code in OVERRIDE_FACTS))
            yield syntax.when(overridden, _increase("a", OVERRIDE_COLUMN))

    def _fact(self, code: str) -> ast.expr:
        return syntax.name(self.variables[code])

    def _marks(self) -> Iterator[ast.stmt]:
        for condition, index in self.conditions.items():
            fact = self.vocabulary[condition.fact]
            yield syntax.assign(f"c{index}", write_mark(condition, fact, self.variables[condition.fact], self.names))

    def _full_rows(self) -> Iterator[ast.stmt]:
        for index, row in enumerate(self.rows):
            truth = f"r{index}"
            yield syntax.assign(truth, self._full_truth(row))
            yield from self._consequences(row, syntax.name(truth))

    def _full_truth(self, row: Row) -> ast.expr:
        if not row.rule.cards:
            return syntax.constant(syntax.TRUE)
        return syntax.combine(ast.BitOr(), (self._full_card(card) for card in row.rule.cards))

    def _full_card(self, card: Card) -> ast.expr:
        marks = (syntax.name(f"c{self.conditions[condition]}") for condition in card.conditions)
        return syntax.combine(ast.BitAnd(), marks)

    def _consequences(self, row: Row, truth: ast.expr) -> Iterator[ast.stmt]:
        if any(any(column) for column in row.weights):
            weights = syntax.item(syntax.constant(row.weights), truth)
            adds = syntax.increase("o", ast.BitOr(), syntax.item(weights, syntax.name("a")))
            yield syntax.when(syntax.both(truth, *_in_force(row)), adds)
        certain = syntax.compare(truth, (ast.Eq(), syntax.constant(syntax.TRUE)))
        if row.points:
            yield syntax.when(certain, syntax.increase("n", ast.Add(), syntax.constant(row.points)))
        if row.replacement:
            yield syntax.when(certain, syntax.increase("p", ast.BitOr(), syntax.constant(row.replacement)))

    def _short_rows(self) -> Iterator[ast.stmt]:
        """Boolean tests that stop at the first answer; a refusal stops everything."""
        for row in self.rows:
            yield from self._short_row(row)

    def _short_row(self, row: Row) -> Iterator[ast.stmt]:
        true = syntax.both(self._short_truth(row, unknown_counts=False), *_in_force(row))
        when_true = list(_effects(row))
        when_unknown = [_adds(row, syntax.UNKNOWN)] if any(row.weights[syntax.UNKNOWN]) else []
        if not self._may_be_unknown(row) or not when_unknown:
            if when_true:
                yield syntax.when(true, *when_true)
            return
        possible = syntax.both(self._short_doubt(row), *_in_force(row))
        yield ast.If(true, when_true or [ast.Pass()], [syntax.when(possible, *when_unknown)])

    def _short_truth(self, row: Row, *, unknown_counts: bool) -> ast.expr:
        if not row.rule.cards:
            return syntax.constant(True)
        return syntax.either(*(self._short_card(card, unknown_counts) for card in row.rule.cards))

    def _short_doubt(self, row: Row) -> ast.expr:
        """What makes a row that is not true unknown: of a single condition, that its fact is missing."""
        conditions = [condition for card in row.rule.cards for condition in card.conditions]
        if len(conditions) != 1:
            return self._short_truth(row, unknown_counts=True)
        return syntax.compare(self._fact(conditions[0].fact), (ast.Is(), syntax.constant(None)))

    def _short_card(self, card: Card, unknown_counts: bool) -> ast.expr:
        return syntax.both(*(self._short_test(condition, unknown_counts) for condition in card.conditions))

    def _short_test(self, condition: Condition, unknown_counts: bool) -> ast.expr:
        fact, variable = self.vocabulary[condition.fact], self.variables[condition.fact]
        test = write_test(condition, fact, variable, self.names)
        if not may_be_unknown(condition, fact):
            return test
        nothing = syntax.constant(None)
        if unknown_counts:
            return syntax.either(syntax.compare(syntax.name(variable), (ast.Is(), nothing)), test)
        return syntax.both(syntax.compare(syntax.name(variable), (ast.IsNot(), nothing)), test)

    def _may_be_unknown(self, row: Row) -> bool:
        conditions = (condition for card in row.rule.cards for condition in card.conditions)
        return any(may_be_unknown(condition, self.vocabulary[condition.fact]) for condition in conditions)


def situation(facts: Mapping[str, FactValue], needed: Sequence[str]) -> int:
    """The column of `Row.weights` that a request reads; the programs compute the same."""
    column = ACTOR_COLUMN[str(facts["actor.kind"])]
    if facts["request.kind"] == "promote":
        column += PROMOTE_COLUMN
    if OVERRIDE_FACTS[0] in needed and all(facts[code] for code in OVERRIDE_FACTS):
        column += OVERRIDE_COLUMN
    return column


def _distinct_conditions(rows: Sequence[Row]) -> dict[Condition, int]:
    found: dict[Condition, int] = {}
    for row in rows:
        for card in row.rule.cards:
            for condition in card.conditions:
                found.setdefault(condition, len(found))
    return found


def _names(*identifiers: str) -> list[ast.expr]:
    return [syntax.name(identifier) for identifier in identifiers]


def _increase(identifier: str, amount: int) -> ast.stmt:
    return syntax.increase(identifier, ast.Add(), syntax.constant(amount))


def _in_force(row: Row) -> Iterator[ast.expr]:
    replaced = syntax.name("p")
    if row.selection.none_of:
        masked = ast.BinOp(replaced, ast.BitAnd(), syntax.constant(row.selection.none_of))
        yield syntax.negate(masked)
    if row.selection.one_of:
        yield ast.BinOp(replaced, ast.BitAnd(), syntax.constant(row.selection.one_of))


def _adds(row: Row, truth: int) -> ast.stmt:
    column = syntax.item(syntax.constant(row.weights[truth]), syntax.name("a"))
    return syntax.increase("o", ast.BitOr(), column)


def _effects(row: Row) -> Iterator[ast.stmt]:
    if any(row.weights[syntax.TRUE]):
        yield _adds(row, syntax.TRUE)
    if max(row.weights[syntax.TRUE]) >= REFUSE_BIT and not row.replacement:
        refused = syntax.compare(syntax.name("o"), (ast.GtE(), syntax.constant(REFUSE_BIT)))
        yield syntax.when(refused, syntax.give(syntax.group(_names("o", "n", "p"))))
    if row.points:
        yield syntax.increase("n", ast.Add(), syntax.constant(row.points))
    if row.replacement:
        yield syntax.increase("p", ast.BitOr(), syntax.constant(row.replacement))
