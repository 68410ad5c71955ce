"""The counters of an occurrence, moved with the participations they count. The database's CHECK refuses to oversell whatever this module does.

Counted at once in memory, where the next decision under the same lock reads them, and written once by relative updates: with the lock removed, two
of them add up and the CHECK refuses the second."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.db.models import F, IntegerField

from backoffice.actions.models import OccurrenceCounters
from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.console.base.prepared import PreparedUpdate, Slot

if TYPE_CHECKING:
    from backoffice.actions.models import Occurrence


def counted_as(state: str | None) -> tuple[int, int, int]:
    """(seats held, seats offered, people waiting) of one participation in this state."""
    return int(state in HOLDS_A_SEAT), int(state == State.OFFERED), int(state == State.WAITING)


def seats_free(occurrence: Occurrence) -> int:
    """Seats that nobody holds and that are promised to nobody; negative when people are above the number."""
    counters = occurrence.counters
    return occurrence.seats_with_origin.number - counters.seats_held - counters.seats_offered


def count_change(
    occurrence: Occurrence, *, before: str | None, after: str | None, party: int = 1, beyond: int = 0
) -> None:
    """One participation of `party` people goes from `before` to `after` (None or empty: it did not exist). A decision allows `beyond` seats above
    the number."""
    tally = Tally(occurrence)
    tally.change(before, after, party=party, beyond=beyond)
    tally.write()


class Tally:
    """What an act changes in the counters of one occurrence. `waiting` are people, the other numbers are seats."""

    def __init__(self, occurrence: Occurrence) -> None:
        self.occurrence = occurrence
        self.steps = {"held": 0, "offered": 0, "waiting": 0, "awaited": 0}

    def change(self, before: str | None, after: str | None, *, party: int, beyond: int = 0) -> None:
        """One participation goes from `before` to `after`."""
        held, offered, waiting = (new - old for new, old in zip(counted_as(after), counted_as(before), strict=True))
        self.add(held=held * party, offered=offered * party, waiting=waiting, awaited=waiting * party, beyond=beyond)

    def add(self, *, held: int = 0, offered: int = 0, waiting: int = 0, awaited: int = 0, beyond: int = 0) -> None:
        """Seats already beyond the number stay allowed until they are freed; no more is allowed than is needed."""
        counters, seats = self.occurrence.counters, self.occurrence.seats_with_origin.number
        excess = counters.seats_held + counters.seats_offered - seats
        needed = max(0, excess + held + offered)
        counters.seats, counters.seats_beyond = seats, min(needed, max(0, excess) + beyond)
        counters.seats_held += held
        counters.seats_offered += offered
        counters.waiting_count += waiting
        counters.seats_awaited += awaited
        added = {"held": held, "offered": offered, "waiting": waiting, "awaited": awaited}
        self.steps = {name: number + added[name] for name, number in self.steps.items()}

    def write(self) -> None:
        """Once, in one statement."""
        counters = self.occurrence.counters
        allowed = {"seats": counters.seats, "beyond": counters.seats_beyond}
        counters_moved().run(pk=self.occurrence.pk, **allowed, **self.steps)


@cache
def counters_moved() -> PreparedUpdate:
    key, number = Slot("pk", OccurrenceCounters._meta.pk), IntegerField()
    return PreparedUpdate(
        OccurrenceCounters.objects.filter(pk=key),
        seats=Slot("seats", number),
        seats_beyond=Slot("beyond", number),
        seats_held=F("seats_held") + Slot("held", number),
        seats_offered=F("seats_offered") + Slot("offered", number),
        waiting_count=F("waiting_count") + Slot("waiting", number),
        seats_awaited=F("seats_awaited") + Slot("awaited", number),
    )
