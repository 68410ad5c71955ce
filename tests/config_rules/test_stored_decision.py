"""What is kept of a decision: small whatever its messages, read back equal, and the older formats read for ever."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from config_rules import (
    CodecError,
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
from tests.config_rules.first_format import in_first_format, in_second_format
from tests.config_rules.twelve import LEVELS, VOCABULARY, every_answer, people

MOST_BYTES = 1_500
POLICY = compile_policy(LEVELS, VOCABULARY)
FIRST = (
    '{"evaluator":1,"facts":{"actor.kind":"agent","occurrence.seats":12,"request.kind":"book"},'
    '"levels":[["motif","motif-1","02deaa7f"]],"outcome":"refuse",'
    '"parameters":{"waitlist.max_length":[8,"motif",false],"waitlist.mode":["automatic","motif",true]},"placement":"waitlist",'
    '"reasons":[["age",1,"motif","refuse","Trop jeune.","","unknown"],["placement.waitlisted",3,"built-in","waitlist","",""]],'
    '"trace":[[0,"built-in",["integrity.cancelled=0","integrity.not_waiting=0:01"]],[1,"motif",["age=?>refuse"]],'
    '[3,"built-in",[["placement.waitlist=1>waitlist",{"maximum":8,"mode":"automatic"}]]]]}'
)


def test_the_largest_decision_of_the_twelve_rules_leaves_room_for_the_rest_of_its_row_and_comes_back():
    sizes = []
    for given in every_answer():
        decision = evaluate(POLICY, given)
        text = decision_to_json(decision)
        sizes.append(len(text.encode()))
        assert decision_from_json(text, POLICY.documents) == decision

    assert max(sizes) < MOST_BYTES


@pytest.mark.parametrize(("older", "number"), [(in_first_format, None), (in_second_format, 2)])
def test_an_older_format_reads_as_the_same_decision_without_its_documents(older, number):
    for given in people(300):
        decision = evaluate(POLICY, given)
        text = older(decision)

        assert json.loads(text).get("format") == number
        assert decision_from_json(text) == decision
        assert recorded_from_json(text).facts == recorded_from_json(decision_to_json(decision)).facts
        assert recorded_from_json(text).parameter("waitlist.max_length") == 4


def test_messages_are_kept_by_the_document_that_decided_and_by_nothing_else():
    person = people(1)[0] | {"person.age": 12, "person.commune": "26080", "actor.kind": "usager"}
    decision = evaluate(POLICY, person)
    text = decision_to_json(decision)

    assert "Cette action s’adresse aux personnes de 16 à 25 ans." in [one.public_message for one in decision.reasons]
    assert "Cette action" not in text
    assert {one.public_message for one in decision_from_json(text).reasons} == {""}
    assert decision_from_json(text, POLICY.documents) == decision


def test_figures_that_facts_and_parameters_say_are_written_once():
    decision = evaluate(policy(), facts())
    text = decision_to_json(decision)
    odd = replace(decision, trace=tuple(replace(step, figures={}) for step in decision.trace))

    assert 'placement.seat=1>accept{free:3 .overbooking=-{above:-2 .waitlist=-"' in text
    assert decision_from_json(text) == decision
    assert decision_from_json(decision_to_json(odd)) == odd


def test_a_text_of_the_first_format_is_read_and_said_again_whole():
    decision = decision_from_json(FIRST)

    assert in_first_format(decision) == FIRST
    assert decision_from_json(in_second_format(decision)) == decision
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
        ("format", 4),
        ("facts", {"actor.kind": "agent"}),
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
