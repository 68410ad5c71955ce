"""A séance is a wall time: 09:00 stays 09:00 through every change of hour, in the fourteen zones of the Republic (reliability R30, R31)."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.actions.enums import Frequency
from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.services import plan_dates
from backoffice.actions.services.instants import instant, readings
from backoffice.actions.services.repeating import Repetition
from backoffice.directory.enums import Zone

ZONES = [ZoneInfo(name) for name in Zone.values]
FIRST, LAST = date(2026, 1, 1), date(2032, 12, 31)
DAYS = st.dates(FIRST, LAST)


def test_the_republic_has_fourteen_zones():
    assert len(ZONES) == 14


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("hour", [time(0), time(9), time(14, 30), time(23, 45)])
def test_each_day_until_2032_has_its_hour_once(zone, hour):
    """No change of hour of the Republic falls on these: every day has an instant that reads back the same."""
    for number in range((LAST - FIRST).days + 1):
        wall = datetime.combine(FIRST + timedelta(days=number), hour)
        assert instant(wall, zone).astimezone(zone).replace(tzinfo=None) == wall


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    first=DAYS,
    hour=st.times(time(4), time(23, 59)),
    weeks=st.integers(1, 4),
    number=st.integers(1, 60),
)
def test_a_series_keeps_its_hour_on_the_wall(zone, first, hour, weeks, number):
    hour = hour.replace(second=0, microsecond=0)
    plan = plan_dates(first_day=first, start_time=hour, duration_minutes=90, count=number, zone=zone, every_weeks=weeks)
    walls = [each.starts_at.astimezone(zone) for each in plan.dates]
    assert {wall.time() for wall in walls} == {hour}
    assert {(after.date() - before.date()).days for before, after in itertools.pairwise(walls)} <= {7 * weeks}
    assert all(each.ends_at - each.starts_at == timedelta(minutes=90) for each in plan.dates)


MISSING = "{} n’existe pas : on passe à l’heure d’été cette nuit-là. Choisissez {} ou {}."
TWICE = "{} existe deux fois : on passe à l’heure d’hiver cette nuit-là. C’est {} ou {} en temps universel."


@pytest.mark.parametrize(
    ("zone", "wall", "said"),
    [
        (Zone.PARIS, "2027-03-28T02:30", MISSING.format("Le 28 mars 2027, 02:30", "01:30", "03:30")),
        (Zone.PARIS, "2027-10-31T02:30", TWICE.format("Le 31 octobre 2027, 02:30", "00:30", "01:30")),
        (Zone.SAINT_PIERRE, "2027-03-14T02:15", MISSING.format("Le 14 mars 2027, 02:15", "01:15", "03:15")),
        (Zone.SAINT_PIERRE, "2027-11-07T01:15", TWICE.format("Le 7 novembre 2027, 01:15", "03:15", "04:15")),
    ],
)
def test_an_hour_that_does_not_exist_or_exists_twice_is_refused_with_both_readings(zone, wall, said):
    with pytest.raises(ImpossibleDates) as refused:
        instant(datetime.fromisoformat(wall), ZoneInfo(zone))
    assert refused.value.message.startswith(said)


@settings(max_examples=200, deadline=None)
@given(zone=st.sampled_from(ZONES), moment=st.datetimes(datetime(2026, 1, 1), datetime(2032, 12, 31)))  # noqa: DTZ001
def test_every_wall_time_is_an_instant_or_is_refused_with_two_readings(zone, moment):
    wall = moment.replace(second=0, microsecond=0)
    try:
        assert instant(wall, zone).astimezone(zone).replace(tzinfo=None) == wall
    except ImpossibleDates:
        first, second = readings(wall, zone)
        assert first.astimezone(UTC) < second.astimezone(UTC)


# The examples of RFC 5545 §3.8.5.3 that python-dateutil documents, for the frequencies offered here.
VECTORS = [
    ("FREQ=WEEKLY;COUNT=10", "1997-09-02", {"count": 10}, "09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21 10-28 11-04"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=6", "1997-09-02", {"count": 6, "every": 2}, "09-02 09-16 09-30 10-14 10-28 11-11"),
    (
        "FREQ=WEEKLY;COUNT=10;BYDAY=TU,TH", "1997-09-02", {"count": 10, "weekdays": (1, 3)},
        "09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;BYDAY=TU,TH", "1997-09-02", {"count": 8, "every": 2, "weekdays": (1, 3)},
        "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16",
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05", {"count": 10, "frequency": Frequency.MONTHLY},
        "09-05 10-03 11-07 12-05 01-02 02-06 03-06 04-03 05-01 06-05",
    ),
    (
        "FREQ=MONTHLY;COUNT=6;BYDAY=-1MO", "1997-09-29", {"count": 6, "frequency": Frequency.MONTHLY_LAST},
        "09-29 10-27 11-24 12-29 01-26 02-23",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "first", "asked", "expected"), VECTORS, ids=[each[0] for each in VECTORS])
def test_the_rhythms_offered_agree_with_the_library_s_examples(rule, first, asked, expected):
    first_day = date.fromisoformat(first)
    repetition = Repetition(first_day=first_day, start_time=time(9), minutes=60, **asked)
    named = [day for day, _rank in zip(repetition.named_days(), range(asked["count"]), strict=False)]
    theirs = [each.date() for each in rrule.rrulestr(rule, dtstart=datetime.combine(first_day, time(9)))]
    again = rrule.rrulestr(repetition.text, dtstart=datetime.combine(first_day, time(9)))

    assert [f"{day:%m-%d}" for day in named] == expected.split()
    assert named == theirs == [each.date() for each in again]


@settings(max_examples=80, deadline=None)
@given(
    first=DAYS,
    every=st.integers(1, 12),
    frequency=st.sampled_from([Frequency.WEEKLY, Frequency.MONTHLY, Frequency.MONTHLY_LAST]),
    weekdays=st.sets(st.integers(0, 6)),
    number=st.integers(2, 20),
)
def test_the_rule_that_is_kept_gives_the_same_days_again(first, every, frequency, weekdays, number):
    repetition = Repetition(
        first_day=first, start_time=time(9), minutes=60, every=every, frequency=frequency,
        weekdays=tuple(sorted(weekdays)), count=number,
    )  # fmt: skip
    named = [day for day, _rank in zip(repetition.named_days(), range(number), strict=False)]
    again = [each.date() for each in rrule.rrulestr(repetition.text, dtstart=datetime.combine(first, time(9)))]

    assert named == again[: len(named)]
    assert all(first <= day <= repetition.horizon for day in named)
