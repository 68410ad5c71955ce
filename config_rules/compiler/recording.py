"""What one row contributes to a decision: its step, its reason, its rigidity.

Responsible for building each combination once (steps and reasons are immutable, so decisions share
them).  Refuses to grow without bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from config_rules.compiler import syntax
from config_rules.compiler.rows import Row
from config_rules.decisions import Mark, Outcome, Reason, TraceStep
from config_rules.rules import Card, Condition
from config_rules.vocabulary import Rigidity, Vocabulary

MARKS = {syntax.FALSE: Mark.FALSE, syntax.UNKNOWN: Mark.UNKNOWN, syntax.TRUE: Mark.TRUE}
MAXIMUM_RECORDS = 256
_OUTCOMES = tuple(Outcome)


class RowRecord(NamedTuple):
    """One row's part; `reason` is None when the row answered nothing."""

    row: Row
    step: TraceStep
    reason: Reason | None
    rigidity: Rigidity


class RowRecorder:
    """Keeps the records of one row by the marks of its conditions and by its answer."""

    __slots__ = ("answers", "conditions", "pick", "records", "rigidity", "row")

    def __init__(self, row: Row, conditions: Mapping[Condition, int], vocabulary: Vocabulary) -> None:
        self.row = row
        self.conditions = conditions
        self.rigidity = row_rigidity(row, vocabulary)
        self.pick = _picker([conditions[condition] for card in row.rule.cards for condition in card.conditions])
        self.answers = tuple(
            tuple(2 * weight + row.is_lifted(truth, column) for column, weight in enumerate(weights))
            for truth, weights in enumerate(row.weights)
        )
        self.records: dict[tuple[Any, int], RowRecord] = {}

    def remember(self, truth: int, marks: tuple[int, ...], key: tuple[Any, int]) -> RowRecord:
        """Build a record that is not there yet; `key` is its marks and its answer."""
        if len(self.records) >= MAXIMUM_RECORDS:
            self.records.clear()
        record = self.records[key] = self._make(truth, marks, key[1])
        return record

    def _make(self, truth: int, marks: tuple[int, ...], answer: int) -> RowRecord:
        """`answer` is twice the bit of the outcome, plus one when an override softened it."""
        outcome = _OUTCOMES[(answer // 2).bit_length()]
        answered = outcome is not Outcome.ACCEPT
        step = TraceStep(
            stage=self.row.stage,
            code=self.row.rule.code,
            mark=MARKS[truth],
            level=self.row.level,
            outcome=outcome if answered else None,
            conditions="|".join(self._card_marks(card, marks) for card in self.row.rule.cards),
        )
        reason = self._reason(outcome, step, lifted=bool(answer % 2)) if answered else None
        return RowRecord(self.row, step, reason, self.rigidity)

    def _card_marks(self, card: Card, marks: tuple[int, ...]) -> str:
        return "".join(MARKS[marks[self.conditions[condition]]] for condition in card.conditions)

    def _reason(self, outcome: Outcome, step: TraceStep, *, lifted: bool) -> Reason:
        public, agent = self.row.rule.messages(step.mark, step.conditions)
        return Reason(
            code=step.code,
            outcome=outcome,
            stage=step.stage,
            level=step.level,
            public_message=public,
            agent_message=agent,
            lifted=lifted,
            unknown=step.mark is Mark.UNKNOWN,
        )


def row_rigidity(row: Row, vocabulary: Vocabulary) -> Rigidity:
    """The most rigid fact of the rule: what the person cannot change is told first."""
    return min((vocabulary[code].rigidity for code in row.rule.facts), default=Rigidity.PERSON)


def _picker(indices: list[int]) -> Callable[[tuple[int, ...]], Any]:
    return itemgetter(*indices) if indices else _nothing


def _nothing(_marks: tuple[int, ...]) -> None:
    return None
