"""What the policy does by itself on its day, once a séance: release reserved seats, check the minimum of participants."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import State
from backoffice.booking.services import watch
from backoffice.booking.values import Actor
from backoffice.notifications.enums import Event
from backoffice.notifications.models import OutboxMessage


@pytest.fixture
def eve(seance):
    """Two days before the séance, at nine."""
    return seance.local_start.replace(hour=9) - timedelta(days=2)


def test_on_the_day_reserved_seats_go_to_those_who_wait(ask, in_force, crest, seance, state_of):
    in_force(
        {
            "quota.seats": {"quotas": {f"organisation-{crest.pk}": 2}},
            "quota.release": {"amount": 48, "unit": "hours"},
        }
    )
    waiting = ask("Public", actor=Actor.usager())
    release = seance.starts_at - timedelta(hours=48)

    watch(now=release - timedelta(minutes=1))
    assert state_of(waiting) == State.WAITING

    assert watch(now=release) == [seance]
    assert state_of(waiting) == State.BOOKED
    assert watch(now=release + timedelta(minutes=5)) == []


@pytest.mark.parametrize("names", [["Alix"], ["Alix", "Bintou"]], ids=["missed", "reached"])
def test_a_missed_minimum_is_shown_until_it_is_reached(ask, in_force, seance, eve, names):
    in_force({"minimum.participants": 2, "minimum.days_before": 2})
    for name in names:
        ask(name)

    watch(now=eve - timedelta(hours=2))
    assert not Occurrence.objects.below_minimum(eve).exists()

    watch(now=eve)
    assert list(Occurrence.objects.below_minimum(eve)) == ([seance] if len(names) < 2 else [])

    ask("Chloé")
    assert not Occurrence.objects.below_minimum(eve).exists()


def test_the_policy_may_cancel_the_seance_and_everybody_is_told_once(ask, in_force, seance, eve, state_of):
    in_force({"minimum.participants": 2, "minimum.effect": "cancel"})
    alone = ask("Alix")

    for _round in range(2):
        watch(now=eve)

    seance.refresh_from_db()
    assert (seance.state, state_of(alone)) == ("cancelled", State.REVOKED)
    assert alone.participation.history.first().history_change_reason == (
        "Pas assez d’inscrits : 1 personne pour un minimum de 2."
    )
    assert OutboxMessage.objects.filter(event=Event.SEANCE_CANCELLED).count() == 1
