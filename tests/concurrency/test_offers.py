"""Two answers to one offer, two agents on the last seat, two workers on one offer, at the same instant: one is right (reliability R21, R26, R27)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from backoffice.booking.enums import State
from backoffice.booking.errors import NoOffer, NothingToApprove, NothingToPromote
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import (
    accept,
    answering,
    approve,
    approving,
    audit,
    cancel,
    decline,
    offering,
    promote,
    reject,
    sweeping,
)
from backoffice.booking.services.counting import count_change
from backoffice.booking.services.locking import locked
from backoffice.console.base.history import record
from tests.concurrency.clients import REAL_TRANSACTIONS, Meeting, together

pytestmark = REAL_TRANSACTIONS


@pytest.fixture
def meeting_before(monkeypatch):
    """Whoever has checked waits for the other before writing."""

    def meeting_before(module, name="move"):
        point, act = Meeting(), getattr(module, name)

        def meet(*args, **options):
            point.wait()
            return act(*args, **options)

        monkeypatch.setattr(module, name, meet)

    return meeting_before


def full_with(seance, wants, *names, seats=2, **settings):
    """The seats are taken, then these people wait."""
    seance.seats_override = seats
    seance.save()
    motif = seance.action.motif
    for field, value in settings.items():
        setattr(motif, field, value)
    motif.save()
    taken = [wants(f"Assise {number}")().participation for number in range(seats)]
    return taken, [wants(name)().participation for name in names]


@pytest.fixture
def offered(seance, wants, agent):
    """Two seats are offered, to Chloé and Dalia, until the same instant; Emma waits."""
    taken, waiting = full_with(seance, wants, "Chloé", "Dalia", "Emma", waitlist_offer_hours=24)
    for one in taken:
        cancel(participation_id=one.pk, actor=agent, by_service=False)
    return [Participation.objects.get(pk=one.pk) for one in waiting]


@pytest.fixture
def answers(offered, agent, seance):
    """Chloé accepts at the last instant; meanwhile she declines, or the worker ends her offer a millisecond later."""
    chloe = offered[0]
    end = chloe.offer_expires_at
    wanted = {"participation_id": chloe.pk, "actor": agent}
    return {
        "accept": lambda: accept(**wanted, now=end),
        "decline": lambda: decline(**wanted, now=end),
        "expire": lambda: sweeping.end_offer(chloe.pk, seance.pk, now=end + timedelta(milliseconds=1)),
    }


def went_wrong(*outcomes):
    """Counters that no longer agree with rows, or an act that only a constraint of the database stopped."""
    return audit() or any(isinstance(outcome, IntegrityError) for outcome in outcomes)


def refresh(rows):
    return [Participation.objects.get(pk=row.pk).state for row in rows]


@pytest.mark.parametrize("other", ["decline", "expire"])
def test_one_offer_has_one_answer(offered, answers, meeting_before, other):
    meeting_before(answering)

    accepted, opposite = together(answers["accept"], answers[other])

    chloe, _dalia, emma = refresh(offered)
    is_hers = not isinstance(accepted, NoOffer) and accepted.is_hers
    assert (chloe == State.BOOKED) is is_hers
    assert emma == (State.WAITING if is_hers else State.OFFERED)
    assert is_hers or not isinstance(opposite, NoOffer)
    assert not audit()


@pytest.mark.parametrize("other", ["decline", "expire"])
def test_negative_control_without_lock_both_answers_are_believed(
    offered, answers, meeting_before, without_lock, without_check, other
):
    """If this test fails, the one above proves nothing: the two clients did not meet."""
    meeting_before(answering)

    accepted, opposite = together(answers["accept"], answers[other])

    assert went_wrong(accepted, opposite)


def test_two_workers_end_an_offer_once(offered, answers, meeting_before):
    meeting_before(answering)

    together(answers["expire"], answers["expire"])

    assert refresh(offered) == [State.EXPIRED, State.OFFERED, State.OFFERED]
    assert offered[0].history.filter(state=State.EXPIRED).count() == 1
    assert Decision.objects.filter(kind="promote").count() == 3


def test_negative_control_without_lock_two_workers_end_it_twice(
    offered, answers, meeting_before, without_lock, without_check
):
    meeting_before(answering)

    assert went_wrong(*together(answers["expire"], answers["expire"]))


@pytest.fixture
def last_seat(seance, wants, agent):
    """One free seat, two people who wait, and an agent for each of them."""
    taken, waiting = full_with(seance, wants, "Chloé", "Dalia", seats=1, waitlist_mode="manual")
    cancel(participation_id=taken[0].pk, actor=agent, by_service=False)
    acts = [lambda one=one: promote(participation_id=one.pk, actor=agent, reason="Au guichet") for one in waiting]
    return waiting, acts


def test_two_agents_who_give_the_last_seat_give_it_once(last_seat, meeting_before):
    waiting, acts = last_seat
    meeting_before(offering)

    outcomes = together(*acts)

    assert sorted(refresh(waiting)) == [State.BOOKED, State.WAITING]
    assert [type(outcome) for outcome in outcomes].count(NothingToPromote) == 1


def test_negative_control_without_lock_nor_check_they_give_it_twice(
    last_seat, meeting_before, without_lock, without_check
):
    waiting, acts = last_seat
    meeting_before(offering)

    together(*acts)

    assert refresh(waiting) == [State.BOOKED, State.BOOKED]


@pytest.fixture
def request_answered(seance, wants, agent, monkeypatch):
    """A request that two agents answer: one says yes, the other no; each has read that it waits for its answer."""
    row = wants("Chloé")().participation
    with locked(seance.pk) as occurrence:
        row.state, row.occurrence = State.PENDING, occurrence
        record(row, user=agent.user, reason="À approuver", update_fields=["state"])
        count_change(occurrence, before=State.BOOKED, after=State.PENDING)
    wanted = {"participation_id": row.pk, "actor": agent}
    return row, [lambda: approve(**wanted), lambda: reject(**wanted, reason="Dossier incomplet")]


def test_of_two_answers_to_a_request_one_counts(request_answered, meeting_before):
    row, acts = request_answered
    meeting_before(approving)

    outcomes = together(*acts)

    assert [type(outcome) for outcome in outcomes].count(NothingToApprove) == 1
    assert row.history.filter(version=2).count() == 1


def test_negative_control_without_lock_both_agents_believe_that_theirs_counts(
    request_answered, meeting_before, without_lock, without_check
):
    """Nobody is told that the request has its answer: only a constraint of the database may stop the second."""
    _row, acts = request_answered
    meeting_before(approving)

    outcomes = together(*acts)

    assert went_wrong(*outcomes)
    assert not any(isinstance(outcome, NothingToApprove) for outcome in outcomes)


def test_a_newcomer_and_a_worker_want_the_same_freed_seat(seance, wants, agent):
    """Reliability R25: cancel, book and sweep at once; the seat goes to who waited."""
    taken, [chloe] = full_with(seance, wants, "Chloé", seats=1)
    newcomer = wants("Emma")

    together(
        lambda: cancel(participation_id=taken[0].pk, actor=agent, by_service=False),
        newcomer,
        lambda: sweeping.serve_queue(occurrence_id=seance.pk),
    )

    assert refresh([chloe]) == [State.BOOKED]
    assert seance.participations.filter(state=State.WAITING).count() == 1
