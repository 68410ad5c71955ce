"""An action carries rules of its own, chosen in its file by who configures rules, added to those of its motif."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import publish
from tests import world
from tests.booking.dialogs.screens import browser, text, url


@pytest.fixture
def action(crest):
    return world.action(crest)


@pytest.fixture
def policy(drome, claire):
    """Nobody over 25, for whoever asks."""
    row = Policy.objects.create(territory=drome, code="jeunes", name="Réservé aux jeunes")
    answers = dict.fromkeys(("usager", "agent", "prescriber", "import"), "refuse")
    rule = Rule.objects.create(policy=row, code="age", title="Âge", answers=answers, unknown="refuse")
    Condition.objects.create(rule=rule, fact="person.age", operator="at_least", value=26)
    publish(policy_id=row.pk, user=claire, reason="Comité", draft_version=row.draft_version)
    return row


def choose(user, action, policy):
    """The form of the action as it is, with another policy."""
    client, address = browser(user), reverse("admin:actions_collectiveaction_change", args=[action.pk])
    shown = client.get(address).context["adminform"].form
    fields = {name: field.value() for name, field in ((one.name, one) for one in shown) if field.value() is not None}
    client.post(address, fields | {"policy": policy.pk, "change_reason": "Comité"})
    action.refresh_from_db()
    return action.policy


def test_the_reference_chooses_it_and_booking_applies_it_under_its_level(claire, nadia, crest, action, policy):
    assert choose(claire, action, policy) == policy
    person, seance = world.usager(crest, birth_date=date(1980, 1, 1)), world.occurrence(action)
    asked = {"occurrence_id": seance.pk, "usager_id": person.pk, "actor": Actor.agent(nadia)}
    decision = book(**asked, idempotency_key="une").decision

    assert (decision.outcome, decision.headline, decision.verdict.headline.level) == ("refuse", "age", "action")
    assert action.title in text(browser(claire).get(url("policy", policy.pk)))
    assert action.history.latest().history_change_reason == "Comité"


def test_who_does_not_configure_rules_or_another_territory_changes_nothing(claire, nadia, action, policy):
    elsewhere = Policy.objects.create(territory=world.territory("77", "Seine-et-Marne"), code="la", name="Là-bas")

    assert choose(nadia, action, policy) is None
    assert choose(claire, action, elsewhere) is None
