"""A policy as boxes: where each row is true, unknown, and what it answers there.

Responsible for the translation from rows to regions, replacements of parameters included.  Refuses
placement, which compares figures: « inscription possible » here means « s’il y a une place ».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from config_rules.compiler import CompiledPolicy, syntax
from config_rules.compiler.rows import ACTOR_COLUMN, Row
from config_rules.decisions import Outcome
from config_rules.findings.domains import Domain
from config_rules.findings.regions import Box, Budget, Cover, as_cover, inside, remainder
from config_rules.rules import Card, Condition, Operator
from config_rules.vocabulary import FactValue, RequestKind, Vocabulary

ACTOR, KIND = "actor.kind", "request.kind"
_OUTCOMES = tuple(Outcome)
_NEW_REQUEST = Condition(KIND, Operator.IS, RequestKind.BOOK)


@dataclass(frozen=True, slots=True)
class Answer:
    """In this box, this row answers this."""

    row: int
    box: Box
    cover: Cover
    outcome: Outcome


class Space:
    """The dimensions: every fact that a rule mentions."""

    def __init__(self, policies: Sequence[CompiledPolicy]) -> None:
        self.conditions = tuple({condition: None for policy in policies for condition in policy.conditions})
        self.vocabulary: Vocabulary = policies[0].vocabulary
        by_fact: dict[str, list[Condition]] = {ACTOR: [], KIND: [_NEW_REQUEST]}
        for condition in self.conditions:
            by_fact.setdefault(condition.fact, []).append(condition)
        self.codes = tuple(sorted(by_fact))
        self.domains = tuple(Domain(self.vocabulary[code], by_fact[code]) for code in self.codes)
        self.index = {code: index for index, code in enumerate(self.codes)}
        self.full: Box = tuple(domain.full for domain in self.domains)
        self._masks: dict[Condition, tuple[int, int, int]] = {}

    @cached_property
    def universe(self) -> Box:
        """Every new request, whoever asks."""
        narrowed = inside(self.full, ((self.index[KIND], self.masks(_NEW_REQUEST)[1]),))
        if narrowed is None:
            raise AssertionError("a new request always exists")
        return narrowed

    def masks(self, condition: Condition) -> tuple[int, int, int]:
        """Dimension, pieces where the condition is true, pieces where it may be."""
        found = self._masks.get(condition)
        if found is None:
            index = self.index[condition.fact]
            domain = self.domains[index]
            found = (index, domain.true_mask(condition), domain.possible_mask(condition))
            self._masks[condition] = found
        return found

    def actor_mask(self, kinds: Iterable[str]) -> int:
        """The pieces of these actors."""
        pieces = self.domains[self.index[ACTOR]].pieces
        wanted = frozenset(kinds)
        return sum(1 << position for position, piece in enumerate(pieces) if piece.value in wanted)

    def card_box(self, card: Card, *, possible: bool) -> Box | None:
        """Where a card is true (or may be); None when nowhere."""
        box = list(self.universe)
        for condition in card.conditions:
            index, true, maybe = self.masks(condition)
            box[index] &= maybe if possible else true
            if not box[index]:
                return None
        return tuple(box)

    def example(self, box: Box) -> dict[str, FactValue]:
        """A person of this box: a value for each dimension that it restricts."""
        restricted = (index for index, mask in enumerate(box) if mask != self.universe[index])
        return {self.codes[index]: self.domains[index].chosen(box[index])[0].value for index in restricted}


class Landscape:
    """The answers of one policy over a space."""

    def __init__(self, policy: CompiledPolicy, space: Space, budget: Budget) -> None:
        self.policy = policy
        self.space = space
        self.budget = budget
        self.answers = [answer for index, row in enumerate(policy.rows) for answer in self._answers(index, row)]

    def of_row(self, index: int) -> list[Answer]:
        """What one row answers, and where."""
        return [answer for answer in self.answers if answer.row == index]

    def true_boxes(self, row: Row) -> list[Box]:
        """Where a row is certainly true, whoever asks."""
        if not row.rule.cards:
            return [self.space.universe]
        boxes = (self.space.card_box(card, possible=False) for card in row.rule.cards)
        return [box for box in boxes if box is not None]

    def _answers(self, index: int, row: Row) -> Iterator[Answer]:
        regions = self._in_force(row)
        true, unknown = row.weights[syntax.TRUE], row.weights[syntax.UNKNOWN]
        yield from self._spread(index, self.true_boxes(row), true, regions)
        if any(unknown):
            yield from self._spread(index, self._unknown_boxes(row), unknown, regions)

    def _unknown_boxes(self, row: Row) -> list[Box]:
        """Where a row may be true; without where it is true if an unknown fact answers more strongly."""
        boxes = [box for card in row.rule.cards if (box := self.space.card_box(card, possible=True)) is not None]
        stronger = any(
            unknown > true for unknown, true in zip(row.weights[syntax.UNKNOWN], row.weights[syntax.TRUE], strict=True)
        )
        if not stronger:
            return boxes
        certain = [as_cover(box, self.space.full) for box in self.true_boxes(row)]
        return [part for box in boxes for part in remainder(box, certain, self.budget)]

    def _spread(
        self, index: int, boxes: Iterable[Box], weights: Sequence[int], regions: Sequence[Cover]
    ) -> Iterator[Answer]:
        """One answer per box and outcome, for the actors who get it."""
        by_outcome: dict[int, list[str]] = {}
        for kind, column in ACTOR_COLUMN.items():
            if weights[column]:
                by_outcome.setdefault(weights[column], []).append(kind)
        actor = self.space.index[ACTOR]
        for box in boxes:
            for weight, kinds in by_outcome.items():
                narrowed = inside(box, ((actor, self.space.actor_mask(kinds)),))
                for region in regions:
                    part = None if narrowed is None else inside(narrowed, region)
                    if part is not None:
                        cover = as_cover(part, self.space.universe)
                        yield Answer(index, part, cover, _OUTCOMES[weight.bit_length()])

    def _in_force(self, row: Row) -> list[Cover]:
        """Where a guard is in force: replacements that apply, and none that is stricter."""
        if not row.selection.one_of and not row.selection.none_of:
            return [()]
        starts = self._replacement_boxes(row.selection.one_of) if row.selection.one_of else [self.space.universe]
        stricter = [as_cover(box, self.space.full) for box in self._replacement_boxes(row.selection.none_of)]
        parts = (part for start in starts for part in remainder(start, stricter, self.budget))
        return [as_cover(part, self.space.universe) for part in parts]

    def _replacement_boxes(self, bits: int) -> list[Box]:
        rows = (row for row in self.policy.rows if row.replacement & bits)
        return [box for row in rows for box in self.true_boxes(row)]
