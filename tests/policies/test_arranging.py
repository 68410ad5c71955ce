"""Rules are moved, copied, put aside and brought back; the last change is undone with its history."""

from __future__ import annotations

import pytest

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.policies.errors import DraftChanged, InvalidRule, NothingToUndo
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import (
    duplicate_rule,
    move_rule,
    remove_rule,
    save_rule,
    set_parameter,
    switch_rule,
    undo_last_change,
)
from backoffice.policies.services.documents import draft_document
from tests.booking.dialogs.screens import browser, text, url

AGE = [{"fact": "person.age", "operator": "at_least", "value": 26, "public_message": "", "agent_message": ""}]


@pytest.fixture
def policy(drome):
    return Policy.objects.create(territory=drome, code="lecture", name="Lecture")


@pytest.fixture
def act(policy, claire):
    """Runs a service as Claire, on the draft as it is."""

    def act(service, **given):
        policy.refresh_from_db()
        return service(policy_id=policy.pk, user=claire, draft_version=policy.draft_version, **given)

    return act


@pytest.fixture
def rules(act):
    def new(title):
        return act(save_rule, rule=Rule(title=title, answers={"usager": "refuse"}, public_message=title), cards=[AGE])

    return [new("Un"), new("Deux"), new("Trois")]


def titles(policy):
    return list(policy.rules.order_by("position").values_list("title", flat=True))


@pytest.mark.parametrize(
    ("rank", "steps", "expected"),
    [
        (0, 1, ["Deux", "Un", "Trois"]),
        (2, -1, ["Un", "Trois", "Deux"]),
        (0, -1, ["Un", "Deux", "Trois"]),
        (2, 1, ["Un", "Deux", "Trois"]),
    ],
)
def test_a_rule_moves_by_one_place_and_stays_at_the_ends(act, policy, rules, rank, steps, expected):
    act(move_rule, rule_id=rules[rank].pk, steps=steps)

    assert titles(policy) == expected
    assert [rule.title for rule in draft_document(policy).rules] == expected


def test_a_copy_is_put_aside_with_its_conditions_under_its_own_code(act, policy, rules):
    copy = act(duplicate_rule, rule_id=rules[0].pk)

    assert (copy.title, copy.is_active, copy.code) == ("Un (copie)", False, "regle-4")
    assert list(copy.conditions.values_list("fact", flat=True)) == ["person.age"]
    assert len(draft_document(policy).rules) == 3


def test_a_rule_put_aside_is_not_in_the_document_and_comes_back_at_its_place(act, policy, rules):
    act(switch_rule, rule_id=rules[1].pk, is_active=False)
    assert [rule.title for rule in draft_document(policy).rules] == ["Un", "Trois"]

    act(switch_rule, rule_id=rules[1].pk, is_active=True)
    assert [rule.title for rule in draft_document(policy).rules] == ["Un", "Deux", "Trois"]


def test_undoing_puts_back_a_changed_rule_with_its_conditions(act, policy, rules):
    before = draft_document(policy)
    rule = Rule.objects.get(pk=rules[0].pk)
    rule.title = "Autre"
    act(save_rule, rule=rule, cards=[[{**AGE[0], "value": 30}], [{**AGE[0], "operator": "less_than", "value": 16}]])

    act(undo_last_change)

    assert draft_document(policy) == before


def test_undoing_brings_back_a_removed_rule_under_its_own_key(act, policy, rules):
    before = draft_document(policy)
    act(remove_rule, rule_id=rules[1].pk)

    act(undo_last_change)

    assert draft_document(policy) == before
    assert Rule.objects.filter(pk=rules[1].pk).exists()


@pytest.mark.parametrize("deed", ["parameter", "move", "copy", "aside", "new rule"])
def test_whatever_was_done_is_undone_and_undoing_twice_does_it_again(act, policy, rules, deed):
    before = draft_document(policy), titles(policy)
    if deed == "parameter":
        act(set_parameter, code="waitlist.max_length", value=4, is_imposed=True, is_set=True)
    elif deed == "move":
        act(move_rule, rule_id=rules[0].pk, steps=1)
    elif deed == "copy":
        act(duplicate_rule, rule_id=rules[0].pk)
    elif deed == "aside":
        act(switch_rule, rule_id=rules[0].pk, is_active=False)
    else:
        act(save_rule, rule=Rule(title="Quatre", answers={"agent": "warn"}), cards=[AGE])
    after = draft_document(policy), titles(policy)

    act(undo_last_change)
    assert (draft_document(policy), titles(policy)) == before
    act(undo_last_change)
    assert (draft_document(policy), titles(policy)) == after


def test_nothing_to_undo_on_a_new_policy(act):
    with pytest.raises(NothingToUndo):
        act(undo_last_change)


def test_who_holds_an_older_draft_is_told_and_nothing_moves(policy, rules, claire):
    policy.refresh_from_db()
    stale = {"policy_id": policy.pk, "user": claire, "draft_version": policy.draft_version - 1}
    acts = [
        lambda: move_rule(**stale, rule_id=rules[0].pk, steps=1),
        lambda: duplicate_rule(**stale, rule_id=rules[0].pk),
        lambda: switch_rule(**stale, rule_id=rules[0].pk, is_active=False),
        lambda: undo_last_change(**stale),
    ]
    for one in acts:
        with pytest.raises(DraftChanged):
            one()
    assert titles(policy) == ["Un", "Deux", "Trois"]


def test_an_agent_arranges_nothing_and_a_rule_of_another_policy_does_not_exist(policy, rules, nadia, claire, drome):
    policy.refresh_from_db()
    other = Policy.objects.create(territory=drome, code="autre", name="Autre")
    with pytest.raises(NotAllowed):
        move_rule(policy_id=policy.pk, user=nadia, draft_version=policy.draft_version, rule_id=rules[0].pk, steps=1)
    with pytest.raises(OutOfPerimeter):
        move_rule(policy_id=other.pk, user=claire, draft_version=other.draft_version, rule_id=rules[0].pk, steps=1)


def test_the_201st_rule_is_refused_with_the_limit(act, policy, rules):
    Rule.objects.bulk_create(
        Rule(policy=policy, code=f"r-{number}", title="x", answers={"agent": "warn"}) for number in range(197)
    )
    with pytest.raises(InvalidRule, match="200 règles au plus"):
        act(duplicate_rule, rule_id=rules[0].pk)
    assert Condition.objects.count() == 3


def test_the_buttons_of_the_list_act_and_lead_back_to_the_rule(policy, rules, claire):
    client = browser(claire)
    policy.refresh_from_db()

    answer = client.post(url("move_rule", policy.pk, rules[0].pk, "descendre"), {"version": policy.draft_version})
    shown = text(client.get(url("undo_change", policy.pk)))

    assert answer["Location"].endswith(f"#regle-{rules[0].pk}")
    assert titles(policy) == ["Deux", "Un", "Trois"]
    assert "Claire Test" in shown
    assert client.get(url("move_rule", policy.pk, rules[0].pk, "ailleurs")).status_code == 404
