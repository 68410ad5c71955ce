"""What cannot be saved, each with its number; the bad inputs of the reliability study among them."""

from __future__ import annotations

from datetime import date

import pytest

from config_rules import (
    ActorKind,
    Card,
    Condition,
    Decide,
    DocumentError,
    Level,
    Operator,
    Outcome,
    PolicyDocument,
    Prioritise,
    Replace,
    Rule,
    UnknownMeans,
    compile_policy,
)
from config_rules.rules.validity import check_levels
from tests.config_rules.twelve import VOCABULARY

REFUSE = Decide.for_everyone(Outcome.REFUSE)


def rule(*conditions, **options):
    settings = {"code": "regle", "effect": REFUSE, "cards": (Card(conditions),) if conditions else ()} | options
    return Rule(**settings)


def condition(fact, operator, value=None):
    return Condition(fact, Operator(operator), value)


def codes(*rules, level="motif"):
    found = check_levels([Level(name=level, document=PolicyDocument(rules=rules))], VOCABULARY)
    return [finding.code for finding in found]


SEATS = "occurrence.seats_left"


@pytest.mark.parametrize(
    ("words", "faulty", "code"),
    [
        ("a name that the ORM would understand", rule(condition("usager__notes__contains", "is", "x")), "RG-E051"),
        ("an attribute of Python", rule(condition("__class__", "is", "x")), "RG-E051"),
        ("a fact that no longer exists", rule(condition("person.deleted", "is", 1)), "RG-E051"),
        ("a text compared with a number", rule(condition(SEATS, "is", "3")), "RG-E053"),
        ("a float", rule(condition(SEATS, "is", 3.0)), "RG-E053"),
        ("not a number", rule(condition(SEATS, "is", float("nan"))), "RG-E053"),
        ("a truth value for a number", rule(condition(SEATS, "is", True)), "RG-E053"),
        ("beyond the bounds of the fact", rule(condition(SEATS, "is", 10**400)), "RG-E053"),
        ("an order on a list", rule(condition("actor.kind", "less_than", "agent")), "RG-E052"),
        ("a value outside the list", rule(condition("actor.kind", "is", "nobody")), "RG-E053"),
        ("an empty list", rule(condition("actor.kind", "one_of", frozenset())), "RG-E053"),
        ("a reversed interval", rule(condition(SEATS, "between", (5, 1))), "RG-E053"),
        ("an interval of one bound", rule(condition(SEATS, "between", (5,))), "RG-E053"),
        ("a date for a number", rule(condition(SEATS, "is", date(2026, 1, 1))), "RG-E053"),
        ("a fact that is never unknown", rule(condition(SEATS, "is_unknown")), "RG-E052"),
        ("no value", rule(condition(SEATS, "is")), "RG-E053"),
        ("no choice for an unknown fact", rule(condition("person.age", "is", 3)), "RG-E040"),
        ("a code with spaces", rule(code="ma règle"), "RG-E020"),
        ("a code that looks like one of ours", rule(code="placement.seat"), "RG-E020"),
        ("no actor", rule(effect=Decide({})), "RG-E030"),
        ("an effect that accepts", rule(effect=Decide({ActorKind.AGENT: Outcome.ACCEPT})), "RG-E031"),
        (
            "a question that does not exist",
            rule(effect=Decide(dict.fromkeys(ActorKind, Outcome.ASK), (SEATS,))),
            "RG-E032",
        ),
        ("no points", rule(effect=Prioritise(0)), "RG-E033"),
        ("too many points", rule(effect=Prioritise(1001)), "RG-E033"),
        ("a parameter that rules may not replace", rule(effect=Replace("limit.period_days", 3)), "RG-E034"),
        ("a parameter that does not exist", rule(effect=Replace("none", 3)), "RG-E034"),
        ("a value outside the parameter", rule(effect=Replace("overbooking.max_seats", -1)), "RG-E035"),
        ("an empty card", Rule(code="regle", effect=REFUSE, cards=(Card(()),)), "RG-E050"),
        ("a text without end", rule(public_message="x" * 501), "RG-E025"),
        ("a character that no database stores", rule(agent_message="a\x00b"), "RG-E027"),
        (
            "an advantage that would refuse",
            rule(condition("person.age", "is", 3), effect=Prioritise(1), unknown=UnknownMeans.REFUSE),
            "RG-E041",
        ),
    ],
)
def test_a_faulty_rule_is_named_with_its_number(words, faulty, code):
    assert codes(faulty) == [code], words


@pytest.mark.parametrize(
    ("words", "rules", "code"),
    [
        ("201 rules", [rule(code=f"r-{number}") for number in range(201)], "RG-E022"),
        ("21 cards", [rule(cards=(Card((condition(SEATS, "is", 1),)),) * 21)], "RG-E026"),
        ("21 conditions", [rule(*[condition(SEATS, "is", 1)] * 21)], "RG-E050"),
        (
            "2 001 values",
            [rule(condition("person.commune", "one_of", frozenset(map(str, range(2001)))), unknown=UnknownMeans.ASK)],
            "RG-E053",
        ),
        ("a code twice", [rule(), rule()], "RG-E021"),
        (
            "4 001 conditions",
            [rule(code=f"r-{number}", cards=(Card((condition(SEATS, "is", 1),) * 20),) * 2) for number in range(101)],
            "RG-E023",
        ),
    ],
)
def test_a_policy_is_bounded(words, rules, code):
    assert codes(*rules) == [code], words


def test_the_largest_allowed_policy_compiles_and_answers():
    cards = (Card(tuple(condition(SEATS, "is", number) for number in range(20))),)
    rules = tuple(rule(code=f"r-{number}", cards=cards) for number in range(200))

    compile_policy([Level(name="motif", document=PolicyDocument(rules=rules))], VOCABULARY)


@pytest.mark.parametrize("level", ["organisation", "", "Motif"])
def test_a_level_has_a_known_name(level):
    assert codes(level=level) == ["RG-E001"]


def test_a_level_comes_once():
    twice = [Level(name="motif", document=PolicyDocument())] * 2

    assert {finding.code for finding in check_levels(twice, VOCABULARY)} == {"RG-E002"}


def test_every_fault_is_told_at_once_with_its_place_and_its_remedy():
    faulty = rule(condition(SEATS, "is", "3"), condition("nothing", "is", 1), code="Ma Règle")

    with pytest.raises(DocumentError) as caught:
        compile_policy([Level(name="motif", document=PolicyDocument(rules=(faulty,)))], VOCABULARY)

    found = [(problem.code, problem.place) for problem in caught.value.problems]
    assert found == [("RG-E020", ""), ("RG-E053", "cas 1, condition 1"), ("RG-E051", "cas 1, condition 2")]
    assert all(problem.remedy for problem in caught.value.problems)
