"""An agent gives a free seat by hand: in order, or with a reason."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.errors import NothingToPromote, ReasonRequired
from backoffice.booking.models import Decision
from backoffice.catalogue.enums import WaitlistMode
from backoffice.notifications.models import OutboxMessage


@pytest.fixture
def queue(ask, full, motif):
    """Two people wait; freed seats are given by hand."""
    motif.waitlist_mode = WaitlistMode.MANUAL
    motif.save()
    return [ask("Chloé"), ask("Dalia")]


def test_the_first_person_of_the_list_gets_the_free_seat(queue, full, leave, pass_first, state_of, counters):
    leave(full[0])

    decision = pass_first(queue[0])

    assert (decision.kind, decision.outcome, state_of(queue[0])) == ("promote", "accept", State.BOOKED)
    assert counters() == (2, 1)


def test_passing_before_others_needs_a_reason(queue, full, leave, pass_first, state_of):
    leave(full[0])

    with pytest.raises(ReasonRequired):
        pass_first(queue[1])
    assert state_of(queue[1]) == State.WAITING


def test_with_a_reason_she_passes_and_the_history_keeps_it(queue, full, leave, pass_first, nadia):
    leave(full[0])

    decision = pass_first(queue[1], reason="Sortie de maternité")

    latest = queue[1].participation.history.first()
    assert (latest.state, latest.history_user) == (State.BOOKED, nadia)
    assert latest.history_change_reason == decision.reason == "Sortie de maternité"


def test_without_a_free_seat_nobody_passes(queue, pass_first, state_of):
    with pytest.raises(NothingToPromote):
        pass_first(queue[0])
    assert state_of(queue[0]) == State.WAITING
    assert not Decision.objects.filter(kind="promote").exists()


def test_somebody_who_no_longer_waits_is_not_promoted_twice(queue, full, leave, pass_first, counters):
    leave(full[0])
    pass_first(queue[0])
    sent = OutboxMessage.objects.count()

    with pytest.raises(NothingToPromote):
        pass_first(queue[0])
    assert (counters(), OutboxMessage.objects.count()) == ((2, 1), sent)
