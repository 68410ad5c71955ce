"""Who came: everyone in one gesture, then the exceptions. Nobody is written to."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.booking.enums import State
from backoffice.booking.errors import InvalidTransition, NotYet, ReasonRequired
from backoffice.booking.services import mark_attendance, mark_everyone_present
from backoffice.notifications.models import OutboxMessage
from tests import world


@pytest.fixture
def everyone_present(seance, agent):
    def everyone_present(**options):
        return mark_everyone_present(**{"occurrence_id": seance.pk, "actor": agent, "now": seance.ends_at, **options})

    return everyone_present


@pytest.fixture
def mark(seance, agent):
    def mark(booking, state, **options):
        wanted = {"participation_id": booking.participation.pk, "actor": agent, "now": seance.ends_at}
        return mark_attendance(state=state, **{**wanted, **options})

    return mark


def test_one_gesture_marks_everyone_who_has_a_seat_and_nobody_else(full, ask, everyone_present, state_of, nadia):
    waiting = ask("Chloé")

    assert everyone_present() == 2
    assert [state_of(answer) for answer in (*full, waiting)] == [State.ATTENDED, State.ATTENDED, State.WAITING]
    assert {answer.participation.history.first().history_user for answer in full} == {nadia}


def test_the_gesture_does_not_undo_what_was_noted(full, mark, everyone_present, state_of):
    mark(full[0], State.NOSHOW)

    assert everyone_present() == 1
    assert state_of(full[0]) == State.NOSHOW


def test_the_gesture_costs_the_same_for_ten_people_as_for_two(crest, motif, ask, everyone_present):
    costs = []
    for day, people in ((20, 2), (21, 10)):
        other = world.occurrence(world.action(crest, motif), in_days=day, seats_override=20)
        for number in range(people):
            ask(f"Personne {day} {number}", occurrence_id=other.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert everyone_present(occurrence_id=other.pk, now=other.ends_at) == people
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 17


@pytest.mark.parametrize("state", [State.ATTENDED, State.LATE, State.NOSHOW, State.EXCUSED])
def test_one_person_is_marked_and_corrected(full, mark, state, state_of):
    mark(full[0], state)
    assert state_of(full[0]) == state

    if state != State.EXCUSED:
        mark(full[0], State.BOOKED)
        assert state_of(full[0]) == State.BOOKED


def test_marking_the_same_state_again_writes_nothing(full, mark):
    mark(full[0], State.ATTENDED)
    before = full[0].participation.history.count()

    mark(full[0], State.ATTENDED)

    assert full[0].participation.history.count() == before


def test_nobody_is_told(full, mark, everyone_present):
    before = OutboxMessage.objects.count()

    everyone_present()
    mark(full[0], State.NOSHOW)

    assert OutboxMessage.objects.count() == before


def test_presence_is_not_noted_before_the_day(full, mark, everyone_present, seance):
    too_early = seance.starts_at.replace(hour=0) - world.timedelta(days=1)

    with pytest.raises(NotYet):
        mark(full[0], State.ATTENDED, now=too_early)
    with pytest.raises(NotYet):
        everyone_present(now=too_early)


def test_somebody_who_had_cancelled_comes_anyway_with_a_reason(full, ask, leave, mark, state_of, seance):
    ask("Chloé")
    leave(full[0])

    with pytest.raises(ReasonRequired):
        mark(full[0], State.ATTENDED)
    mark(full[0], State.ATTENDED, reason="Venue malgré tout")

    assert state_of(full[0]) == State.ATTENDED
    seance.counters.refresh_from_db()
    assert (seance.counters.seats_held, seance.counters.seats_beyond) == (3, 1)


def test_somebody_enrolled_again_is_marked_on_her_new_place(full, ask, leave, mark):
    leave(full[0])
    ask(person=full[0].participation.usager)

    with pytest.raises(InvalidTransition, match="s’est inscrite de nouveau"):
        mark(full[0], State.ATTENDED, reason="Erreur de ligne")


def test_attendance_gives_no_seat_to_somebody_who_waits(full, ask, mark, state_of):
    waiting = ask("Chloé")

    for state in (State.BOOKED, State.ATTENDED, State.EXCUSED):
        with pytest.raises(InvalidTransition):
            mark(waiting, state)
    assert state_of(waiting) == State.WAITING


def test_a_state_that_is_not_attendance_is_refused(full, mark):
    with pytest.raises(InvalidTransition):
        mark(full[0], State.REVOKED)
