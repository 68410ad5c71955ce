"""What the policy does by itself on its day, once a séance: release reserved seats, check the minimum of participants."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import State
from backoffice.booking.services import cancel_seance, mark_attendance, watch, watching
from backoffice.booking.services.series.editing import edit_series
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.values import Actor
from backoffice.notifications.enums import Event
from backoffice.notifications.models import OutboxMessage
from tests import world


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


def test_a_seance_where_somebody_was_noted_is_not_cancelled_any_more(ask, in_force, seance, agent, crest, motif):
    """It takes place; the agents are alerted, and the séances behind it are checked all the same."""
    in_force({"minimum.participants": 2, "minimum.effect": "cancel", "minimum.days_before": 0})
    alone = ask("Alix").participation
    behind = world.occurrence(world.action(crest, motif), in_days=7.001)
    just_before = seance.starts_at - timedelta(seconds=1)
    mark_attendance(participation_id=alone.pk, state=State.NOSHOW, actor=agent, now=just_before)

    assert watch(now=just_before) == [seance, behind]

    assert list(Occurrence.objects.below_minimum(just_before)) == [seance]
    behind.refresh_from_db()
    assert behind.state == "cancelled"


def test_a_seance_cancelled_while_its_lock_was_waited_for_is_left_alone(
    ask, in_force, seance, eve, claire, monkeypatch
):
    in_force({"minimum.participants": 2, "minimum.effect": "cancel"})
    ask("Alix")
    due = watching.is_time_to_check

    def due_then_cancelled(row, now):
        monkeypatch.setattr(watching, "is_time_to_check", due)
        cancel_seance(occurrence_id=seance.pk, actor=Actor.agent(claire), reason="Dégât des eaux", now=now)
        return True

    monkeypatch.setattr(watching, "is_time_to_check", due_then_cancelled)

    assert watch(now=eve) == []
    assert seance.action.edits.count() == 1


def test_a_seance_that_fails_stops_no_other_one(ask, in_force, seance, eve, crest, motif, monkeypatch):
    in_force({"minimum.participants": 2})
    behind = world.occurrence(world.action(crest, motif), in_days=7.001)
    check = watching.check

    def check_but_one(occurrence, now):
        if occurrence == seance:
            raise RuntimeError("our bug")
        check(occurrence, now)

    monkeypatch.setattr(watching, "check", check_but_one)

    with pytest.raises(RuntimeError):
        watch(now=eve)
    assert list(Occurrence.objects.below_minimum(eve)) == [behind]


def test_a_seance_that_goes_to_a_later_date_is_checked_for_that_date(ask, in_force, seance, eve, claire):
    in_force({"minimum.participants": 2})
    ask("Alix")
    watch(now=eve)
    edit_series(
        occurrence_id=seance.pk,
        scope="this",
        changes={"day": (seance.local_start + timedelta(days=30)).date()},
        actor=Actor.agent(claire),
        summary="Reportée",
        version=version_of(seance.action_id),
        now=eve,
    )

    assert not Occurrence.objects.below_minimum(eve).exists(), "people have a month to enrol"
    assert watch(now=eve + timedelta(minutes=5)) == []
    assert watch(now=eve + timedelta(days=30)) == [seance]
