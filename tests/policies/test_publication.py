"""A draft becomes a revision that never changes; everything that is wrong is said, and nothing is written then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from django.utils import timezone

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.policies.errors import (
    DraftChanged,
    InThePast,
    NothingToPublish,
    NotPublishable,
    ReasonMissing,
    ScenariosFail,
    SecondReaderNeeded,
)
from backoffice.policies.models import Condition, Parameter, Policy, PolicyRevision, Rule, Scenario
from backoffice.policies.services import publish, publish_return, submit
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.in_force import levels_in_force
from tests import world

REFUSE_ALL = {"usager": "refuse", "agent": "warn", "prescriber": "refuse", "import": "refuse"}


@pytest.fixture
def policy(drome):
    row = Policy.objects.create(territory=drome, code="atelier-lecture", name="Atelier lecture")
    Parameter.objects.create(policy=row, code="waitlist.max_length", value=4)
    rule = Rule.objects.create(
        policy=row,
        code="age",
        title="Réservé aux moins de 26 ans",
        answers=REFUSE_ALL,
        public_message="Cet atelier est pour les moins de 26 ans.",
    )
    Condition.objects.create(rule=rule, fact="person.age", operator="at_least", value=26)
    return row


def published(policy, claire, **changes):
    policy.refresh_from_db()
    arguments = {
        "policy_id": policy.pk,
        "user": claire,
        "reason": "Décision du 3 mars",
        "draft_version": policy.draft_version,
    }
    return publish(**{**arguments, **changes})


def test_publishing_freezes_the_draft_with_author_reason_and_hash(policy, claire):
    revision = published(policy, claire)

    assert (revision.number, revision.author, revision.reason) == (1, claire, "Décision du 3 mars")
    assert revision.content == draft_document(policy)
    assert [rule.code for rule in revision.content.rules] == ["age"]


def test_changing_the_draft_afterwards_changes_nothing_in_force(policy, claire):
    revision = published(policy, claire)
    before = revision.document

    policy.rules.get().conditions.get().delete()

    assert PolicyRevision.objects.get(pk=revision.pk).document == before


def test_publishing_the_same_draft_twice_is_refused(policy, claire):
    published(policy, claire)

    with pytest.raises(NothingToPublish):
        published(policy, claire)
    assert policy.revisions.count() == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_publishing_without_saying_why_is_refused(policy, claire, reason):
    with pytest.raises(ReasonMissing):
        published(policy, claire, reason=reason)
    assert not policy.revisions.exists()


def test_a_date_in_the_past_is_refused(policy, claire):
    with pytest.raises(InThePast):
        published(policy, claire, effective_at=timezone.now() - timedelta(minutes=1))


def test_the_second_of_two_people_who_publish_at_once_is_told(policy, claire):
    with pytest.raises(DraftChanged):
        published(policy, claire, draft_version=policy.draft_version + 1)


def test_a_draft_with_an_unknown_parameter_cannot_be_published(policy, claire):
    Parameter.objects.create(policy=policy, code="unknown.parameter", value=1)

    with pytest.raises(NotPublishable) as refusal:
        published(policy, claire)

    assert {finding.parameter for finding in refusal.value.findings} >= {"unknown.parameter"}
    assert not policy.revisions.exists()


def test_a_scenario_that_does_not_come_out_as_expected_stops_the_publication(policy, claire):
    Scenario.objects.create(
        policy=policy, name="Paul, 40 ans", facts=invented_person(age=40), expected_outcome="accept"
    )

    with pytest.raises(ScenariosFail, match="Paul, 40 ans"):
        published(policy, claire)


def test_a_scenario_that_passes_lets_the_publication_go(policy, claire):
    facts = invented_person(age=40)
    Scenario.objects.create(
        policy=policy, name="Paul, 40 ans", facts=facts, expected_outcome="refuse", expected_reasons=["age"]
    )

    assert published(policy, claire).number == 1


def test_an_agent_may_not_publish_and_another_territory_does_not_exist(policy, nadia):
    elsewhere = world.territory("80", "Somme")

    with pytest.raises(NotAllowed):
        published(policy, nadia)
    with pytest.raises(OutOfPerimeter):
        published(policy, world.user("Zoé", "Référente", elsewhere))


def test_where_a_second_reader_is_asked_the_author_cannot_publish_alone(policy, claire, drome):
    drome.requires_second_reader = True
    drome.save()
    other = world.user("Brigitte", "Référente", drome)

    with pytest.raises(SecondReaderNeeded):
        published(policy, claire)
    submit(policy_id=policy.pk, user=claire, draft_version=policy.draft_version)
    with pytest.raises(SecondReaderNeeded):
        published(policy, claire)

    revision = published(policy, other)
    assert (revision.author, revision.reviewer, revision.publisher) == (claire, other, other)
    policy.refresh_from_db()
    assert policy.submitted_by is None


def test_returning_to_an_older_revision_makes_a_new_one_equal_to_it(policy, claire):
    first = published(policy, claire)
    Rule.objects.get(policy=policy).conditions.get().delete()
    published(policy, claire)

    back = publish_return(revision_id=first.pk, user=claire, reason="Erreur hier")

    assert (back.number, back.document_hash, back.returns_to) == (3, first.document_hash, first)
    assert draft_document(policy) == first.content


def test_a_revision_is_in_force_from_its_date_and_until_the_next(policy, claire, crest):
    motif = world.motif(crest)
    policy.motifs.add(motif)
    now = timezone.now()
    first = published(policy, claire)
    policy.rules.get().conditions.get().delete()
    later = published(policy, claire, effective_at=now + timedelta(days=2))

    def revision_at(instant):
        levels = levels_in_force(
            territory_id=policy.territory_id,
            motif_id=motif.pk,
            action_policy_id=None,
            motif_parameters={},
            own_parameters={},
            at=instant,
        )
        return [level.revision and level.revision.pk for level in levels]

    assert revision_at(now - timedelta(days=1)) == [None]
    assert revision_at(now + timedelta(days=1)) == [first.pk]
    assert revision_at(now + timedelta(days=3)) == [later.pk]


def test_code_refuses_to_change_or_delete_a_revision(policy, claire):
    revision = published(policy, claire)

    with pytest.raises(RuntimeError):
        revision.save()
    with pytest.raises(RuntimeError):
        revision.delete()


def test_both_databases_refuse_to_change_a_revision_whoever_asks(policy, claire):
    revision = published(policy, claire)

    with pytest.raises(RuntimeError):
        PolicyRevision.objects.filter(pk=revision.pk).update(reason="autre")
    with pytest.raises(RuntimeError):
        PolicyRevision.objects.filter(pk=revision.pk).delete()

    with pytest.raises(Error, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE policies_policyrevision SET reason = 'autre' WHERE id = %s", [revision.pk])


def invented_person(*, age):
    """Facts of stages 0 and 3 that let anybody in, and an age."""
    return {
        "actor.kind": "usager",
        "actor.may_overbook": False,
        "request.kind": "book",
        "request.overbook": False,
        "request.has_reason": False,
        "request.party_size": 1,
        "occurrence.state": "open",
        "occurrence.minutes_before_start": 10_000,
        "occurrence.seats": 12,
        "occurrence.seats_left": 12,
        "occurrence.overbooked": 0,
        "occurrence.waiting_count": 0,
        "person.participation_state": "none",
        "person.age": age,
    }
