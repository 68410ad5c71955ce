"""Two organisations of one territory: one hosts a séance open to the other, whose agent Lila follows Zoé."""

from __future__ import annotations

import uuid

import pytest

from backoffice.booking.services import (
    prescribe,
)
from backoffice.catalogue.enums import Openness
from backoffice.policies.models import Parameter, Policy
from backoffice.policies.services import publish
from tests import world

SECRET = {"email": "canari.secret@example.org", "commune": "Canarville", "birth_date": "1987-03-14"}
PHONE = "06 39 98 77 66"


@pytest.fixture
def groups(drome):
    return world.group(drome, "MDS groupées"), world.group(drome, "Autre groupe")


@pytest.fixture
def crest(drome, groups):
    return world.organisation(drome, "MDS de Crest", group=groups[0])


@pytest.fixture
def die(drome, groups):
    return world.organisation(drome, "MDS de Die", group=groups[0])


@pytest.fixture
def far(drome, groups):
    return world.organisation(drome, "MDS de Nyons", group=groups[1])


@pytest.fixture
def lila(drome, die):
    """An agent of Die, who follows people there."""
    return world.user("Lila", "Agent", drome, die)


@pytest.fixture
def person(die):
    return world.usager(die, "Canari", "Zoé", phone=PHONE, **SECRET)


@pytest.fixture
def seance(crest):
    motif = world.motif(crest, default_seats=1, openness=Openness.TERRITORY)
    return world.occurrence(world.action(crest, motif))


@pytest.fixture
def orient(seance, lila, person):
    def orient(**options):
        wanted = {"occurrence_id": seance.pk, "usager_id": person.pk, "user": lila, "items": (), "note": ""}
        return prescribe(**{**wanted, "idempotency_key": uuid.uuid4().hex, **options})

    return orient


@pytest.fixture
def policy_says(seance, claire):
    """Publish parameters for the motif of the séance."""

    def policy_says(**values):
        policy = Policy.objects.create(territory=seance.territory, code="regles", name="Règles")
        for code, value in values.items():
            Parameter.objects.create(policy=policy, code=code.replace("__", "."), value=value)
        policy.motifs.add(seance.action.motif)
        publish(policy_id=policy.pk, user=claire, reason="Décision", draft_version=policy.draft_version)

    return policy_says
