"""A policy travels as one file without any key, and arrives as a draft that says what is missing."""

from __future__ import annotations

import json

import pytest

from backoffice.policies.errors import DraftChanged, NotPublishable, UnreadableFile
from backoffice.policies.models import Condition, Policy, Rule, Scenario
from backoffice.policies.services import export_policy, import_policy, publish
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.transfer import read_file
from tests import world


@pytest.fixture
def motif(crest):
    return world.motif(crest, "Atelier lecture")


@pytest.fixture
def policy(drome, motif):
    row = Policy.objects.create(territory=drome, code="lecture", name="Lecture")
    rule = Rule.objects.create(policy=row, code="suite", title="Avoir suivi l’atelier", answers={"usager": "refuse"})
    Condition.objects.create(
        rule=rule, fact="history.attended_motifs", operator="contains_none", value=[f"motif-{motif.pk}"]
    )
    Scenario.objects.create(
        policy=row, name="Inès", facts={"action.motif": f"motif-{motif.pk}"}, expected_outcome="accept"
    )
    return row


@pytest.fixture
def elsewhere(db):
    """Another territory that has a motif of the same name, under another key."""
    somme = world.territory("80", "Somme")
    amiens = world.organisation(somme, "MDS d’Amiens")
    world.motif(amiens, "Autre motif")
    return world.motif(amiens, "Atelier lecture")


def arrive(policy, data, user, **changes):
    arguments = {
        "policy_id": policy.pk,
        "data": data,
        "user": user,
        "draft_version": policy.draft_version,
        "reason": "Reprise",
    }
    return import_policy(**{**arguments, **changes})


def test_a_file_names_rows_and_never_keys(policy, motif, claire):
    text = export_policy(policy=policy, user=claire)

    assert "motif:Atelier lecture" in text
    assert f"motif-{motif.pk}" not in text


def test_export_then_import_gives_the_same_draft_and_scenarios(policy, claire):
    before = draft_document(policy)
    arrive(policy, export_policy(policy=policy, user=claire).encode(), claire)

    assert draft_document(policy) == before
    assert policy.scenarios.get().name == "Inès"


def test_in_another_territory_names_become_its_own_rows(policy, claire, elsewhere):
    brigitte = world.user("Brigitte", "Référente", elsewhere.territory)
    theirs = Policy.objects.create(territory=elsewhere.territory, code="lecture", name="Lecture")

    arrive(theirs, export_policy(policy=policy, user=claire).encode(), brigitte)

    assert Condition.objects.get(rule__policy=theirs).value == [f"motif-{elsewhere.pk}"]


def test_what_is_missing_is_named_before_and_blocks_the_publication(policy, claire, elsewhere):
    brigitte = world.user("Brigitte", "Référente", elsewhere.territory)
    theirs = Policy.objects.create(territory=elsewhere.territory, code="lecture", name="Lecture")
    elsewhere.name = "Atelier renommé"
    elsewhere.save()
    data = export_policy(policy=policy, user=claire).encode()

    assert read_file(theirs, data).missing == ("motif « Atelier lecture »",)
    arrive(theirs, data, brigitte)
    theirs.refresh_from_db()
    with pytest.raises(NotPublishable):
        publish(policy_id=theirs.pk, user=brigitte, reason="Essai", draft_version=theirs.draft_version)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"pas du json",
        b"[]",
        b"\xff\xfe",
        b'{"format": "autre"}',
        json.dumps({"format": "politique-1"}).encode(),
        b"[" * 5000,
    ],
)
def test_a_file_that_is_not_a_policy_is_refused_and_writes_nothing(policy, claire, data):
    before = draft_document(policy)

    with pytest.raises(UnreadableFile):
        arrive(policy, data, claire)

    assert draft_document(policy) == before


def test_a_file_changed_by_hand_is_refused(policy, claire):
    text = export_policy(policy=policy, user=claire).replace("Avoir suivi", "Avoir aimé")

    with pytest.raises(UnreadableFile, match="empreinte"):
        arrive(policy, text.encode(), claire)


def test_importing_over_a_draft_that_somebody_just_changed_is_refused(policy, claire):
    data = export_policy(policy=policy, user=claire).encode()

    with pytest.raises(DraftChanged):
        arrive(policy, data, claire, draft_version=policy.draft_version + 1)
