"""When a public service is open: weekdays, bank holidays of mainland France, office hours. School holidays are the territories' business."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.easter import easter

if TYPE_CHECKING:
    from random import Random
    from zoneinfo import ZoneInfo

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
SATURDAY = 5


@lru_cache
def bank_holidays(year: int) -> frozenset[date]:
    """The eleven of the labour code (article L3133-1)."""
    moving = {easter(year) + timedelta(days=days) for days in AFTER_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in FIXED})


def is_open(day: date) -> bool:
    """A working day, outside the week between Christmas and New Year."""
    between_years = (day.month, day.day) >= (12, 24)
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year) and not between_years


def open_day_before(day: date) -> date:
    """This day, or the last open one before it."""
    while not is_open(day):
        day -= timedelta(days=1)
    return day


def office_instant(day: date, zone: ZoneInfo, random: Random) -> datetime:
    """Some minute of the office hours of that day, or of the last open day before it."""
    opening = datetime.combine(open_day_before(day), time(8, 40), zone)
    return opening + timedelta(minutes=random.randrange(0, 8 * 60 + 30), seconds=random.randrange(60))


def home_instant(day: date, zone: ZoneInfo, random: Random) -> datetime:
    """Some minute when people are awake, any day of the week."""
    return datetime.combine(day, time(7), zone) + timedelta(
        minutes=random.randrange(0, 15 * 60), seconds=random.randrange(60)
    )


def series_days(
    today: date, *, weekday: int, every_weeks: int, phase: int, weeks_before: int, weeks_after: int
) -> list[date]:
    """The open days of a series around today. Weeks are counted from a fixed one: another day gives the same days, moved along."""
    monday = today - timedelta(days=today.weekday())
    mondays = (monday + timedelta(weeks=shift) for shift in range(-weeks_before, weeks_after + 1))
    days = (
        first + timedelta(days=weekday)
        for first in mondays
        if (first.toordinal() // 7) % every_weeks == phase % every_weeks
    )
    return [day for day in days if is_open(day)]
