"""Every cause serves the people who wait, in order; who cannot take a seat is passed over with a reason, and is not forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.booking.enums import Lift, State
from backoffice.booking.errors import NothingToPromote, ReasonRequired
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import (
    cancel,
    change_seats,
    promote,
    reorder,
    serve_queue,
    sweep,
)
from backoffice.booking.services.allocating import AT_ONCE
from backoffice.booking.services.queueing import standing, terms_of, turns
from backoffice.booking.services.serving import PASSED_OVER
from backoffice.booking.values import Actor
from backoffice.policies.models import Condition, Parameter, Policy, Rule
from backoffice.policies.services import publish
from tests import world

EVERYBODY = ("agent", "prescriber", "usager", "import")


@pytest.fixture
def rules(motif, claire):
    """Publish parameters and rules for the motif."""

    def rules(parameters=(), *, rule=None, conditions=()):
        policy = Policy.objects.create(territory=motif.territory, code="attente", name="Attente")
        for code, value in dict(parameters).items():
            Parameter.objects.create(policy=policy, code=code, value=value)
        if rule is not None:
            row = Rule.objects.create(policy=policy, **rule)
            for condition in conditions:
                Condition.objects.create(rule=row, **condition)
        policy.motifs.add(motif)
        return publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)

    return rules


@pytest.fixture
def kept_far(rules):
    """People who live elsewhere wait, and the rule is checked again when a seat is free."""

    def kept_far(*, rechecked=True):
        answers = dict.fromkeys(EVERYBODY, "waitlist")
        rule = {"code": "ailleurs", "title": "Crest d’abord", "answers": answers, "is_rechecked": rechecked}
        words = {"agent_message": "Les habitants de Crest d’abord.", "unknown": "let_pass"}
        elsewhere = {"fact": "person.commune", "operator": "is_not", "value": "26108"}
        rules(rule={**rule, **words}, conditions=[elsewhere])

    return kept_far


@pytest.fixture
def elsewhere(crest):
    return world.usager(crest, "Loin", commune="Die", commune_code="26113")


def test_a_seat_that_is_added_in_the_motif_finds_its_person_at_the_next_sweep(ask, full, motif, state_of):
    third = ask("Chloé")
    motif.default_seats = 3
    motif.save()

    sweep()
    sweep()

    assert state_of(third) == State.BOOKED
    assert Decision.objects.filter(kind="promote").count() == 1


def test_a_rule_that_is_checked_again_keeps_her_waiting_and_says_why_once(kept_far, elsewhere, ask, seance, state_of):
    kept_far()
    kept = ask(person=elsewhere)

    for _ in range(3):
        sweep()

    assert (state_of(kept), kept.participation.skip_reason) == (State.WAITING, "Les habitants de Crest d’abord.")
    assert Decision.objects.filter(kind="promote").count() == 1
    assert kept.participation.history.filter(history_change_reason=PASSED_OVER).count() == 1


def test_she_is_served_as_soon_as_the_rule_lets_her(kept_far, elsewhere, ask, state_of):
    kept_far()
    kept = ask(person=elsewhere)
    sweep()
    elsewhere.commune_code = "26108"
    elsewhere.save()

    sweep()

    assert (state_of(kept), kept.participation.skip_reason) == (State.BOOKED, "")


def test_a_rule_that_is_not_checked_again_makes_her_wait_for_the_next_allocation(kept_far, elsewhere, ask, state_of):
    kept_far(rechecked=False)
    kept = ask(person=elsewhere)
    assert state_of(kept) == State.WAITING

    sweep()

    assert state_of(kept) == State.BOOKED


def test_a_newcomer_who_may_have_the_seat_does_not_wait_behind_somebody_whom_a_rule_keeps(
    kept_far, elsewhere, ask, state_of
):
    kept_far()
    kept, _first = ask(person=elsewhere), ask("Alix")

    newcomer = ask("Bintou")

    assert (newcomer.participation.state, state_of(kept)) == (State.BOOKED, State.WAITING)
    assert kept.participation.skip_reason


def test_after_the_cut_off_nobody_is_called_and_free_seats_are_public_again(
    rules, ask, full, seance, agent, state_of, counters
):
    rules({"waitlist.cutoff_hours": 24})
    third, late = ask("Chloé"), seance.starts_at - timedelta(hours=2)

    done = cancel(participation_id=full[0].participation.pk, actor=agent, by_service=False, now=late)

    assert (done.promotions, state_of(third)) == ([], State.WAITING)
    assert ask("Emma", now=late).participation.state == State.BOOKED
    assert counters() == (2, 1)


def names(seance, now=None):
    now = now or timezone.now()
    return [turn.participation.usager.last_name for turn in turns(seance, terms_of(seance, now))]


@pytest.fixture
def by_points(rules, motif):
    """People who cannot be written to have ten points more."""
    motif.waitlist_max = None
    motif.save()
    rule = {"code": "joindre", "title": "Sans portable", "effect": "prioritise", "points": 10, "unknown": "let_pass"}
    rules(
        {"waitlist.order": "priority", "waitlist.ageing_days": 3},
        rule=rule,
        conditions=[{"fact": "person.reachable", "operator": "is", "value": False}],
    )


def test_by_priority_points_come_before_arrival_until_somebody_has_waited_long_enough(
    by_points, ask, full, crest, seance, leave, state_of
):
    start = timezone.now()
    ordinary = ask("Ordinaire", now=start)
    urgent = ask(person=world.usager(crest, "Urgente", phone=""), now=start + timedelta(hours=1))

    assert names(seance, start + timedelta(days=2)) == ["Urgente", "Ordinaire"]
    assert names(seance, start + timedelta(days=3)) == ["Ordinaire", "Urgente"]
    assert urgent.participation.points == 10

    leave(full[0], now=start + timedelta(days=2))
    assert (state_of(urgent), state_of(ordinary)) == (State.BOOKED, State.WAITING)


def test_nobody_waits_for_ever_whatever_priorities_arrive(by_points, ask, full, crest, seance, claire):
    """One seat a day, and each day two people with more points: the ordinary person is served once her age counts, in order of arrival."""
    start, planner = timezone.now(), Actor.agent(claire)
    ordinary = ask("Ordinaire", now=start)
    for day in range(5):
        at = start + timedelta(days=day, minutes=1)
        for number in range(2):
            ask(person=world.usager(crest, f"Urgente {day}{number}", phone=""), now=at)
        change_seats(occurrence_id=seance.pk, seats=3 + day, actor=planner, now=at)
    ordinary.participation.refresh_from_db()

    latest = ordinary.participation.history.first()
    assert latest.state == State.BOOKED
    assert latest.history_date - start < timedelta(days=4)


def test_an_agent_puts_somebody_first_with_a_reason_that_everybody_reads(ask, full, leave, agent, seance, state_of):
    third, fourth = ask("Chloé"), ask("Dalia")
    with pytest.raises(ReasonRequired):
        reorder(participation_id=fourth.participation.pk, lift=Lift.BEFORE, actor=agent, reason=" ")

    reorder(participation_id=fourth.participation.pk, lift=Lift.BEFORE, actor=agent, reason="Sort de maternité")
    arrived = fourth.participation.queued_at
    fourth.participation.refresh_from_db()

    assert (names(seance), fourth.participation.queued_at) == (["Dalia", "Chloé"], arrived)
    assert standing(fourth.participation, timezone.now())[0] == "Vous êtes en 1ʳᵉ position sur la liste d’attente."
    assert "Sort de maternité" in standing(fourth.participation, timezone.now())[1]
    leave(full[0])
    assert (state_of(fourth), state_of(third)) == (State.BOOKED, State.WAITING)


def test_an_agent_without_the_right_to_pass_over_a_rule_is_told_which_one_keeps_her(
    kept_far, elsewhere, ask, agent, state_of
):
    kept_far()
    kept = ask(person=elsewhere)

    with pytest.raises(NothingToPromote, match="Les habitants de Crest d’abord"):
        promote(participation_id=kept.participation.pk, actor=agent)
    assert state_of(kept) == State.WAITING


@pytest.fixture
def crowd(ask, full, motif):
    """More people wait than one step serves."""
    motif.waitlist_max = None
    motif.save()
    return [ask(f"Personne {number}") for number in range(2 * AT_ONCE + 4)]


def test_a_large_cause_serves_a_few_people_and_the_worker_the_others(crowd, seance, claire, ask, state_of):
    changed = change_seats(occurrence_id=seance.pk, seats=2 + len(crowd), actor=Actor.agent(claire))
    newcomer = ask("Nouvelle")

    assert len(changed.promotions) == AT_ONCE
    assert newcomer.participation.state == State.WAITING
    assert serve_queue(occurrence_id=seance.pk) == AT_ONCE + 4
    assert {state_of(one) for one in crowd} == {State.BOOKED}
    assert state_of(newcomer) == State.WAITING
    assert Participation.objects.filter(occurrence=seance, state=State.BOOKED).count() == 2 + len(crowd)
