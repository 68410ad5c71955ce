"""The domain of a fact, cut by the constants that the rules mention.

Responsible for pieces inside which no rule can tell two people apart: what is true of one value of a
piece is true of all, so reasoning on pieces is exact.  Refuses domains of more than `MAXIMUM_PIECES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from config_rules.rules import Condition, Operator
from config_rules.rules.operators import INTERVALS, holds
from config_rules.vocabulary import Fact, FactType, FactValue

MAXIMUM_PIECES = 2_048
_FAR = 1_000_000_000
_CUT_BEFORE = (Operator.LESS_THAN, Operator.AT_LEAST)
_CUT_AFTER = (Operator.AT_MOST, Operator.MORE_THAN)


class TooLarge(Exception):
    """The analysis would take too long; it says so instead of guessing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Values that no rule distinguishes: a representative, and the interval or the codes it stands for."""

    value: FactValue
    low: int | None = None
    high: int | None = None
    codes: tuple[str, ...] = ()
    is_rest: bool = False


class Domain:
    """The pieces of one fact; a set of pieces is a mask of bits."""

    def __init__(self, fact: Fact, conditions: Sequence[Condition]) -> None:
        self.fact = fact
        self.pieces = tuple(_pieces(fact, conditions))
        if len(self.pieces) > MAXIMUM_PIECES:
            raise TooLarge(fact.code)
        self.full = (1 << len(self.pieces)) - 1
        self.unknown = 1 << len(self.pieces) - 1 if fact.nullable else 0

    def true_mask(self, condition: Condition) -> int:
        """The pieces where the condition is true."""
        if condition.operator is Operator.IS_UNKNOWN:
            return self.unknown
        known = (index for index, piece in enumerate(self.pieces) if piece.value is not None)
        return sum(1 << index for index in known if holds(condition, self.pieces[index].value))

    def possible_mask(self, condition: Condition) -> int:
        """The pieces where the condition is true or unknown."""
        if condition.operator in (Operator.IS_KNOWN, Operator.IS_UNKNOWN):
            return self.true_mask(condition)
        return self.true_mask(condition) | self.unknown

    def chosen(self, mask: int) -> tuple[Piece, ...]:
        """The pieces of a mask."""
        return tuple(piece for index, piece in enumerate(self.pieces) if mask >> index & 1)


def _pieces(fact: Fact, conditions: Sequence[Condition]) -> Iterator[Piece]:
    if fact.type in (FactType.INTEGER, FactType.DATE):
        yield from _intervals(fact, conditions)
    elif fact.type is FactType.BOOLEAN:
        yield from (Piece(True), Piece(False))
    elif fact.type is FactType.SET:
        yield from _subsets(conditions)
    else:
        yield from _codes(fact, conditions)
    if fact.nullable:
        yield Piece(None)


def _intervals(fact: Fact, conditions: Sequence[Condition]) -> Iterator[Piece]:
    cuts = sorted({cut for condition in conditions for cut in _cuts(condition)})
    low = fact.low if fact.low is not None else -_FAR if fact.type is FactType.INTEGER else 1
    high = fact.high if fact.high is not None else _FAR if fact.type is FactType.INTEGER else date.max.toordinal()
    starts = [low, *(cut for cut in cuts if low < cut <= high)]
    for start, end in zip(starts, [*(start - 1 for start in starts[1:]), high], strict=True):
        typical = end if start == low and end != high else start
        yield Piece(_from_number(fact, typical), start, end)


def _cuts(condition: Condition) -> Iterator[int]:
    """Where truth may change: a cut is the first value of a piece."""
    if condition.operator in INTERVALS and isinstance(condition.value, tuple):
        yield to_number(condition.value[0])
        yield to_number(condition.value[1]) + 1
    elif isinstance(condition.value, int | date):
        number = to_number(condition.value)
        if condition.operator not in _CUT_AFTER:
            yield number
        if condition.operator not in _CUT_BEFORE:
            yield number + 1


def to_number(value: int | date) -> int:
    """Dates are counted in days."""
    return value.toordinal() if isinstance(value, date) else value


def _from_number(fact: Fact, number: int) -> int | date:
    return date.fromordinal(number) if fact.type is FactType.DATE else number


def _codes(fact: Fact, conditions: Sequence[Condition]) -> Iterator[Piece]:
    mentioned = _mentioned(conditions)
    listed = sorted(fact.codes) or sorted(mentioned)
    for codes in _alike(listed, conditions, apart=fact.code == "actor.kind"):
        yield Piece(codes[0], codes=codes)
    if not fact.codes:
        other = "autre"
        while other in mentioned:
            other += "-"
        yield Piece(other, is_rest=True)


def _mentioned(conditions: Iterable[Condition]) -> set[str]:
    found: set[str] = set()
    for condition in conditions:
        if isinstance(condition.value, frozenset):
            found |= condition.value
        elif isinstance(condition.value, str):
            found.add(condition.value)
    return found


def _alike(codes: Sequence[str], conditions: Sequence[Condition], *, apart: bool = False) -> list[tuple[str, ...]]:
    """Codes grouped when every condition treats them alike."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    for position, code in enumerate(codes):
        signature = tuple(_mentions(condition, code) for condition in conditions)
        key = (*signature, *_digits(position)) if apart else signature
        groups.setdefault(key, []).append(code)
    return [tuple(group) for group in groups.values()]


def _mentions(condition: Condition, code: str) -> bool:
    return code in condition.value if isinstance(condition.value, frozenset) else code == condition.value


def _digits(position: int) -> tuple[bool, ...]:
    return tuple(bool(position >> index & 1) for index in range(8))


def _subsets(conditions: Sequence[Condition]) -> Iterator[Piece]:
    """Each group of alike codes is absent, all there, or partly there where « tous » makes a difference."""
    groups = _alike(sorted(_mentioned(conditions)), conditions)
    demanding = [condition for condition in conditions if condition.operator is Operator.CONTAINS_ALL]
    states = [_states(group, demanding) for group in groups]
    size = 1
    for state in states:
        size *= len(state)
    if size > MAXIMUM_PIECES:
        raise TooLarge("set")
    for parts in product(*states):
        codes = tuple(code for part in parts for code in part)
        yield Piece(frozenset(codes), codes=codes)


def _states(group: tuple[str, ...], demanding: Sequence[Condition]) -> list[tuple[str, ...]]:
    partly = len(group) > 1 and any(_mentions(condition, group[0]) for condition in demanding)
    return [(), group[:1], group] if partly else [(), group]
