"""A newcomer opens the editor and finds it alive: two policies, versions with their reasons, a draft in progress, scenarios."""

from __future__ import annotations

import pytest

from backoffice.booking.models import Decision
from backoffice.policies.models import Policy, PolicyRevision
from backoffice.policies.services.checking import blocking_findings
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.scenarios import judged_scenarios
from backoffice.policies.services.wording import Names, changes_since, draft_lines

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.slow]


@pytest.fixture
def policy(demonstration):
    return Policy.objects.get(code="demarches")


def test_a_territory_s_policy_and_a_motif_s_are_in_service(policy):
    assert list(Policy.objects.order_by("code").values_list("code", "is_for_territory")) == [
        ("demarches", False),
        ("partout", True),
    ]
    assert PolicyRevision.objects.filter(policy=policy).count() == 2


def test_a_draft_is_in_progress_and_could_be_published(policy):
    last = policy.revisions.order_by("number").last()

    assert len(changes_since(policy, last)) >= 2
    assert not blocking_findings(draft_document(policy), policy.territory)


def test_every_scenario_comes_out_as_expected(policy):
    judged = judged_scenarios(policy, draft_document(policy))

    assert len(judged) == 3
    assert [item.why for item in judged] == ["", "", ""]


def test_every_rule_reads_as_a_filled_sentence_of_the_territory(policy):
    lines = draft_lines(policy, Names(policy.territory))

    assert [line.is_filled for line in lines] == [True, True, True]
    assert "MDS" in lines[-1].sentence or "Die" in lines[-1].sentence


def test_the_bookings_of_the_story_were_decided_by_them(policy):
    cited = {level["revision"] for decision in Decision.objects.order_by("pk") for level in decision.policy}
    in_service = set(
        PolicyRevision.objects.filter(policy__code__in=("partout", "demarches")).values_list("pk", flat=True)
    )

    assert cited & in_service
