"""Silence at night, in the fourteen time zones of the Republic, on ordinary nights and on those when the clocks change (reliability R16)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from backoffice.directory.enums import Zone
from backoffice.notifications.enums import Channel, Event, MessageState
from backoffice.notifications.services.quiet import earliest, is_quiet
from tests import world
from tests.notifications.letters import delivered, message_to

# The nights when clocks change, in Paris then in Saint-Pierre-et-Miquelon, and an ordinary one.
NIGHTS = [(2027, 3, 27), (2027, 10, 30), (2027, 3, 13), (2027, 11, 6), (2027, 6, 15)]


def wall(zone: str, day: tuple[int, int, int], hour: int, minute: int = 0, second: int = 0, *, days: int = 0):
    local = datetime(*day, hour, minute, second, tzinfo=ZoneInfo(zone)) + timedelta(days=days)
    return local.astimezone(UTC)


def leaves(now, zone, *, event=Event.BOOKED, channel=Channel.SMS, starts_at=None, urgent=True, **place):
    silence = {"quiet_from": time(20), "quiet_until": time(8), "urgent_breaks_silence": urgent} | place
    territory = SimpleNamespace(zone=ZoneInfo(zone), **silence)
    occurrence = SimpleNamespace(territory=territory, starts_at=starts_at or now + timedelta(days=9))
    return earliest(now, event=event, channel=channel, occurrence=occurrence)


@pytest.mark.parametrize("zone", Zone.values)
@pytest.mark.parametrize("night", NIGHTS)
def test_an_sms_of_the_night_leaves_at_the_opening_of_the_wall_clock(zone, night):
    opening = wall(zone, night, 8, days=1)
    assert leaves(wall(zone, night, 19, 59, 59), zone) == wall(zone, night, 19, 59, 59)
    for hour, minute in ((20, 0), (23, 59)):
        assert leaves(wall(zone, night, hour, minute), zone) == opening
    for hour, minute in ((0, 0), (2, 30), (3, 0), (7, 59)):
        assert leaves(wall(zone, night, hour, minute, days=1), zone) == opening
    assert leaves(opening, zone) == opening
    assert opening.astimezone(ZoneInfo(zone)).time() == time(8)


@pytest.mark.parametrize("zone", Zone.values)
def test_no_night_of_the_clocks_is_forgotten(zone):
    """Every day of the year in which this zone changes its clocks is the morning after one of the nights above."""
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    offsets = {day: datetime.combine(day, time(12), tzinfo=ZoneInfo(zone)).utcoffset() for day in days}
    changed = [before for before, after in pairwise(days) if offsets[before] != offsets[after]]

    assert set(changed) <= {date(*night) for night in NIGHTS}
    assert len(changed) == (2 if zone in ("Europe/Paris", "America/Miquelon") else 0)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Miquelon"])
@pytest.mark.parametrize("until", [time(2, 30), time(3), time(1, 30)])
def test_a_silence_that_ends_in_the_hour_that_the_clocks_skip_or_repeat_still_ends(zone, until):
    """Five minutes by five minutes over each night of the clocks: what leaves is out of silence, and never more than the skipped hour late."""
    place = {"quiet_from": time(22), "quiet_until": until}
    silent = SimpleNamespace(zone=ZoneInfo(zone), **place)
    for night in NIGHTS[:4]:
        moments = [wall(zone, night, 21) + timedelta(minutes=5 * step) for step in range(120)]
        loud = [moment for moment in moments if not is_quiet(moment, silent)]
        for moment in moments:
            first = next(each for each in loud if each >= moment)
            left = leaves(moment, zone, **place)
            assert not is_quiet(left, silent)
            assert first <= left <= first + timedelta(hours=1)


@pytest.mark.parametrize("zone", Zone.values)
def test_every_instant_of_two_days_leaves_in_order_and_in_the_day(zone):
    """Half-hour by half-hour over the night of October: nothing leaves in the night, nothing overtakes."""
    start = wall(zone, NIGHTS[1], 12)
    moments = [leaves(start + timedelta(minutes=30 * step), zone) for step in range(96)]

    assert moments == sorted(moments)
    assert all(time(8) <= moment.astimezone(ZoneInfo(zone)).time() < time(20) for moment in moments)


def test_a_cancellation_for_this_morning_breaks_the_silence_if_the_territory_agrees():
    now, zone = wall("Europe/Paris", NIGHTS[4], 23), "Europe/Paris"
    soon, later = wall(zone, NIGHTS[4], 9, 30, days=1), wall(zone, NIGHTS[4], 14, days=1)

    assert leaves(now, zone, event=Event.SEANCE_CANCELLED, starts_at=soon) == now
    assert leaves(now, zone, event=Event.SEANCE_CANCELLED, starts_at=soon, urgent=False) > now
    assert leaves(now, zone, event=Event.SEANCE_CANCELLED, starts_at=later) > now
    assert leaves(now, zone, event=Event.BOOKED, starts_at=soon) > now
    assert leaves(now, zone, channel=Channel.EMAIL) == now


def test_a_message_that_was_late_waits_for_the_opening_too(drome, crest):
    """Tried again after a provider's outage, in the middle of the night."""
    drome.quiet_from = time(20)
    drome.save()
    night = (datetime.now(UTC) + timedelta(days=1)).astimezone(drome.zone).replace(hour=23, minute=0)
    message = delivered(message_to(world.usager(crest)), now=night)

    assert (message.state, message.attempts) == (MessageState.DUE, 0)
    assert message.not_before.astimezone(drome.zone).time() == time(8)
    assert delivered(message, now=message.not_before).state == MessageState.SENT
