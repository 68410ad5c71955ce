"""Bands and stations of one day: one group, an occurrence each, with their own seats (minutes S23, S25)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.actions.models import Occurrence, OccurrenceGroup
from backoffice.actions.services.creating import create_rows, require_planner
from backoffice.console.base.history import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import CollectiveAction
    from backoffice.directory.models import User, Venue


@dataclass(frozen=True)
class Slot:
    """One band of one station. `seats` None: the number of the action or motif."""

    starts_at: datetime
    ends_at: datetime
    band: str = ""
    station: str = ""
    seats: int | None = None


def add_group(
    *,
    action: CollectiveAction,
    name: str,
    slots: Iterable[Slot],
    user: User,
    venue: Venue | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> OccurrenceGroup:
    """Add a day of slots to an action: everything or nothing."""
    now = now or timezone.now()
    with transaction.atomic():
        require_planner(user, action)
        group = OccurrenceGroup(action=action, name=name)
        record(group, user=user, reason=reason, at=now)
        rows = [
            Occurrence(
                action=action,
                group=group,
                venue=venue or action.default_venue,
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
