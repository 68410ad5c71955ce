"""The table of transitions: every pair of states is either listed, and done, or refused, and nothing changes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from backoffice.actions.models import OccurrenceCounters
from backoffice.booking.enums import ATTENDANCE, CANCELLED, HOLDS_A_SEAT, LIVE, TRANSITIONS, State
from backoffice.booking.errors import InvalidTransition
from backoffice.booking.models import Participation
from backoffice.booking.services.counting import count_change, counted_as
from backoffice.booking.services.moving import move
from tests import world

PAIRS = [pytest.param(before, after, id=f"{before.value}→{after.value}") for before in State for after in State]


@pytest.fixture
def participation_in(crest, seance):
    """A participation put directly in a state, counted as such."""

    def participation_in(state):
        now = timezone.now()
        row = Participation.objects.create(
            occurrence=seance,
            usager=world.usager(crest),
            state=state,
            channel="agent",
            booked_at=now,
            queued_at=now,
            offer_expires_at=now if state == State.OFFERED else None,
        )
        count_change(seance, before=None, after=state)
        return row

    yield participation_in
    # What no service made is no state of the database that the suite audits.
    Participation.objects.all().delete()
    OccurrenceCounters.objects.filter(pk=seance.pk).update(
        seats_beyond=0, seats_held=0, seats_offered=0, waiting_count=0, seats_awaited=0
    )


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_move_is_listed_or_refused(participation_in, before, after):
    participation = participation_in(before)

    participation.offer_expires_at = timezone.now()
    if after in TRANSITIONS[before]:
        move(participation, after, user=None, at=timezone.now())
        expected = after
    else:
        with pytest.raises(InvalidTransition):
            move(participation, after, user=None, at=timezone.now())
        expected = before

    assert Participation.objects.get().state == expected


def test_the_table_has_a_line_for_every_state():
    assert set(TRANSITIONS) == set(State)


def test_nothing_leads_back_to_an_invitation_or_to_the_list():
    reached = frozenset().union(
        *(after for before, after in TRANSITIONS.items() if before not in {State.INVITED, State.PENDING})
    )

    assert not reached & {State.INVITED, State.WAITING, State.PENDING}


def test_what_holds_a_seat_is_live_and_what_is_cancelled_is_not():
    assert HOLDS_A_SEAT < LIVE
    assert ATTENDANCE < HOLDS_A_SEAT
    assert not CANCELLED & LIVE


@pytest.mark.parametrize("state", list(State))
def test_a_live_state_is_counted_once_at_most(state):
    assert sum(counted_as(state)) <= 1
    assert not any(counted_as(state)) or state in LIVE
