"""Reasons and trace steps out of a judgement.

Responsible for turning bits and marks into values that can be stored, and for the order of reasons:
strongest outcome, then stage, then what the person can change least, then code.  Refuses wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from config_rules.compiler import CompiledPolicy, syntax
from config_rules.compiler.program import Judgement, situation
from config_rules.compiler.rows import Row
from config_rules.decisions import Mark, Outcome, Reason, TraceStep
from config_rules.rules import Card, Decide
from config_rules.vocabulary import FactValue, Rigidity

MARKS = {syntax.FALSE: Mark.FALSE, syntax.UNKNOWN: Mark.UNKNOWN, syntax.TRUE: Mark.TRUE}
_OUTCOMES = tuple(Outcome)


def row_outcome(row: Row, truth: int, column: int, replaced: int) -> Outcome:
    """What a row answered in this situation."""
    if not row.selection.holds(replaced):
        return Outcome.ACCEPT
    return _OUTCOMES[row.weights[truth][column].bit_length()]


def row_reasons(
    policy: CompiledPolicy, judgement: Judgement, facts: Mapping[str, FactValue]
) -> Iterator[tuple[Rigidity, Reason]]:
    """Every row that answered something, with its rigidity."""
    replaced, column = judgement[2], situation(facts, policy.needed_facts)
    for row, truth in zip(policy.rows, judgement[3], strict=True):
        outcome = row_outcome(row, truth, column, replaced)
        if outcome is not Outcome.ACCEPT:
            yield row_rigidity(policy, row), _reason(row, outcome, truth, column)


def _reason(row: Row, outcome: Outcome, truth: int, column: int) -> Reason:
    return Reason(
        code=row.rule.code,
        outcome=outcome,
        stage=row.stage,
        level=row.level,
        public_message=row.rule.public_message,
        agent_message=row.rule.agent_message,
        lifted=row.is_lifted(truth, column),
        unknown=truth == syntax.UNKNOWN,
    )


def row_rigidity(policy: CompiledPolicy, row: Row) -> Rigidity:
    """The most rigid fact of the rule: what the person cannot change is told first."""
    rigidities = (policy.vocabulary[code].rigidity for code in row.rule.facts)
    return min(rigidities, default=Rigidity.PERSON)


def sort_reasons(found: Iterable[tuple[Rigidity, Reason]]) -> tuple[Reason, ...]:
    """The headline first."""
    ordered = sorted(found, key=lambda pair: (-pair[1].outcome.strength, pair[1].stage, pair[0], pair[1].code))
    return tuple(reason for _rigidity, reason in ordered)


def asked_facts(policy: CompiledPolicy, judgement: Judgement, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """The facts to ask before answering, each once."""
    replaced, column = judgement[2], situation(facts, policy.needed_facts)
    asked: set[str] = set()
    for row, truth in zip(policy.rows, judgement[3], strict=True):
        if row_outcome(row, truth, column, replaced) is Outcome.ASK:
            asked.update(_asks(row, truth, facts))
    return tuple(sorted(asked))


def _asks(row: Row, truth: int, facts: Mapping[str, FactValue]) -> Iterator[str]:
    if truth == syntax.UNKNOWN:
        yield from (code for code in row.rule.facts if facts[code] is None)
    elif isinstance(row.rule.effect, Decide):
        yield from row.rule.effect.asks


def rows_trace(policy: CompiledPolicy, judgement: Judgement, facts: Mapping[str, FactValue]) -> Iterator[TraceStep]:
    """One step per row that was in force, stages in order."""
    _outcomes, _points, replaced, truths, marks = judgement
    column = situation(facts, policy.needed_facts)
    in_force = ((row, truth) for row, truth in zip(policy.rows, truths, strict=True) if row.selection.holds(replaced))
    for row, truth in sorted(in_force, key=lambda pair: pair[0].stage):
        outcome = row_outcome(row, truth, column, replaced)
        yield TraceStep(
            stage=row.stage,
            code=row.rule.code,
            mark=MARKS[truth],
            level=row.level,
            outcome=None if outcome is Outcome.ACCEPT else outcome,
            conditions="|".join(_card_marks(policy, card, marks) for card in row.rule.cards),
        )


def _card_marks(policy: CompiledPolicy, card: Card, marks: tuple[int, ...]) -> str:
    return "".join(MARKS[marks[policy.conditions[condition]]] for condition in card.conditions)
