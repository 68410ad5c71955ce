"""Acts on a whole séance: cancel it, cancel its day, close it, reopen it, move it. Everybody is told once, nobody is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Facilitator, OccurrenceGroup
from backoffice.booking.enums import State
from backoffice.booking.errors import InvalidTransition, ReasonRequired, TooLate
from backoffice.booking.models import Participation
from backoffice.booking.services import (
    cancel_group,
    cancel_seance,
    close_enrolment,
    reopen_enrolment,
)
from backoffice.booking.services.series import edit_series
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.values import Actor
from backoffice.directory.enums import ConflictRule
from backoffice.notifications.enums import Event
from backoffice.notifications.models import OutboxMessage
from tests import world


@pytest.fixture
def planner(claire):
    return Actor.agent(claire)


@pytest.fixture
def move(seance, planner):
    """Give the séance other instants, or another place."""

    def move(starts_at=None, ends_at=None, **changes):
        start = (starts_at or seance.starts_at).astimezone(seance.territory.zone)
        length = (ends_at or seance.ends_at) - (starts_at or seance.starts_at)
        when = {"day": start.date(), "start_time": start.time(), "minutes": round(length.total_seconds() / 60)}
        known = {"scope": "this", "summary": "essai", "version": version_of(seance.action_id), "actor": planner}
        return edit_series(occurrence_id=seance.pk, changes={**when, **changes}, **known)

    return move


def told(event):
    return OutboxMessage.objects.filter(event=event).count()


def test_a_cancelled_seance_ends_every_inscription_and_tells_everybody(ask, full, seance, planner, counters):
    ask("Chloé")

    done = cancel_seance(occurrence_id=seance.pk, actor=planner, reason="Animatrice absente")

    seance.refresh_from_db()
    assert (seance.state, done.told, told(Event.SEANCE_CANCELLED)) == ("cancelled", 3, 3)
    assert set(Participation.objects.values_list("state", "reason")) == {(State.REVOKED, "Animatrice absente")}
    assert counters() == (0, 0)
    assert seance.history.first().history_change_reason == "Animatrice absente"


def test_cancelling_a_seance_twice_tells_once(full, seance, planner):
    for _click in range(2):
        cancel_seance(occurrence_id=seance.pk, actor=planner, reason="Animatrice absente")

    assert told(Event.SEANCE_CANCELLED) == 2


def test_a_cancellation_says_why_and_comes_before_the_start(full, seance, planner, counters):
    with pytest.raises(ReasonRequired):
        cancel_seance(occurrence_id=seance.pk, actor=planner, reason=" ")
    with pytest.raises(TooLate):
        cancel_seance(occurrence_id=seance.pk, actor=planner, reason="Trop tard", now=seance.starts_at)

    assert counters() == (2, 0)


def test_a_whole_day_is_cancelled_and_each_person_is_told_once(ask, seance, planner, crest):
    day = OccurrenceGroup.objects.create(action=seance.action, name="Forum")
    bands = [world.occurrence(seance.action, in_days=9 + number / 4, group=day) for number in range(3)]
    ines = world.usager(crest, "Dumas")
    for band in bands:
        ask(person=ines, occurrence_id=band.pk)
    ask("Bintou", occurrence_id=bands[0].pk)
    apart = ask("Chloé")

    done = cancel_group(group_id=day.pk, actor=planner, reason="Salle fermée")

    assert (len(done.occurrences), len(done.participations), done.told) == (3, 4, 2)
    apart.participation.refresh_from_db()
    assert apart.participation.state == State.BOOKED


def test_a_closed_seance_enrols_nobody_and_serves_its_list_when_it_reopens(ask, full, leave, seance, planner, state_of):
    third = ask("Chloé")
    close_enrolment(occurrence_id=seance.pk, actor=planner)
    leave(full[0])
    assert ask("Dalia").decision.outcome == "refuse"

    _occurrence, promotions = reopen_enrolment(occurrence_id=seance.pk, actor=planner)

    assert [decision.participation for decision in promotions if decision.outcome == "accept"] == [third.participation]
    assert state_of(third) == State.BOOKED


def test_a_cancelled_seance_does_not_reopen(seance, planner):
    cancel_seance(occurrence_id=seance.pk, actor=planner, reason="Animatrice absente")

    with pytest.raises(InvalidTransition):
        reopen_enrolment(occurrence_id=seance.pk, actor=planner)


def test_a_seance_that_moves_keeps_everybody_and_tells_them_once(ask, full, seance, move):
    ask("Chloé")
    later = {"starts_at": seance.starts_at + timedelta(days=1), "ends_at": seance.ends_at + timedelta(days=1)}

    assert move(**later).told == 3
    assert move(**later).told == 0

    seance.refresh_from_db()
    assert seance.starts_at == later["starts_at"]
    assert (told(Event.SEANCE_CHANGED), seance.participations.live().count()) == (3, 3)


def test_a_smaller_room_removes_nobody_and_a_larger_one_serves_the_list(ask, seance, motif, move, drome, counters):
    motif.default_seats = 3
    motif.save()
    small = world.venue(drome, "Petite salle", room_capacity=1)
    for name in ("Alix", "Bintou"):
        ask(name)

    assert move(venue=small).overbooked == 1
    ask("Chloé")
    assert counters() == (2, 1)

    move(venue=None)
    assert counters() == (3, 0)


@pytest.mark.parametrize("rule", ["room_conflicts", "facilitator_conflicts"])
def test_where_the_territory_prevents_conflicts_a_seance_does_not_move_into_one(seance, move, crest, drome, rule):
    room, sophie = world.venue(drome), Facilitator.objects.create(territory=drome, name="Sophie")
    other = world.action(crest, world.motif(crest, "Lecture"))
    taken = world.occurrence(other, in_days=9, venue=room)
    for action in (other, seance.action):
        action.facilitators.add(sophie)
    into = {"starts_at": taken.starts_at, "ends_at": taken.ends_at + timedelta(hours=1), "venue": room}
    setattr(drome, rule, ConflictRule.BLOCK)
    drome.save()

    said = "CMS de Crest, salle 2 : déjà pris" if rule == "room_conflicts" else "Sophie anime une autre séance"
    with pytest.raises(ImpossibleDates, match=f"{said} .* Rien n’a changé."):
        move(**into)
    seance.refresh_from_db()
    assert seance.venue is None
    move(starts_at=taken.ends_at, ends_at=taken.ends_at + timedelta(hours=2), venue=room)
    move(starts_at=taken.ends_at + timedelta(hours=1), ends_at=taken.ends_at + timedelta(hours=3), venue=room)


def test_the_stations_of_a_day_share_the_room(seance, drome, move):
    drome.room_conflicts = ConflictRule.BLOCK
    drome.save()
    day, room = OccurrenceGroup.objects.create(action=seance.action, name="Forum"), world.venue(drome)
    seance.group, seance.station = day, "AFPA"
    seance.save()
    other = world.occurrence(seance.action, in_days=9, group=day, venue=room, band="9 h", station="GRETA")

    move(starts_at=other.starts_at, ends_at=other.ends_at, venue=room)
    seance.refresh_from_db()
    assert (seance.venue, seance.starts_at) == (room, other.starts_at)


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [(-30, -29, ImpossibleDates), (1, 0, ImpossibleDates), (7, 8, ImpossibleDates)],
    ids=["past", "backwards", "taken"],
)
def test_impossible_dates_change_nothing(seance, move, start, end, error):
    world.Occurrence.objects.create(
        action=seance.action,
        starts_at=seance.starts_at + timedelta(days=7),
        ends_at=seance.ends_at + timedelta(days=7),
    )
    start, end = seance.starts_at + timedelta(days=start), seance.starts_at + timedelta(days=end)

    with pytest.raises(error):
        move(starts_at=start, ends_at=end)
    assert not OutboxMessage.objects.exists()
