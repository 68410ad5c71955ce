"""Policies « à l’essai »: evaluated beside the revision in force at each real decision, recorded with it, blocking nobody.

Nothing is asked of the database when nothing is on trial. A trial that fails is logged and counted, and the booking never knows."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from backoffice.booking.models import TrialAnswer
from backoffice.booking.services.facts import WITHIN_PARAMETERS, Sources, gather
from backoffice.policies.services.in_force import compiled_levels
from config_rules import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.booking.models import Decision
    from backoffice.policies.services.in_force import InForce, TrialInForce
    from config_rules import CompiledPolicy

logger = logging.getLogger(__name__)
REASONS_KEPT = 8
# What a source keeps for the quotas of its own policy.
WITHIN_QUOTAS = frozenset({"shares"})
FAILED: dict[str, Any] = {"outcome": "", "headline": "", "reasons": []}


@dataclass(frozen=True)
class Tried:
    """What one trial answers, as it will be kept."""

    trial_id: int
    recorded: dict[str, Any]


def answers_of_trials(applied: InForce, sources: Sources, facts: dict[str, Any]) -> tuple[Tried, ...]:
    """What each running trial answers to the same request, from the same state of the séance. Call before anything is written."""
    return tuple(Tried(trial.key.pk, recorded(trial, applied, sources, facts)) for trial in applied.trials)


def keep_trials(decided: Iterable[tuple[Decision, tuple[Tried, ...]]]) -> None:
    """One statement for all these decisions, and none without trial. Call in their transaction."""
    rows = [
        TrialAnswer(trial_id=one.trial_id, decision=decision, **one.recorded)
        for decision, tried in decided
        for one in tried
    ]
    if rows:
        TrialAnswer.objects.bulk_create(rows)


def recorded(trial: TrialInForce, applied: InForce, sources: Sources, facts: dict[str, Any]) -> dict[str, Any]:
    """Within a savepoint: a trial whose facts cannot be read leaves the booking's transaction as it was."""
    try:
        with transaction.atomic():
            policy = compiled_levels(trial.levels(applied.levels))
            verdict = evaluate(policy, facts_for(policy, sources, facts))
    except Exception:
        logger.exception("trial failed", extra={"trial": trial.key.pk})
        return FAILED
    return {
        "outcome": verdict.outcome.value,
        "headline": verdict.headline.code[:60],
        "reasons": [f"{reason.level}:{reason.code}" for reason in verdict.reasons[:REASONS_KEPT]],
    }


def facts_for(policy: CompiledPolicy, sources: Sources, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts already gathered, and those that this policy alone needs; what was read of the person is not read again."""
    same = {name: facts[name] for name in policy.needed_facts if name in facts and name not in WITHIN_PARAMETERS}
    own = Sources(replace(sources.request, parameters=dict(policy.parameters)))
    already_read = {name: value for name, value in vars(sources).items() if name not in WITHIN_QUOTAS}
    vars(own).update({name: value for name, value in already_read.items() if name not in vars(own)})
    return same | gather(own, (name for name in policy.needed_facts if name not in same), policy.vocabulary)
