"""The rows behind a trace: which rule each step asked, and which of its conditions decided.

Responsible for reading the compact marks of a decision with the policy that made it.  Refuses a policy
that is not the one of the decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from config_rules.compiler import CompiledPolicy
from config_rules.compiler.rows import Row
from config_rules.decisions import Decision, Mark, TraceStep
from config_rules.rules import Condition


@dataclass(frozen=True, slots=True)
class MarkedCondition:
    """A condition of a card with its mark; `decisive` when it made the rule answer."""

    condition: Condition
    mark: Mark
    card: int
    decisive: bool


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A step with its row and its conditions."""

    step: TraceStep
    row: Row
    conditions: tuple[MarkedCondition, ...]

    @property
    def decisive(self) -> tuple[MarkedCondition, ...]:
        """The conditions that made the rule answer."""
        return tuple(condition for condition in self.conditions if condition.decisive)


def marked_rows(decision: Decision, policy: CompiledPolicy) -> tuple[MarkedRow, ...]:
    """The steps of stages 0 to 2 with their rows; raises ValueError when the policy is another one."""
    if decision.levels != policy.stamps:
        raise ValueError("this decision was made by another policy")
    rows = _rows_in_force(decision, policy)
    steps = {(step.stage, step.level, step.code): step for step in decision.trace}
    found = ((row, steps.get((row.stage, row.level, row.rule.code))) for row in rows)
    return tuple(MarkedRow(step, row, tuple(_conditions(row, step))) for row, step in found if step)


def _rows_in_force(decision: Decision, policy: CompiledPolicy) -> list[Row]:
    applied = {(step.level, step.code) for step in decision.trace if step.mark is Mark.TRUE}
    replaced = 0
    for replacement in policy.merged.replacements:
        if (replacement.level, replacement.rule.code) in applied:
            replaced |= replacement.bit
    rows = [policy.rows[index] for index, _selection, _recorder in policy.recorders]
    return [row for row in rows if row.selection.holds(replaced)]


def _conditions(row: Row, step: TraceStep) -> Iterator[MarkedCondition]:
    if not row.rule.cards:
        return
    for number, (card, marks) in enumerate(zip(row.rule.cards, step.conditions.split("|"), strict=True)):
        found = [Mark(mark) for mark in marks]
        for condition, mark in zip(card.conditions, found, strict=True):
            yield MarkedCondition(condition, mark, number, _is_decisive(step, mark, found))


def _is_decisive(step: TraceStep, mark: Mark, card: list[Mark]) -> bool:
    """In a rule that answered: what made a card true, or what is missing in a card that may be true."""
    if step.outcome is None or Mark.FALSE in card:
        return False
    if step.mark is Mark.TRUE:
        return Mark.UNKNOWN not in card
    return mark is Mark.UNKNOWN
