"""Bands and stations of one day: one group, an occurrence each, with their own seats (minutes S23, S25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Occurrence, OccurrenceGroup
from backoffice.actions.services.creating import create_rows, refuse_conflicts, require_planner
from backoffice.actions.services.instants import instant
from backoffice.console.base.history import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from backoffice.actions.models import CollectiveAction
    from backoffice.actions.services.bands import CutDay
    from backoffice.directory.models import User, Venue

MAX_CELLS = 400


@dataclass(frozen=True)
class Slot:
    """One band of one station. `seats` None: the number of the action or motif."""

    starts_at: datetime
    ends_at: datetime
    band: str = ""
    station: str = ""
    seats: int | None = None


def day_slots(*, day: date, cut: CutDay, stations: Sequence[str], zone: ZoneInfo) -> list[Slot]:
    """A slot per band, or per band and station, at the wall time of the territory. Raises ImpossibleDates above 400, or at an impossible hour."""
    number = len(cut.bands) * (len(stations) or 1)
    if number > MAX_CELLS:
        raise ImpossibleDates(f"{number} cases, c’est trop : {MAX_CELLS} au plus. Faites deux journées.")
    midnight = datetime.combine(day, time.min)
    found = []
    for band in cut.bands:
        starts_at = instant(midnight + timedelta(minutes=band.start), zone)
        ends_at = starts_at + timedelta(minutes=band.end - band.start)
        found += [Slot(starts_at, ends_at, band.label, station, band.seats) for station in stations or ("",)]
    return found


def add_group(
    *,
    action: CollectiveAction,
    name: str,
    slots: Sequence[Slot],
    user: User,
    venue: Venue | None = None,
    walking_minutes: int = 0,
    reason: str = "",
    now: datetime | None = None,
) -> OccurrenceGroup:
    """Add a day of slots to an action: everything or nothing. Raises ImpossibleDates for a slot that exists or a conflict that is prevented."""
    now = now or timezone.now()
    with transaction.atomic():
        require_planner(user, action)
        venue = venue or action.default_venue
        refuse_conflicts(action, slots, venue)
        group = OccurrenceGroup(action=action, name=name, walking_minutes=walking_minutes)
        record(group, user=user, reason=reason, at=now)
        rows = [
            Occurrence(
                action=action,
                group=group,
                venue=venue,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                band=slot.band,
                station=slot.station,
                seats_override=slot.seats,
            )
            for slot in slots
        ]
        create_rows(action, rows, user=user, reason=reason, now=now)
    return group
