"""The free editor of a rule: every effect, each actor, messages of the rule and of its conditions, lines; read back before it is saved."""

from __future__ import annotations

import pytest

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.policies.models import Policy, Rule
from backoffice.policies.services import publish
from backoffice.policies.services.documents import draft_document
from tests import world
from tests.booking.dialogs.screens import browser, text, url

ABSENCES = {"c0-card": 1, "c0-fact": "history.noshow_90_days", "c0-operator": "at_least", "c0-value": 3}
AGE = {"c1-card": 1, "c1-fact": "person.age", "c1-operator": "less_than", "c1-value": 16}


@pytest.fixture
def policy(drome):
    return Policy.objects.create(territory=drome, code="lecture", name="Lecture")


@pytest.fixture
def send(policy, claire):
    """Posts the editor as the browser does, to write a new rule or to change one; the page that comes back, with what it says."""
    client = browser(claire)

    def send(rule=None, **fields):
        policy.refresh_from_db()
        address = url("rule", policy.pk, rule.pk) if rule else url("new_rule", policy.pk)
        sent = {"version": policy.draft_version, "title": "Essai", "effect": "decide", "rows": 1, **ABSENCES, **fields}
        return client.post(address, sent, follow=True)

    return send


def only_rule(policy):
    [rule] = draft_document(policy).rules
    return rule


def test_each_kind_of_actor_has_its_answer(send, policy):
    answers = {"usager": "refuse", "agent": "warn", "prescriber": "approval", "import": "waitlist"}
    shown = text(send(**answers))

    assert {str(kind): str(outcome) for kind, outcome in only_rule(policy).effect.outcomes.items()} == answers
    assert (
        "Refuser (usager), soumettre à accord (prescripteur), mettre en liste d’attente (import), avertir (agent)"
        in shown
    )


def test_a_rule_passes_people_before_others(send, policy):
    shown = text(send(effect="prioritise", points=5))

    assert only_rule(policy).effect.points == 5
    assert "asser devant de 5 points si les absences" in shown


def test_a_rule_replaces_a_setting_that_booking_applies(send, policy):
    shown = text(send(effect="replace", parameter="overbooking.max_seats", value=2))

    effect = only_rule(policy).effect
    assert (effect.parameter, effect.value) == ("overbooking.max_seats", 2)
    assert "emplacer le nombre maximal de places en plus par « 2 places »" in shown


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"parameter": "window.closes", "value": 6, "unit": "hours"}, (6, "hours")),
        ({"parameter": "window.closes", "unit": "hours", "no_limit": "on"}, None),
        ({"parameter": "waitlist.mode", "value": "manual"}, "manual"),
        ({"parameter": "waitlist.max_length", "no_limit": "on", "value": ""}, None),
    ],
)
def test_a_replaced_setting_has_the_control_of_its_type(send, policy, fields, value):
    send(effect="replace", **fields)

    assert only_rule(policy).effect.value == value


@pytest.mark.parametrize(
    "fields",
    [
        {"parameter": "overbooking.max_seats"},
        {"parameter": "overbooking.max_seats", "value": 9_999_999},
        {"parameter": "quota.seats", "value": 2},
        {"parameter": "__class__", "value": 2},
    ],
)
def test_a_setting_that_rules_may_not_replace_or_a_value_out_of_bounds_is_refused(send, fields):
    send(effect="replace", **fields)

    assert not Rule.objects.exists()


@pytest.mark.parametrize("points", ["", 0, 1001, -1001, "beaucoup"])
def test_points_out_of_bounds_are_refused(send, points):
    send(effect="prioritise", points=points)

    assert not Rule.objects.exists()


def test_messages_override_source_and_recheck_are_kept(send, policy):
    texts = {"public_message": "Parlons-en.", "agent_message": "Trois absences.", "source": "Comité du 3 mars"}
    shown = text(send(usager="refuse", is_overridable="on", is_rechecked="on", **texts))

    rule = only_rule(policy)
    assert (rule.public_message, rule.agent_message, rule.source) == tuple(texts.values())
    assert (rule.overridable, rule.recheck) == (True, True)
    assert all(
        words in shown for words in (*texts.values(), "Dérogation possible", "À revérifier quand une place se libère")
    )


def test_a_condition_has_messages_of_its_own(send, policy):
    send(usager="refuse", **{"c0-public_message": "Trois absences.", "c0-agent_message": "À appeler."})

    [condition] = only_rule(policy).cards[0].conditions
    assert (condition.public_message, condition.agent_message) == ("Trois absences.", "À appeler.")


def test_what_a_missing_information_does_is_asked_only_when_it_may_miss_and_never_chosen_beforehand(send, policy):
    assert 'name="unknown"' not in send(refresh="same", usager="refuse").content.decode()
    asked = send(refresh="same", usager="refuse", rows=2, **AGE).content.decode()
    refused = text(send(usager="refuse", rows=2, **AGE))

    assert 'name="unknown"' in asked
    assert "checked" not in asked.split('name="unknown"', 1)[1].split("</fieldset>")[0]
    assert "ne dit pas quoi faire quand on ne connaît pas : l’âge le jour de la séance" in refused
    assert not Rule.objects.exists()


def test_the_rule_is_read_back_as_it_is_typed_and_nothing_is_saved(send):
    shown = text(send(refresh="same", usager="refuse", rows=2, **{**AGE, "c1-operator": "at_least"}, unknown="verify"))

    assert "Refuser (usager) si les absences non excusées depuis 90 jours sont au moins 3 et l’âge" in shown
    assert "n’a pas de message pour la personne" in shown
    assert not Rule.objects.exists()


def test_a_line_is_taken_out_and_the_others_stay(send):
    shown = send(refresh="drop-0", usager="refuse", rows=2, **AGE)

    [row] = shown.context["rows"]
    assert (row["fact"].value(), row["operator"].value(), row["value"].value()) == ("person.age", "less_than", "16")


def test_a_line_is_added_in_the_last_case(send):
    shown = send(refresh="more", usager="refuse", **{"c0-card": 3})

    assert [str(row["card"].value()) for row in shown.context["rows"]] == ["3", "3"]


def test_a_rule_is_changed_in_its_place_under_its_code(send, policy):
    send(usager="refuse", title="Avant")
    before = policy.rules.get()
    send(before, usager="warn", title="Après")

    after = policy.rules.get()
    assert (after.pk, after.code, after.title) == (before.pk, before.code, "Après")
    assert after.conditions.count() == 1


@pytest.mark.parametrize("rows", ["", "x", "-1", "9" * 50, "1.5"])
def test_a_number_of_lines_that_is_not_one_never_breaks_the_page(send, rows):
    assert send(usager="refuse", rows=rows, refresh="same").status_code == 200


def test_lists_come_from_the_territory_alone(policy, claire, crest):
    world.organisation(world.territory("80", "Somme"), "MDS d’Amiens")
    fields = {"version": 1, "refresh": "same", "rows": 1, "effect": "decide"}
    chosen = {"c0-card": 1, "c0-fact": "person.organisations", "c0-operator": "contains_any"}
    shown = text(browser(claire).post(url("new_rule", policy.pk), {**fields, **chosen}))

    assert crest.name in shown
    assert "Amiens" not in shown


def test_labels_of_the_territory_are_values_of_a_rule_and_booking_reads_them(send, policy, claire, crest, nadia):
    motif = world.motif(crest)
    policy.motifs.add(motif)
    label = {"c0-fact": "action.type_label", "c0-operator": "is", "c0-value": f"label-{motif.type_label_id}"}
    shown = text(send(agent="refuse", **label))
    policy.refresh_from_db()
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    seance = world.occurrence(world.action(crest, motif))
    person = world.usager(crest)
    asked = book(occurrence_id=seance.pk, usager_id=person.pk, actor=Actor.agent(nadia), idempotency_key="1")

    assert f"le libellé de type est {motif.type_label}" in shown
    assert asked.decision.outcome == "refuse"
