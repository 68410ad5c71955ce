"""Days and hours that a territory works: bank holidays come from the `holidays` library, by the territory's own area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays
from django.utils import timezone

from backoffice.directory.enums import BankHolidays, OpeningDays, SchoolZone, Zone

if TYPE_CHECKING:
    from backoffice.directory.models import Territory

SATURDAY = 5
LAST_OPEN_WEEKDAY = {OpeningDays.WEEKDAYS: 4, OpeningDays.SATURDAY: 5, OpeningDays.EVERY_DAY: 6}
HOUR_TO_ANSWER = timedelta(hours=1)
DAYS_TRIED = 366
ALSACE_MOSELLE = {"57", "67", "68"}
AREAS = {
    SchoolZone.GUADELOUPE: "971",
    SchoolZone.MARTINIQUE: "972",
    SchoolZone.GUYANE: "973",
    SchoolZone.REUNION: "974",
    SchoolZone.MAYOTTE: "976",
    SchoolZone.SAINT_PIERRE: "PM",
    SchoolZone.NEW_CALEDONIA: "NC",
    SchoolZone.POLYNESIA: "PF",
    SchoolZone.WALLIS: "WF",
}
# They share a school zone with an island that has other bank holidays.
ISLANDS = {Zone.SAINT_BARTHELEMY: "BL", Zone.SAINT_MARTIN: "MF"}


def holiday_area(territory: Territory) -> str:
    """The area whose bank holidays apply: the one chosen, or Alsace-Moselle by its codes, or overseas by the zones."""
    if territory.bank_holidays:
        return "" if territory.bank_holidays == BankHolidays.MAINLAND else territory.bank_holidays
    if territory.code in ALSACE_MOSELLE:
        return "57"
    return ISLANDS.get(Zone(territory.time_zone)) or AREAS.get(SchoolZone(territory.school_zone), "")


@lru_cache(maxsize=256)
def bank_holidays(area: str, year: int) -> dict[date, str]:
    """Date → French name, for one area ("" for metropolitan France) and one year."""
    return dict(holidays.France(subdiv=area or None, years=year, language="fr"))


def is_open_day(day: date, area: str) -> bool:
    """Neither a Saturday, nor a Sunday, nor a bank holiday."""
    return day.weekday() < SATURDAY and day not in bank_holidays(area, day.year)


def open_days_between(first: date, last: date, territory: Territory) -> int:
    """How many open days separate two days, the last included; negative when `last` comes before."""
    if last < first:
        return -open_days_between(last, first, territory)
    area = holiday_area(territory)
    return sum(is_open_day(first + timedelta(days=number), area) for number in range(1, (last - first).days + 1))


@dataclass(frozen=True)
class OpeningHours:
    """When somebody answers: the days and hours of the territory, without its bank holidays nor the closures given as (first, last) days."""

    territory: Territory
    closures: tuple[tuple[date, date], ...] = ()

    def opens_on(self, day: date) -> bool:
        last = LAST_OPEN_WEEKDAY[OpeningDays(self.territory.opening_days)]
        closed = any(first <= day <= end for first, end in self.closures)
        return day.weekday() <= last and not closed and day not in self.bank_holidays(day.year)

    def bank_holidays(self, year: int) -> dict[date, str]:
        return bank_holidays(holiday_area(self.territory), year)

    def next_open(self, instant: datetime) -> datetime:
        """The instant itself while open; otherwise an hour after the next opening, or that day's closing time if it comes first.

        Told in local time, counted in UTC: a night when clocks change is neither longer nor shorter than it is. Where everything is closed for
        a year, the instant itself: an offer always ends."""
        place = self.territory
        local = timezone.localtime(instant, place.zone)
        if self.opens_on(local.date()) and place.opens_at <= local.time() <= place.closes_at:
            return instant
        first = local.date() + timedelta(days=int(local.time() > place.closes_at))
        days = (first + timedelta(days=number) for number in range(DAYS_TRIED))
        day = next((day for day in days if self.opens_on(day)), None)
        if day is None:
            return instant
        opening, closing = (
            datetime.combine(day, hour, place.zone).astimezone(UTC) for hour in (place.opens_at, place.closes_at)
        )
        return min(opening + HOUR_TO_ANSWER, closing)
