"""Moving to another séance: decided there, told once, and the old seat is given back only when the new one is hers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.booking.enums import DecisionKind, State
from backoffice.booking.errors import AnotherRequest, InvalidTransition, TooLate
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import transfer
from backoffice.booking.values import Actor
from backoffice.console.base.errors import NotAllowed
from backoffice.notifications.enums import Event
from backoffice.notifications.models import OutboxMessage
from tests import world


@pytest.fixture
def other(seance):
    """The next séance of the same action, two seats too."""
    return world.occurrence(seance.action, in_days=14)


@pytest.fixture
def go(other, agent):
    def go(booking, **options):
        wanted = {"occurrence_id": other.pk, "actor": agent, "idempotency_key": "move"}
        return transfer(participation_id=booking.participation.pk, **{**wanted, **options})

    return go


def test_she_has_the_other_seat_is_told_once_and_hers_goes_to_the_first_who_waits(ask, full, go, other, state_of):
    third = ask("Chloé")
    OutboxMessage.objects.all().delete()

    done = go(full[0])

    moved = done.booking.participation
    assert (moved.occurrence_id, moved.state, moved.moved_from) == (other.pk, State.BOOKED, full[0].participation)
    assert (state_of(full[0]), state_of(third)) == (State.MOVED, State.BOOKED)
    assert done.booking.decision.kind == DecisionKind.MOVE
    told = OutboxMessage.objects.filter(usager=moved.usager)
    assert [(message.event, message.occurrence_id) for message in told] == [(Event.MOVED, other.pk)]


def test_a_refused_move_leaves_everything_and_is_kept(ask, full, go, other, state_of):
    for name in ("Rose", "Salma"):
        ask(name, occurrence_id=other.pk)
    before = OutboxMessage.objects.count()

    done = go(full[0])

    assert done.booking.participation is None
    assert (done.booking.decision.outcome, done.booking.decision.occurrence_id) == ("waitlist", other.pk)
    assert (state_of(full[0]), OutboxMessage.objects.count()) == (State.BOOKED, before)


def test_it_may_go_above_the_seats_with_a_reason(ask, full, go, other, claire):
    for name in ("Rose", "Salma"):
        ask(name, occurrence_id=other.pk)

    done = go(full[0], actor=Actor.agent(claire), overbook=True, reason="Accord de l’animatrice.")

    assert done.booking.participation.is_overbooked


def test_her_own_place_does_not_count_against_her(ask, go, in_force):
    """One inscription a year: the one that she leaves is not another one."""
    in_force({"limit.participations": 1})

    assert go(ask()).booking.decision.outcome == "accept"


def test_the_same_click_twice_moves_once(ask, go):
    booking = ask()
    first = go(booking)

    again = go(booking)

    assert (again.booking.is_replay, again.booking.participation) == (True, first.booking.participation)
    assert Participation.objects.count() == 2
    with pytest.raises(AnotherRequest):
        go(booking, reason="Autre demande")


def test_somebody_who_waits_may_wait_elsewhere(ask, full, go, other, state_of):
    third = ask("Chloé")
    for name in ("Rose", "Salma"):
        ask(name, occurrence_id=other.pk)

    done = go(third)

    assert (state_of(third), done.booking.participation.state) == (State.MOVED, State.WAITING)


def test_what_is_over_does_not_move(ask, go, leave, seance):
    booking = ask()
    leave(booking)

    with pytest.raises(InvalidTransition):
        go(booking)
    with pytest.raises(InvalidTransition):
        go(ask("Bintou"), occurrence_id=seance.pk)
    assert not Decision.objects.filter(kind=DecisionKind.MOVE).exists()


@pytest.mark.parametrize(("act", "hours"), [("leave", 4), ("go", 48)])
def test_the_person_cancels_until_4_hours_before_and_moves_until_48(ask, seance, act, hours, state_of, request):
    booking, act = ask(), request.getfixturevalue(act)
    limit = seance.starts_at - timedelta(hours=hours)

    with pytest.raises(TooLate, match="Il est trop tard"):
        act(booking, actor=Actor.usager(), now=limit + timedelta(minutes=1))
    assert state_of(booking) == State.BOOKED

    act(booking, actor=Actor.usager(), now=limit)
    assert state_of(booking) != State.BOOKED


def test_the_policy_gives_agents_a_deadline_that_a_reason_passes_over(ask, seance, leave, in_force, claire, state_of):
    in_force({"cancel.agent_hours": 24})
    booking, late = ask(), seance.starts_at - timedelta(hours=2)

    with pytest.raises(TooLate, match="24 heures avant"):
        leave(booking, now=late)
    with pytest.raises(TooLate):
        leave(booking, actor=Actor.agent(claire), now=late)

    leave(booking, actor=Actor.agent(claire), reason="Hospitalisation", now=late)
    assert state_of(booking) == State.EXCUSED


def test_the_policy_may_forbid_it_to_the_person(ask, leave, in_force):
    in_force({"cancel.usager_allowed": False})

    with pytest.raises(NotAllowed):
        leave(ask(), actor=Actor.usager())
