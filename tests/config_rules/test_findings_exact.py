"""The analysis agrees with the evaluator, whatever the documents and the people."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_rules import Level, PolicyDocument, Stage, compile_policy, evaluate
from config_rules.findings import analyse
from config_rules.findings.landscape import Landscape, Space
from config_rules.findings.regions import Budget
from tests.config_rules.rule_samples import contains, point
from tests.config_rules.strategies import VOCABULARY as RANDOM_VOCABULARY
from tests.config_rules.strategies import decide_effects, level_lists, people, rule_lists

EXAMPLES = int(os.environ.get("RULES_EXAMPLES", "25"))
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@often
@given(levels=level_lists(), facts=people)
def test_regions_say_exactly_what_the_evaluator_says(levels, facts):
    facts = facts | {"request.kind": "book", "request.override": False}
    compiled = compile_policy(levels, RANDOM_VOCABULARY)
    landscape = Landscape(compiled, Space([compiled]), Budget())
    here = point(landscape.space, compiled, facts)

    told = [answer.outcome.strength for answer in landscape.answers if contains(answer.box, here)]

    steps = [step for step in evaluate(compiled, facts).trace if step.stage < Stage.PLACEMENT and step.outcome]
    assert max(told, default=0) == max((step.outcome.strength for step in steps), default=0)


@often
@given(rules=rule_lists(maximum=6, effects=decide_effects), facts=people)
def test_removing_a_rule_that_the_analysis_calls_useless_changes_no_answer(rules, facts):
    facts = facts | {"request.kind": "book", "request.override": False}
    whole = compile_policy([Level(name="motif", document=PolicyDocument(rules=rules))], RANDOM_VOCABULARY)
    useless = next((finding.rule for finding in analyse(whole) if finding.code in ("RG-W203", "RG-W204")), None)
    kept = tuple(rule for rule in rules if rule.code != useless)
    reduced = compile_policy([Level(name="motif", document=PolicyDocument(rules=kept))], RANDOM_VOCABULARY)

    assert evaluate(whole, facts).outcome is evaluate(reduced, facts).outcome


@often
@given(rules=rule_lists(effects=decide_effects), facts=people, seed=st.integers(0, 9))
def test_the_analysis_is_the_same_every_time(rules, facts, seed):
    compiled = compile_policy([Level(name="motif", document=PolicyDocument(rules=rules))], RANDOM_VOCABULARY)

    assert analyse(compiled) == analyse(compiled)
