"""What is kept of a decision: small, read back equal, and the first format read for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import pytest

from config_rules import (
    CodecError,
    Decision,
    Mark,
    Outcome,
    Stage,
    TraceStep,
    compile_policy,
    decision_from_json,
    decision_to_json,
    evaluate,
)
from config_rules.codec import recorded_from_json
from tests.config_rules.cases import facts, policy
from tests.config_rules.first_format import in_first_format
from tests.config_rules.twelve import LEVELS, VOCABULARY, people

MOST_BYTES = 2_000
POLICY = compile_policy(LEVELS, VOCABULARY)
VALUES = {
    "actor.kind": ("usager", "agent", "prescriber"),
    "occurrence.minutes_before_start": (-2_000, 1_000, 20_000, 50_000),
    "person.age": (None, 12, 20),
    "person.commune": (None, "26001", "26080"),
    "history.participations": (0, 4),
    "answers.instructions_accepted": (True, False),
    "occurrence.is_reserved": (True, False),
    "occurrence.seats_left": (3, 0),
}
FIRST = (
    '{"evaluator":1,"facts":{"actor.kind":"agent","occurrence.seats":12,"request.kind":"book"},'
    '"levels":[["motif","motif-1","02deaa7f"]],"outcome":"refuse",'
    '"parameters":{"waitlist.max_length":[8,"motif",false],"waitlist.mode":["automatic","motif",true]},"placement":"waitlist",'
    '"reasons":[["age",1,"motif","refuse","Trop jeune.","","unknown"],["placement.waitlisted",3,"built-in","waitlist","",""]],'
    '"trace":[[0,"built-in",["integrity.cancelled=0","integrity.not_waiting=0:01"]],[1,"motif",["age=?>refuse"]],'
    '[3,"built-in",[["placement.waitlist=1>waitlist",{"maximum":8,"mode":"automatic"}]]]]}'
)


def combinations() -> list[Decision]:
    """Each rule true, false and unknown beside each other."""
    person = people(1)[0] | {"occurrence.state": "open", "person.participation_state": "none"}
    return [evaluate(POLICY, person | dict(zip(VALUES, values, strict=True))) for values in product(*VALUES.values())]


def test_the_largest_decision_of_the_twelve_rules_holds_in_two_kilobytes_and_comes_back():
    sizes = []
    for decision in combinations():
        text = decision_to_json(decision)
        sizes.append(len(text.encode()))
        assert decision_from_json(text) == decision

    assert max(sizes) < MOST_BYTES


def test_the_first_format_reads_as_the_same_decision():
    for given in people(300):
        decision = evaluate(POLICY, given)
        first = in_first_format(decision)

        assert "format" not in json.loads(first)
        assert decision_from_json(first) == decision
        assert recorded_from_json(first).facts == recorded_from_json(decision_to_json(decision)).facts
        assert recorded_from_json(first).parameter("waitlist.max_length") == 4


def test_a_text_of_the_first_format_is_read_and_said_again_whole():
    decision = decision_from_json(FIRST)

    assert in_first_format(decision) == FIRST
    assert decision_from_json(decision_to_json(decision)) == decision
    assert decision.parameters["waitlist.mode"].imposed
    assert [step.code for step in decision.trace] == [
        "integrity.cancelled",
        "integrity.not_waiting",
        "age",
        "placement.waitlist",
    ]


def test_steps_of_any_shape_come_back():
    decision = evaluate(policy(), facts())
    steps = [
        TraceStep(stage=Stage.INTEGRITY, code=code, mark=mark, outcome=outcome, conditions=conditions)
        for code in ("a", "a.b", "a.c", "a..d", ".e", "f g", "a>refuse", "a{b", "a.h:1", "b.c")
        for mark in Mark
        for outcome in (None, Outcome.REFUSE, Outcome.ASK, Outcome.ASK)
        for conditions in ("", "0", "10|?")
    ]
    figures = (
        {"seats": -3},
        {"mode": "automatic", "free": 0},
        {"fact": "person.age"},
        {"mode": "12"},
        {"maximum": None},
    )
    steps += [TraceStep(stage=Stage.PLACEMENT, code="p.seat", mark=Mark.FALSE, figures=one) for one in (*figures, {})]
    for trace in (tuple(steps), tuple(reversed(steps))):
        odd = replace(decision, trace=trace)
        assert decision_from_json(decision_to_json(odd)) == odd


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 3),
        ("format", True),
        ("reasons", [[1, "motif", "refuse"]]),
        ("reasons", [[1, "motif", "refuse", [[]]]]),
        ("reasons", [[1, "motif", "refuse", [["age", "", "", "unknown"]]]]),
        ("reasons", [[1, "motif", "refuse", ["age"], "perhaps"]]),
        ("reasons", [[1, "motif", "refuse", []]]),
        ("trace", [[1, "motif", ["age=1>"]]]),
        ("trace", [[1, "motif", ["age=1  sector=0"]]]),
        ("trace", [[1, "motif", [["age=1"]]]]),
        ("trace", [[3, "built-in", ["placement.seat{left:01"]]]),
        ("trace", [[3, "built-in", ["placement.seat{left"]]]),
        ("parameters", {"waitlist.mode": ["none"]}),
    ],
)
def test_a_text_that_nobody_wrote_is_refused(key, value):
    stored = json.loads(decision_to_json(evaluate(policy(), facts())))

    with pytest.raises(CodecError):
        decision_from_json(json.dumps(stored | {key: value}))
