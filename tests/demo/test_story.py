"""The story holds whatever the day it is told: no closed day, no order that time forbids."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backoffice.demo.services.programme import Span, day_in, days_of
from backoffice.demo.values import TERRITORIES
from backoffice.demo.values.calendar import bank_holidays, is_open
from backoffice.demo.values.people import people_of
from backoffice.demo.values.script import Act, Session, drawn, steps_of

PARIS = ZoneInfo("Europe/Paris")
ACTIONS = [action for territory in TERRITORIES for action in territory.actions]
DAYS = [
    date(2026, 12, 16),
    date(2027, 1, 1),
    date(2027, 5, 2),
    date(2028, 2, 29),
    date(2027, 3, 28),
    date(2026, 10, 25),
]


def span(today):
    return Span(datetime.combine(today - timedelta(weeks=58), datetime.min.time(), UTC), today, 52)


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.ref)
def test_an_action_has_its_days_whatever_today_is(action, today):
    days = days_of(action, span(today)) + [day_in(span(today), day) for day in action.days]
    assert days
    assert all(is_open(day) for day in days)
    slots = [(day_in(span(today), day), slot) for day in action.days for slot in day.slots]
    assert len(slots) == len(set(slots))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.ref)
def test_steps_follow_each_other(action):
    start = datetime(2027, 3, 29, 9, tzinfo=PARIS)
    session = Session(1, start, start + timedelta(hours=2), 45)
    steps = list(steps_of(action, session, [f"p{rank}" for rank in range(80)], zone=PARIS, today=start.date()))
    asked = {step.person: step.at for step in steps if step.act is Act.BOOK}
    for step in steps:
        if step.act is Act.CANCEL:
            assert asked[step.person] < step.at < start
        elif step.act is Act.ATTEND:
            assert step.at > session.ends_at
        else:
            assert step.at < start


def test_the_eleven_bank_holidays_of_2027():
    assert len(bank_holidays(2027)) == 11
    assert {date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)} <= bank_holidays(2027)


@pytest.mark.parametrize("territory", TERRITORIES, ids=lambda territory: territory.code)
def test_people_are_always_the_same_and_never_share_a_number_by_chance(territory):
    people = people_of(territory, rank=0, count=200, today=DAYS[0])
    assert people == people_of(territory, rank=0, count=200, today=DAYS[0])
    phones = [person.phone for person in people if person.phone]
    assert len(phones) == len(set(phones))
    homonyms = [person for person in people if (person.last_name, person.first_name) == ("Martin", "Camille")]
    assert len({person.birth_date for person in homonyms}) >= 2
    assert any(person.responsible for person in people)
    assert len({person.language for person in people}) > 3


@pytest.mark.parametrize("territory", TERRITORIES, ids=lambda territory: territory.code)
def test_communes_belong_to_the_territory(territory):
    assert all(commune.code.startswith(territory.code) and len(commune.code) == 5 for commune in territory.communes)


def test_nobody_is_in_two_bands_of_the_same_forum():
    somme = next(territory for territory in TERRITORIES if territory.code == "80")
    forum = next(action for action in somme.actions if action.ref == "80-forum")
    people = people_of(somme, rank=2, count=200, today=DAYS[0])
    pool = [
        person.ref for person in people if "mds" in person.organisations and person.belongs_to(forum.audience, DAYS[0])
    ]
    asked = [person for band in range(10) for person in drawn(pool, band, forum.demand, forum.demand.coming[1])]
    assert len(asked) == len(set(asked))
