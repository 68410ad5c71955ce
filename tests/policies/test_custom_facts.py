"""Custom fields as facts: written with the fields as they are, frozen with what is published, the same for ever."""

from __future__ import annotations

import json

import pytest

from backoffice.booking.services import book, replay
from backoffice.booking.services.explaining import explanation
from backoffice.booking.values import Actor
from backoffice.people.models import FieldChoice
from backoffice.people.services.fields import uses_of
from backoffice.policies.models import Condition, Policy, PolicyRevision, Rule
from backoffice.policies.services import publish
from backoffice.policies.services.checking import findings_of
from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.in_force import compile_levels
from backoffice.policies.services.transfer import export_policy, read_file
from config_rules import Voice
from tests import world

CODE = "person.field.niveau"
EVERYBODY = dict.fromkeys(("usager", "agent", "prescriber", "import"), "refuse")


@pytest.fixture
def niveau(drome):
    return world.field(drome, question="Quel est le niveau de français ?")


@pytest.fixture
def policy(drome, crest, niveau):
    """Refuse beginners; let pass those whose level is not known."""
    row = Policy.objects.create(territory=drome, code="atelier", name="Atelier de conversation")
    row.motifs.add(world.motif(crest, default_seats=5))
    rule = Rule.objects.create(policy=row, code="niveau", title="Niveau", answers=EVERYBODY, unknown="let_pass")
    Condition.objects.create(rule=rule, fact=CODE, operator="is", value="a1")
    return row


@pytest.fixture
def claim(policy, crest, nadia):
    seance = world.occurrence(world.action(crest, policy.motifs.get()))

    def claim(name, **answers):
        person = world.usager(crest, name, answers=answers)
        actor = Actor.agent(nadia)
        return book(occurrence_id=seance.pk, usager_id=person.pk, actor=actor, idempotency_key=name).decision

    return claim


def in_force(policy, claire):
    policy.refresh_from_db()
    return publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)


def test_a_published_rule_on_a_custom_field_decides(policy, claire, claim):
    in_force(policy, claire)

    assert claim("Débutante", niveau="a1").outcome == "refuse"
    assert claim("Avancée", niveau="b1").outcome == "accept"
    assert claim("Inconnue").outcome == "accept"


def test_the_revision_keeps_its_own_words_whatever_the_field_becomes(policy, claire, claim, niveau):
    revision = in_force(policy, claire)
    before = claim("Débutante", niveau="a1")
    niveau.label, niveau.is_sensitive, niveau.purpose = "Langue", True, "Composer les groupes."
    niveau.save()
    niveau.choices.update(label="Autre mot")
    FieldChoice.objects.create(field=niveau, code="c2", label="C2")
    compile_levels.cache_clear()

    assert replay(decision=before)
    assert "Niveau de français" in str(explanation(before, in_full=True).steps)
    assert claim("Nouvelle réponse", niveau="c2").outcome == "accept"
    assert PolicyRevision.objects.get(pk=revision.pk).content.facts[0].label == "la réponse à « Niveau de français »"


def test_an_answer_of_another_type_is_our_bug_and_an_agent_decides(policy, claire, claim):
    in_force(policy, claire)

    assert claim("Abîmée", niveau=12).outcome == "approval"


def test_a_sensitive_answer_is_flagged_and_never_quoted_to_the_person(policy, claire, claim, niveau):
    niveau.is_sensitive, niveau.purpose = True, "Composer les groupes."
    niveau.save()
    in_force(policy, claire)

    decision = claim("Débutante", niveau="a1")

    assert decision.verdict.sensitive == (CODE,)
    assert json.loads(decision.result)["sensitive"] == [CODE]
    assert not vocabulary_of(policy.territory)[CODE].may_be_quoted_to(Voice.USAGER)


def test_a_field_says_which_policies_name_it(policy, claire, niveau):
    in_force(policy, claire)
    policy.rules.all().delete()

    assert uses_of(niveau) == ["politique « Atelier de conversation » (version publiée)"]


def test_the_file_carries_the_definitions_and_a_missing_field_is_named(policy, claire):
    somme = world.territory("80", "Somme")
    elsewhere = Policy.objects.create(territory=somme, code="atelier", name="Atelier")

    arrival = read_file(elsewhere, export_policy(policy=policy, user=claire).encode())

    assert [fact.code for fact in arrival.document.facts] == [CODE]
    assert arrival.missing == ("champ « Niveau de français » (code niveau, un choix)",)


def test_the_same_code_for_another_type_is_named_too(policy, claire):
    somme = world.territory("80", "Somme")
    world.field(somme, kind="number", label="Niveau")
    elsewhere = Policy.objects.create(territory=somme, code="atelier", name="Atelier")

    arrival = read_file(elsewhere, export_policy(policy=policy, user=claire).encode())

    assert arrival.missing == (
        "champ « Niveau de français » (code niveau) : un choix dans le fichier, nombre entier ici",
    )


def test_the_analysis_names_a_field_that_rules_may_not_use(policy, niveau):
    niveau.is_fact = False
    niveau.save()

    found = [finding for finding in findings_of(draft_document(policy), policy.territory) if finding.code == "RG-E902"]

    assert "le champ « niveau »" in found[0].sentence
