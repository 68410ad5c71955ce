"""A facilitator's séances as an iCalendar document. Neutral titles unless she asked for names; never a word about who comes.

A day in bands is one event, from its first band to its last: nobody wants sixty lines in her diary (minutes S23). Instants are written in UTC,
which every client shows at the hour of its owner; a cancelled séance stays, marked so, that clients may strike it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import CalendarFeed

PAST, FUTURE = timedelta(days=60), timedelta(days=400)
NEUTRAL = "Action collective"
REFRESH = "PT1H"


@dataclass
class Entry:
    """One event of the diary: a séance, or the bands of a day together."""

    uid: str
    first: Occurrence
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool

    def add(self, row: Occurrence) -> None:
        self.starts_at = min(self.starts_at, row.starts_at)
        self.ends_at = max(self.ends_at, row.ends_at)
        self.is_cancelled = self.is_cancelled and row.state == OccurrenceState.CANCELLED


def diary(feed: CalendarFeed, *, host: str, now: datetime) -> bytes:
    """The document: two months back, thirteen months ahead."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Actions collectives//FR")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", f"{NEUTRAL}s" if not feed.shows_titles else f"{NEUTRAL}s · {feed.facilitator}")
    calendar.add("X-PUBLISHED-TTL", REFRESH)
    for entry in entries(seances_led_by(feed, now), host):
        calendar.add_component(event(entry, feed, now))
    return bytes(calendar.to_ical())


def seances_led_by(feed: CalendarFeed, now: datetime) -> Iterable[Occurrence]:
    rows = Occurrence.objects.led_by(feed.facilitator_id).filter(ends_at__gt=now - PAST, starts_at__lt=now + FUTURE)
    loaded = ("action__motif__type_label", "action__motif__service", "action__type_label", "venue")
    return rows.select_related(*loaded).order_by("starts_at", "pk")


def entries(rows: Iterable[Occurrence], host: str) -> Iterable[Entry]:
    found: dict[str, Entry] = {}
    for row in rows:
        key = f"journee-{row.group_id}" if row.group_id else f"seance-{row.pk}"
        is_cancelled = row.state == OccurrenceState.CANCELLED
        entry = found.setdefault(key, Entry(f"{key}@{host}", row, row.starts_at, row.ends_at, is_cancelled))
        entry.add(row)
    return found.values()


def event(entry: Entry, feed: CalendarFeed, now: datetime) -> Event:
    component = Event()
    component.add("UID", entry.uid)
    component.add("DTSTAMP", now)
    component.add("DTSTART", entry.starts_at)
    component.add("DTEND", entry.ends_at)
    component.add("SUMMARY", title(entry.first, feed))
    component.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    component.add("CLASS", "PRIVATE")
    if entry.first.venue_id:
        component.add("LOCATION", str(entry.first.venue))
    return component


def title(row: Occurrence, feed: CalendarFeed) -> str:
    """A sensitive motif stays neutral whatever was asked."""
    if not feed.shows_titles or row.action.is_sensitive:
        return NEUTRAL
    return row.shown_title
