"""Before publishing, one page says everything: sentences, exact groups, messages before and after, scenarios, findings, what others did meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.policies.errors import AlreadyInForce
from backoffice.policies.models import Condition, Policy, PolicyRevision, Rule, Scenario
from backoffice.policies.services import call_off, publish, save_rule
from backoffice.policies.services.in_force import levels_in_force
from tests import world
from tests.booking.dialogs.screens import browser, text, url
from tests.policies.test_publication import invented_person


@pytest.fixture
def policy(drome):
    row = Policy.objects.create(territory=drome, code="lecture", name="Lecture")
    answers = dict.fromkeys(("usager", "prescriber"), "refuse")
    rule = Rule.objects.create(
        policy=row, code="age", title="Jeunes", answers=answers, public_message="Pour les moins de 26 ans."
    )
    Condition.objects.create(rule=rule, fact="person.age", operator="at_least", value=26)
    return row


@pytest.fixture
def at_claires(claire):
    return browser(claire)


def publish_now(policy, user, **changes):
    policy.refresh_from_db()
    given = {"policy_id": policy.pk, "user": user, "reason": "Décision", "draft_version": policy.draft_version}
    return publish(**{**given, **changes})


def raise_age(policy, user, age=30, message="Pour les moins de 30 ans."):
    policy.refresh_from_db()
    rule = policy.rules.get()
    rule.public_message = message
    condition = {"fact": "person.age", "operator": "at_least", "value": age}
    save_rule(policy_id=policy.pk, rule=rule, cards=[[condition]], user=user, draft_version=policy.draft_version)


def fields_of(page):
    """What the browser would send back from a page."""
    form = page.context["form"]
    return {name: form[name].value() for name in ("version", "seen_number", "shown_at")} | {"reason": "Décision"}


def test_the_page_says_who_is_affected_and_which_messages_change(at_claires, policy, claire):
    publish_now(policy, claire)
    raise_age(policy, claire)

    shown = text(at_claires.get(url("publish_policy", policy.pk)))

    assert "est d’au moins 26 ans » devient « l’âge le jour de la séance est d’au moins 30 ans" in shown
    assert (
        "De « refus » à « inscription possible » : usager, prescripteur ; l’âge le jour de la séance : de 26 à 29 ans."
        in shown
    )
    assert "Messages qui changent" in shown
    assert "Pour les moins de 30 ans." in shown
    assert "Pour les moins de 26 ans." in shown


def test_a_scenario_that_fails_says_what_was_expected_and_why(at_claires, policy, claire):
    Scenario.objects.create(
        policy=policy, name="Paul, 40 ans", facts=invented_person(age=40), expected_outcome="accept"
    )
    Scenario.objects.create(policy=policy, name="Sans âge", facts={}, expected_outcome="accept")

    page = text(at_claires.get(url("publish_policy", policy.pk)))
    table = text(at_claires.get(url("policy", policy.pk), {"onglet": "scenarios"}))

    for shown in (page, table):
        assert "n attend « inscription possible », le brouillon répond « refus » (règle Jeunes)" in shown
        assert "e scénario ne dit pas" in shown


def test_who_publishes_second_is_shown_what_the_first_did(at_claires, policy, claire, drome):
    publish_now(policy, claire)
    raise_age(policy, claire)
    page = at_claires.get(url("publish_policy", policy.pk))
    brigitte = world.user("Brigitte", "Référente", drome)
    raise_age(policy, brigitte, age=40)
    publish_now(policy, brigitte, reason="Élargissement")

    shown = text(at_claires.post(url("publish_policy", policy.pk), fields_of(page)))

    assert "Brigitte Test a publié la version 2" in shown
    assert "Élargissement" in shown
    assert "est d’au moins 30 ans » devient « l’âge le jour de la séance est d’au moins 40 ans" in shown
    assert policy.revisions.count() == 2


def test_who_publishes_the_same_draft_second_is_told_by_whom(at_claires, policy, claire, drome):
    page = at_claires.get(url("publish_policy", policy.pk))
    publish_now(policy, world.user("Brigitte", "Référente", drome))

    shown = text(at_claires.post(url("publish_policy", policy.pk), fields_of(page)))

    assert "Brigitte Test a publié la version 1" in shown
    assert policy.revisions.count() == 1


def test_a_scheduled_publication_is_visible_and_called_off(at_claires, policy, claire, crest):
    motif = world.motif(crest)
    policy.motifs.add(motif)
    publish_now(policy, claire)
    raise_age(policy, claire)
    later = timezone.now() + timedelta(days=3)
    second = publish_now(policy, claire, effective_at=later)

    shown = text(at_claires.get(url("policy", policy.pk), {"onglet": "versions"}))
    assert "Programmée" in shown
    done = text(at_claires.post(url("call_off_revision", policy.pk, second.pk), {"reason": "Trop tôt"}, follow=True))

    assert "Annulée par Claire Test : Trop tôt" in done
    asked = {"territory_id": policy.territory_id, "motif_id": motif.pk, "action_policy_id": None}
    levels = levels_in_force(**asked, motif_parameters={}, own_parameters={}, at=later + timedelta(days=1))
    assert [level.revision.pk for level in levels if level.revision] == [policy.revisions.get(number=1).pk]


def test_a_draft_called_off_can_be_published_again_under_the_next_number(policy, claire):
    publish_now(policy, claire)
    raise_age(policy, claire)
    second = publish_now(policy, claire, effective_at=timezone.now() + timedelta(days=3))
    call_off(revision_id=second.pk, user=claire, reason="Trop tôt")

    assert publish_now(policy, claire).number == 3


def test_what_is_in_force_is_not_called_off(policy, claire):
    first = publish_now(policy, claire)
    with pytest.raises(AlreadyInForce):
        call_off(revision_id=first.pk, user=claire, reason="Erreur")
    assert PolicyRevision.objects.standing().count() == 1


def test_the_hour_of_a_publication_is_the_territory_s(at_claires, policy, drome):
    drome.time_zone = "America/Martinique"
    drome.save()
    page = at_claires.get(url("publish_policy", policy.pk))
    at_claires.post(url("publish_policy", policy.pk), {**fields_of(page), "effective_at": "2099-03-03T08:00"})

    assert policy.revisions.get().effective_at.isoformat() == "2099-03-03T12:00:00+00:00"


@pytest.mark.parametrize("junk", ["", "hier", "2099-13-45", "9" * 400, "2026-01-01T00:00:00"])
def test_a_page_with_a_broken_instant_still_answers(at_claires, policy, claire, junk):
    publish_now(policy, claire)
    answer = at_claires.post(
        url("publish_policy", policy.pk), {"version": 0, "seen_number": 0, "shown_at": junk, "reason": "x"}
    )

    assert answer.status_code == 200
    assert "Quelqu’un a modifié ce brouillon" in text(answer)
