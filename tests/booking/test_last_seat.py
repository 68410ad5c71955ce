"""Who gets the last seat, who waits, who is refused. Every answer is a stored decision, refusals too."""

from __future__ import annotations

import pytest

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.enums import State
from backoffice.booking.models import Decision, Participation
from backoffice.catalogue.enums import WaitlistMode
from tests import world


def test_a_free_seat_is_given(ask, counters):
    answer = ask()

    assert (answer.decision.outcome, answer.participation.state) == ("accept", State.BOOKED)
    assert counters() == (1, 0)


def test_the_last_seat_is_given_and_the_next_person_waits(ask, full, counters):
    third = ask("Chloé")

    assert [answer.participation.state for answer in full] == [State.BOOKED, State.BOOKED]
    assert (third.decision.outcome, third.participation.state) == ("waitlist", State.WAITING)
    assert counters() == (2, 1)


def test_a_waiting_person_has_the_instant_of_her_request_as_rank(ask, full):
    third, fourth = ask("Chloé"), ask("Dalia")

    waiting = Participation.objects.waiting_in_order()
    assert list(waiting) == [third.participation, fourth.participation]
    assert third.participation.queued_at == third.decision.decided_at


def test_a_full_waiting_list_refuses_and_the_refusal_is_kept(ask, full, counters):
    ask("Chloé")
    ask("Dalia")

    fifth = ask("Élise")

    assert (fifth.decision.outcome, fifth.participation) == ("refuse", None)
    assert fifth.decision.headline == "placement.waitlist_full"
    assert Decision.objects.filter(usager__last_name="Élise", outcome="refuse").count() == 1
    assert counters() == (2, 2)


def test_without_waiting_list_a_full_seance_refuses(ask, full, motif, counters):
    motif.waitlist_mode = WaitlistMode.NONE
    motif.save()

    third = ask("Chloé")

    assert (third.decision.outcome, third.decision.headline) == ("refuse", "placement.no_waitlist")
    assert counters() == (2, 0)


def test_a_newcomer_does_not_pass_before_those_who_wait(ask, full, leave, motif, state_of):
    motif.waitlist_mode = WaitlistMode.MANUAL
    motif.save()
    third = ask("Chloé")
    leave(full[0])

    newcomer = ask("Dalia")

    assert (newcomer.participation.state, state_of(third)) == (State.WAITING, State.WAITING)


@pytest.mark.parametrize("attempt", ["seat", "wait"])
def test_somebody_already_there_is_refused_and_keeps_her_place(ask, full, attempt, state_of):
    first = full[0] if attempt == "seat" else ask("Chloé")
    before = state_of(first)

    again = ask(person=first.participation.usager)

    assert again.decision.outcome == "refuse"
    assert again.decision.headline in {"integrity.enrolled", "integrity.on_the_way"}
    assert (again.participation, state_of(first)) == (None, before)


def test_somebody_who_cancelled_may_come_back(ask, leave):
    first = ask()
    leave(first)

    again = ask(person=first.participation.usager)

    assert again.participation.state == State.BOOKED
    assert again.participation.pk != first.participation.pk


def test_an_invited_person_takes_her_seat_with_her_invitation(ask, seance, crest, nadia, counters):
    ines = world.usager(crest)
    invitation = Participation.objects.create(
        occurrence=seance, usager=ines, state=State.INVITED, channel="agent", booked_at=seance.starts_at
    )

    answer = ask(person=ines)

    assert answer.participation == invitation
    assert (answer.participation.state, answer.participation.booked_by) == (State.BOOKED, nadia)
    assert counters() == (1, 0)


@pytest.mark.parametrize(
    ("state", "headline"),
    [(OccurrenceState.CANCELLED, "integrity.cancelled"), (OccurrenceState.CLOSED, "integrity.closed")],
)
def test_a_seance_that_is_not_open_refuses(ask, seance, state, headline):
    seance.state = state
    seance.save()

    answer = ask()

    assert (answer.decision.outcome, answer.decision.headline) == ("refuse", headline)


def test_a_seance_long_started_refuses(ask, crest, motif):
    past = world.occurrence(world.action(crest, motif), in_days=-3)

    answer = ask(occurrence_id=past.pk)

    assert (answer.decision.outcome, answer.decision.headline) == ("refuse", "integrity.long_started")


def test_an_agent_may_still_write_down_somebody_who_came_yesterday_and_no_message_leaves(ask, crest, motif):
    yesterday = world.occurrence(world.action(crest, motif), in_days=-1)

    answer = ask(occurrence_id=yesterday.pk)

    assert answer.participation.state == State.BOOKED
    assert not yesterday.messages.exists()
