"""Silence at night: no SMS leaves during the quiet hours of the territory that writes (reliability R16).

Hours are those on the wall. In the night of October, an hour that comes twice is silent twice; in the one of March, an opening that does not exist
waits at most for the hour that was skipped."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backoffice.notifications.enums import URGENT, Channel

if TYPE_CHECKING:
    from backoffice.actions.models import Occurrence
    from backoffice.directory.models import Territory

TOO_LATE_AFTER_OPENING = timedelta(hours=2)


def earliest(now: datetime, *, event: str, channel: str, occurrence: Occurrence) -> datetime:
    """When a message owed now may leave: at once, or at the end of the silence. Something urgent for this morning breaks it."""
    territory = occurrence.territory
    if channel != Channel.SMS or not is_quiet(now, territory):
        return now
    opening = opening_after(now, territory)
    is_urgent = event in URGENT and occurrence.starts_at < opening + TOO_LATE_AFTER_OPENING
    return now if is_urgent and territory.urgent_breaks_silence else opening


def is_quiet(now: datetime, territory: Territory) -> bool:
    """Silence holds from `quiet_from`, included, to `quiet_until`, excluded; the same two hours mean no silence."""
    start, end, here = territory.quiet_from, territory.quiet_until, now.astimezone(territory.zone).time()
    if start <= end:
        return start <= here < end
    return here >= start or here < end


def opening_after(now: datetime, territory: Territory) -> datetime:
    """The first instant after now that is not silent."""
    local = now.astimezone(territory.zone)
    opening = local.replace(
        hour=territory.quiet_until.hour, minute=territory.quiet_until.minute, second=0, microsecond=0
    )
    if opening.replace(tzinfo=None) <= local.replace(tzinfo=None):
        opening = (local + timedelta(days=1)).replace(
            hour=opening.hour, minute=opening.minute, second=0, microsecond=0, fold=0
        )
    return datetime.fromtimestamp(opening.timestamp(), tz=now.tzinfo)
