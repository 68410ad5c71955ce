"""Reminders J−n with a clock of ours: once each, in the morning of the territory, whatever the sweep does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.booking.enums import State
from backoffice.booking.services import book, cancel, mark_attendance, reminding
from backoffice.booking.services.reminding import mornings_between, remind
from backoffice.booking.values import Actor
from backoffice.directory.enums import Zone
from backoffice.notifications.enums import Beat, Event
from backoffice.notifications.models import Heartbeat, MessageTemplate, OutboxMessage
from backoffice.notifications.services import deliver_due
from backoffice.policies.models import Policy
from backoffice.policies.services import publish, set_parameter
from tests import world

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2027, 3, 30, 14, tzinfo=PARIS)  # two days after the clocks change
NIGHTS = [date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2027, 11, 7)]


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def seance(crest):
    row = world.occurrence(world.action(crest))
    row.starts_at, row.ends_at = START, START + timedelta(hours=2)
    row.save()
    return row


@pytest.fixture
def enrol(seance, crest, nadia):
    def enrol(name="Dumas", *, now=None):
        person = world.usager(crest, name)
        keys = {"occurrence_id": seance.pk, "usager_id": person.pk, "idempotency_key": name}
        return book(actor=Actor.agent(nadia), now=now or at(1, 10), **keys).participation

    return enrol


def reminders():
    return list(OutboxMessage.objects.filter(event=Event.REMINDER).order_by("pk"))


def sweep(start: datetime, end: datetime, minutes: int = 60) -> None:
    now = start.astimezone(UTC)
    while now <= end:
        assert remind(now=now)
        now += timedelta(minutes=minutes)


@pytest.fixture
def every(drome, seance, claire):
    """Publish the reminders of the territory."""

    def every(*days):
        policy = Policy.objects.create(territory=drome, code="rappels", name="Rappels", is_for_territory=True)
        seen = {"user": claire, "draft_version": policy.draft_version}
        value = {"code": "reminder.days", "value": sorted(days), "is_imposed": False, "is_set": True}
        set_parameter(policy_id=policy.pk, **value, **seen)
        policy.refresh_from_db()
        publish(policy_id=policy.pk, user=claire, reason="Rappels", now=at(1, 8), draft_version=policy.draft_version)

    return every


def test_one_reminder_leaves_two_days_before_in_the_morning(enrol):
    enrol()
    sweep(at(25, 0), at(30, 13))

    (message,) = reminders()
    assert message.created_at.astimezone(PARIS) == at(28, 8)
    assert "C'est dans 2 jours : " in message.body


def test_a_sweep_that_is_doubled_or_late_reminds_once(enrol):
    enrol()
    enrol("Petit")
    for now in (at(28, 7, 59), at(28, 8, 3), at(28, 8, 3), at(28, 8, 4), at(28, 19)):
        remind(now=now)

    assert len(reminders()) == 2


def test_whoever_enrolled_since_was_just_told(enrol):
    enrol(now=at(28, 8, 1))
    sweep(at(28, 0), at(30, 13))

    assert reminders() == []


def test_whoever_cancelled_and_whoever_waits_are_not_reminded(enrol, nadia):
    gone = enrol()
    cancel(participation_id=gone.pk, actor=Actor.agent(nadia), by_service=False, now=at(2, 10))
    sweep(at(27, 0), at(30, 13))

    assert reminders() == []


def test_who_leaves_while_the_texts_are_made_is_not_reminded(enrol, nadia, monkeypatch):
    """Texts are made before the transaction that keeps them: it reads again, under the lock of the inscriptions, who still comes."""
    enrol(), enrol("Petit")
    gone = enrol("Martin")
    make = reminding.worded

    def made_while_somebody_leaves(**parts):
        made = make(**parts)
        cancel(participation_id=gone.pk, actor=Actor.agent(nadia), by_service=False, now=at(28, 8))
        return made

    monkeypatch.setattr(reminding, "worded", made_while_somebody_leaves)
    remind(now=at(28, 8, 1))

    assert sorted(message.usager.last_name for message in reminders()) == ["Dumas", "Petit"]


def test_a_morning_costs_as_many_statements_for_a_full_seance_as_for_one_person(enrol):
    enrol()
    with CaptureQueriesContext(connection) as few:
        remind(now=at(28, 8, 1))
    for number in range(9):
        enrol(f"Nom{number}")
    Heartbeat.objects.filter(name=Beat.SWEEP).update(beaten_at=at(28, 7))
    OutboxMessage.objects.filter(event=Event.REMINDER).delete()
    with CaptureQueriesContext(connection) as many:
        remind(now=at(28, 8, 1))

    assert len(reminders()) == 10
    assert len(many) <= len(few)


def test_a_worker_that_was_silent_for_a_day_reminds_nobody_of_that_morning(enrol):
    enrol()
    remind(now=at(27, 12))
    remind(now=at(29, 12))

    assert reminders() == []


def test_a_cut_sweep_starts_again_from_the_same_place(enrol):
    enrol()
    remind(now=at(28, 7))

    assert not remind(now=at(28, 8, 1), seconds=0)
    assert remind(now=at(28, 8, 2))
    assert len(reminders()) == 1


@pytest.mark.parametrize(("days", "mornings"), [((), []), (("0", "1", "7"), [(23, 8), (29, 8), (30, 8)])])
def test_the_policy_says_how_many_and_when(enrol, every, days, mornings):
    every(*days)
    enrol()
    sweep(at(20, 0), at(30, 13))

    assert [message.created_at.astimezone(PARIS) for message in reminders()] == [at(*each) for each in mornings]
    assert ["demain" in message.body for message in reminders()] == [morning == (29, 8) for morning in mornings]


def test_after_the_seance_nothing_is_said_unless_somebody_wrote_that_it_is(enrol, drome, seance, nadia):
    """In the past of the real clock: attendance is never noted before its day."""
    seance.starts_at = START.replace(year=2026)
    seance.ends_at = seance.starts_at + timedelta(hours=2)
    seance.save()
    told = OutboxMessage.objects.filter(event__in=("attended", "missed"))
    for name, state in (("Dumas", State.ATTENDED), ("Petit", State.NOSHOW)):
        row = enrol(name, now=START.replace(year=2026, day=1))
        mark_attendance(participation_id=row.pk, state=state, actor=Actor.agent(nadia), now=seance.ends_at)
    remind(now=datetime(2026, 3, 31, 9, tzinfo=PARIS))
    assert not told.exists()

    MessageTemplate.objects.create(territory=drome, event="missed", channel="sms", sending="always")
    sweep(datetime(2026, 4, 1, 0, tzinfo=PARIS), datetime(2026, 4, 6, 0, tzinfo=PARIS))
    assert told.get().usager.last_name == "Petit"


@pytest.mark.parametrize("night", NIGHTS)
def test_each_zone_has_one_morning_a_day_even_when_the_clocks_change(db, night):
    zones = {}
    for number, zone in enumerate(Zone.values, start=971):
        zones[world.territory(str(number), f"Territoire {number}", time_zone=zone).pk] = ZoneInfo(zone)
    start = datetime.combine(night, time(12), tzinfo=UTC) - timedelta(days=2)
    seen = []
    for step in range(0, 96 * 60, 37):
        now = start + timedelta(minutes=step)
        seen += mornings_between(now, now + timedelta(minutes=37))

    for key, zone in zones.items():
        mornings = [morning.at.astimezone(zone) for morning in seen if morning.territory.pk == key]
        days = [morning.date() for morning in mornings]
        assert len(days) == len(set(days)) >= 3, zone
        assert days == [days[0] + timedelta(days=number) for number in range(len(days))], zone
        assert {morning.time() for morning in mornings} == {time(8)}, zone


def somebody_in(zone: str, number: int, day: date) -> None:
    """One person enrolled a week before in a séance of `day`, at 14 h on the wall, where SMS are silent from 20 h to 8 h."""
    place = world.territory(str(number), f"Territoire {number}", time_zone=zone, quiet_from=time(20))
    at_home = world.organisation(place, f"CMS {number}")
    row = world.occurrence(world.action(at_home, world.motif(at_home)))
    row.starts_at = datetime.combine(day, time(14), tzinfo=ZoneInfo(zone))
    row.ends_at = row.starts_at + timedelta(hours=2)
    row.save()
    actor = Actor.agent(world.user("Nadia", "Agent", place, at_home))
    keys = {
        "occurrence_id": row.pk,
        "usager_id": world.usager(at_home, phone="+33639980001").pk,
        "idempotency_key": zone,
    }
    book(actor=actor, now=row.starts_at - timedelta(days=7), **keys)


@pytest.mark.parametrize("night", [NIGHTS[0], *(pytest.param(night, marks=pytest.mark.slow) for night in NIGHTS[1:])])
def test_the_reminder_leaves_at_eight_on_the_wall_of_each_zone_after_the_night_of_the_clocks(db, night):
    """A clock of ours goes through two days, half-hour by half-hour: sweep, then delivery."""
    for number, zone in enumerate(Zone.values, start=971):
        somebody_in(zone, number, night + timedelta(days=2))
    now = datetime.combine(night, time(11), tzinfo=UTC) - timedelta(days=1)
    for _ in range(96):
        assert remind(now=now)
        deliver_due(now=now)
        now += timedelta(minutes=30)

    left = [(row.occurrence.territory, row) for row in reminders()]
    assert len(left) == len(Zone.values)
    for place, row in left:
        assert row.state == "sent"
        assert row.sent_at.astimezone(place.zone).replace(tzinfo=None) in (
            datetime.combine(night, time(8)),
            datetime.combine(night, time(8, 30)),
        ), place.zone
