"""An act that fails at any of its statements leaves no trace: no seat, no decision, no history, no message (reliability R11)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from backoffice.actions.models import Occurrence, OccurrenceCounters
from backoffice.booking.enums import State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import book, change_seats, mark_attendance, mark_everyone_present, promote
from backoffice.booking.values import Actor
from backoffice.notifications.models import OutboxMessage
from tests import world

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WRITTEN = [
    Participation,
    Participation.history.model,
    Decision,
    OutboxMessage,
    OccurrenceCounters,
    Occurrence,
    Occurrence.history.model,
]
ENOUGH = 60


class Cut(DatabaseError):
    """The connection is lost here."""


class CutAt:
    """Executes statements until the one that it must cut."""

    def __init__(self, statement):
        self.left = statement

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0:
            raise Cut
        return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def nobody_rings(monkeypatch):
    """The worker is rung after the commit, when there is nothing left to undo: tests/notifications/test_waking.py."""
    monkeypatch.setattr("backoffice.notifications.services.waking.wake", lambda: None)


@pytest.fixture
def acts(ask, leave, full, seance, crest, agent, claire):
    """One act of each kind; two people have a seat, one waits."""
    waiting = ask("Chloé").participation.pk
    person = world.usager(crest, "Dalia").pk
    free = world.occurrence(seance.action, in_days=14)
    held = full[0].participation.pk
    wanted = {"usager_id": person, "actor": agent, "idempotency_key": "cut"}
    return {
        "a seat": lambda: book(occurrence_id=free.pk, **wanted),
        "a place in the list": lambda: book(occurrence_id=seance.pk, **wanted),
        "an overbooking": lambda: book(occurrence_id=seance.pk, overbook=True, reason="Urgence", **wanted),
        "a cancellation": lambda: leave(full[0], reason="Malade"),
        "seats added": lambda: change_seats(occurrence_id=seance.pk, seats=3, actor=Actor.agent(claire)),
        "a promotion": lambda: promote(participation_id=waiting, actor=agent),
        "one presence": lambda: mark_attendance(
            participation_id=held, state=State.NOSHOW, actor=agent, now=seance.ends_at
        ),
        "everyone present": lambda: mark_everyone_present(occurrence_id=seance.pk, actor=agent, now=seance.ends_at),
    }


def everything_written():
    return [list(model.objects.order_by("pk").values()) for model in WRITTEN]


def make_room(act, seance):
    """A promotion needs a free seat that nobody took yet."""
    if act == "a promotion":
        Occurrence.objects.filter(pk=seance.pk).update(seats_override=3)


@pytest.mark.parametrize(
    "act",
    [
        "a seat",
        "a place in the list",
        "an overbooking",
        "a cancellation",
        "seats added",
        "a promotion",
        "one presence",
        "everyone present",
    ],
)
def test_cut_at_any_statement_it_did_nothing_and_then_it_does_everything(acts, act, seance):
    make_room(act, seance)
    before = everything_written()

    for statement in range(1, ENOUGH):
        cut = CutAt(statement)
        try:
            with connection.execute_wrapper(cut):
                acts[act]()
        except Cut:
            assert everything_written() == before, f"{act} cut at statement {statement} left something behind"
        else:
            break

    assert cut.left > 0, f"{act} still had statements to send after {ENOUGH}"
    assert statement > 4
    assert everything_written() != before


def test_a_commit_that_fails_did_nothing(acts, monkeypatch):
    before = everything_written()

    def lost():
        raise Cut

    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", lost)
        with pytest.raises(Cut):
            acts["a seat"]()

    assert everything_written() == before
