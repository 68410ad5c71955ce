"""Change the seats of one occurrence: nobody is ever removed; seats added go to the people who wait. One intention, taken back like the others
(`series.undo_edit`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import Scope
from backoffice.actions.models import SeriesEdit
from backoffice.booking.models import Decision
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.counting import count_change
from backoffice.booking.services.locking import locked
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor


@dataclass(frozen=True)
class SeatsChange:
    """The occurrence with its new seats, how many people are now above them, and who got a seat."""

    occurrence: Occurrence
    overbooked: int
    promotions: list[Decision]


def change_seats(
    *, occurrence_id: int, seats: int | None, actor: Actor, reason: str = "", now: datetime | None = None
) -> SeatsChange:
    """Set the seats of this occurrence only (None: back to the number of the action or motif). The room still caps the number."""
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.PLAN, occurrence)
        if occurrence.seats_override != seats:
            occurrence.seats_override = seats
            record(occurrence, user=actor.user, reason=reason, update_fields=["seats_override"], at=now)
            keep(occurrence, actor, now)
        count_change(occurrence, before=None, after=None)
        promotions = allocate(occurrence, actor, now=now)
        counters = occurrence.counters
        overbooked = counters.seats_held + counters.seats_offered - occurrence.seats_with_origin.number
        return SeatsChange(occurrence, max(0, overbooked), promotions)


def keep(occurrence: Occurrence, actor: Actor, now: datetime) -> None:
    SeriesEdit.objects.create(
        action=occurrence.action,
        user=actor.user,
        scope=Scope.THIS,
        summary=f"places : {occurrence.seats_override or 'celles de l’action'}",
        made_at=now,
        seances_count=1,
    )
