"""A compiled policy: what evaluation, explanation and analysis read.

Responsible for compiling once and for giving the two programs their facts safely.  Refuses invalid
documents, all problems at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from config_rules.codec.documents import document_hash
from config_rules.compiler.merging import MergedPolicy, merge, sort_levels
from config_rules.compiler.program import OVERRIDE_FACTS, Answer, DecideProgram, Judgement, JudgeProgram, ProgramWriter
from config_rules.compiler.recording import RowRecorder
from config_rules.compiler.rows import Row, Selection, gather_rows
from config_rules.compiler.seating import PLACEMENT_FACTS, Seating, quota_facts
from config_rules.decisions import EffectiveParameter, LevelStamp
from config_rules.errors import DocumentError
from config_rules.rules import Condition, Level, PolicyDocument, declared
from config_rules.rules.validity import check_levels
from config_rules.vocabulary import BUILT_IN_VOCABULARY, FactValue, Vocabulary

MAXIMUM_VARIANTS = 256


@dataclass(frozen=True, eq=False)
class CompiledPolicy:
    """Immutable; keep it in a cache keyed by the revisions of its levels."""

    levels: tuple[Level, ...]
    stamps: tuple[LevelStamp, ...]
    vocabulary: Vocabulary
    merged: MergedPolicy
    rows: tuple[Row, ...]
    needed_facts: tuple[str, ...]
    conditions: Mapping[Condition, int]
    recorders: tuple[tuple[int, Selection | None, RowRecorder], ...]
    _decide: DecideProgram
    _judge: JudgeProgram
    _variants: dict[int, tuple[Mapping[str, EffectiveParameter], Seating]] = field(default_factory=dict)

    @cached_property
    def parameters(self) -> Mapping[str, EffectiveParameter]:
        """The values in force before any rule replaces one."""
        return self.settings(0)[0]

    @cached_property
    def documents(self) -> Mapping[str, PolicyDocument]:
        """The document of each level, where a stored decision finds its messages again."""
        return {level.name: level.document for level in self.levels}

    @cached_property
    def sensitive_facts(self) -> tuple[str, ...]:
        """The facts that a stored decision flags."""
        return tuple(code for code in self.needed_facts if self.vocabulary[code].sensitive)

    def answer(self, facts: Mapping[str, FactValue]) -> Answer:
        """Outcomes as bits, points, replacements as bits: stages 0 to 2 without trace."""
        try:
            answer = self._decide(facts)
        except (KeyError, TypeError):
            self.vocabulary.check(self.needed_facts, facts)
            raise
        if answer is None:
            self.vocabulary.check(self.needed_facts, facts)
            raise AssertionError("the quick check and the declaration of a fact disagree")
        return answer

    def judgement(self, facts: Mapping[str, FactValue]) -> Judgement:
        """The same with the truth of every row and of every condition."""
        try:
            judgement = self._judge(facts)
        except (KeyError, TypeError):
            self.vocabulary.check(self.needed_facts, facts)
            raise
        if judgement is None:
            self.vocabulary.check(self.needed_facts, facts)
            raise AssertionError("the quick check and the declaration of a fact disagree")
        return judgement

    def settings(self, replaced: int) -> tuple[Mapping[str, EffectiveParameter], Seating]:
        """Parameters and seating once these replacements applied; computed once for each set."""
        variant = self._variants.get(replaced)
        if variant is None:
            if len(self._variants) >= MAXIMUM_VARIANTS:
                self._variants.clear()
            parameters = self.merged.replaced(replaced)
            variant = self._variants[replaced] = (parameters, Seating.from_parameters(parameters, self.needed_facts))
        return variant


def compile_policy(levels: Sequence[Level], vocabulary: Vocabulary = BUILT_IN_VOCABULARY) -> CompiledPolicy:
    """Compile the documents of one booking; raises `DocumentError` with every problem found."""
    problems = check_levels(levels, vocabulary)
    if problems:
        raise DocumentError(problems)
    ordered = sort_levels(levels)
    vocabulary = declared(vocabulary, *(level.document for level in ordered))
    merged = merge(ordered)
    rows = gather_rows(merged)
    needed = _needed_facts(rows, merged)
    writer = ProgramWriter(rows, needed, vocabulary)
    return CompiledPolicy(
        levels=ordered,
        stamps=tuple(LevelStamp(level.name, level.reference, document_hash(level.document)) for level in ordered),
        vocabulary=vocabulary,
        merged=merged,
        rows=rows,
        needed_facts=needed,
        conditions=writer.conditions,
        recorders=_recorders(rows, writer.conditions, vocabulary),
        _decide=writer.decide(),
        _judge=writer.judge(),
    )


def _recorders(
    rows: Sequence[Row], conditions: Mapping[Condition, int], vocabulary: Vocabulary
) -> tuple[tuple[int, Selection | None, RowRecorder], ...]:
    """Each row with its index, in the order in which a decision tells them."""
    ordered = sorted(enumerate(rows), key=lambda pair: pair[1].stage)
    return tuple(
        (index, None if row.selection == Selection() else row.selection, RowRecorder(row, conditions, vocabulary))
        for index, row in ordered
    )


def _needed_facts(rows: Sequence[Row], merged: MergedPolicy) -> tuple[str, ...]:
    needed = set(PLACEMENT_FACTS)
    for row in rows:
        needed |= row.rule.facts
        if row.rule.overridable:
            needed.update(OVERRIDE_FACTS)
    needed |= quota_facts(merged.parameters)
    return tuple(sorted(needed))
