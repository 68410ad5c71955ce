"""Reasons and trace steps out of a judgement.

Responsible for gathering what every row recorded and for the order of reasons: strongest outcome, then
stage, then what the person can change least, then code.  Refuses wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from config_rules.compiler import CompiledPolicy
from config_rules.compiler.program import Judgement, situation
from config_rules.compiler.recording import RowRecord
from config_rules.compiler.rows import Row
from config_rules.decisions import Outcome, Reason
from config_rules.rules import Decide
from config_rules.vocabulary import FactValue, Rigidity

type RankedReason = tuple[Rigidity, Reason]


def row_records(policy: CompiledPolicy, judgement: Judgement, facts: Mapping[str, FactValue]) -> list[RowRecord]:
    """The record of every row in force, stages in order."""
    _outcomes, _points, replaced, truths, marks = judgement
    column = situation(facts, policy.needed_facts)
    records: list[RowRecord] = []
    for index, selection, recorder in policy.recorders:
        if selection is None or selection.holds(replaced):
            truth = truths[index]
            key = (recorder.pick(marks), recorder.answers[truth][column])
            records.append(recorder.records.get(key) or recorder.remember(truth, marks, key))
    return records


def ranked_reasons(records: Iterable[RowRecord]) -> list[RankedReason]:
    """Every reason with its rigidity."""
    return [(record.rigidity, record.reason) for record in records if record.reason is not None]


def sort_reasons(found: Iterable[RankedReason]) -> tuple[Reason, ...]:
    """The headline first."""
    return tuple(reason for _rigidity, reason in sorted(found, key=_rank))


def _rank(ranked: RankedReason) -> tuple[int, int, int, str, str]:
    rigidity, reason = ranked
    return (-reason.outcome.strength, reason.stage, rigidity, reason.level, reason.code)


def asked_facts(records: Iterable[RowRecord], facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """The facts to ask before answering, each once."""
    asked: set[str] = set()
    for record in records:
        if record.reason is not None and record.reason.outcome is Outcome.ASK:
            asked.update(_asks(record.row, record.reason, facts))
    return tuple(sorted(asked))


def _asks(row: Row, reason: Reason, facts: Mapping[str, FactValue]) -> Iterator[str]:
    if reason.unknown:
        yield from (code for code in row.rule.facts if facts[code] is None)
    elif isinstance(row.rule.effect, Decide):
        yield from row.rule.effect.asks
