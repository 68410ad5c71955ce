"""Two people act on one series, or on one room, at the same instant: the second is told, nothing is lost; wrong without the locks (B37)."""

from __future__ import annotations

from functools import partial

import pytest

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Occurrence, SeriesEdit
from backoffice.booking.errors import ChangedMeanwhile
from backoffice.booking.services.series import edit_series, editing
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.values import Actor
from backoffice.directory.enums import ConflictRule
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, Meeting, together

pytestmark = REAL_TRANSACTIONS


@pytest.fixture
def planners(claire, drome):
    people = claire, world.user("Maud", "Référente", drome)
    for person in people:
        person.perimeter  # noqa: B018 - read once, before the clients start
    return [Actor.agent(person) for person in people]


@pytest.fixture
def series(seance):
    """Three séances, a week apart."""
    return [seance, *(world.occurrence(seance.action, in_days=7 * number) for number in (2, 3))]


@pytest.fixture
def meet_before_writing(monkeypatch):
    """Whoever has checked that nobody else is in the way waits for the other before writing."""
    point, check = Meeting(), editing.refuse_conflicts

    def check_then_wait(pairs):
        check(pairs)
        point.wait()

    monkeypatch.setattr(editing, "refuse_conflicts", check_then_wait)


def change(seance, actor, **changes):
    wanted = {"scope": "all", "summary": "essai", "version": version_of(seance.action_id), "changes": changes}
    return partial(edit_series, occurrence_id=seance.pk, actor=actor, **wanted)


def errors(outcomes):
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


@pytest.fixture
def two_edits(series, planners, drome, meet_before_writing):
    """One makes the whole series longer, the other gives it a room; what the séances are afterwards."""
    room = world.venue(drome)

    def two_edits():
        outcomes = together(change(series[0], planners[0], minutes=180), change(series[2], planners[1], venue=room))
        rows = Occurrence.objects.order_by("starts_at")
        return outcomes, {(row.duration_minutes, row.venue) for row in rows}, ((180, None), (120, room), (180, room))

    return two_edits


def test_of_two_edits_at_once_the_second_is_told_and_the_first_is_whole(two_edits):
    outcomes, found, (longer, elsewhere, _both) = two_edits()

    assert errors(outcomes) == [ChangedMeanwhile]
    assert found in ({longer}, {elsewhere})
    assert SeriesEdit.objects.count() == 1


def test_negative_control_without_lock_somebody_s_work_is_lost(two_edits, without_lock):
    """Both are told that it is done, and at least one séance has lost what one of them did."""
    outcomes, found, (_longer, _elsewhere, both) = two_edits()

    assert errors(outcomes) == []
    assert found != {both}


@pytest.fixture
def two_series_one_room(series, planners, drome, crest, meet_before_writing):
    """Two series at the same hours want the same room, where the territory prevents conflicts; how many séances are in it afterwards."""
    drome.room_conflicts = ConflictRule.BLOCK
    drome.save()
    room = world.venue(drome)
    action = world.action(crest, world.motif(crest, "Lecture"))
    others = [world.occurrence(action, in_days=7 * number) for number in (1, 2, 3)]

    def two_series_one_room():
        outcomes = together(change(series[0], planners[0], venue=room), change(others[0], planners[1], venue=room))
        return outcomes, room.occurrences.count()

    return two_series_one_room


def test_of_two_series_that_want_one_room_one_has_it(two_series_one_room):
    outcomes, inside = two_series_one_room()

    assert (errors(outcomes), inside) == ([ImpossibleDates], 3)


def test_negative_control_without_lock_both_have_the_room(two_series_one_room, without_lock):
    outcomes, inside = two_series_one_room()

    assert (errors(outcomes), inside) == ([], 6)
