"""What a référente, a file or a stranger may send to the rules: a French sentence answers, nothing partial is written (B69–B76)."""

from __future__ import annotations

import json

import pytest

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.people.enums import FieldKind
from backoffice.policies.errors import NotPublishable, UnreadableFile
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import export_policy, import_policy, publish
from backoffice.policies.services.checking import findings_of
from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.offering import offered_facts
from config_rules import document_hash
from tests import world
from tests.booking.dialogs.screens import browser, text, url

EVERYBODY = {"usager": "refuse", "agent": "refuse", "prescriber": "refuse", "import": "refuse"}


@pytest.fixture
def policy(drome):
    return Policy.objects.create(territory=drome, code="lecture", name="Lecture")


@pytest.fixture
def rule(policy):
    """Adds a rule to the draft, as rows: `conditions` are (case, fact, operator, value)."""

    def rule(*conditions, title="Essai", answers=None, **fields):
        number = policy.rules.count()
        row = Rule.objects.create(
            policy=policy,
            code=f"r-{number}",
            position=number,
            title=title,
            answers=answers or {"usager": "refuse"},
            public_message="Voir avec nous.",
            **fields,
        )
        for card, fact, operator, value in conditions:
            Condition.objects.create(rule=row, card=card, fact=fact, operator=operator, value=value)
        return row

    return rule


@pytest.fixture
def refusal(policy, claire):
    """The findings that keep the draft from being published; nothing is written."""

    def refusal():
        with pytest.raises(NotPublishable) as refused:
            publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
        assert not policy.revisions.exists()
        return refused.value.findings

    return refusal


def codes(policy):
    return {finding.code for finding in findings_of(draft_document(policy), policy.territory)}


# B69: contradictory, unreachable, circular; a rule that names a deleted field


def test_a_contradiction_is_found_with_its_rule_its_place_and_what_to_do(rule, refusal):
    row = rule((1, "person.age", "at_least", 30), (1, "person.age", "less_than", 20), title="Jeunes")
    [finding] = [finding for finding in refusal() if finding.rule == row.code]

    assert "cela n’arrive jamais" in finding.sentence
    assert finding.place.startswith("cas 1")
    assert finding.remedy


def test_a_rule_that_never_counts_is_told(policy, rule):
    rule(answers={"usager": "refuse"})
    rule((1, "person.age", "at_least", 26), answers={"usager": "warn"})

    assert "RG-W203" in codes(policy)


def test_a_rule_on_a_field_that_is_gone_says_so_on_every_page_and_is_not_published(policy, rule, refusal, claire):
    row = rule((1, "person.field.niveau", "is", "a1"))
    client = browser(claire)

    assert "person.field.niveau" in " ".join(finding.sentence for finding in refusal())
    assert "n’existe plus" in text(client.get(url("rule", policy.pk, row.pk)))
    for name in ("policy", "policy_grid", "try_policy", "publish_policy"):
        assert client.get(url(name, policy.pk)).status_code == 200, name


def test_a_rule_on_a_row_of_another_territory_is_not_published(rule, refusal, drome):
    elsewhere = world.motif(world.organisation(world.territory("80", "Somme"), "Amiens"))
    rule((1, "action.motif", "is", f"motif-{elsewhere.pk}"))

    assert "RG-E901" in {finding.code for finding in refusal()}


# B70: 500 conditions, depth 50


def editor_fields(policy, **changes):
    return {
        "version": policy.draft_version,
        "title": "Essai",
        "effect": "decide",
        "usager": "refuse",
        "rows": 1,
        **changes,
    }


def test_five_hundred_conditions_are_refused_with_the_limit(policy, claire):
    sent = editor_fields(policy, rows=500)
    sent |= {f"c{number}-fact": "person.age" for number in range(300)}
    shown = text(browser(claire).post(url("new_rule", policy.pk), sent))

    assert "100 conditions au plus" in shown
    assert not Rule.objects.exists()


def test_twenty_one_conditions_in_one_case_are_refused_with_the_limit(policy, claire):
    sent = editor_fields(policy, rows=21)
    for number in range(21):
        sent |= {f"c{number}-card": 1, f"c{number}-fact": "history.upcoming", f"c{number}-operator": "at_least"}
        sent |= {f"c{number}-value": number}
    shown = text(browser(claire).post(url("new_rule", policy.pk), sent))

    assert "il en faut de 1 à 20" in shown
    assert not Rule.objects.exists()


@pytest.mark.parametrize("depth", [50, 100_000])
def test_a_file_of_depth_fifty_is_refused(policy, claire, depth):
    nested = b'{"format":"politique-2","document":' + b"[" * depth + b"]" * depth + b"}"
    arrives(policy, claire, nested)


# B71–B73: arithmetic, text against a number, regular expressions, keys of the ORM


@pytest.mark.parametrize(
    "value", ["9**9**6", "10/0", "1e400", "NaN", "Infinity", "-0.5", "douze", "१२", "1" * 400, "\x00"]
)
def test_a_value_that_is_not_a_whole_number_of_the_fact_is_refused(policy, claire, value):
    sent = editor_fields(policy, **{"c0-card": 1, "c0-fact": "history.upcoming", "c0-operator": "at_least"})
    shown = browser(claire).post(url("new_rule", policy.pk), {**sent, "c0-value": value})

    if value == "१२":  # twelve, in the digits of somebody else: Python reads it, and so do we
        assert Rule.objects.get().conditions.get().value == 12
        return
    assert "Une condition n’est pas complète" in text(shown)
    assert not Rule.objects.exists()


@pytest.mark.parametrize("operator", ["matches", "regex", "at_least", "__class__", ""])
def test_an_operator_that_the_information_does_not_have_is_refused(policy, claire, operator):
    """There is no regular expression; a code is not compared as a number."""
    fields = {"c0-card": 1, "c0-fact": "person.commune", "c0-operator": operator, "c0-value": "(a+)+$"}
    shown = text(browser(claire).post(url("new_rule", policy.pk), editor_fields(policy, **fields)))

    assert "Une condition n’est pas complète" in shown
    assert not Rule.objects.exists()


KEYS = ["_connector", "__class__", "pk__in", "password", "usager__notes__contains", "person.age__gte"]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_the_orm_is_an_unknown_information_everywhere(policy, claire, key, rule, refusal):
    sent = editor_fields(policy, **{"c0-card": 1, "c0-fact": key, "c0-operator": "is", "c0-value": "1"})
    assert "n’existe plus" in text(browser(claire).post(url("new_rule", policy.pk), sent))
    assert not Rule.objects.exists()

    rule((1, key, "is", 1))
    assert key in " ".join(finding.sentence for finding in refusal())


def test_a_key_in_the_place_of_a_parameter_or_an_answer_changes_nothing(policy, claire):
    client = browser(claire)
    assert client.get(url("parameter", policy.pk, "__class__")).status_code == 404
    shown = text(client.post(url("new_rule", policy.pk), editor_fields(policy, usager="delete", rows=0)))

    assert "choix valide" in shown
    assert not Rule.objects.exists()


def test_an_age_that_is_not_known_has_the_outcome_that_was_chosen(policy, claire, crest, nadia):
    motif = world.motif(crest)
    policy.motifs.add(motif)
    fields = {"c0-card": 1, "c0-fact": "person.age", "c0-operator": "less_than", "c0-value": 16, "unknown": "ask"}
    browser(claire).post(url("new_rule", policy.pk), editor_fields(policy, agent="refuse", **fields))
    policy.refresh_from_db()
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    seance = world.occurrence(world.action(crest, motif))
    asked = book(
        occurrence_id=seance.pk, usager_id=world.usager(crest).pk, actor=Actor.agent(nadia), idempotency_key="1"
    )

    assert asked.decision.outcome == "ask"


# B74: NaN, Infinity, -0, 10⁴⁰⁰, 5 MB, duplicate keys


def exported(policy, claire):
    return json.loads(export_policy(policy=policy, user=claire))


def arrives(policy, claire, data):
    """The file is refused, in the service and on its page; the draft does not move."""
    before = draft_document(policy)
    with pytest.raises(UnreadableFile):
        import_policy(policy_id=policy.pk, data=data, user=claire, draft_version=policy.draft_version, reason="x")
    assert draft_document(policy) == before
    assert not policy.scenarios.exists()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "-0", "1" + "0" * 400, "1e400", "0.5"])
def test_a_number_that_two_readers_could_understand_differently_is_refused(policy, claire, number):
    for place in ('"facts": {"person.age": 0}', '"reasons": [0]'):
        scenario = '{"name": "x", "facts": {}, "outcome": "accept", "reasons": []}'
        key = place.partition(":")[0]
        scenario = scenario.replace(f"{key}: {{}}", place).replace(f"{key}: []", place).replace("0", number)
        file = json.dumps(exported(policy, claire)).replace('"scenarios": []', f'"scenarios": [{scenario}]')
        arrives(policy, claire, file.encode())


def test_a_key_written_twice_or_five_megabytes_are_refused(policy, claire):
    file = json.dumps(exported(policy, claire))
    arrives(policy, claire, file.replace('"code": "lecture"', '"code": "lecture", "code": "autre"').encode())
    arrives(policy, claire, (file + " " * 5_000_000).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"scenarios": [{"name": "x", "facts": [], "outcome": "accept", "reasons": []}]},
        {"scenarios": [{"name": "x", "facts": {}, "outcome": "delete", "reasons": []}]},
        {"scenarios": [{"name": 1, "facts": {}, "outcome": "accept", "reasons": []}]},
        {"scenarios": [{"name": "x", "facts": {}, "outcome": "accept", "reasons": [[1]]}]},
        {"labels": [{"internal_name": "x"}]},
        {"labels": [{"internal_name": "x" * 900, "public_name": "x", "sms_name": "", "is_sensitive": False}]},
        {"labels": [{"internal_name": "x", "public_name": "x", "sms_name": "", "pk": 1}]},
        {"labels": {}},
        {"format": "politique-9"},
        {"format": ["politique-2"]},
    ],
)
def test_a_scenario_or_a_label_that_is_not_one_is_refused(policy, claire, change):
    arrives(policy, claire, json.dumps({**exported(policy, claire), **change}).encode())


# B75: true for nobody, or for everybody


def test_a_policy_that_lets_nobody_in_is_not_published(rule, refusal):
    rule(answers=EVERYBODY)

    assert "RG-E102" in {finding.code for finding in refusal()}


def test_a_rule_true_for_everybody_or_for_nobody_is_told(policy, rule):
    rule((1, "history.upcoming", "at_least", 0), answers={"usager": "warn"})
    assert "RG-W202" in codes(policy)


# B76: sex, origin, religion, health through a free field


def test_free_text_is_never_something_that_a_rule_looks_at(drome):
    world.field(drome, "remarque", "Remarque", kind=FieldKind.TEXT, is_fact=False)

    assert "remarque" not in " ".join(fact.code for fact in offered_facts(vocabulary_of(drome)))


# Formats: what was published before stays readable


def test_a_file_of_the_first_format_is_still_read(policy, claire, rule):
    rule((1, "person.age", "at_least", 26))
    file = exported(policy, claire)
    first = {name: value for name, value in file.items() if name != "labels"} | {"format": "politique-1"}
    before = document_hash(draft_document(policy))
    data = json.dumps(first).encode()

    import_policy(policy_id=policy.pk, data=data, user=claire, draft_version=policy.draft_version, reason="Reprise")

    assert document_hash(draft_document(policy)) == before


def test_labels_travel_with_their_policy_and_what_is_here_is_kept(policy, claire, crest, rule):
    motif = world.motif(crest)
    policy.motifs.add(motif)
    label = motif.type_label
    rule((1, "action.type_label", "is", f"label-{label.pk}"))
    file = exported(policy, claire)
    assert [one["internal_name"] for one in file["labels"]] == [label.internal_name]
    somme = world.territory("80", "Somme")
    brigitte = world.user("Brigitte", "Référente", somme)
    theirs = Policy.objects.create(territory=somme, code="lecture", name="Lecture")
    given = {"policy_id": theirs.pk, "user": brigitte, "reason": "Reprise"}

    import_policy(data=json.dumps(file).encode(), draft_version=1, **given)
    made = somme.type_labels.get()
    assert (made.internal_name, made.public_name) == (label.internal_name, label.public_name)
    assert Condition.objects.get(rule__policy=theirs).value == f"label-{made.pk}"

    file["labels"][0]["public_name"] = "Autre mot"
    import_policy(data=json.dumps(file).encode(), draft_version=2, **given)
    assert somme.type_labels.get().public_name == label.public_name
