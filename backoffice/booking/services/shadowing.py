"""Policies « à l’essai »: evaluated beside the revision in force at each real decision, recorded with it, blocking nobody.

Nothing is asked of the database when nothing is on trial. A trial that fails is logged and counted, and the booking never knows."""

from __future__ import annotations

import logging
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from backoffice.booking.models import TrialAnswer
from backoffice.booking.services.facts import WITHIN_PARAMETERS, Sources, gather
from backoffice.policies.services.in_force import compiled_levels
from config_rules import evaluate

if TYPE_CHECKING:
    from backoffice.booking.models import Decision
    from backoffice.policies.services.in_force import InForce, TrialInForce
    from config_rules import CompiledPolicy
    from config_rules import Decision as Verdict

logger = logging.getLogger(__name__)
REASONS_KEPT = 8
FAILED: dict[str, Any] = {"outcome": "", "headline": "", "reasons": []}


@dataclass(frozen=True)
class Shadowed:
    """What a decision was given: the levels in force, their trials, the facts and where they come from."""

    applied: InForce
    sources: Sources
    facts: dict[str, Any]


def keep_trials(decision: Decision, shadowed: Shadowed) -> None:
    """Store what each running trial answers to the same request, in one statement. Call in the transaction of the decision."""
    trials = shadowed.applied.trials
    if trials:
        TrialAnswer.objects.bulk_create(
            TrialAnswer(trial_id=trial.key.pk, decision=decision, **recorded_answer(trial, shadowed))
            for trial in trials
        )


def recorded_answer(trial: TrialInForce, shadowed: Shadowed) -> dict[str, Any]:
    """Within a savepoint: a trial whose facts cannot be read leaves the booking's transaction as it was."""
    try:
        with transaction.atomic():
            verdict = answer_of(trial, shadowed)
    except Exception:
        logger.exception("trial failed", extra={"trial": trial.key.pk})
        return FAILED
    return {
        "outcome": verdict.outcome.value,
        "headline": verdict.headline.code[:60],
        "reasons": [f"{reason.level}:{reason.code}" for reason in verdict.reasons[:REASONS_KEPT]],
    }


def answer_of(trial: TrialInForce, shadowed: Shadowed) -> Verdict:
    policy = compiled_levels(trial.levels(shadowed.applied.levels))
    return evaluate(policy, facts_for(policy, shadowed))


def facts_for(policy: CompiledPolicy, shadowed: Shadowed) -> dict[str, Any]:
    """The facts already gathered, and those that this policy alone needs, from the same sources: what was read is not read again."""
    same = shadowed.facts.keys() - WITHIN_PARAMETERS
    facts = {name: shadowed.facts[name] for name in policy.needed_facts if name in same}
    sources = copy(shadowed.sources)
    sources.request = replace(sources.request, parameters=dict(policy.parameters))
    missing = (name for name in policy.needed_facts if name not in facts)
    return facts | gather(sources, missing, policy.vocabulary)
