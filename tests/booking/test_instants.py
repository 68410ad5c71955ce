"""An act done at an instant is dated with this instant everywhere: row, decision, history, message."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.services import book, cancel, mark_attendance
from backoffice.booking.values import Actor
from tests import world


@pytest.fixture
def monday():
    return timezone.now().replace(microsecond=0) - timedelta(days=60)


@pytest.fixture
def booking(crest, nadia, monday):
    seance = world.occurrence(world.action(crest), in_days=-50)
    return book(
        occurrence_id=seance.pk,
        usager_id=world.usager(crest).pk,
        actor=Actor.agent(nadia),
        idempotency_key="one",
        now=monday,
    )


def test_a_booking_is_dated_from_its_own_instant(booking, monday):
    participation = booking.participation
    assert participation.booked_at == booking.decision.decided_at == monday
    assert participation.history.get().history_date == monday
    assert participation.occurrence.messages.get().created_at == monday


@pytest.mark.parametrize(("act", "days"), [("cancel", 5), ("attendance", 10)])
def test_what_follows_is_dated_too(booking, nadia, monday, act, days):
    later = monday + timedelta(days=days, hours=2)
    wanted = {"participation_id": booking.participation.pk, "actor": Actor.agent(nadia), "now": later}
    if act == "cancel":
        cancel(by_service=False, **wanted)
    else:
        mark_attendance(state=State.NOSHOW, **wanted)
    latest = booking.participation.history.first()
    assert (latest.history_date, latest.history_user) == (later, nadia)
