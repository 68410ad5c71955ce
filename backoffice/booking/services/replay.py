"""Evaluate a stored decision again, with its own policy and its own facts: it must come out the same, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.policies.services.in_force import LevelInForce, compiled_levels
from config_rules import FactError, decision_for_broken_facts, decision_to_json, evaluate

if TYPE_CHECKING:
    from backoffice.booking.models import Decision


def replay(*, decision: Decision) -> bool:
    """The stored answer and the one of today's evaluator are equal, trace included, whatever the format that it was stored in."""
    levels = tuple(LevelInForce.from_json(level) for level in decision.policy)
    policy, stored = compiled_levels(levels), decision.verdict
    try:
        again = evaluate(policy, stored.facts)
    except FactError as error:
        again = decision_for_broken_facts(policy, stored.facts, error)
    return decision_to_json(again) == decision_to_json(stored)
