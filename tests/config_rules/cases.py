"""A person, a séance and a policy to start from; a test only says what differs."""

from __future__ import annotations

from config_rules import (
    BUILT_IN_VOCABULARY,
    CompiledPolicy,
    Decision,
    Level,
    PolicyDocument,
    compile_policy,
    decision_from_json,
    decision_to_json,
    evaluate,
)

ORDINARY = {
    "actor.kind": "usager",
    "actor.is_invited": False,
    "actor.may_overbook": False,
    "actor.may_override": False,
    "history.counted_participations": 0,
    "request.kind": "book",
    "request.overbook": False,
    "request.override": False,
    "request.has_reason": False,
    "request.party_size": 1,
    "occurrence.state": "open",
    "occurrence.minutes_before_start": 3 * 1440,
    "occurrence.days_before_start": 3,
    "occurrence.open_days_before_start": 3,
    "occurrence.seats": 12,
    "occurrence.seats_left": 3,
    "occurrence.quota_seats_left": 3,
    "occurrence.overbooked": 0,
    "occurrence.waiting_count": 0,
    "occurrence.seats_awaited": 0,
    "person.participation_state": "none",
}
AGENT = {"actor.kind": "agent", "actor.may_overbook": True, "request.has_reason": True}
FULL = {"occurrence.seats_left": 0}


def facts(**changes):
    """The ordinary facts with some changed; a double underscore stands for the dot."""
    return ORDINARY | {code.replace("__", "."): value for code, value in changes.items()}


def policy(*rules, vocabulary=BUILT_IN_VOCABULARY, imposed=(), **parameters) -> CompiledPolicy:
    """A policy of one level, the motif's."""
    named = {code.replace("__", "."): value for code, value in parameters.items()}
    document = PolicyDocument(parameters=named, rules=tuple(rules), imposed=frozenset(imposed))
    return compile_policy([Level(name="motif", document=document, reference="motif-12")], vocabulary=vocabulary)


def decided(compiled: CompiledPolicy, given) -> Decision:
    """The decision, once it was seen to survive storage and replay."""
    decision = evaluate(compiled, given)
    assert decision_from_json(decision_to_json(decision), compiled.documents) == decision
    assert evaluate(compiled, decision.facts) == decision
    return decision
