"""The number of seats: where it comes from, what the room allows, and what happens to people when it changes."""

from __future__ import annotations

import pytest

from backoffice.actions.enums import SeatsOrigin
from backoffice.actions.models import Occurrence, SeriesEdit
from backoffice.actions.values import seats_of
from backoffice.booking.enums import State
from backoffice.booking.services import change_seats
from backoffice.booking.services.series import undo_edit
from backoffice.booking.services.series.undoing import foretell_undo
from backoffice.booking.values import Actor
from tests import world


@pytest.fixture
def planner(claire):
    return Actor.agent(claire)


@pytest.fixture
def set_seats(seance, planner):
    def set_seats(seats, **options):
        return change_seats(occurrence_id=seance.pk, seats=seats, actor=planner, **options)

    return set_seats


def test_a_reduction_removes_nobody(full, set_seats, state_of, seance):
    change = set_seats(1, reason="Une chaise cassée")

    assert [state_of(answer) for answer in full] == [State.BOOKED, State.BOOKED]
    assert change.overbooked == 1
    seance.counters.refresh_from_db()
    assert (seance.counters.seats, seance.counters.seats_beyond, seance.counters.seats_held) == (1, 1, 2)


def test_a_number_of_seats_is_taken_back_and_removes_nobody(full, ask, set_seats, state_of, counters, planner):
    third = ask("Chloé")
    set_seats(3)
    edit = SeriesEdit.objects.get()
    foretold = foretell_undo(edit)
    undo_edit(edit_id=edit.pk, actor=planner)

    assert foretold.sentences == (
        "1 séance passe de 3 à 2 places.",
        "1 séance en surnombre (3 inscrits pour 2) : personne n’est retiré.",
    )
    assert (edit.summary, state_of(third), counters()) == ("places : 3", State.BOOKED, (3, 0))
    assert set_seats(None).overbooked == 1
    assert SeriesEdit.objects.count() == 1, "the same number is no change"


def test_after_a_reduction_a_cancellation_gives_the_seat_to_nobody(full, ask, set_seats, leave, state_of, counters):
    third = ask("Chloé")
    set_seats(1)

    assert leave(full[0]).promotions == []
    assert (state_of(third), counters()) == (State.WAITING, (1, 1))


def test_seats_added_go_to_those_who_wait_in_order(full, ask, set_seats, state_of, counters):
    third, fourth = ask("Chloé"), ask("Dalia")

    change = set_seats(3)

    assert [decision.participation for decision in change.promotions] == [third.participation]
    assert [state_of(third), state_of(fourth), counters()] == [State.BOOKED, State.WAITING, (3, 1)]


def test_the_room_caps_the_number(seance, drome, set_seats, full, ask):
    seance.venue = world.venue(drome, room_capacity=3)
    seance.save()

    change = set_seats(50)

    seats = change.occurrence.seats_with_origin
    assert (seats.number, seats.origin, seats.wanted) == (3, SeatsOrigin.ROOM, 50)
    assert [ask(name).participation.state for name in ("Chloé", "Dalia")] == [State.BOOKED, State.WAITING]


def test_without_a_number_of_its_own_a_seance_takes_that_of_the_motif_again(set_seats):
    set_seats(9)

    seats = set_seats(None).occurrence.seats_with_origin

    assert (seats.number, seats.origin) == (2, SeatsOrigin.MOTIF)


def test_the_change_is_signed_and_changing_nothing_writes_no_history(seance, set_seats, claire):
    set_seats(5, reason="Salle plus grande")
    set_seats(5)

    latest = seance.history.first()
    assert (latest.seats_override, latest.history_user, latest.history_change_reason) == (
        5,
        claire,
        "Salle plus grande",
    )
    assert seance.history.count() == 2


MOTIF, ROOMS = 12, [None, 1, 8, 40]


@pytest.mark.parametrize("occurrence_seats", [None, 5, 30])
@pytest.mark.parametrize("action_seats", [None, 7, 35])
def test_sql_and_python_count_the_same_seats(crest, drome, occurrence_seats, action_seats):
    action = world.action(crest, world.motif(crest, default_seats=MOTIF), seats_override=action_seats)
    for day, capacity in enumerate(ROOMS, 1):
        room = world.venue(drome, f"Salle {day}", room_capacity=capacity) if capacity != 40 else None
        world.occurrence(action, in_days=day, venue=room, seats_override=occurrence_seats)

    rows = list(Occurrence.objects.with_seats().select_related("action__motif", "venue"))

    assert len(rows) == len(ROOMS)
    assert [row.seats for row in rows] == [seats_of(row).number for row in rows]


def test_the_list_shows_the_seats_that_booking_counts(seance, full, ask):
    ask("Chloé")

    row = Occurrence.objects.with_seats().get(pk=seance.pk)

    assert (row.seats, row.seats_held, row.waiting_count, row.seats_left) == (2, 2, 1, 0)
    assert list(Occurrence.objects.full()) == [seance]
    assert not Occurrence.objects.with_free_seats().exists()
