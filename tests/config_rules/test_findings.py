"""The analysis: each planted fault is found, with its number; what it says is exact."""

from __future__ import annotations

import pytest

from config_rules import (
    ActorKind,
    Condition,
    Decide,
    Delay,
    DelayUnit,
    Level,
    Operator,
    PolicyDocument,
    Prioritise,
    Replace,
    Rule,
    UnknownMeans,
    compile_policy,
)
from config_rules.findings import Severity, analyse, boundary_cases, examine
from tests.config_rules.cases import policy
from tests.config_rules.rule_samples import accepted, age, is_on, rule
from tests.config_rules.test_rules import person
from tests.config_rules.twelve import LEVELS, VOCABULARY


def found(*rules, **parameters):
    return analyse(policy(*rules, vocabulary=VOCABULARY, **parameters))


def codes(*rules, **parameters):
    return [finding.code for finding in found(*rules, **parameters)]


STAFF_ONLY = (ActorKind.USAGER,)


@pytest.mark.parametrize(
    ("words", "rules", "parameters", "expected"),
    [
        ("nothing to say", [rule("a", "refuse", age("less_than", 16))], {}, []),
        ("two ages at once", [rule("a", "refuse", age("less_than", 16), age("more_than", 25))], {}, ["RG-E101"]),
        ("touching bounds are possible", [rule("a", "refuse", age("at_most", 16), age("at_least", 16))], {}, []),
        (
            "one impossible card beside a possible one",
            [rule("a", "refuse", cards=[(age("less_than", 3), age("more_than", 9)), (age("is", 4),)])],
            {},
            ["RG-E101"],
        ),
        ("everybody is refused", [rule("a", "refuse")], {}, ["RG-E102"]),
        (
            "everybody is refused by two halves",
            [
                rule("a", "refuse", age("less_than", 16), unknown=UnknownMeans.REFUSE),
                rule("b", "refuse", age("at_least", 16), unknown=UnknownMeans.REFUSE),
            ],
            {},
            ["RG-E102"],
        ),
        (
            "usagers are all refused by two halves, which nobody said",
            [
                rule("a", "refuse", age("less_than", 16), unknown=UnknownMeans.REFUSE, actors=STAFF_ONLY),
                rule("b", "refuse", age("at_least", 16), unknown=UnknownMeans.REFUSE, actors=STAFF_ONLY),
            ],
            {},
            ["RG-W201"],
        ),
        ("usagers are all refused, and that was said", [rule("a", "refuse", actors=STAFF_ONLY)], {}, []),
        (
            "a rule that is always true",
            [
                rule(
                    "a",
                    "warn",
                    cards=[
                        (age("less_than", 16),),
                        (age("at_least", 16),),
                        (Condition("person.age", Operator.IS_UNKNOWN),),
                    ],
                )
            ],
            {},
            ["RG-W202"],
        ),
        (
            "a warning behind a refusal",
            [rule("a", "refuse", age("less_than", 18)), rule("b", "warn", age("less_than", 16))],
            {},
            ["RG-W203"],
        ),
        (
            "a warning behind two refusals together",
            [
                rule("a", "refuse", age("less_than", 10)),
                rule("b", "refuse", age("between", (10, 17))),
                rule("c", "warn", age("less_than", 16)),
            ],
            {},
            ["RG-W203"],
        ),
        (
            "a warning that starts where the refusal ends",
            [rule("a", "refuse", age("less_than", 18)), rule("b", "warn", age("at_least", 18))],
            {},
            [],
        ),
        (
            "a rule for usagers about agents",
            [rule("a", "refuse", Condition("actor.kind", Operator.IS, "agent"), actors=STAFF_ONLY)],
            {},
            ["RG-W203"],
        ),
        (
            "a refusal inside another",
            [rule("a", "refuse", age("less_than", 18)), rule("b", "refuse", age("less_than", 16))],
            {},
            ["RG-W204"],
        ),
        (
            "a refusal that a setting already makes",
            [rule("a", "refuse", Condition("request.party_size", Operator.MORE_THAN, 12))],
            {},
            ["RG-W204"],
        ),
        (
            "a refusal that integrity already makes",
            [rule("a", "refuse", Condition("occurrence.state", Operator.IS, "closed"))],
            {},
            ["RG-W204"],
        ),
        (
            "nobody speaks of 18",
            [rule("a", Prioritise(5), age("between", (16, 17))), rule("b", Prioritise(3), age("between", (19, 25)))],
            {},
            ["RG-W205"],
        ),
        (
            "a range between two refusals is what a range is",
            [rule("a", "refuse", age("less_than", 16)), rule("b", "refuse", age("more_than", 25))],
            {},
            [],
        ),
        (
            "a single age between two refusals is a slip",
            [rule("a", "refuse", age("less_than", 16)), rule("b", "refuse", age("more_than", 16))],
            {},
            ["RG-W205"],
        ),
        (
            "two values for one parameter",
            [
                rule("a", Replace("overbooking.max_seats", 2), is_on("rsa")),
                rule("b", Replace("overbooking.max_seats", 4), is_on("ase")),
            ],
            {},
            ["RG-W206"],
        ),
        (
            "two values that nobody gets together",
            [
                rule("a", Replace("overbooking.max_seats", 2), age("less_than", 18)),
                rule("b", Replace("overbooking.max_seats", 4), age("at_least", 18)),
            ],
            {},
            [],
        ),
        (
            "a list that does not exist",
            [rule("a", "waitlist", age("less_than", 18))],
            {"waitlist__mode": "none"},
            ["RG-W207"],
        ),
        ("no message", [rule("a", "refuse", age("less_than", 18), public_message="")], {}, ["RG-W209"]),
        ("a condition twice", [rule("a", "refuse", age("less_than", 16), age("less_than", 18))], {}, ["RG-W210"]),
        ("a sensitive fact", [rule("a", "refuse", is_on("rsa"))], {}, ["RG-N301"]),
        (
            "a window that closes before it opens",
            [],
            {"window__opens": Delay(1, DelayUnit.DAYS), "window__closes": Delay(2, DelayUnit.DAYS)},
            ["RG-E103", "RG-W201"],
        ),
    ],
)
def test_a_planted_fault_is_found_and_nothing_else(words, rules, parameters, expected):
    assert set(expected) == set(codes(*rules, **parameters)), words


def test_a_replacement_of_an_imposed_parameter_is_named():
    imposing = Level(name="territory", document=PolicyDocument(imposed=frozenset({"overbooking.max_seats"})))
    replacing = rule("a", Replace("overbooking.max_seats", 2), age("less_than", 18))

    findings = examine([imposing, Level(name="motif", document=PolicyDocument(rules=(replacing,)))], VOCABULARY)

    assert [(finding.code, finding.rule) for finding in findings] == [("RG-W208", "a")]


def test_a_finding_names_the_culprit_the_remedy_and_the_place():
    (finding,) = found(rule("a", "refuse", accepted(), age("less_than", 16), age("more_than", 25)))

    assert (
        finding.sentence
        == "Règle « a » : l’âge est de moins de 16 ans et l’âge est de plus de 25 ans, cela n’arrive jamais."
    )
    assert (finding.rule, finding.level, finding.place) == ("a", "motif", "cas 1, condition 3")
    assert finding.severity is Severity.BLOCKING
    assert finding.remedy


def test_the_rules_that_hide_another_are_named():
    rules = [
        rule("enfants", "refuse", age("less_than", 10)),
        rule("ados", "refuse", age("between", (10, 17))),
        rule("autre", "refuse", age("more_than", 99)),
        rule("avis", "warn", age("less_than", 16)),
    ]

    (finding,) = found(*rules)

    assert finding.rule == "avis"
    assert "« enfants »" in finding.sentence
    assert "« ados »" in finding.sentence
    assert "« autre »" not in finding.sentence


def test_faults_come_before_the_analysis():
    broken = Level(name="motif", document=PolicyDocument(rules=(Rule(code="a", effect=Decide({})),)))

    assert [finding.code for finding in examine([broken], VOCABULARY)] == ["RG-E030"]


def test_the_twelve_rules_have_nothing_to_reproach():
    assert examine(LEVELS, VOCABULARY) == ()


def test_an_analysis_that_is_cut_short_says_so():
    assert [finding.code for finding in analyse(compile_policy(LEVELS, VOCABULARY), steps=3)] == ["RG-N302"]


def test_scenarios_are_proposed_on_both_sides_of_each_bound():
    compiled = policy(
        rule("a", "refuse", age("not_between", (16, 25)), unknown=UnknownMeans.ASK), vocabulary=VOCABULARY
    )

    cases = [(case.value, case.outcome.value) for case in boundary_cases(compiled, person())]

    assert cases == [(15, "refuse"), (16, "accept"), (25, "accept"), (26, "refuse"), (None, "ask")]
