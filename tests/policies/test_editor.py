"""The référente's story at her screens: write a rule, see it as a sentence, try it, publish it, make a mistake, return, call people back."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.policies.models import Policy, PolicyRevision, Rule
from tests import world
from tests.booking.dialogs.screens import browser, text, url

REFUSE = {"usager": "refuse", "agent": "refuse", "prescriber": "refuse"}


@pytest.fixture
def motif(crest):
    return world.motif(crest, "Atelier lecture")


@pytest.fixture
def at_claires(claire):
    return browser(claire)


@pytest.fixture
def policy(at_claires, motif):
    """Created through its page."""
    fields = {"territory": motif.territory_id, "name": "Atelier lecture", "code": "lecture", "motifs": [motif.pk]}
    answer = at_claires.post(url("new_policy"), fields, follow=True)
    assert answer.status_code == 200
    return Policy.objects.get()


def rule_fields(policy, **changes):
    """A rule « refuser si l’âge est au moins 26 ans » as the form sends it."""
    return {
        "version": Policy.objects.get(pk=policy.pk).draft_version,
        "title": "Moins de 26 ans",
        "effect": "decide",
        "points": 0,
        "unknown": "verify",
        "public_message": "Cet atelier est pour les moins de 26 ans.",
        **REFUSE,
        "rows": 1,
        "c0-card": 1,
        "c0-fact": "person.age",
        "c0-operator": "at_least",
        "c0-value": 26,
        **changes,
    }


def write_rule(client, policy, **changes):
    return client.post(url("new_rule", policy.pk), rule_fields(policy, **changes), follow=True)


def publish(client, policy, **changes):
    version = Policy.objects.get(pk=policy.pk).draft_version
    return client.post(
        url("publish_policy", policy.pk), {"version": version, "reason": "Délibération", **changes}, follow=True
    )


def test_the_list_of_policies_leads_to_their_rules(at_claires, policy):
    """The editor was only reached by who knew its address: the list opened a form that says nothing of the rules."""
    assert url("policies_policy_change", policy.pk) in text(at_claires.get(url("policies_policy_changelist")))
    opened = at_claires.get(url("policies_policy_change", policy.pk), follow=True)

    assert opened.redirect_chain == [(url("policy", policy.pk), 302)]
    assert "Ajouter une règle" in text(opened)


def test_a_policy_is_retired_where_its_name_is_changed(at_claires, policy):
    fields = {"name": policy.name, "motifs": [motif.pk for motif in policy.motifs.all()]}
    at_claires.post(url("policy_settings", policy.pk), fields | {"is_archived": "on"})

    assert Policy.objects.get().is_archived
    assert "Ses règles ne s’appliquent plus" in text(at_claires.get(url("policy", policy.pk)))
    assert "Retirée" in text(at_claires.get(url("policies_policy_changelist")))
    at_claires.post(url("policy_settings", policy.pk), fields)
    assert not Policy.objects.get().is_archived


def test_a_rule_is_shown_as_a_french_sentence(at_claires, policy):
    shown = text(write_rule(at_claires, policy))

    assert (
        "refuser (usager, agent, prescripteur) si l’âge le jour de la séance est d’au moins 26 ans".lower()
        in shown.lower()
    )
    assert "person.age" not in shown


def test_choosing_an_information_changes_the_operators_and_saves_nothing(at_claires, policy):
    fields = rule_fields(
        policy, refresh="same", **{"c0-fact": "history.attended_motifs", "c0-operator": "", "c0-value": ""}
    )
    shown = at_claires.post(url("new_rule", policy.pk), fields).content.decode()

    assert "contient au moins un de" in shown
    assert "Atelier lecture" in shown
    assert not Rule.objects.exists()


def test_a_condition_without_value_is_refused_in_words_and_what_was_typed_is_kept(at_claires, policy):
    shown = text(write_rule(at_claires, policy, **{"c0-value": ""}))

    assert "Une condition n’est pas complète" in shown
    assert "Moins de 26 ans" in shown
    assert not Rule.objects.exists()


def test_a_value_out_of_bounds_is_refused(at_claires, policy):
    write_rule(at_claires, policy, **{"c0-value": 4000})

    assert not Rule.objects.exists()


def test_two_cases_read_ou_bien(at_claires, policy):
    more = {"rows": 2, "c1-card": 2, "c1-fact": "person.is_followed_by_host", "c1-operator": "is", "c1-value": "false"}
    shown = text(write_rule(at_claires, policy, **more))

    assert "ou bien si l’organisation ne suit pas la personne" in shown


def test_the_second_of_two_people_on_one_draft_is_told(at_claires, policy):
    stale = rule_fields(policy)
    write_rule(at_claires, policy)
    shown = text(at_claires.post(url("new_rule", policy.pk), stale))

    assert "Quelqu’un a modifié ce brouillon" in shown
    assert Rule.objects.count() == 1


def test_trying_shows_the_draft_beside_what_is_in_force_and_keeps_a_scenario(at_claires, policy):
    publish_nothing = text(publish(at_claires, policy))
    assert "en service" in publish_nothing.lower()
    write_rule(at_claires, policy)
    person = {"actor": "usager", "seats_left": 3, "person__age": 40}

    shown = text(at_claires.post(url("try_policy", policy.pk), person))
    kept = at_claires.post(url("try_policy", policy.pk), {**person, "keep": "1", "name": "Paul, 40 ans"}, follow=True)

    assert "Brouillon" in shown
    assert "En service" in shown
    scenario = policy.scenarios.get()
    assert (scenario.name, scenario.expected_outcome, scenario.expected_reasons) == (
        "Paul, 40 ans",
        "refuse",
        ["regle-1"],
    )
    assert "Comme attendu" in text(kept)
    assert "L’âge le jour de la séance : 40 ans" in text(kept)


def test_publishing_shows_what_changes_and_asks_why(at_claires, policy):
    write_rule(at_claires, policy)

    assert "au moins 26 ans" in text(at_claires.get(url("publish_policy", policy.pk)))
    publish(at_claires, policy, reason="")
    assert not PolicyRevision.objects.exists()
    publish(at_claires, policy)
    assert PolicyRevision.objects.get().reason == "Délibération"


def test_a_parameter_is_set_and_taken_back(at_claires, policy):
    address = url("parameter", policy.pk, "waitlist.max_length")
    version = {"version": Policy.objects.get().draft_version}
    at_claires.post(address, {**version, "choice": "own", "value": 4})
    assert policy.parameters.get().value == 4

    version = {"version": Policy.objects.get().draft_version}
    at_claires.post(address, {**version, "choice": "default"})
    assert not policy.parameters.exists()


def test_returning_leads_to_the_people_refused_meanwhile(at_claires, policy, motif, crest, nadia):
    publish(at_claires, policy)
    write_rule(at_claires, policy)
    publish(at_claires, policy)
    seance = world.occurrence(world.action(crest, motif))
    paul = world.usager(crest, "Durand", "Paul", birth_date=date(1980, 1, 1))
    refused = book(occurrence_id=seance.pk, usager_id=paul.pk, actor=Actor.agent(nadia), idempotency_key="1")
    assert refused.decision.outcome == "refuse"
    first = policy.revisions.get(number=1)

    done = at_claires.post(url("return_to_revision", policy.pk, first.pk), {"reason": "Erreur hier"}, follow=True)

    assert policy.revisions.count() == 3
    assert "DURAND Paul" in text(done)
    again = book(occurrence_id=seance.pk, usager_id=paul.pk, actor=Actor.agent(nadia), idempotency_key="2")
    assert again.decision.outcome == "accept"


def test_a_file_is_read_shown_then_imported(at_claires, policy):
    write_rule(at_claires, policy)
    file = at_claires.get(url("export_policy", policy.pk)).content
    rule = Rule.objects.get()
    version = Policy.objects.get().draft_version
    at_claires.post(url("remove_rule", policy.pk, rule.pk), {"version": version})
    sent = {"version": Policy.objects.get().draft_version, "reason": "Reprise"}

    shown = at_claires.post(url("import_policy", policy.pk), {**sent, "file": SimpleUploadedFile("p.json", file)})
    assert "Moins de 26 ans" in text(shown)
    assert not Rule.objects.exists()
    content = shown.context["form"]["content"].value()
    at_claires.post(url("import_policy", policy.pk), {**sent, "content": content, "confirmed": "1"})

    assert Rule.objects.get().title == "Moins de 26 ans"


def test_one_motif_has_one_policy(at_claires, policy, motif):
    fields = {"territory": motif.territory_id, "name": "Autre", "code": "autre", "motifs": [motif.pk]}
    shown = text(at_claires.post(url("new_policy"), fields))

    assert "a déjà la politique « Atelier lecture »" in shown
    assert Policy.objects.count() == 1


def pages(policy, rule, revision):
    own = [policy.pk]
    return [
        url("policy", *own),
        url("policy_settings", *own),
        url("new_rule", *own),
        url("rule", policy.pk, rule.pk),
        url("remove_rule", policy.pk, rule.pk),
        url("parameter", policy.pk, "waitlist.mode"),
        url("try_policy", *own),
        url("publish_policy", *own),
        url("submit_policy", *own),
        url("return_to_revision", policy.pk, revision.pk),
        url("export_policy", *own),
        url("import_policy", *own),
        url("revision_affected", policy.pk, revision.number),
    ]


def test_another_territory_finds_nothing_and_an_agent_may_only_read(at_claires, policy, nadia):
    write_rule(at_claires, policy)
    publish(at_claires, policy)
    rule, revision = Rule.objects.get(), PolicyRevision.objects.get()
    stranger = browser(world.user("Zoé", "Référente", world.territory("80", "Somme")))
    agent = browser(nadia)

    for address in pages(policy, rule, revision):
        assert stranger.get(address).status_code == 404, address
        expected = 200 if address == url("policy", policy.pk) else 403
        assert agent.get(address).status_code == expected, address
        assert at_claires.get(address).status_code == 200, address


@pytest.mark.parametrize("tab", ["", "reglages", "scenarios", "versions", "inconnu"])
def test_every_tab_answers(at_claires, policy, tab):
    assert at_claires.get(url("policy", policy.pk), {"onglet": tab}).status_code == 200


def test_one_policy_serves_the_whole_territory(at_claires, policy, motif):
    fields = {"territory": motif.territory_id, "name": "Générale", "code": "generale", "is_for_territory": "1"}
    at_claires.post(url("new_policy"), fields)

    shown = at_claires.post(url("policy_settings", policy.pk), {"name": policy.name, "is_for_territory": "1"})

    assert "tout le territoire" in text(shown)
    assert Policy.objects.get(is_for_territory=True).code == "generale"
