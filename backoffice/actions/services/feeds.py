"""A facilitator's séances as an iCalendar document. Neutral titles unless she asked for names; never a word about who comes.

A day in bands is one event, from its first band to its last: nobody wants sixty lines in her diary (minutes S23). Instants are written in UTC,
which every client shows at the hour of its owner; a cancelled séance stays, marked so, that clients may strike it out. Each change of a séance raises
SEQUENCE and LAST-MODIFIED: they are read in its history, as a client asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max
from icalendar import Calendar, Event

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.actions.models import CalendarFeed

PAST, FUTURE = timedelta(days=60), timedelta(days=400)
NEUTRAL, DIARY = "Action collective", "Actions collectives"
REFRESH = "PT1H"

type Changes = dict[int, tuple[int, datetime]]


@dataclass
class Entry:
    """One event of the diary: a séance, or the bands of a day together. What is cancelled counts only when all of it is."""

    uid: str
    rows: list[Occurrence] = field(default_factory=list)

    @property
    def held(self) -> list[Occurrence]:
        return [row for row in self.rows if row.state != OccurrenceState.CANCELLED]

    @property
    def shown(self) -> list[Occurrence]:
        return self.held or self.rows


def diary(feed: CalendarFeed, *, now: datetime) -> bytes:
    """The document: two months back, thirteen months ahead."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Actions collectives//FR")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", DIARY if not feed.shows_titles else f"{DIARY} · {feed.facilitator}")
    calendar.add("X-PUBLISHED-TTL", REFRESH)
    rows = list(seances_led_by(feed, now))
    changes = changes_of(rows)
    for entry in entries(rows):
        calendar.add_component(event(entry, feed, changes, now))
    return bytes(calendar.to_ical())


def seances_led_by(feed: CalendarFeed, now: datetime) -> Iterable[Occurrence]:
    rows = Occurrence.objects.led_by(feed.facilitator_id).filter(ends_at__gt=now - PAST, starts_at__lt=now + FUTURE)
    loaded = ("action__motif__type_label", "action__motif__service", "action__type_label", "venue")
    return rows.select_related(*loaded).order_by("starts_at", "pk")


def changes_of(rows: Iterable[Occurrence]) -> Changes:
    """By séance, how many times its history was written, and when last. One statement."""
    entries = Occurrence.history.filter(id__in=[row.pk for row in rows]).order_by().values_list("id")
    return {key: (times, last) for key, times, last in entries.annotate(Count("history_id"), Max("history_date"))}


def entries(rows: Iterable[Occurrence]) -> Iterable[Entry]:
    found: dict[str, Entry] = {}
    domain = urlsplit(settings.SITE_URL).hostname
    for row in rows:
        key = f"journee-{row.group_id}" if row.group_id else f"seance-{row.pk}"
        found.setdefault(key, Entry(f"{key}@{domain}")).rows.append(row)
    return found.values()


def event(entry: Entry, feed: CalendarFeed, changes: Changes, now: datetime) -> Event:
    component, first = Event(), entry.shown[0]
    component.add("UID", entry.uid)
    component.add("DTSTAMP", now)
    component.add("DTSTART", first.starts_at)
    component.add("DTEND", max(row.ends_at for row in entry.shown))
    component.add("SUMMARY", title(first, feed))
    component.add("STATUS", "CONFIRMED" if entry.held else "CANCELLED")
    component.add("CLASS", "PRIVATE")
    told = [changes[row.pk] for row in entry.rows if row.pk in changes]
    component.add("SEQUENCE", sum(times for times, _last in told))
    component.add("LAST-MODIFIED", max((last for _times, last in told), default=now))
    if first.venue_id:
        component.add("LOCATION", str(first.venue))
    return component


def title(row: Occurrence, feed: CalendarFeed) -> str:
    """A sensitive motif stays neutral whatever was asked."""
    if not feed.shows_titles or row.action.is_sensitive:
        return NEUTRAL
    return row.shown_title
