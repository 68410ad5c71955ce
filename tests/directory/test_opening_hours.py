"""Until when an offer lasts: the hours of the territory, its bank holidays and closures, in its own time, whatever clocks do."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from backoffice.directory.models import Territory
from backoffice.directory.values import OpeningHours


def hours(zone="Europe/Paris", closures=(), **fields):
    place = Territory(
        code="26", name="Drôme", time_zone=zone, **{"opens_at": time(8, 30), "closes_at": time(17, 30), **fields}
    )
    return OpeningHours(place, closures), ZoneInfo(zone)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("2027-01-14 10:00", "2027-01-14 10:00"),  # Thursday, open
        ("2027-01-14 08:30", "2027-01-14 08:30"),
        ("2027-01-14 17:30", "2027-01-14 17:30"),
        ("2027-01-14 07:00", "2027-01-14 09:30"),
        ("2027-01-14 18:00", "2027-01-15 09:30"),
        ("2027-01-15 18:00", "2027-01-18 09:30"),  # Friday evening → Monday
        ("2027-01-16 10:00", "2027-01-18 09:30"),
        ("2026-12-24 18:00", "2026-12-28 09:30"),  # Christmas is a Friday
        ("2027-03-27 12:00", "2027-03-30 09:30"),  # clocks go forward on Sunday; Monday is Easter Monday
        ("2026-10-24 12:00", "2026-10-26 09:30"),  # clocks go back on Sunday
    ],
)
def test_a_delay_ends_while_somebody_answers(wanted, found):
    opening, zone = hours()

    end = opening.next_open(datetime.fromisoformat(wanted).replace(tzinfo=zone))

    assert end == datetime.fromisoformat(found).replace(tzinfo=zone)


@pytest.mark.parametrize("zone", ["America/Martinique", "Indian/Reunion", "Pacific/Noumea", "America/Miquelon"])
def test_the_hours_are_those_of_the_territory(zone):
    opening, there = hours(zone)

    end = opening.next_open(datetime(2027, 2, 9, 3, tzinfo=there))

    assert end == datetime(2027, 2, 9, 9, 30, tzinfo=there)


def test_closures_count_as_closed():
    opening, zone = hours(closures=((date(2027, 1, 14), date(2027, 1, 15)),))

    end = opening.next_open(datetime(2027, 1, 14, 10, tzinfo=zone))

    assert end == datetime(2027, 1, 18, 9, 30, tzinfo=zone)


def test_a_territory_open_half_an_hour_still_closes():
    opening, zone = hours(closes_at=time(9), opening_days="saturday")

    end = opening.next_open(datetime(2027, 1, 16, 7, tzinfo=zone))

    assert end == datetime(2027, 1, 16, 9, tzinfo=zone)


def test_where_everything_is_closed_for_a_year_an_offer_still_ends():
    opening, zone = hours(closures=((date(2027, 1, 1), date(2028, 12, 31)),))
    asked = datetime(2027, 1, 14, 10, tzinfo=zone)

    assert opening.next_open(asked) == asked
