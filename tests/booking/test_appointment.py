"""One appointment for one place, through everything that happens to it: mail programs update it, remove it and give it back by themselves."""

from __future__ import annotations

import uuid

from icalendar import Calendar

from backoffice.booking.services import book, cancel_seances, transfer
from backoffice.booking.services.messages.resending import resend
from backoffice.booking.services.series import undo_edit
from backoffice.booking.values import Actor
from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from tests import world


def given(message):
    calendar = Calendar.from_ical(message.calendar)
    (event,) = calendar.walk("VEVENT")
    return calendar["METHOD"], event["SEQUENCE"], event["STATUS"], event.decoded("DTSTART")


def test_a_move_an_undone_cancellation_and_a_copy_keep_one_appointment_that_only_goes_forward(crest, claire):
    action, agent = world.action(crest), Actor.agent(claire)
    first, second = (world.occurrence(action, in_days=days) for days in (7, 14))
    ines = world.usager(crest, phone="", email="ines@example.org")

    def left():
        OutboxMessage.objects.filter(state=MessageState.DUE).update(state=MessageState.SENT)

    place = book(occurrence_id=first.pk, usager_id=ines.pk, actor=agent, idempotency_key="k").participation
    transfer(participation_id=place.pk, occurrence_id=second.pk, actor=agent, reason="", idempotency_key="m")
    left()
    edit = cancel_seances(occurrence_ids=[second.pk], actor=agent, reason="Neige").edits[0]
    left()
    undo_edit(edit_id=edit.pk, actor=agent)
    left()
    resend(message_id=OutboxMessage.objects.latest("pk").pk, channel="email", user=claire, key=uuid.uuid4().hex)
    messages = list(OutboxMessage.objects.order_by("pk"))
    there, then = (row.starts_at.replace(microsecond=0) for row in (first, second))

    assert len({message.calendar_uid for message in messages}) == 1
    assert [given(message) for message in messages] == [
        ("REQUEST", 0, "CONFIRMED", there),
        ("REQUEST", 1, "CONFIRMED", then),
        ("CANCEL", 2, "CANCELLED", then),
        ("REQUEST", 3, "CONFIRMED", then),
        ("REQUEST", 4, "CONFIRMED", then),
    ]
