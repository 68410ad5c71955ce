"""Where a parameter comes from, and what its declaration refuses."""

from __future__ import annotations

import pytest

from config_rules import BUILT_IN_PARAMETERS, Delay, DelayUnit, DocumentError, Level, PolicyDocument, compile_policy
from tests.config_rules.cases import decided, facts, policy


def level(name, imposed=(), **parameters):
    named = {code.replace("__", "."): value for code, value in parameters.items()}
    return Level(name=name, document=PolicyDocument(parameters=named, imposed=frozenset(imposed)))


def test_the_most_specific_level_wins_whatever_the_order_given():
    levels = [
        level("action", waitlist__max_length=1),
        level("territory", waitlist__max_length=9, waitlist__mode="none"),
        level("motif", waitlist__max_length=4),
    ]

    parameters = decided(compile_policy(levels), facts()).parameters

    assert (parameters["waitlist.max_length"].value, parameters["waitlist.max_length"].origin) == (1, "action")
    assert (parameters["waitlist.mode"].value, parameters["waitlist.mode"].origin) == ("none", "territory")
    assert parameters["waitlist.order"].origin == "default"


def test_an_imposed_parameter_is_not_changed_below():
    levels = [
        level("territory", imposed=["waitlist.max_length"], waitlist__max_length=9),
        level("motif", waitlist__max_length=4),
    ]

    effective = compile_policy(levels).parameters["waitlist.max_length"]

    assert (effective.value, effective.origin, effective.imposed) == (9, "territory", True)


def test_a_default_may_be_imposed():
    levels = [level("territory", imposed=["waitlist.mode"]), level("action", waitlist__mode="none")]

    assert compile_policy(levels).parameters["waitlist.mode"].value == "automatic"


@pytest.mark.parametrize("parameter", BUILT_IN_PARAMETERS.values(), ids=lambda parameter: parameter.code)
def test_every_default_obeys_its_own_declaration_and_is_told(parameter):
    assert parameter.fault(parameter.default) == ""
    assert parameter.default_sentence.endswith(".")
    assert bool(parameter.empty_label) == parameter.nullable


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("waitlist.mode", "maybe"),
        ("waitlist.mode", None),
        ("waitlist.max_length", -1),
        ("waitlist.max_length", 1001),
        ("waitlist.max_length", True),
        ("waitlist.max_length", "4"),
        ("window.closes", 48),
        ("window.closes", Delay(-1, DelayUnit.HOURS)),
        ("overbooking.who", frozenset({"usager"})),
        ("quota.seats", (("secret:x", 1),)),
        ("cancel.usager_allowed", 1),
        ("window.opens_on", "2026-01-01"),
        ("no.such", 1),
    ],
)
def test_a_value_outside_the_declaration_does_not_compile(code, value):
    with pytest.raises(DocumentError):
        policy(**{code: value})


def test_every_fault_is_told_at_once():
    with pytest.raises(DocumentError) as caught:
        policy(waitlist__mode="maybe", waitlist__max_length=-1, unheard_of=1)

    assert [problem.code for problem in caught.value.problems] == ["RG-E010", "RG-E011", "RG-E011"]
