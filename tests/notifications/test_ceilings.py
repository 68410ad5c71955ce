"""So many messages a day for one person, so many SMS for one territory: what is over waits, visibly, and is never lost (R17)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.notifications.enums import Channel, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage, SmsDay
from backoffice.notifications.services import deliver_due
from backoffice.notifications.services.carriers import Verdict
from tests import world
from tests.notifications.letters import Ledger, delivered, message_to


@pytest.fixture
def usager(crest):
    return world.usager(crest, email="ines.dumas@example.org")


@pytest.fixture
def capped(drome):
    def cap(**ceilings):
        for name, value in ceilings.items():
            setattr(drome, name, value)
        drome.save()

    return cap


def states() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("state", flat=True))


def test_a_loop_that_owes_fifty_messages_reaches_a_person_three_times(usager, capped, carried_by):
    ledger = carried_by(Ledger())
    capped(messages_per_person=3)
    seance = message_to(usager).occurrence
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            key=f"loop-{n}",
            usager=usager,
            occurrence=seance,
            event="offered",
            channel="sms",
            body="x",
            not_before=timezone.now(),
        )
        for n in range(49)
    )
    deliver_due(now=timezone.now())
    held = OutboxMessage.objects.filter(state=MessageState.HELD)

    assert (len(ledger.taken), held.count()) == (3, 47)
    assert set(held.values_list("trouble", "attempts")) == {(Trouble.PERSON_CEILING, 0)}
    assert held.first().steps.get().trouble == Trouble.PERSON_CEILING


def test_whoever_answers_for_several_children_is_one_person(crest, usager, capped, carried_by):
    carried_by(Ledger())
    capped(messages_per_person=2)
    for name in ("Ali", "Bea", "Chloé"):
        message_to(world.usager(crest, "Dumas", name, responsible=usager))
    deliver_due(now=timezone.now())

    assert states() == ["sent", "sent", "held"]


def test_a_territory_has_so_many_sms_a_day_and_its_e_mails_go_on(crest, capped, carried_by):
    ledger = carried_by(Ledger())
    capped(sms_per_day=2)
    people = [world.usager(crest, f"Nom{n}", email=f"nom{n}@example.org") for n in range(4)]
    for person in people:
        message_to(person)
    message_to(people[0], channel=Channel.EMAIL)
    deliver_due(now=timezone.now())

    assert states() == ["sent", "sent", "held", "held", "sent"]
    assert len(ledger.taken) == 3
    assert SmsDay.objects.get().count == 2
    assert set(OutboxMessage.objects.filter(state="held").values_list("trouble", flat=True)) == {
        Trouble.TERRITORY_CEILING
    }


def test_the_day_is_the_day_of_the_territory(usager, capped, carried_by, drome):
    carried_by(Ledger())
    capped(messages_per_person=1)
    evening = timezone.now().astimezone(drome.zone).replace(hour=23, minute=30) + timedelta(days=1)
    first = delivered(message_to(usager, in_days=30), now=evening)
    second = delivered(message_to(usager, in_days=30), now=evening + timedelta(hours=1))

    assert (first.state, second.state) == (MessageState.SENT, MessageState.SENT)
    assert second.counted_on == first.counted_on + timedelta(days=1)


def test_a_message_that_is_tried_again_counts_once(usager, capped, carried_by):
    capped(messages_per_person=1, sms_per_day=1)
    ledger, now = carried_by(Ledger(verdict=Verdict.LATER)), timezone.now()
    message = delivered(message_to(usager, in_days=30), now=now)
    ledger.verdict = Verdict.ACCEPTED
    message = delivered(message, now=message.not_before)

    assert (message.state, message.attempts, SmsDay.objects.get().count) == (MessageState.SENT, 2, 1)


def test_what_is_held_expires_when_it_is_useless(usager, capped, carried_by):
    ledger = carried_by(Ledger())
    capped(messages_per_person=1)
    message_to(usager)
    message = delivered(message_to(usager))
    assert message.state == MessageState.HELD
    message = delivered(message, now=message.useless_at)

    assert message.state == MessageState.EXPIRED
    assert len(ledger.taken) == 1


def test_no_ceiling_is_a_choice(usager, capped, carried_by):
    ledger = carried_by(Ledger())
    capped(messages_per_person=None, sms_per_day=None)
    for _ in range(15):
        message_to(usager)
    deliver_due(now=timezone.now())

    assert len(ledger.taken) == 15
