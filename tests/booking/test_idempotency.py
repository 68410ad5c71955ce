"""The same form sent twice makes one participation (reliability R4)."""

from __future__ import annotations

import pytest

from backoffice.booking.errors import AnotherRequest
from backoffice.booking.models import Decision, Participation
from backoffice.notifications.models import OutboxMessage
from tests import world


@pytest.fixture
def ines(crest):
    return world.usager(crest)


def test_the_same_request_gets_the_same_answer_and_changes_nothing(ask, ines):
    first = ask(person=ines, idempotency_key="form")
    again = ask(person=ines, idempotency_key="form")

    assert (again.decision, again.participation, again.is_replay) == (first.decision, first.participation, True)
    assert [model.objects.count() for model in (Participation, Decision, OutboxMessage)] == [1, 1, 1]


def test_a_refusal_too_is_given_again(ask, ines, seance):
    seance.state = "closed"
    seance.save()

    first = ask(person=ines, idempotency_key="form")
    seance.state = "open"
    seance.save()
    again = ask(person=ines, idempotency_key="form")

    assert (again.decision, again.participation) == (first.decision, None)


@pytest.mark.parametrize("change", [{"reason": "Autre"}, {"overbook": True}])
def test_the_same_key_with_another_request_is_refused(ask, ines, change):
    ask(person=ines, idempotency_key="form")

    with pytest.raises(AnotherRequest):
        ask(person=ines, idempotency_key="form", **change)


def test_the_same_key_for_another_person_is_refused(ask, ines):
    ask(person=ines, idempotency_key="form")

    with pytest.raises(AnotherRequest):
        ask("Martin", idempotency_key="form")
    assert Participation.objects.count() == 1


def test_the_same_key_for_another_seance_is_refused(ask, ines, seance, crest):
    ask(person=ines, idempotency_key="form")
    other = world.occurrence(seance.action, in_days=14)

    with pytest.raises(AnotherRequest):
        ask(person=ines, idempotency_key="form", occurrence_id=other.pk)
    assert not other.participations.exists()


def test_a_request_is_the_same_although_the_agent_changed_her_name(ask, ines, nadia):
    ask(person=ines, idempotency_key="form")
    nadia.last_name = "Dupuis"

    assert ask(person=ines, idempotency_key="form").is_replay
