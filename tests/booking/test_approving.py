"""A request that the rules submit to an agent is answered once; yes takes a seat only when there is one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backoffice.booking.enums import State
from backoffice.booking.errors import NothingToApprove, ReasonRequired
from backoffice.booking.models import Participation
from backoffice.booking.services import approve, book, mark_attendance, reject
from backoffice.booking.values import Actor
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.notifications.models import OutboxMessage
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import publish
from tests import world


@pytest.fixture
def seance(crest, claire):
    """Two seats; every request of a usager is submitted to an agent."""
    motif = world.motif(crest, default_seats=2)
    policy = Policy.objects.create(territory=crest.territory, code="accord", name="Accord")
    policy.motifs.add(motif)
    rule = Rule.objects.create(policy=policy, code="accord", title="Accord d’un agent", answers={"usager": "approval"})
    Condition.objects.create(rule=rule, fact="request.party_size", operator="at_least", value=1)
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    return world.occurrence(world.action(crest, motif))


def ask(seance, person, actor=None):
    key = f"{seance.pk}-{person.pk}"
    return book(
        occurrence_id=seance.pk, usager_id=person.pk, actor=actor or Actor.usager(), idempotency_key=key
    ).participation


@pytest.fixture
def request_to_answer(seance, crest):
    return ask(seance, world.usager(crest))


def test_saying_yes_takes_the_seat_and_tells_the_person(request_to_answer, seance, nadia):
    done = approve(participation_id=request_to_answer.pk, actor=Actor.agent(nadia))

    seance.counters.refresh_from_db()
    assert (done.state, seance.counters.seats_held) == ("unknown", 1)
    assert OutboxMessage.objects.filter(event="approved").count() == 1
    assert done.history.first().history_user == nadia


def test_saying_yes_when_the_seats_are_gone_puts_her_on_the_list_at_the_turn_of_her_request(
    request_to_answer, seance, crest, nadia
):
    for name in ("Un", "Deux"):
        ask(seance, world.usager(crest, name), Actor.agent(nadia))
    later = ask(seance, world.usager(crest, "Trois"), Actor.agent(nadia))

    done = approve(participation_id=request_to_answer.pk, actor=Actor.agent(nadia))

    queue = Participation.objects.filter(occurrence=seance).waiting_in_order()
    assert [row.pk for row in queue] == [done.pk, later.pk]


def test_saying_no_needs_a_reason_and_frees_the_person_for_another_request(request_to_answer, seance, nadia):
    with pytest.raises(ReasonRequired):
        reject(participation_id=request_to_answer.pk, actor=Actor.agent(nadia), reason=" ")

    done = reject(
        participation_id=request_to_answer.pk, actor=Actor.agent(nadia), reason="Réservé aux familles suivies"
    )

    assert done.state == "revoked"
    assert OutboxMessage.objects.filter(event="rejected").count() == 1


def test_a_request_is_answered_once(request_to_answer, nadia):
    approve(participation_id=request_to_answer.pk, actor=Actor.agent(nadia))

    with pytest.raises(NothingToApprove, match="inscrit"):
        reject(participation_id=request_to_answer.pk, actor=Actor.agent(nadia), reason="Trop tard")


def test_an_agent_of_another_territory_answers_nothing(request_to_answer):
    stranger = world.user("Zoé", "Agent", world.territory("80", "Somme"))

    with pytest.raises(OutOfPerimeter):
        approve(participation_id=request_to_answer.pk, actor=Actor.agent(stranger))


def test_saying_yes_takes_no_seat_that_is_kept_for_others(request_to_answer, seance, crest, nadia):
    seance.quotas = {"quota.seats": {f"organisation-{crest.pk}": 2}}
    seance.save()

    done = approve(participation_id=request_to_answer.pk, actor=Actor.agent(nadia))

    assert done.state == "waiting"
    assert OutboxMessage.objects.filter(event="waitlisted").count() == 1


def test_once_nobody_is_called_any_more_a_yes_takes_the_free_seat(request_to_answer, seance, crest, nadia):
    """As for a newcomer: whoever waits past the cut-off no longer keeps seats."""
    for name in ("Un", "Deux", "Trois"):
        ask(seance, world.usager(crest, name), Actor.agent(nadia))
    late = seance.starts_at + timedelta(minutes=1)
    leaving = Participation.objects.filter(state="unknown").order_by("pk")[0]
    mark_attendance(participation_id=leaving.pk, state=State.EXCUSED, actor=Actor.agent(nadia), now=late)

    done = approve(participation_id=request_to_answer.pk, actor=Actor.agent(nadia), now=late)

    assert done.state == "unknown"
