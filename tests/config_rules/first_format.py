"""The first two formats of a stored decision, as they were written: what lies in databases for ever."""

from __future__ import annotations

import json
from itertools import groupby

from config_rules import Decision, decision_to_json
from config_rules.codec.canonical import canonical_json
from config_rules.codec.traces import trace_to_json
from config_rules.codec.values import value_to_json


def in_first_format(decision: Decision) -> str:
    """The text that was stored."""
    optional = {"asks": list(decision.asks), "points": decision.points, "sensitive": list(decision.sensitive)}
    groups = groupby(decision.trace, key=lambda step: (step.stage, step.level))
    return canonical_json(
        {
            **{key: value for key, value in optional.items() if value},
            "evaluator": decision.evaluator,
            "outcome": str(decision.outcome),
            "placement": str(decision.placement),
            "reasons": [_reason(reason) for reason in decision.reasons],
            "parameters": {
                code: [value_to_json(effective.value), effective.origin, effective.imposed]
                for code, effective in decision.parameters.items()
                if effective.origin != "default"
            },
            "trace": [[int(stage), level, [_step(step) for step in steps]] for (stage, level), steps in groups],
            "facts": {code: value_to_json(value) for code, value in decision.facts.items()},
            "levels": [[stamp.name, stamp.reference, stamp.hash] for stamp in decision.levels],
        }
    )


def _reason(reason):
    remarks = ["lifted"] * reason.lifted + ["unknown"] * reason.unknown
    start = [reason.code, int(reason.stage), reason.level, str(reason.outcome)]
    return [*start, reason.public_message, reason.agent_message, *remarks]


def _step(step):
    text = f"{step.code}={step.mark}"
    text += f":{step.conditions}" if step.conditions != step.mark else ""
    text += f">{step.outcome}" if step.outcome is not None else ""
    return [text, dict(step.figures)] if step.figures else text


def in_second_format(decision: Decision) -> str:
    """The text that was stored: facts under their whole code, messages with their reasons, every figure."""
    return canonical_json(
        json.loads(decision_to_json(decision))
        | {
            "format": 2,
            "reasons": [_group(reason) for reason in decision.reasons],
            "facts": {code: value_to_json(value) for code, value in decision.facts.items()},
            "trace": trace_to_json(decision.trace, {}),
        }
    )


def _group(reason):
    remarks = ["lifted"] * reason.lifted + ["unknown"] * reason.unknown
    told = [reason.code, reason.public_message, reason.agent_message]
    return [int(reason.stage), reason.level, str(reason.outcome), [told], *remarks]
