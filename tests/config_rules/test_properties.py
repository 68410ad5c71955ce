"""Whatever the documents and the people."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_rules import (
    Decide,
    Level,
    Mark,
    Outcome,
    PolicyDocument,
    Stage,
    Voice,
    compile_policy,
    decide,
    decision_from_json,
    decision_to_json,
    document_from_json,
    document_to_json,
    evaluate,
    explain,
    facts_from_json,
    facts_to_json,
)
from config_rules.explain import SentenceKind
from tests.config_rules import naive
from tests.config_rules.strategies import VOCABULARY, decide_effects, documents, level_lists, people, rule_lists
from tests.config_rules.twelve import LEVELS as TWELVE
from tests.config_rules.twelve import VOCABULARY as TWELVE_VOCABULARY
from tests.config_rules.twelve import by_hand
from tests.config_rules.twelve import people as invented_people

EXAMPLES = int(os.environ.get("RULES_EXAMPLES", "25"))
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARKS = {True: Mark.TRUE, False: Mark.FALSE, None: Mark.UNKNOWN}


def one_level(rules):
    """A policy of these rules alone."""
    return compile_policy([Level(name="motif", document=PolicyDocument(rules=rules))], VOCABULARY)


@often
@given(levels=level_lists(), facts=people)
def test_a_document_without_fault_always_answers_and_the_answer_replays(levels, facts):
    policy = compile_policy(levels, VOCABULARY)

    decision = evaluate(policy, facts)

    assert decision_from_json(decision_to_json(decision), policy.documents) == decision
    stored = facts_from_json(facts_to_json(decision.facts))
    stored_levels = [
        Level(name=level.name, document=document_from_json(document_to_json(level.document)), reference=level.reference)
        for level in levels
    ]
    assert evaluate(compile_policy(stored_levels, VOCABULARY), stored) == decision
    assert decide(policy, facts) is decision.outcome


@often
@given(document=documents)
def test_encoding_then_decoding_is_identity(document):
    assert document_from_json(document_to_json(document)) == document


@often
@given(rules=rule_lists(), facts=people)
def test_every_rule_is_read_as_it_is_written(rules, facts):
    decision = evaluate(one_level(rules), facts)

    for rule in rules:
        step = next(step for step in decision.trace if step.code == rule.code)
        assert step.mark is MARKS[naive.rule_truth(rule, facts)]
        assert (step.outcome or Outcome.ACCEPT) is naive.rule_outcome(rule, facts)
        cards = [[naive.condition_truth(condition, facts) for condition in card.conditions] for card in rule.cards]
        expected = "|".join("".join(MARKS[truth] for truth in card) for card in cards)
        assert step.conditions == (expected or "1")


@often
@given(rules=rule_lists(), facts=people)
def test_the_strongest_effect_wins(rules, facts):
    decision = evaluate(one_level(rules), facts)

    found = [step.outcome for step in decision.trace if step.outcome]
    assert decision.outcome.strength == max((outcome.strength for outcome in found), default=0)
    assert decision.headline.outcome is decision.outcome


@often
@given(rules=rule_lists(), facts=people, seed=st.integers(0, 99))
def test_the_order_of_rules_never_matters(rules, facts, seed):
    shuffled = list(rules)
    random.Random(seed).shuffle(shuffled)

    first, second = evaluate(one_level(rules), facts), evaluate(one_level(tuple(shuffled)), facts)

    assert (first.outcome, first.headline, first.reasons) == (second.outcome, second.headline, second.reasons)
    assert (first.points, first.asks, first.placement) == (second.points, second.asks, second.placement)
    assert {code: effective.value for code, effective in first.parameters.items()} == {
        code: effective.value for code, effective in second.parameters.items()
    }
    assert sorted(map(repr, first.trace)) == sorted(map(repr, second.trace))


@often
@given(rules=rule_lists(effects=decide_effects), facts=people)
def test_a_rule_that_does_not_apply_changes_nothing(rules, facts):
    silent = {rule.code for rule in rules if naive.rule_outcome(rule, facts) is Outcome.ACCEPT}
    speaking = tuple(rule for rule in rules if rule.code not in silent)

    whole, reduced = evaluate(one_level(rules), facts), evaluate(one_level(speaking), facts)

    assert (whole.outcome, whole.reasons, whole.asks) == (reduced.outcome, reduced.reasons, reduced.asks)


@often
@given(rules=rule_lists(effects=decide_effects), facts=people)
def test_the_agent_reads_exactly_the_conditions_that_decided(rules, facts):
    policy = one_level(rules)

    told = [
        (sentence.code, sentence.mark)
        for sentence in explain(evaluate(policy, facts), Voice.AGENT, policy).of_kind(SentenceKind.CONDITION)
    ]

    assert told == [pair for rule in rules for pair in deciding_conditions(rule, facts)]


def deciding_conditions(rule, facts):
    """The conditions of the cards that hold, or what is missing in those that may hold."""
    if not isinstance(rule.effect, Decide) or naive.rule_outcome(rule, facts) is Outcome.ACCEPT:
        return
    wanted = naive.rule_truth(rule, facts)
    for card in rule.cards:
        if naive.card_truth(card, facts) is wanted:
            for condition in card.conditions:
                truth = naive.condition_truth(condition, facts)
                if truth is wanted:
                    yield condition.fact, MARKS[truth]


@often
@given(levels=level_lists(), facts=people, voice=st.sampled_from(Voice))
def test_every_decision_can_be_told_with_or_without_its_policy(levels, facts, voice):
    policy = compile_policy(levels, VOCABULARY)
    decision = evaluate(policy, facts)

    for explanation in (explain(decision, voice), explain(decision, voice, policy)):
        assert explanation.of_kind(SentenceKind.ANSWER)
        assert all(sentence.text[-1] in ".?!…»" for sentence in explanation.sentences if not sentence.depth)


@often
@given(levels=level_lists(), facts=people)
def test_a_usager_reads_one_reason_and_no_sensitive_fact(levels, facts):
    policy = compile_policy(levels, VOCABULARY)

    explanation = explain(evaluate(policy, facts), Voice.USAGER, policy)

    assert len(explanation.of_kind(SentenceKind.REASON)) <= 1
    assert "les lettres inconnues" not in explanation.text
    assert not any(sentence.mark for sentence in explanation.sentences)


@often
@given(rules=rule_lists(), facts=people)
def test_priority_is_the_sum_of_points(rules, facts):
    expected = sum(
        rule.effect.points for rule in rules if hasattr(rule.effect, "points") and naive.rule_truth(rule, facts) is True
    )

    assert evaluate(one_level(rules), facts).points == expected


def test_the_twelve_rules_answer_as_the_function_written_by_hand():
    policy = compile_policy(TWELVE, TWELVE_VOCABULARY)

    for facts in invented_people(5_000):
        assert decide(policy, facts) is by_hand(facts) is evaluate(policy, facts).outcome


@pytest.mark.parametrize("stage", Stage)
def test_stages_are_told_in_order(stage):
    policy = compile_policy(TWELVE, TWELVE_VOCABULARY)

    stages = [step.stage for step in evaluate(policy, invented_people(1)[0]).trace]

    assert stages == sorted(stages)
    assert stage in stages or stage in (Stage.PRIORITY, Stage.FOLLOW_UP)
