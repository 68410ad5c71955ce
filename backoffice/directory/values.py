"""Days that a territory works: bank holidays come from the `holidays` library, by the territory's own area."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays

from backoffice.directory.enums import BankHolidays, SchoolZone, Zone

if TYPE_CHECKING:
    from backoffice.directory.models import Territory

SATURDAY = 5
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
