"""Seats kept for some, and the most that some may take.

Responsible for the arithmetic of quotas, the same for a booking and for a replay.  Refuses to know who
people are: a group is seats and the scopes that they count in.

A *reserved* number keeps seats for a scope until somebody of the scope takes them; its people may take
the other seats too.  A *maximum* is the most seats that a scope may take.  A seat counts in every
scope of who holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

type Scopes = frozenset[str]
type Rows = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Seats held, or wanted, by people who count in the same scopes."""

    scopes: Scopes
    seats: int


@dataclass(frozen=True, slots=True)
class Quotas:
    """The numbers in force: reserved ones not yet released, and maximums."""

    reserved: Rows = ()
    maximum: Rows = ()

    def __bool__(self) -> bool:
        return bool(self.reserved or self.maximum)

    def kept_for_others(self, scopes: Scopes, held: Iterable[Party]) -> int:
        """Reserved seats that nobody took yet and that these scopes may not take."""
        rows = list(held)
        return sum(max(0, seats - used(scope, rows)) for scope, seats in self.reserved if scope not in scopes)

    def seats_for(self, scopes: Scopes, left: int, held: Iterable[Party]) -> int:
        """Of `left` free seats, how many a request of these scopes may take; negative when overbooked."""
        rows = list(held)
        caps = [seats - used(scope, rows) for scope, seats in self.maximum if scope in scopes]
        return min([left - self.kept_for_others(scopes, rows), *caps])


def used(scope: str, held: Iterable[Party]) -> int:
    """Seats held in a scope."""
    return sum(party.seats for party in held if scope in party.scopes)


def seats_awaited(quotas: Quotas, scopes: Scopes, left: int, held: Sequence[Party], waiting: Sequence[Party]) -> int:
    """Of the seats that these scopes may take, how many go first to the people who wait, in their order."""
    if not quotas:
        return sum(party.seats for party in waiting)
    before, rows = quotas.seats_for(scopes, left, held), list(held)
    for party in waiting:
        given = min(party.seats, max(0, quotas.seats_for(party.scopes, left, rows)))
        rows.append(Party(party.scopes, given))
        left -= given
    return before - quotas.seats_for(scopes, left, rows)
