"""From a first séance and a repetition to dates, in local time: 09:00 stays 09:00 on the wall whatever the season (reliability R30–R31).

The recurrence arithmetic is dateutil's (RFC 5545). A local time that does not exist, or exists twice, is refused with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dateutil import rrule, tz
from django.utils.formats import date_format

from backoffice.actions.errors import ImpossibleDates

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MAX_OCCURRENCES = 104


@dataclass(frozen=True)
class PlannedDate:
    """One occurrence to create: two aware instants in UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Plan:
    """The rule as RFC 5545 text ("" for a one-off) and the dates it gives."""

    recurrence: str
    dates: tuple[PlannedDate, ...]


def plan_dates(
    *, first_day: date, start_time: time, duration_minutes: int, count: int, zone: ZoneInfo, every_weeks: int = 1
) -> Plan:
    """`count` occurrences, every `every_weeks` weeks from `first_day`, each lasting `duration_minutes`. A one-off is a series of one.

    Raises ImpossibleDates when the count is out of bounds or a local time does not exist (or exists twice) that day."""
    if not 1 <= count <= MAX_OCCURRENCES:
        raise ImpossibleDates(f"Choisissez entre 1 et {MAX_OCCURRENCES} séances.")
    first = datetime.combine(first_day, start_time)
    rule = rrule.rrule(rrule.WEEKLY, dtstart=first, interval=every_weeks, count=count)
    length = timedelta(minutes=duration_minutes)
    dates = tuple(planned(wall, length, zone) for wall in rule)
    return Plan(recurrence=recurrence_text(every_weeks, count), dates=dates)


def planned(wall: datetime, length: timedelta, zone: ZoneInfo) -> PlannedDate:
    starts_at = instant(wall, zone)
    return PlannedDate(starts_at=starts_at, ends_at=starts_at + length)


def recurrence_text(every_weeks: int, count: int) -> str:
    return "" if count == 1 else f"FREQ=WEEKLY;INTERVAL={every_weeks};COUNT={count}"


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall time in a zone, or ImpossibleDates with both readings."""
    aware = wall.replace(tzinfo=zone)
    when = f"Le {date_format(wall, 'j F Y')}, {date_format(wall, 'H:i')}"
    if not tz.datetime_exists(aware):
        raise ImpossibleDates(
            f"{when} n’existe pas : on passe à l’heure d’été cette nuit-là. Choisissez une autre heure."
        )
    if tz.datetime_ambiguous(aware):
        raise ImpossibleDates(
            f"{when} existe deux fois : on passe à l’heure d’hiver cette nuit-là. Choisissez une autre heure."
        )
    return aware.astimezone(UTC)
