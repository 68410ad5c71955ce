"""Every row that will run, in the order of the trace, with what it weighs in each situation.

Responsible for gathering integrity rules, guards and the rules of all levels, and for what an unknown
fact, an override and a promotion do to their answer.  Refuses to depend on the order of rules: weights
are sets of bits, and sets have no order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from config_rules.compiler import syntax
from config_rules.compiler.merging import MergedPolicy, Replacement
from config_rules.decisions import BUILT_IN_LEVEL, Outcome, Stage
from config_rules.rules import Decide, Prioritise, Rule, UnknownMeans
from config_rules.rules.guards import GUARDS, guard_rule
from config_rules.rules.integrity import INTEGRITY_RULES
from config_rules.vocabulary import ActorKind, ParameterValue

OVERRIDE_COLUMN = len(ActorKind)
PROMOTE_COLUMN = 2 * len(ActorKind)
ACTOR_COLUMN = {str(kind): column for column, kind in enumerate(ActorKind)}

type Weights = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """When a guard is in force: none of these replacements applied, and one of those did (if any)."""

    one_of: int = 0
    none_of: int = 0

    def holds(self, replaced: int) -> bool:
        return not replaced & self.none_of and (not self.one_of or bool(replaced & self.one_of))


@dataclass(frozen=True, slots=True)
class Row:
    """A rule at its place.  `weights[truth][situation]` is the set of outcomes that it adds, as bits."""

    rule: Rule
    stage: Stage
    level: str
    weights: tuple[Weights, ...]
    points: int = 0
    replacement: int = 0
    selection: Selection = Selection()

    def is_lifted(self, truth: int, column: int) -> bool:
        """Whether an override softened the answer of this row in this situation."""
        overridden = column // OVERRIDE_COLUMN % 2 == 1
        return overridden and self.weights[truth][column] != self.weights[truth][column - OVERRIDE_COLUMN]


def bit(outcome: Outcome) -> int:
    """The bit of an outcome; the strongest of a set is its highest bit."""
    return 1 << outcome.strength >> 1


REFUSE_BIT = bit(Outcome.REFUSE)


def gather_rows(merged: MergedPolicy) -> tuple[Row, ...]:
    """Replacements first (guards depend on them), then the stages in order."""
    return (*_replacement_rows(merged), *_integrity_rows(), *_guard_rows(merged), *_rule_rows(merged))


def _integrity_rows() -> Iterator[Row]:
    for rule in INTEGRITY_RULES:
        yield Row(rule, Stage.INTEGRITY, BUILT_IN_LEVEL, decide_weights(rule))


def _guard_rows(merged: MergedPolicy) -> Iterator[Row]:
    for code in GUARDS:
        effective = merged.parameters[code]
        candidates = merged.replacements_of(code)
        every = _bits(candidates)
        yield from _guard_row(code, effective.value, effective.origin, Selection(none_of=every))
        stricter = 0
        for value, replacements in merged.by_strictness(code):
            chosen = _bits(replacements)
            yield from _guard_row(code, value, replacements[0].level, Selection(chosen, stricter))
            stricter |= chosen


def _guard_row(code: str, value: ParameterValue, level: str, selection: Selection) -> Iterator[Row]:
    rule = guard_rule(code, value)
    if rule is not None:
        yield Row(rule, Stage.ADMISSIBILITY, level, decide_weights(rule), selection=selection)


def _bits(replacements: tuple[Replacement, ...]) -> int:
    bits = 0
    for replacement in replacements:
        bits |= replacement.bit
    return bits


def _replacement_rows(merged: MergedPolicy) -> Iterator[Row]:
    for replacement in merged.replacements:
        weights = side_weights(replacement.rule)
        yield Row(replacement.rule, Stage.ADMISSIBILITY, replacement.level, weights, replacement=replacement.bit)


def _rule_rows(merged: MergedPolicy) -> Iterator[Row]:
    for level, rule in merged.rules:
        if isinstance(rule.effect, Decide):
            yield Row(rule, Stage.ADMISSIBILITY, level, decide_weights(rule))
    for level, rule in merged.rules:
        if isinstance(rule.effect, Prioritise):
            yield Row(rule, Stage.PRIORITY, level, side_weights(rule), points=rule.effect.points)


def decide_weights(rule: Rule) -> tuple[Weights, ...]:
    """Bits by truth value (false, unknown, unused, true) then by situation."""
    known = [_answer(rule, kind) for kind in ActorKind]
    unknown = [_unknown_answer(rule, kind) for kind in ActorKind]
    return _by_truth(_spread(rule, unknown), _spread(rule, known))


def side_weights(rule: Rule) -> tuple[Weights, ...]:
    """A priority or a replacement answers nothing, except that an unknown fact may be asked."""
    ask = Outcome.ASK if rule.unknown is UnknownMeans.ASK else Outcome.ACCEPT
    return _by_truth(_spread(rule, [ask] * len(ActorKind)), _spread(rule, [Outcome.ACCEPT] * len(ActorKind)))


def _by_truth(unknown: Weights, known: Weights) -> tuple[Weights, ...]:
    nothing = (0,) * len(known)
    table = [nothing] * (syntax.TRUE + 1)
    table[syntax.UNKNOWN], table[syntax.TRUE] = unknown, known
    return tuple(table)


def _answer(rule: Rule, kind: ActorKind) -> Outcome:
    return rule.effect.outcomes.get(kind, Outcome.ACCEPT) if isinstance(rule.effect, Decide) else Outcome.ACCEPT


def _unknown_answer(rule: Rule, kind: ActorKind) -> Outcome:
    """What an unknown fact does: never more than the rule itself, except that asking is always allowed."""
    answer = _answer(rule, kind)
    if answer is Outcome.ACCEPT or rule.unknown is UnknownMeans.LET_PASS:
        return Outcome.ACCEPT
    if rule.unknown is UnknownMeans.ASK:
        return Outcome.ASK
    if rule.unknown is UnknownMeans.REFUSE:
        return answer
    verified = Outcome.WARN if kind is ActorKind.AGENT else Outcome.APPROVAL
    return min(answer, verified, key=lambda outcome: outcome.strength)


def _spread(rule: Rule, answers: list[Outcome]) -> Weights:
    """By actor, then the same overridden, then both again at promotion."""
    lifted = [_lifted(answer) for answer in answers] if rule.overridable else answers
    booking = [*answers, *lifted]
    promotion = booking if rule.recheck else [Outcome.ACCEPT] * len(booking)
    return tuple(bit(outcome) for outcome in [*booking, *promotion])


def _lifted(outcome: Outcome) -> Outcome:
    return min(outcome, Outcome.WARN, key=lambda candidate: candidate.strength)
