"""A rule that warns an agent: she goes on with a reason, and the reason is kept."""

from __future__ import annotations

from datetime import date

import pytest

from backoffice.booking.models import Decision, Participation
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import publish
from tests import world
from tests.booking.dialogs.screens import browser, key_of, text, url


@pytest.fixture
def seance(crest, claire):
    motif = world.motif(crest)
    policy = Policy.objects.create(territory=crest.territory, code="jeunes", name="Jeunes")
    policy.motifs.add(motif)
    rule = Rule.objects.create(
        policy=policy,
        code="age",
        title="Âge",
        answers={"agent": "warn"},
        agent_message="Prévu pour les moins de 26 ans.",
    )
    Condition.objects.create(rule=rule, fact="person.age", operator="at_least", value=26)
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    return world.occurrence(world.action(crest, motif))


@pytest.fixture
def paul(crest):
    return world.usager(crest, "Durand", "Paul", birth_date=date(1980, 1, 1))


def test_the_warning_is_shown_and_the_reason_is_asked(nadia, seance, paul):
    agent = browser(nadia)
    shown = agent.get(url("enrol", seance.pk), {"usager": paul.pk})

    assert "Prévu pour les moins de 26 ans." in text(shown)
    assert "Inscrire malgré l’avertissement" in text(shown)
    fields = {"usager": paul.pk, "key": key_of(shown), "wish": "warned"}
    refused = agent.post(url("enrol", seance.pk), fields)
    assert "Écrivez une raison" in text(refused)
    assert not Participation.objects.exists()

    agent.post(url("enrol", seance.pk), {**fields, "reason": "Accord de la cheffe de service"})
    assert Participation.objects.get().state == "unknown"
    assert Decision.objects.get().reason == "Accord de la cheffe de service"
