"""What an event told beside its séance, kept with its message in a few bytes: the same event can be told again, with the words of the day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from backoffice.actions.models import Occurrence
from backoffice.directory.models import Venue
from backoffice.notifications.enums import Change
from backoffice.notifications.services.texts.filling import About

if TYPE_CHECKING:
    from collections.abc import Mapping


def kept(about: About) -> dict[str, Any]:
    """As JSON; the days left are counted again each time."""
    found: dict[str, Any] = {}
    if about.before is not None:
        venue = about.before.venue
        found["before"] = [about.before.pk, about.before.starts_at.isoformat(), venue.name if venue else ""]
    if about.changes:
        found["changes"] = [str(change) for change in about.changes]
    if about.until is not None:
        found["until"] = about.until.isoformat()
    if about.others:
        found["others"] = [each.pk for each in about.others]
    return found


def restored(kept: Mapping[str, Any], occurrence: Occurrence, now: datetime) -> About:
    """The same, about this occurrence as it is now."""
    until, before = kept.get("until"), kept.get("before")
    zone = occurrence.territory.zone
    return About(
        before=was(before, occurrence) if before else None,
        changes=tuple(Change(change) for change in kept.get("changes", ())),
        until=datetime.fromisoformat(until) if until else None,
        days_left=(occurrence.local_start.date() - now.astimezone(zone).date()).days,
        others=others(kept["others"]) if "others" in kept else (),
    )


def others(keys: list[int]) -> tuple[Occurrence, ...]:
    """The other séances that the same act concerned, as they are now."""
    rows = Occurrence.objects.filter(pk__in=keys).select_related("action__organisation__territory")
    return tuple(rows.order_by("starts_at", "pk"))


def was(before: list[Any], occurrence: Occurrence) -> Occurrence:
    """The séance as it was, never saved."""
    key, starts_at, venue = before
    return Occurrence(
        pk=key,
        action=occurrence.action,
        starts_at=datetime.fromisoformat(starts_at),
        ends_at=occurrence.ends_at,
        venue=Venue(name=venue) if venue else None,
    )
