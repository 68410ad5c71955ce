"""Boxes in the space of facts, and the one question: what is left of a box once others are taken away?

Responsible for exact set algebra on boxes.  Refuses to run for ever: a budget of steps, then `TooLarge`.

A `Box` has one mask per dimension.  A `Cover` only names the dimensions that it restricts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from config_rules.findings.domains import TooLarge

type Box = tuple[int, ...]
type Cover = tuple[tuple[int, int], ...]

BUDGET = 400_000


class Budget:
    """Counts steps; one per analysis."""

    __slots__ = ("left",)

    def __init__(self, steps: int = BUDGET) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooLarge("budget")


def meets(box: Box, cover: Cover) -> bool:
    """Whether they have a point in common."""
    for dimension, mask in cover:  # noqa: SIM110 - the innermost loop: a generator would double its cost
        if not box[dimension] & mask:
            return False
    return True


def inside(box: Box, cover: Cover) -> Box | None:
    """Their common part."""
    narrowed = list(box)
    for dimension, mask in cover:
        narrowed[dimension] &= mask
        if not narrowed[dimension]:
            return None
    return tuple(narrowed)


def outside(box: Box, cover: Cover) -> Iterator[Box]:
    """Disjoint boxes that make up the box without the cover."""
    rest = list(box)
    for dimension, mask in cover:
        beyond = rest[dimension] & ~mask
        if beyond:
            yield (*rest[:dimension], beyond, *rest[dimension + 1 :])
            rest[dimension] &= mask
            if not rest[dimension]:
                return


def remainder(box: Box, covers: Sequence[Cover], budget: Budget) -> Iterator[Box]:
    """Disjoint boxes of what the covers leave of the box."""
    budget.spend(1 + len(covers) // 16)
    for position, cover in enumerate(covers):
        if meets(box, cover):
            others = covers[position + 1 :]
            for part in outside(box, cover):
                yield from remainder(part, others, budget)
            return
    yield box


def witness(box: Box, covers: Iterable[Cover], budget: Budget) -> Box | None:
    """A part of the box that no cover touches; None when they cover it all."""
    useful = sorted((cover for cover in covers if meets(box, cover)), key=len)
    return next(remainder(box, useful, budget), None)


def as_cover(box: Box, full: Box) -> Cover:
    """The same set, naming only the dimensions that are restricted."""
    return tuple((index, mask) for index, mask in enumerate(box) if mask != full[index])
