"""Exactly who gets another answer: « les 26–29 ans passent de refus à inscription possible ».

Responsible for transitions over the space of facts, as disjoint boxes described in French.  Refuses
placement: « inscription possible » means « s’il y a une place », and seats are for `backtest`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from config_rules.compiler import CompiledPolicy
from config_rules.decisions import Outcome
from config_rules.diff.describing import describe
from config_rules.diff.documents import Change, compare_levels
from config_rules.explain.numbers import count
from config_rules.findings.domains import TooLarge
from config_rules.findings.landscape import ACTOR, Answer, Landscape, Space
from config_rules.findings.regions import BUDGET, Box, Budget, inside, meets, outside, remainder
from config_rules.vocabulary import FactValue

OUTCOME_NOUNS = {
    Outcome.ACCEPT: "inscription possible",
    Outcome.WARN: "inscription avec avertissement",
    Outcome.WAITLIST: "liste d’attente",
    Outcome.APPROVAL: "accord à donner",
    Outcome.ASK: "renseignement à demander",
    Outcome.REFUSE: "refus",
}
_STRONGEST_FIRST = tuple(reversed(Outcome))[:-1]


@dataclass(frozen=True, slots=True)
class Group:
    """The people whose answer changes in one way.

    `people` describes those whom nothing else in the rules holds back, `special` the others (who also
    meet an unchanged rule).  `boxes` is everybody, exactly; `example` is one person.
    """

    before: Outcome
    after: Outcome
    people: tuple[str, ...]
    special: tuple[str, ...]
    example: Mapping[str, FactValue]
    boxes: tuple[Box, ...]

    @property
    def sentence(self) -> str:
        """The group on one line."""
        change = f"De « {OUTCOME_NOUNS[self.before]} » à « {OUTCOME_NOUNS[self.after]} »"
        if not self.people:
            return f"{change}, cas particuliers : {' ; ou '.join(self.special)}."
        extra = count(len(self.special), "cas particulier", "cas particuliers")
        return f"{change} : {' ; ou '.join(self.people)}{f' (et {extra})' if self.special else ''}."


@dataclass(frozen=True, slots=True)
class Difference:
    """Both readings; `is_complete` is False when the groups were too many to compute."""

    changes: tuple[Change, ...]
    groups: tuple[Group, ...]
    is_complete: bool = True


def difference(old: CompiledPolicy, new: CompiledPolicy, *, steps: int = BUDGET) -> Difference:
    """What changes between two compiled policies of the same vocabulary."""
    changes = compare_levels(old.levels, new.levels, new.vocabulary)
    try:
        return Difference(changes, _groups(old, new, Budget(steps)))
    except TooLarge:
        return Difference(changes, (), is_complete=False)


def _groups(old: CompiledPolicy, new: CompiledPolicy, budget: Budget) -> tuple[Group, ...]:
    space = Space([old, new])
    before, after = Landscape(old, space, budget), Landscape(new, space, budget)
    found: dict[tuple[Outcome, Outcome], list[Box]] = {}
    for box in _touched(before, after, budget):
        for part, old_outcome in _classify(box, before, budget):
            for piece, new_outcome in _classify(part, after, budget):
                if old_outcome is not new_outcome:
                    found.setdefault((old_outcome, new_outcome), []).append(piece)
    usual = _usual(space, before, after)
    groups = (_group(space, pair, _merged(boxes), usual) for pair, boxes in found.items())
    return tuple(sorted(groups, key=_importance))


def _importance(group: Group) -> tuple[bool, int, int]:
    return (not group.people, -group.before.strength, -group.after.strength)


def _usual(space: Space, before: Landscape, after: Landscape) -> Box:
    """The pieces that no unchanged row holds back by themselves: what goes without saying."""
    usual = list(space.universe)
    unchanged = {(answer.box, answer.outcome) for answer in before.answers}
    for answer in after.answers:
        others = [(index, mask) for index, mask in answer.cover if index != space.index[ACTOR]]
        if (answer.box, answer.outcome) in unchanged and len(others) == 1:
            index, mask = others[0]
            usual[index] = usual[index] & ~mask or usual[index]
    return tuple(usual)


def _touched(before: Landscape, after: Landscape, budget: Budget) -> Iterator[Box]:
    """Disjoint boxes where one policy has an answer that the other has not."""
    old = {(answer.box, answer.outcome): answer for answer in before.answers}
    new = {(answer.box, answer.outcome): answer for answer in after.answers}
    changed: list[Answer] = [
        *(answer for key, answer in old.items() if key not in new),
        *(answer for key, answer in new.items() if key not in old),
    ]
    for position, answer in enumerate(changed):
        yield from remainder(answer.box, [other.cover for other in changed[:position]], budget)


def _classify(box: Box, landscape: Landscape, budget: Budget) -> Iterator[tuple[Box, Outcome]]:
    """The box cut into parts that get one answer each, the strongest first."""
    left = [box]
    for outcome in _STRONGEST_FIRST:
        for answer in landscape.answers:
            if answer.outcome is outcome and any(meets(part, answer.cover) for part in left):
                budget.spend(len(left))
                yield from ((common, outcome) for part in left if (common := inside(part, answer.cover)) is not None)
                left = [rest for part in left for rest in _without(part, answer)]
    yield from ((part, Outcome.ACCEPT) for part in left)


def _without(part: Box, answer: Answer) -> Iterator[Box]:
    if meets(part, answer.cover):
        yield from outside(part, answer.cover)
    else:
        yield part


def _merged(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Fewer boxes for the same people: those that differ in one dimension become one."""
    current = sorted(set(boxes))
    size = 0
    while size != len(current):
        size = len(current)
        for dimension in range(len(current[0])):
            joined: dict[Box, int] = {}
            for box in current:
                key = (*box[:dimension], *box[dimension + 1 :])
                joined[key] = joined.get(key, 0) | box[dimension]
            current = sorted((*key[:dimension], mask, *key[dimension:]) for key, mask in joined.items())
    return tuple(current)


def _group(space: Space, pair: tuple[Outcome, Outcome], boxes: tuple[Box, ...], usual: Box) -> Group:
    whole = tuple(enumerate(usual))
    ordinary = [part for box in boxes if (part := inside(box, whole)) is not None]
    special = [box for box in boxes if inside(box, whole) is None]
    people = _descriptions(space, ordinary, usual)
    example = space.example((ordinary or special)[0])
    return Group(pair[0], pair[1], people, _descriptions(space, special, space.universe), example, boxes)


def _descriptions(space: Space, boxes: list[Box], usual: Box) -> tuple[str, ...]:
    return tuple(dict.fromkeys(describe(space, box, usual) for box in _merged(boxes))) if boxes else ()
