"""The same form sent by eight clients at once makes one participation, one decision, one message (reliability R4)."""

from __future__ import annotations

import pytest

from backoffice.booking.errors import AnotherRequest
from backoffice.booking.models import Decision, Participation
from backoffice.notifications.models import OutboxMessage
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, together

pytestmark = REAL_TRANSACTIONS


def rows():
    return [model.objects.count() for model in (Participation, Decision, OutboxMessage)]


def test_eight_times_the_same_request_is_one_request(wants):
    once = wants("Alix")

    outcomes = together(*[once] * 8)

    assert len({answer.decision.pk for answer in outcomes}) == 1
    assert sorted(answer.is_replay for answer in outcomes) == [False] + [True] * 7
    assert rows() == [1, 1, 1]


def test_eight_requests_for_one_person_make_one_place(wants, seance, crest):
    alix = world.usager(crest, "Alix")

    outcomes = together(*[wants(f"form {number}", usager_id=alix.pk) for number in range(8)])

    assert sorted(answer.decision.outcome for answer in outcomes) == ["accept"] + ["refuse"] * 7
    assert rows() == [1, 8, 1]


@pytest.mark.parametrize("_again", range(3))
def test_one_key_for_two_seances_at_once_serves_one_of_them(wants, seance, meeting, _again):
    other = world.occurrence(seance.action, in_days=14)

    outcomes = together(
        wants("Alix", idempotency_key="form"), wants("Bintou", idempotency_key="form", occurrence_id=other.pk)
    )

    assert [type(outcome) for outcome in outcomes].count(AnotherRequest) == 1
    assert rows() == [1, 1, 1]
