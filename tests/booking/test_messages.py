"""Messages are owed once, to the right person, and say nothing that must not be read by others."""

from __future__ import annotations

import pytest

from backoffice.notifications.enums import Channel, Event, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from tests import world

REVEALING = ("Préparation", "naissance", "Atelier", "PMI", "Crest")


def messages_to(person):
    return OutboxMessage.objects.filter(usager=person)


def test_each_change_owes_one_message(ask, full, leave):
    third = ask("Chloé")
    leave(full[0])
    leave(third)

    events = messages_to(third.participation.usager).order_by("pk").values_list("event", flat=True)
    assert list(events) == [Event.WAITLISTED, Event.PROMOTED, Event.CANCELLED_BY_USAGER]
    assert OutboxMessage.objects.count() == 6
    assert len(set(OutboxMessage.objects.values_list("key", flat=True))) == 6


def test_the_message_says_what_when_how_long_and_where(ask, seance, drome):
    seance.venue = world.venue(drome, "CMS de Crest, salle 2")
    seance.save()

    body = messages_to(ask().participation.usager).get().body

    start, end = seance.local_start, seance.local_end
    assert "Atelier" in body
    assert "Préparation à la naissance" in body
    assert "CMS de Crest, salle 2" in body
    assert f"{start:%H:%M}-{end:%H:%M}" in body


@pytest.mark.parametrize("sensitive", ["label", "service", "person", "responsible"])
def test_a_sensitive_message_names_neither_the_motif_nor_the_place(ask, seance, drome, crest, motif, sensitive):
    seance.venue = world.venue(drome, "PMI de Crest")
    seance.save()
    person = world.usager(crest, email="ines@example.org")
    mother = world.usager(crest, "Dumas", "Maud", is_contact_neutral=True)
    if sensitive == "label":
        motif.type_label.is_sensitive = True
        motif.type_label.save()
    elif sensitive == "service":
        motif.service.is_sensitive = True
        motif.service.save()
    elif sensitive == "person":
        person.is_contact_neutral = True
    else:
        person.responsible = mother
    person.save()

    ask(person=person)

    message = messages_to(person).get()
    assert not [word for word in REVEALING if word in f"{message.subject} {message.body}"]
    assert "rendez-vous" in message.body


def test_by_e_mail_too_the_subject_is_neutral(ask, crest, motif):
    motif.service.is_sensitive = True
    motif.service.save()

    ask(person=world.usager(crest, phone="", email="ines@example.org"))

    message = OutboxMessage.objects.get()
    assert (message.channel, message.subject) == (Channel.EMAIL, "Votre rendez-vous")


def test_somebody_who_cannot_be_reached_is_enrolled_and_what_she_should_know_waits_for_an_agent(ask, crest):
    answer = ask(person=world.usager(crest, phone="", email=""))

    message = OutboxMessage.objects.get()
    assert answer.participation is not None
    assert (message.state, message.trouble, message.segments) == (MessageState.PARKED, Trouble.NO_ADDRESS, 1)
    assert "Place confirmée" in message.body


def test_a_child_is_told_through_the_responsible_person(ask, crest):
    mother = world.usager(crest, "Dumas", "Maud", phone="", email="maud@example.org")
    child = world.usager(crest, "Dumas", "Léo", responsible=mother)

    ask(person=child)

    assert messages_to(child).get().channel == Channel.EMAIL


def test_a_refusal_owes_nothing(ask, seance):
    seance.state = "closed"
    seance.save()

    ask()

    assert not OutboxMessage.objects.exists()
