"""The dates of a plan, told one by one with what is in the way. Reads only; forbids nothing: two groups may share a room on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence
from backoffice.console.base.wording import short_span

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import CollectiveAction
    from backoffice.actions.services.planning import Plan, PlannedDate
    from backoffice.directory.models import Venue


@dataclass(frozen=True)
class ShownDate:
    """« jeu. 14 janv. 2027, 14:00–16:00 », and a warning ("" when nothing is in the way)."""

    text: str
    warning: str


def shown_dates(plan: Plan, *, action: CollectiveAction, venue: Venue | None) -> list[ShownDate]:
    """One line a date, in the territory's time; one query for the whole plan."""
    zone = action.organisation.territory.zone
    busy = busy_times(plan, venue)
    lines = []
    for item in plan.dates:
        start, end = localtime(item.starts_at, zone), localtime(item.ends_at, zone)
        lines.append(
            ShownDate(short_span(start, end), f"{venue} est déjà pris à cette heure." if is_busy(item, busy) else "")
        )
    return lines


def busy_times(plan: Plan, venue: Venue | None) -> list[tuple[datetime, datetime]]:
    """When the venue is taken, during the plan. Says nothing of by whom: it may be an organisation that the user does not see."""
    if venue is None:
        return []
    rows = Occurrence.objects.filter(
        venue=venue, starts_at__lt=plan.dates[-1].ends_at, ends_at__gt=plan.dates[0].starts_at
    )
    return list(rows.exclude(state=OccurrenceState.CANCELLED).values_list("starts_at", "ends_at"))


def is_busy(item: PlannedDate, busy: list[tuple[datetime, datetime]]) -> bool:
    return any(start < item.ends_at and end > item.starts_at for start, end in busy)
