"""A freed seat is offered for a time, then to the next person: accepted, declined or over, exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.errors import NoOffer, NothingToPromote
from backoffice.booking.models import Decision
from backoffice.booking.services import accept, cancel, change_seats, decline, promote, propose, sweep
from backoffice.booking.values import Actor
from backoffice.notifications.enums import Event
from backoffice.notifications.models import OutboxMessage

MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def offering(motif):
    """Who is offered a place has a day to answer."""
    motif.waitlist_offer_hours = 24
    motif.save()


@pytest.fixture
def offered(offering, ask, full, leave):
    """Alix leaves: her seat is offered to Chloé; Dalia waits."""
    chloe, dalia = ask("Chloé"), ask("Dalia")
    leave(full[0])
    chloe.participation.refresh_from_db()
    return chloe, dalia


@pytest.fixture
def answer(agent):
    """Accept or decline the offer made to somebody."""

    def answer(service, booking, **options):
        return service(participation_id=booking.participation.pk, **{"actor": agent, **options})

    return answer


def events(booking):
    rows = OutboxMessage.objects.filter(usager=booking.participation.usager).order_by("pk")
    return list(rows.values_list("event", flat=True))


def test_the_seat_is_kept_for_the_first_person_and_she_is_told_until_when(offered, seance, counters, state_of):
    chloe, dalia = offered
    end = chloe.participation.offer_expires_at

    assert (state_of(chloe), state_of(dalia)) == (State.OFFERED, State.WAITING)
    assert (counters(), seance.counters.seats_offered) == ((1, 1), 1)
    assert events(chloe) == [Event.WAITLISTED, Event.OFFERED]
    told = OutboxMessage.objects.get(event=Event.OFFERED).body
    assert f"{timezone.localtime(end, seance.territory.zone):%H:%M}" in told


def test_a_newcomer_does_not_get_the_seat_that_is_offered(offered, ask, state_of, motif):
    motif.waitlist_max = None
    motif.save()

    assert state_of(ask("Emma")) == State.WAITING


def test_who_accepts_has_the_seat_and_two_clicks_are_one(offered, answer, counters, state_of):
    chloe, dalia = offered

    first, again = answer(accept, chloe), answer(accept, chloe)

    assert (first.is_hers, again.is_hers) == (True, True)
    assert (state_of(chloe), state_of(dalia), counters()) == (State.BOOKED, State.WAITING, (2, 1))
    assert events(chloe) == [Event.WAITLISTED, Event.OFFERED, Event.BOOKED]


def test_who_declines_leaves_the_list_and_the_next_person_is_offered_the_seat(offered, answer, state_of):
    chloe, dalia = offered

    first, again = answer(decline, chloe), answer(decline, chloe)

    assert ([len(done.promotions) for done in (first, again)], state_of(chloe)) == ([1, 0], State.DECLINED)
    assert (state_of(dalia), events(dalia)) == (State.OFFERED, [Event.WAITLISTED, Event.OFFERED])


@pytest.mark.parametrize(
    ("late", "state", "next_state"),
    [
        (-MILLISECOND, "unknown", "waiting"),
        (0 * MILLISECOND, "unknown", "waiting"),
        (MILLISECOND, "expired", "offered"),
    ],
)
def test_an_answer_at_the_end_itself_is_in_time_a_millisecond_later_is_not(
    offered, answer, state_of, late, state, next_state
):
    chloe, dalia = offered

    answer(accept, chloe, now=chloe.participation.offer_expires_at + late)

    assert (state_of(chloe), state_of(dalia)) == (state, next_state)


@pytest.mark.parametrize("ticks", [1, 3])
def test_an_offer_without_answer_ends_once_however_often_the_worker_passes(offered, state_of, ticks):
    chloe, dalia = offered

    for _ in range(ticks):
        sweep(now=chloe.participation.offer_expires_at + MILLISECOND)

    assert (state_of(chloe), state_of(dalia)) == (State.EXPIRED, State.OFFERED)
    assert events(chloe) == [Event.WAITLISTED, Event.OFFERED, Event.OFFER_EXPIRED]
    assert Decision.objects.filter(kind="promote").count() == 2


def test_a_worker_that_was_stopped_for_three_days_catches_up(offered, state_of):
    chloe, dalia = offered

    sweep(now=chloe.participation.offer_expires_at + timedelta(days=3))

    assert (state_of(chloe), state_of(dalia)) == (State.EXPIRED, State.OFFERED)


def test_a_reminder_leaves_once_when_a_quarter_of_the_time_is_left(offered, state_of):
    chloe, _dalia = offered

    for _ in range(2):
        sweep(now=chloe.participation.offer_reminder_at)

    assert state_of(chloe) == State.OFFERED
    assert events(chloe) == [Event.WAITLISTED, Event.OFFERED, Event.OFFER_EXPIRING]


def test_who_was_offered_nothing_has_nothing_to_answer(offered, answer):
    _chloe, dalia = offered

    for service in (accept, decline):
        with pytest.raises(NoOffer):
            answer(service, dalia)


def test_an_offer_that_is_cancelled_frees_its_seat_for_the_next_person(offered, leave, state_of):
    chloe, dalia = offered

    leave(chloe)

    assert (state_of(chloe), state_of(dalia)) == (State.EXCUSED, State.OFFERED)


def test_an_offer_ends_at_the_cut_off_at_the_latest(offering, ask, full, seance, agent, state_of):
    chloe = ask("Chloé")
    morning = seance.starts_at - timedelta(hours=3)

    cancel(participation_id=full[0].participation.pk, actor=agent, by_service=False, now=morning)

    assert state_of(chloe) == State.OFFERED
    assert chloe.participation.offer_expires_at == seance.starts_at


def test_offers_are_seats_taken_when_seats_are_added(offered, seance, claire, state_of):
    chloe, dalia = offered

    change_seats(occurrence_id=seance.pk, seats=3, actor=Actor.agent(claire))

    assert [state_of(one) for one in (chloe, dalia)] == [State.OFFERED, State.OFFERED]


def test_an_agent_offers_a_seat_by_hand_for_a_day_where_the_policy_gives_them_at_once(
    ask, full, motif, leave, agent, state_of
):
    motif.waitlist_mode = "manual"
    motif.save()
    chloe = ask("Chloé")
    leave(full[0])

    decision = propose(participation_id=chloe.participation.pk, actor=agent)

    assert (decision.kind, state_of(chloe)) == ("promote", State.OFFERED)
    assert chloe.participation.offer_expires_at >= decision.decided_at + timedelta(hours=24)


def test_a_seat_that_is_offered_is_given_to_nobody_else(offered, agent):
    with pytest.raises(NothingToPromote, match="Aucune place"):
        promote(participation_id=offered[1].participation.pk, actor=agent, reason="Urgence")


def test_a_seance_that_is_moved_earlier_ends_its_offers_at_its_start(offered, answer, seance, state_of):
    chloe, _dalia = offered
    seance.starts_at = chloe.participation.offer_expires_at - timedelta(hours=2)
    seance.save()

    assert not answer(accept, chloe, now=seance.starts_at + MILLISECOND).is_hers
    assert state_of(chloe) == State.EXPIRED
