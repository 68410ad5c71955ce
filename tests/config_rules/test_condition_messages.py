"""A condition may tell its own reason; the rule's message is for the others. What was published before keeps its text and its hash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config_rules import (
    Card,
    Condition,
    Decide,
    Level,
    Operator,
    Outcome,
    PolicyDocument,
    Rule,
    UnknownMeans,
    compile_policy,
    document_from_json,
    document_to_json,
    evaluate,
    explain,
)
from config_rules.diff import compare_documents
from config_rules.findings import examine
from tests.config_rules.cases import facts
from tests.config_rules.strategies import VOCABULARY

FAR = Condition(
    "x.maybe_code", Operator.NONE_OF, frozenset({"a"}), public_message="Trop loin.", agent_message="Hors secteur."
)
OLD = Condition("x.number", Operator.AT_LEAST, 7, public_message="Trop âgée ou trop âgé.")
PLAIN = Condition("x.truth", Operator.IS, True)
RULE = Rule(
    code="public",
    title="Public",
    effect=Decide.for_everyone(Outcome.REFUSE),
    cards=(Card((FAR,)), Card((OLD,)), Card((PLAIN,))),
    public_message="Pas pour vous.",
    agent_message="Voir la règle.",
    unknown=UnknownMeans.REFUSE,
)


def document(rule=RULE):
    return PolicyDocument(rules=(rule,))


@pytest.fixture
def answered(facts_of):
    policy = compile_policy([Level(name="motif", document=document())], VOCABULARY)

    def answered(**changes):
        return evaluate(policy, facts_of(**changes)).headline

    return answered


@pytest.fixture
def facts_of():
    def facts_of(**changes):
        own = {"x.maybe_code": "a", "x.number": 1, "x.truth": False}
        named = {code.replace("__", "."): value for code, value in changes.items()}
        return {**facts(), **own, **named}

    return facts_of


@pytest.mark.parametrize(
    ("case", "changes", "public", "agent"),
    [
        ("lives elsewhere", {"x__maybe_code": "b"}, "Trop loin.", "Hors secteur."),
        (
            "is too old: the agent reads the rule's message",
            {"x__number": 7},
            "Trop âgée ou trop âgé.",
            "Voir la règle.",
        ),
        ("a condition without message", {"x__truth": True}, "Pas pour vous.", "Voir la règle."),
        ("two cards hold: the first speaks", {"x__maybe_code": "b", "x__number": 9}, "Trop loin.", "Hors secteur."),
        ("the commune is not known", {"x__maybe_code": None}, "Trop loin.", "Hors secteur."),
    ],
)
def test_the_condition_that_decided_tells_the_reason(answered, case, changes, public, agent):
    reason = answered(**changes)

    assert (reason.public_message, reason.agent_message) == (public, agent), case


def test_the_usager_reads_the_message_of_the_condition(facts_of):
    policy = compile_policy([Level(name="motif", document=document())], VOCABULARY)
    told = explain(evaluate(policy, facts_of(x__number=9)), "usager", policy)

    assert "Trop âgée ou trop âgé." in [sentence.text for sentence in told.sentences]


def test_messages_of_conditions_travel_in_the_second_format():
    assert document_from_json(document_to_json(document())) == document()
    assert document().format == 2


def test_a_document_without_them_is_still_written_in_the_first_format():
    bare = document(replace(RULE, cards=tuple(card.bare for card in RULE.cards)))

    assert bare.format == 1
    assert "public_message" not in document_to_json(bare).split('"cards"')[1].split('"code"')[0]


def test_a_changed_message_is_told_with_its_condition():
    changed = replace(RULE, cards=(Card((replace(FAR, public_message="Hors du secteur."),)), *RULE.cards[1:]))
    [change] = compare_documents(document(), document(changed), VOCABULARY)

    assert change.sentence == (
        "Règle « Public » : le message pour la personne, quand le code inconnu n’est pas a : « Trop loin. » devient « Hors du secteur. »"
    ).replace("le code inconnu", VOCABULARY["x.maybe_code"].label)


def test_a_rule_whose_every_card_speaks_is_not_silent():
    silent = replace(RULE, public_message="")
    speaking = replace(silent, cards=RULE.cards[:2])

    assert "RG-W209" in {
        finding.code for finding in examine([Level(name="motif", document=document(silent))], VOCABULARY)
    }
    assert "RG-W209" not in {
        finding.code for finding in examine([Level(name="motif", document=document(speaking))], VOCABULARY)
    }


@pytest.mark.parametrize(("text", "code"), [("x" * 501, "RG-E025"), ("a\x00b", "RG-E027")])
def test_a_message_of_a_condition_has_the_limits_of_the_others(text, code):
    wrong = replace(RULE, cards=(Card((replace(FAR, public_message=text),)),))

    assert code in {finding.code for finding in examine([Level(name="motif", document=document(wrong))], VOCABULARY)}
