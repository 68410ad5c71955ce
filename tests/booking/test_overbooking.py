"""One more person than seats: only where the motif allows it, by somebody who may, with a reason, up to a number."""

from __future__ import annotations

import pytest

from backoffice.booking.enums import State
from backoffice.booking.values import Actor
from backoffice.directory.models import Role
from tests import world

REASON = "Convocation du juge"


@pytest.fixture
def cannot_overbook(crest):
    Role.objects.create(territory=crest.territory, name="Accueil", activities=["view", "view_people", "enrol"])
    person = world.user("Sonia", "Agent", crest.territory, crest)
    person.memberships.update(role=Role.objects.get(name="Accueil"))
    return Actor.agent(person)


def test_with_right_and_reason_one_more_person_enters(ask, full, counters):
    extra = ask("Chloé", overbook=True, reason=REASON)

    assert (extra.decision.headline, extra.participation.state) == ("placement.overbooked", State.BOOKED)
    assert extra.participation.is_overbooked
    assert counters() == (3, 0)


def test_without_reason_it_is_refused(ask, full, counters):
    extra = ask("Chloé", overbook=True)

    assert (extra.decision.outcome, extra.decision.headline) == ("refuse", "placement.overbooking_without_reason")
    assert counters() == (2, 0)


def test_without_the_right_it_is_refused(ask, full, cannot_overbook):
    extra = ask("Chloé", overbook=True, reason=REASON, actor=cannot_overbook)

    assert (extra.decision.outcome, extra.decision.headline) == ("refuse", "placement.overbooking_not_allowed")


def test_beyond_the_number_it_is_refused(ask, full, counters):
    ask("Chloé", overbook=True, reason=REASON)

    extra = ask("Dalia", overbook=True, reason=REASON)

    assert (extra.decision.outcome, extra.decision.headline) == ("refuse", "placement.overbooking_exceeded")
    assert counters() == (3, 0)


def test_where_the_motif_says_never_it_is_refused(ask, full, motif):
    motif.overbooking_max = 0
    motif.save()

    extra = ask("Chloé", overbook=True, reason=REASON)

    assert (extra.decision.outcome, extra.decision.headline) == ("refuse", "placement.overbooking_off")


def test_while_a_seat_is_free_the_wish_changes_nothing(ask):
    answer = ask(overbook=True, reason=REASON)

    assert (answer.decision.headline, answer.participation.is_overbooked) == ("placement.seat", False)


def test_the_seat_added_for_somebody_goes_with_her(ask, full, leave, seance):
    extra = ask("Chloé", overbook=True, reason=REASON)

    leave(extra)

    seance.counters.refresh_from_db()
    assert (seance.counters.seats_held, seance.counters.seats_beyond) == (2, 0)
    assert ask("Dalia").participation.state == State.WAITING
