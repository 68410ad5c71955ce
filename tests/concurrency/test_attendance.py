"""Two agents on one sheet: ticking the same person, and closing while ticking. Each with its negative control (reliability R2)."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.errors import ReasonRequired
from backoffice.booking.models import Participation
from backoffice.booking.services import attendance, book, close_sheet, mark_attendance
from backoffice.booking.values import Actor
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, Meeting, together

pytestmark = REAL_TRANSACTIONS


@pytest.fixture
def agent(nadia):
    nadia.perimeter  # noqa: B018 - read once, before the clients start
    return Actor.agent(nadia)


@pytest.fixture
def seance(crest):
    return world.occurrence(world.action(crest, world.motif(crest, default_seats=4)))


@pytest.fixture
def row(seance, crest, agent):
    asked = book(
        occurrence_id=seance.pk, usager_id=world.usager(crest).pk, actor=agent, idempotency_key="k"
    ).participation
    at = {"actor": agent, "now": seance.ends_at}
    mark_attendance(participation_id=asked.pk, state=State.ATTENDED, **at)
    return asked


@pytest.fixture
def tick(row, agent, seance):
    def tick(state):
        return lambda: mark_attendance(participation_id=row.pk, state=state, actor=agent, now=seance.ends_at)

    return tick


@pytest.fixture
def meeting(monkeypatch):
    """Whoever has read what she is about to change waits for the other before writing."""
    point, move = Meeting(), attendance.move

    def wait_then_move(*given, **named):
        point.wait()
        move(*given, **named)

    monkeypatch.setattr(attendance, "move", wait_then_move)
    return point


def versions(row):
    """Each change takes the version after the one that it found."""
    return sorted(Participation.history.filter(id=row.pk).values_list("version", flat=True))


def test_two_ticks_on_one_person_follow_each_other(row, tick, meeting):
    outcomes = together(tick(State.LATE), tick(State.NOSHOW))

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert versions(row) == [1, 2, 3, 4]


def test_negative_control_without_the_lock_one_tick_hides_the_other(row, tick, meeting, without_lock):
    """If this test fails, the one above proves nothing: the two agents did not meet."""
    together(tick(State.LATE), tick(State.NOSHOW))

    assert versions(row) == [1, 2, 3, 3]


@pytest.fixture
def told(monkeypatch, seance, agent, tick):
    """Close while somebody ticks; in which order each was done, and what the tick answered."""
    order, ticking, closed = [], Meeting(3), Meeting(1.2)
    move = attendance.move

    def wait_then_move(*given, **named):
        ticking.wait()
        closed.wait()
        move(*given, **named)

    def close():
        ticking.wait()
        close_sheet(occurrence_id=seance.pk, actor=agent, now=seance.ends_at)
        order.append("closed")
        closed.wait()

    def mark():
        try:
            tick(State.NOSHOW)()
            order.append("marked without reason")
        except ReasonRequired:
            order.append("refused")

    monkeypatch.setattr(attendance, "move", wait_then_move)

    def told():
        together(mark, close)
        return order

    return told


def test_nothing_is_ticked_without_reason_once_the_sheet_is_closed(row, told):
    assert told() == ["marked without reason", "closed"]


def test_negative_control_without_the_lock_a_closed_sheet_is_ticked(row, told, without_lock):
    assert told() == ["closed", "marked without reason"]
