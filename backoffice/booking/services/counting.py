"""The counters of an occurrence, moved with the participations they count. The database's CHECK refuses to oversell whatever this module does."""

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


def count_change(
    occurrence: Occurrence, *, before: str | None, after: str | None, party: int = 1, beyond: int = 0
) -> None:
    """One participation of `party` people goes from `before` to `after` (None or empty: it did not exist). A decision allows `beyond` seats above
    the number.

    Seats already beyond stay allowed until they are freed; no more is allowed than is needed. Relative updates: with the lock removed, two of
    them add up and the CHECK refuses the second."""
    held, offered, waiting = (new - old for new, old in zip(counted_as(after), counted_as(before), strict=True))
    seats = {"held": held * party, "offered": offered * party, "awaited": waiting * party}
    count_seats(occurrence, **seats, waiting=waiting, beyond=beyond)


def count_seats(
    occurrence: Occurrence, *, held: int, offered: int, waiting: int, awaited: int, beyond: int = 0
) -> None:
    """The same for many participations at once: the sums of what they change. `waiting` are people, the others are seats."""
    counters = occurrence.counters
    seats = occurrence.seats_with_origin.number
    excess = counters.seats_held + counters.seats_offered - seats
    needed = max(0, excess + held + offered)
    allowed = min(needed, max(0, excess) + beyond)
    steps = {"held": held, "offered": offered, "waiting": waiting, "awaited": awaited}
    counters_moved().run(pk=occurrence.pk, seats=seats, beyond=allowed, **steps)
    counters.seats, counters.seats_beyond = seats, allowed
    counters.seats_held += held
    counters.seats_offered += offered
    counters.waiting_count += waiting
    counters.seats_awaited += awaited


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
