"""Sets of facts judged one by one under two policies, fast.

Responsible for a million answers in seconds, in constant memory.  Refuses conclusions about seats: each
set is judged with the seats that it records (see `replay`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from config_rules.compiler import CompiledPolicy
from config_rules.decisions import Outcome
from config_rules.errors import FactError
from config_rules.evaluator import decide
from config_rules.vocabulary import FactValue

EXAMPLES_KEPT = 20
type OutcomeChange = tuple[Outcome, Outcome]


@dataclass(slots=True)
class Comparison:
    """How many sets go from one outcome to another; the positions of the first of each change."""

    answers: Counter[OutcomeChange] = field(default_factory=Counter)
    examples: dict[OutcomeChange, list[int]] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def changed(self) -> int:
        """Sets whose outcome changes."""
        return sum(number for (before, after), number in self.answers.items() if before is not after)


def compare_fact_sets(
    old: CompiledPolicy, new: CompiledPolicy, fact_sets: Iterable[Mapping[str, FactValue]]
) -> Comparison:
    """Each set under both policies; a set that lacks a fact is counted apart."""
    found = Comparison()
    answers = found.answers
    for position, facts in enumerate(fact_sets):
        try:
            before, after = decide(old, facts), decide(new, facts)
        except FactError as error:
            found.missing[error.fact] += 1
            continue
        answers[before, after] += 1
        if before is not after:
            kept = found.examples.setdefault((before, after), [])
            if len(kept) < EXAMPLES_KEPT:
                kept.append(position)
    return found
