"""A cancellation frees the seat and gives it at once to the person who waits first."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.errors import InvalidTransition
from backoffice.booking.services import mark_attendance
from backoffice.booking.values import Actor
from backoffice.catalogue.enums import WaitlistMode
from backoffice.notifications.enums import Event
from backoffice.notifications.models import OutboxMessage


def test_the_first_person_of_the_list_takes_the_freed_seat(ask, full, leave, state_of, counters):
    third, fourth = ask("Chloé"), ask("Dalia")

    cancellation = leave(full[0])

    assert [decision.participation for decision in cancellation.promotions] == [third.participation]
    assert [state_of(answer) for answer in (full[0], third, fourth)] == [State.EXCUSED, State.BOOKED, State.WAITING]
    assert counters() == (2, 1)


def test_she_is_told_and_the_history_says_who_freed_the_seat(ask, full, leave, nadia):
    third = ask("Chloé")

    leave(full[0])

    told = OutboxMessage.objects.filter(usager=third.participation.usager)
    assert set(told.values_list("event", flat=True)) == {Event.WAITLISTED, Event.PROMOTED}
    latest = third.participation.history.first()
    assert (latest.state, latest.history_user, latest.history_change_reason) == (
        State.BOOKED,
        nadia,
        "Une place s’est libérée.",
    )


def test_with_a_manual_list_the_seat_stays_free_for_the_agent_to_give(ask, full, leave, motif, state_of, counters):
    motif.waitlist_mode = WaitlistMode.MANUAL
    motif.save()
    third = ask("Chloé")

    assert leave(full[0]).promotions == []
    assert (state_of(third), counters()) == (State.WAITING, (1, 1))


def test_in_a_closed_seance_nobody_is_promoted(ask, full, leave, seance, state_of):
    third = ask("Chloé")
    seance.state = "closed"
    seance.save()

    leave(full[0])

    assert state_of(third) == State.WAITING


def test_once_the_seance_has_begun_nobody_is_promoted_and_nobody_is_written_to(ask, full, leave, seance, state_of):
    third = ask("Chloé")
    before = OutboxMessage.objects.count()

    leave(full[0], now=seance.starts_at)

    assert (state_of(third), OutboxMessage.objects.count()) == (State.WAITING, before)


@pytest.mark.parametrize(
    ("by_service", "state", "event"),
    [(False, State.EXCUSED, Event.CANCELLED_BY_USAGER), (True, State.REVOKED, Event.CANCELLED_BY_SERVICE)],
)
def test_who_cancels_makes_the_state_and_the_message(ask, leave, by_service, state, event, state_of):
    booking = ask()

    leave(booking, by_service=by_service, reason="Empêchement")

    assert state_of(booking) == state
    assert OutboxMessage.objects.filter(event=event).count() == 1
    assert booking.participation.history.first().history_change_reason == "Empêchement"


def test_cancelling_twice_is_cancelling_once(ask, full, leave, counters):
    ask("Chloé")
    leave(full[0])
    rows = full[0].participation.history.count(), OutboxMessage.objects.count()

    again = leave(full[0])

    assert again.promotions == []
    assert (full[0].participation.history.count(), OutboxMessage.objects.count()) == rows
    assert counters() == (2, 0)


def test_somebody_who_waits_may_leave_the_list(ask, full, leave, counters):
    third = ask("Chloé")

    assert leave(third).promotions == []
    assert counters() == (2, 0)


def test_an_attendance_is_not_cancelled(ask, leave, agent, seance, state_of):
    booking = ask()
    mark_attendance(participation_id=booking.participation.pk, state=State.ATTENDED, actor=agent, now=seance.ends_at)

    with pytest.raises(InvalidTransition):
        leave(booking)
    assert state_of(booking) == State.ATTENDED


def test_the_usager_cancels_her_own_place(ask, leave, state_of):
    booking = ask()

    leave(booking, actor=Actor.usager())

    assert state_of(booking) == State.EXCUSED
    assert booking.participation.history.first().history_user is None
