"""Quotas and parties at booking: seats kept for some until a date, bounded for others, counted for everybody who comes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.values import Actor
from tests import world


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=4, party_max=4)


@pytest.fixture
def outcome(ask):
    def outcome(name, **options):
        return ask(name, **options).decision.outcome

    return outcome


def reserve(seance, **numbers):
    seance.quotas = {"quota.seats": {key.replace("__", ":"): seats for key, seats in numbers.items()}}
    seance.save()


def test_each_person_of_a_party_takes_a_seat(ask, outcome, counters):
    assert ask("Alix", party_size=3).participation.party_size == 3
    assert counters() == (3, 0)
    assert outcome("Bintou", party_size=2) == "waitlist"
    assert counters() == (3, 1)


def test_a_party_too_large_for_the_policy_is_refused(outcome):
    assert outcome("Alix", party_size=5) == "refuse"


def test_who_waits_with_her_family_keeps_the_seats_from_newcomers(ask, leave, outcome):
    first = ask("Alix", party_size=3)
    ask("Bintou", party_size=4)

    leave(first, reason="Empêchement")

    assert Participation.objects.filter(state=State.BOOKED).get().party_size == 4
    assert outcome("Chloé") == "waitlist"


def test_the_policy_may_give_the_seats_that_remain(ask, in_force, counters):
    in_force({"party.partial": True})
    ask("Alix", party_size=3)

    booking = ask("Bintou", party_size=3)

    assert (booking.decision.headline, booking.participation.party_size) == ("placement.partial", 1)
    assert counters() == (4, 0)


def test_reserved_seats_are_kept_for_those_they_name(ask, outcome, seance, crest):
    reserve(seance, **{f"organisation-{crest.pk}": 2})
    themselves = Actor.usager()

    assert [outcome(f"Public {number}", actor=themselves) for number in range(3)] == ["accept", "accept", "waitlist"]
    assert [outcome(f"Crest {number}") for number in range(3)] == ["accept", "accept", "waitlist"]


def test_a_group_and_a_channel_may_have_theirs(ask, outcome, seance, crest, drome):
    crest.group = world.group(drome)
    crest.save()
    reserve(seance, **{f"group-{crest.group_id}": 1, "channel__usager": 3})

    assert [outcome(f"Crest {number}") for number in range(2)] == ["accept", "waitlist"]
    assert [outcome(f"Public {number}", actor=Actor.usager()) for number in range(3)] == ["accept"] * 3


def test_a_maximum_bounds_a_channel(outcome, seance):
    seance.quotas = {"quota.maximum": {"channel:usager": 1}}
    seance.save()

    assert [outcome(f"Public {number}", actor=Actor.usager()) for number in range(2)] == ["accept", "waitlist"]
    assert outcome("Crest") == "accept"


def test_once_released_they_are_for_everybody(outcome, seance, in_force, crest):
    in_force(
        {
            "quota.seats": {"quotas": {f"organisation-{crest.pk}": 3}},
            "quota.release": {"amount": 48, "unit": "hours"},
        }
    )
    release = seance.starts_at - timedelta(hours=48)
    public = {"actor": Actor.usager()}

    before = [outcome(f"Public {number}", now=release - timedelta(minutes=1), **public) for number in range(2)]
    after = outcome("Public 2", now=release, **public)

    assert (before, after) == (["accept", "waitlist"], "accept")
