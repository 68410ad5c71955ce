"""The appointment of e-mails: one per person, kept, updated and removed; neutral when it must be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from backoffice.notifications.enums import Change, Event
from backoffice.notifications.models import MessageTemplate, OutboxMessage
from backoffice.notifications.services import About, deliver_due, owe
from tests import world

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def seance(crest, drome):
    return world.occurrence(world.action(crest), venue=world.venue(drome, address="3, rue des Alpes"))


@pytest.fixture
def ines(crest):
    return world.usager(crest, phone="", email="ines@example.org")


@pytest.fixture
def tell(ines):
    def tell(event, seance, *, usager=None, **about):
        now, usager = timezone.now(), usager or ines
        cause = f"cause-{OutboxMessage.objects.count()}"
        owed = owe(event=event, cause=cause, occurrence=seance, usager=usager, now=now, about=About(**about))
        return [Calendar.from_ical(message.calendar) for message in owed if message.calendar]

    return tell


def read(calendar):
    (event,) = calendar.walk("VEVENT")
    return calendar["METHOD"], event["UID"], event["SEQUENCE"], event["STATUS"]


def test_one_appointment_is_given_updated_then_removed(tell, seance):
    given_, moved, removed = (
        tell(event, seance, changes=(Change.TIME,))
        for event in (Event.BOOKED, Event.SEANCE_CHANGED, Event.CANCELLED_BY_USAGER)
    )
    uid = read(given_[0])[1]

    assert read(given_[0]) == ("REQUEST", uid, 0, "CONFIRMED")
    assert read(moved[0]) == ("REQUEST", uid, 1, "CONFIRMED")
    assert read(removed[0]) == ("CANCEL", uid, 2, "CANCELLED")


def test_it_follows_the_person_to_another_seance(tell, seance):
    other = world.occurrence(seance.action, in_days=14)
    first = tell(Event.BOOKED, seance)[0]
    moved = tell(Event.MOVED, other, before=seance)[0]

    assert read(moved)[:3] == ("REQUEST", read(first)[1], 1)
    assert moved.walk("VEVENT")[0].decoded("DTSTART") == other.starts_at.replace(microsecond=0)


def test_nothing_is_removed_from_somebody_who_was_given_nothing(tell, seance):
    assert tell(Event.WAITLISTED, seance) == []
    assert tell(Event.SEANCE_CHANGED, seance) == []
    assert tell(Event.SEANCE_CANCELLED, seance) == []


def test_it_says_what_and_where_or_nothing_at_all(tell, seance, crest):
    (plain,) = tell(Event.BOOKED, seance)[0].walk("VEVENT")
    quiet = world.usager(crest, "Petit", phone="", email="lea@example.org", is_contact_neutral=True)
    (neutral,) = tell(Event.BOOKED, seance, usager=quiet)[0].walk("VEVENT")

    assert plain["SUMMARY"] == "Atelier : Préparation à la naissance"
    assert plain["LOCATION"] == "CMS de Crest, salle 2, 3, rue des Alpes"
    assert neutral["SUMMARY"] == "Votre rendez-vous"
    assert "LOCATION" not in neutral
    assert "naissance" not in neutral.to_ical().decode()


def test_the_e_mail_carries_it_in_the_form_that_programs_read(tell, seance):
    tell(Event.BOOKED, seance)
    deliver_due(now=timezone.now())

    (sent,) = mail.outbox
    part = next(each for each in sent.message().walk() if each.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_filename()) == ("REQUEST", "rendez-vous.ics")
    assert Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, deadline=None)
@given(names=st.lists(st.text(ALPHABET, min_size=6, max_size=12), min_size=2, max_size=5, unique=True))
def test_nobody_ever_receives_the_name_of_another(crest, seance, names):
    """Random séances: each person's messages, on both channels, with their appointment, hold no other person's name, phone or address."""
    OutboxMessage.objects.all().delete()
    MessageTemplate.objects.all().delete()
    for channel in ("sms", "email"):
        body = "Bonjour {prénom}, {date} {lieu} {consignes} {contact}"
        keys = {"event": "booked", "channel": channel, "sending": "always"}
        MessageTemplate.objects.create(territory=crest.territory, body=body, **keys)
    people = [
        world.usager(crest, f"Q{name}", f"Z{name}", phone=f"06 39 98 00 {number:02}", email=f"z{name}@example.org")
        for number, name in enumerate(names, start=10)
    ]
    now = timezone.now()
    for number, event in enumerate((Event.BOOKED, Event.SEANCE_CHANGED, Event.REMINDER, Event.SEANCE_CANCELLED)):
        for person in people:
            cause, about = f"{person.pk}-{number}", About(seance, (Change.TIME,), days_left=2)
            owe(event=event, cause=cause, occurrence=seance, usager=person, now=now + timedelta(seconds=1), about=about)

    messages = list(OutboxMessage.objects.select_related("usager").order_by("pk"))
    assert len(messages) >= 5 * len(people)
    for message in messages:
        words = f"{message.subject} {message.body} {message.calendar}".casefold()
        strangers = [person for person in people if person.pk != message.usager_id]
        marks = [mark.casefold() for one in strangers for mark in (one.first_name, one.last_name, one.phone, one.email)]
        own = f"{message.usager.first_name} {message.usager.email}".casefold()
        assert not [mark for mark in marks if mark in words and mark not in own]


def test_one_act_on_several_seances_updates_each_of_her_appointments(crest, claire):
    """One e-mail, and a calendar for each of her séances: what mail programs keep stays true."""
    from backoffice.booking.services import book, cancel_seances
    from backoffice.booking.values import Actor
    from backoffice.notifications.services.appointments import calendars_in

    action = world.action(crest)
    seances = [world.occurrence(action, in_days=days) for days in (7, 14)]
    usager = world.usager(crest, phone="", email="ines@example.org")
    for seance in seances:
        book(occurrence_id=seance.pk, usager_id=usager.pk, actor=Actor.agent(claire), idempotency_key=f"k{seance.pk}")
    given = set(OutboxMessage.objects.values_list("calendar_uid", flat=True))
    cancel_seances(occurrence_ids=[one.pk for one in seances], actor=Actor.agent(claire), reason="Neige")
    (told,) = OutboxMessage.objects.filter(event="seance_cancelled")
    calendars = calendars_in(told.calendar)

    assert len(calendars) == 2
    assert {uid for uid in given for each in calendars if uid in each.replace("\r\n ", "")} == given
    assert all("METHOD:CANCEL" in each for each in calendars)
    deliver_due()
    assert len(mail.outbox[-1].attachments) == 2
