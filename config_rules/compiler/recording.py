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

    step: TraceStep
    reason: Reason | None
    rigidity: Rigidity


class RowRecorder:
    """Gives the record of one row for the marks and the situation of a request."""

    __slots__ = ("_pick", "_records", "conditions", "rigidity", "row")

    def __init__(self, row: Row, conditions: Mapping[Condition, int], vocabulary: Vocabulary) -> None:
        self.row = row
        self.conditions = conditions
        self.rigidity = row_rigidity(row, vocabulary)
        self._pick = _picker([conditions[condition] for card in row.rule.cards for condition in card.conditions])
        self._records: dict[tuple[Any, int], RowRecord] = {}

    def record(self, truth: int, marks: tuple[int, ...], column: int) -> RowRecord:
        """The step and the reason of this row."""
        key = (self._pick(marks), column)
        found = self._records.get(key)
        if found is None:
            if len(self._records) >= MAXIMUM_RECORDS:
                self._records.clear()
            found = self._records[key] = self._make(truth, marks, column)
        return found

    def _make(self, truth: int, marks: tuple[int, ...], column: int) -> RowRecord:
        outcome = _OUTCOMES[self.row.weights[truth][column].bit_length()]
        answered = outcome is not Outcome.ACCEPT
        step = TraceStep(
            stage=self.row.stage,
            code=self.row.rule.code,
            mark=MARKS[truth],
            level=self.row.level,
            outcome=outcome if answered else None,
            conditions="|".join(self._card_marks(card, marks) for card in self.row.rule.cards),
        )
        return RowRecord(step, self._reason(outcome, truth, column) if answered else None, self.rigidity)

    def _card_marks(self, card: Card, marks: tuple[int, ...]) -> str:
        return "".join(MARKS[marks[self.conditions[condition]]] for condition in card.conditions)

    def _reason(self, outcome: Outcome, truth: int, column: int) -> Reason:
        rule = self.row.rule
        return Reason(
            code=rule.code,
            outcome=outcome,
            stage=self.row.stage,
            level=self.row.level,
            public_message=rule.public_message,
            agent_message=rule.agent_message,
            lifted=self.row.is_lifted(truth, column),
            unknown=truth == syntax.UNKNOWN,
        )


def row_rigidity(row: Row, vocabulary: Vocabulary) -> Rigidity:
    """The most rigid fact of the rule: what the person cannot change is told first."""
    return min((vocabulary[code].rigidity for code in row.rule.facts), default=Rigidity.PERSON)


def _picker(indices: list[int]) -> Callable[[tuple[int, ...]], Any]:
    return itemgetter(*indices) if indices else _nothing


def _nothing(_marks: tuple[int, ...]) -> None:
    return None
