"""Stored and imported texts: one text per value, and a reader that refuses what is ambiguous or hostile."""

from __future__ import annotations

import json
from datetime import date

import pytest

from config_rules import (
    Choice,
    CodecError,
    Delay,
    DelayUnit,
    Fact,
    FactType,
    PolicyDocument,
    decision_from_json,
    decision_to_json,
    document_from_json,
    document_hash,
    document_to_json,
    evaluate,
    facts_from_json,
    facts_to_json,
)
from tests.config_rules.cases import facts, policy
from tests.config_rules.twelve import DOCUMENT

EMPTY = '{"format":1,"imposed":[],"parameters":{},"rules":[]}'


def test_a_document_is_written_in_one_way():
    one = PolicyDocument(parameters={"waitlist.mode": "none", "waitlist.max_length": 4}, imposed=frozenset({"b", "a"}))
    other = PolicyDocument(
        parameters={"waitlist.max_length": 4, "waitlist.mode": "none"}, imposed=frozenset({"a", "b"})
    )

    assert document_to_json(one) == document_to_json(other)
    assert document_hash(one) == document_hash(other)
    assert document_to_json(PolicyDocument()) == EMPTY


def test_the_hash_of_a_published_document_never_changes():
    assert document_hash(PolicyDocument()) == "31f4ff3e8179cd5c48e671471b2bba3e52c1e2f5857dcf80193c46be6b514490"


def test_every_kind_of_value_comes_back():
    document = PolicyDocument(
        parameters={
            "window.closes": Delay(2, DelayUnit.OPEN_DAYS),
            "window.opens_on": date(2026, 3, 1),
            "quota.seats": (("channel:usager", 2), ("organisation:crest", 1)),
            "overbooking.who": frozenset({"agent", "prescriber"}),
            "waitlist.max_length": None,
        },
        rules=DOCUMENT.rules,
    )

    assert document_from_json(document_to_json(document)) == document


def test_facts_come_back():
    given = {"a": frozenset({"x", "y"}), "b": date(2026, 1, 2), "c": None, "d": True, "e": -3, "f": "01004"}

    assert facts_from_json(facts_to_json(given)) == given


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("not JSON", "format: 1"),
        ("not an object", "[]"),
        ("another format", EMPTY.replace('"format":1', '"format":9')),
        ("a missing key", '{"format":1,"imposed":[],"parameters":{}}'),
        ("an unknown key", EMPTY.replace('"rules"', '"_connector":"OR","rules"')),
        ("a key twice", EMPTY.replace('"format":1', '"format":1,"format":1')),
        ("not a number", EMPTY.replace("{}", '{"waitlist.max_length":NaN}')),
        ("infinity", EMPTY.replace("{}", '{"waitlist.max_length":Infinity}')),
        ("a float", EMPTY.replace("{}", '{"waitlist.max_length":1.0}')),
        ("an exponent", EMPTY.replace("{}", '{"waitlist.max_length":1e400}')),
        ("negative zero", EMPTY.replace("{}", '{"waitlist.max_length":-0}')),
        ("an endless number", EMPTY.replace("{}", '{"waitlist.max_length":1' + "0" * 400 + "}")),
        ("endless nesting", EMPTY.replace("{}", '{"a":' * 100_000 + "1" + "}" * 100_000)),
        ("five megabytes", EMPTY + " " * 5_000_000),
        ("a nested value", EMPTY.replace("{}", '{"waitlist.max_length":{"a":{"b":1}}}')),
        ("a number in a list", EMPTY.replace("{}", '{"overbooking.who":[1]}')),
        ("a date that is none", EMPTY.replace("{}", '{"window.opens_on":{"date":"2026-02-30"}}')),
        ("a date written otherwise", EMPTY.replace("{}", '{"window.opens_on":{"date":"20260201"}}')),
        ("a delay without unit", EMPTY.replace("{}", '{"window.opens":{"amount":3,"unit":"weeks"}}')),
        ("rules that are a text", EMPTY.replace('"rules":[]', '"rules":"all"')),
        ("a rule that is a number", EMPTY.replace('"rules":[]', '"rules":[1]')),
        ("half of a character", EMPTY.replace("[]", '["\\ud800"]', 1)),
    ],
)
def test_a_text_that_is_not_ours_is_refused_with_a_sentence(words, text):
    with pytest.raises(CodecError) as caught:
        document_from_json(text)

    assert str(caught.value).startswith("Fichier illisible"), words


def test_an_unknown_operator_or_effect_is_refused():
    text = document_to_json(DOCUMENT)

    for known, unknown in (('"less_than"', '"eval"'), ('"refuse"', '"delete"'), ('"usager"', '"root"')):
        with pytest.raises(CodecError):
            document_from_json(text.replace(known, unknown))


def test_a_decision_that_was_tampered_with_does_not_read():
    stored = json.loads(decision_to_json(evaluate(policy(), facts())))

    for key, value in (("reasons", []), ("outcome", "maybe"), ("trace", [[9, "x", ["a=1"]]]), ("levels", [["motif"]])):
        with pytest.raises(CodecError):
            decision_from_json(json.dumps(stored | {key: value}))


def test_a_document_carries_the_definitions_of_its_own_words():
    fact = Fact(
        code="person.field.niveau",
        type=FactType.CHOICE,
        label="la réponse à « Niveau »",
        group="personne",
        choices=(Choice("a1", "A1"),),
        is_open=True,
        nullable=True,
        question="Quel niveau ?",
        sensitive=True,
    )
    document = PolicyDocument(facts=(fact,))

    assert document_from_json(document_to_json(document)) == document
    assert document.format == 3
    assert "facts" not in document_to_json(PolicyDocument())
