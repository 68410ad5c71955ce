"""The sheet: the last gesture is undone by its author, once, if nothing changed since; once closed, each correction says why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.booking.enums import State
from backoffice.booking.errors import GestureIsPast, InvalidTransition, ReasonRequired, SheetClosed, SheetIncomplete
from backoffice.booking.models import AttendanceSheet, Participation
from backoffice.booking.services import (
    cancel_seance,
    close_sheet,
    mark_attendance,
    mark_everyone_present,
    reopen_sheet,
    undo_gesture,
)
from backoffice.booking.values import Actor
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.notifications.models import OutboxMessage
from tests import world


@pytest.fixture
def at(seance, agent):
    return {"actor": agent, "now": seance.ends_at}


@pytest.fixture
def mark(at):
    def mark(booking, state, **options):
        return mark_attendance(participation_id=booking.participation.pk, state=state, **{**at, **options})

    return mark


@pytest.fixture
def undo(seance, at):
    """Take back the last gesture that is stored."""

    def undo(**options):
        gesture = AttendanceSheet.objects.get(occurrence=seance).gesture
        return undo_gesture(occurrence_id=seance.pk, **{**at, "gesture_id": gesture.get("id", ""), **options})

    return undo


@pytest.fixture
def closed(full, seance, at):
    mark_everyone_present(occurrence_id=seance.pk, **at)
    return close_sheet(occurrence_id=seance.pk, **at)


def states():
    return list(Participation.objects.order_by("pk").values_list("state", flat=True))


def test_everyone_then_undone_in_one_gesture(full, seance, at, undo):
    mark_everyone_present(occurrence_id=seance.pk, **at)

    assert undo() == "2 personnes : présent"
    assert states() == [State.BOOKED, State.BOOKED]
    assert {row.history.first().history_change_reason for row in Participation.objects.all()} == {"Geste annulé"}


@pytest.mark.parametrize("state", [State.ATTENDED, State.LATE, State.NOSHOW, State.EXCUSED])
def test_one_mark_is_undone_and_its_seat_comes_back(full, mark, undo, state, counters):
    mark(full[0], state)

    assert undo() == f"ALIX Inès : {state.label.lower()}"
    assert states() == [State.BOOKED, State.BOOKED]
    assert counters() == (2, 0)


def test_only_the_last_gesture_once_and_by_its_author(full, seance, mark, undo, drome, crest, agent):
    mark(full[0], State.LATE)
    mark(full[1], State.NOSHOW)
    colleague = Actor.agent(world.user("Rose", "Agent", drome, crest))

    with pytest.raises(GestureIsPast):
        undo(actor=colleague)
    undo()
    assert states() == [State.LATE, State.BOOKED]
    with pytest.raises(GestureIsPast):
        undo(gesture_id="déjà fait")


def test_what_a_colleague_changed_since_is_hers(full, seance, mark, drome, crest, agent, at):
    mark_everyone_present(occurrence_id=seance.pk, **at)
    gesture = AttendanceSheet.objects.get().gesture
    mark(full[0], State.NOSHOW, actor=Actor.agent(world.user("Rose", "Agent", drome, crest)))
    AttendanceSheet.objects.update(gesture=gesture)

    with pytest.raises(GestureIsPast):
        undo_gesture(occurrence_id=seance.pk, gesture_id=gesture["id"], **at)
    assert states() == [State.NOSHOW, State.ATTENDED], "all of it, or none"


def test_a_seat_given_meanwhile_is_not_taken_back(full, ask, mark, undo, seance):
    morning = seance.starts_at - timedelta(minutes=1)
    ask("Chloé")
    mark(full[0], State.EXCUSED, now=morning)
    assert states() == [State.EXCUSED, State.BOOKED, State.BOOKED], "the place goes to the next person before the start"

    with pytest.raises(InvalidTransition, match="donnée à quelqu’un d’autre"):
        undo(now=morning)


def test_a_sheet_is_closed_once_everybody_is_noted(full, seance, mark, at):
    mark(full[0], State.ATTENDED)
    with pytest.raises(SheetIncomplete, match="Il reste 1 personne à noter"):
        close_sheet(occurrence_id=seance.pk, **at)

    mark(full[1], State.NOSHOW)
    first = close_sheet(occurrence_id=seance.pk, **at)
    again = close_sheet(occurrence_id=seance.pk, **at)
    assert first.closed_at == again.closed_at
    assert again.history.count() == 2


def test_once_closed_each_correction_says_why_and_tells_nobody(full, closed, mark, seance, at, undo):
    told = OutboxMessage.objects.count()
    with pytest.raises(ReasonRequired, match="close"):
        mark(full[0], State.NOSHOW)
    with pytest.raises(SheetClosed):
        mark_everyone_present(occurrence_id=seance.pk, **at)

    mark(full[0], State.NOSHOW, reason="Erreur de ligne")
    assert states() == [State.NOSHOW, State.ATTENDED]
    assert full[0].participation.history.first().history_change_reason == "Erreur de ligne"
    assert OutboxMessage.objects.count() == told
    with pytest.raises(GestureIsPast):
        undo()


def test_opened_again_with_a_reason(full, closed, mark, seance, at):
    with pytest.raises(ReasonRequired):
        reopen_sheet(occurrence_id=seance.pk, reason=" ", **at)
    sheet = reopen_sheet(occurrence_id=seance.pk, reason="Feuille papier retrouvée", **at)

    assert not sheet.is_closed
    assert sheet.history.first().history_change_reason == "Feuille papier retrouvée"
    mark(full[0], State.NOSHOW)


def test_roles_and_perimeters(full, closed, seance, at, yann, drome):
    stranger = Actor.agent(world.user("Lila", "Agent", drome, world.organisation(drome, "CMS de Die")))
    acts = [
        lambda actor: close_sheet(occurrence_id=seance.pk, actor=actor),
        lambda actor: reopen_sheet(occurrence_id=seance.pk, actor=actor, reason="x"),
        lambda actor: undo_gesture(occurrence_id=seance.pk, gesture_id="x", actor=actor),
    ]
    for act in acts:
        with pytest.raises(OutOfPerimeter):
            act(stranger)
        with pytest.raises(NotAllowed):
            act(Actor.agent(yann))


def test_a_seance_that_is_cancelled_has_no_sheet_any_more(full, seance, mark, undo, claire):
    """What was noted before the cancellation brings nobody back in a séance that does not take place."""
    early = seance.starts_at - timedelta(minutes=5)
    for booking in full:
        mark(booking, State.EXCUSED, now=early)
    cancel_seance(occurrence_id=seance.pk, actor=Actor.agent(claire), reason="Dégât des eaux", now=early)

    for again in (lambda: mark(full[0], State.ATTENDED, reason="Venue quand même"), undo):
        with pytest.raises(InvalidTransition, match="annulée"):
            again()
    assert states() == [State.EXCUSED, State.EXCUSED]


def test_whoever_asked_for_another_place_since_keeps_that_one(full, ask, mark, undo, seance):
    early = seance.starts_at - timedelta(minutes=5)
    mark(full[0], State.EXCUSED, now=early)
    ask(person=full[0].participation.usager, now=early)

    with pytest.raises(InvalidTransition, match="inscrite de nouveau"):
        undo(now=early)
