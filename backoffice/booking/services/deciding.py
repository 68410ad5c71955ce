"""Facts read under the lock, the evaluator's answer, and its record. Call with the occurrence locked."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from backoffice.booking.enums import DecisionKind, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.facts import Sources, gather
from backoffice.booking.services.policies import all_of
from backoffice.booking.services.shadowing import Tried, answers_of_trials, keep_trials
from backoffice.policies.services.in_force import compiled_levels
from config_rules import Decision as Verdict
from config_rules import FactError, Placement, decision_for_broken_facts, decision_to_json, evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.services.quotas import Supposed
    from backoffice.booking.values import Actor, Transmission
    from backoffice.directory.models import User
    from backoffice.people.models import Usager
    from backoffice.policies.services.in_force import LevelInForce
    from config_rules import EffectiveParameter

logger = logging.getLogger(__name__)
NOT_ENROLLED = "none"


@dataclass(frozen=True)
class Request:
    """What is asked, by whom, at what instant. `live_state` is the state of the person's live participation, read under the lock.

    `answers` are what was answered for this inscription, as it is stored. `leaving` is the participation of another
    séance that a move would end: it no longer counts among hers. `parameters` are those in force, known once the policy
    is: some facts count within the bounds that they give. At a promotion `actor` is who asked for the place, whose rules
    apply, and `author` whose act gives it (None: the software). A preview writes nothing: nothing is tried beside it; it may
    suppose people who are not in the database."""

    kind: DecisionKind
    occurrence: Occurrence
    usager: Usager
    actor: Actor
    now: datetime
    live_state: str = NOT_ENROLLED
    overbook: bool = False
    override: bool = False
    party_size: int = 1
    leaving: Participation | None = None
    reason: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    transmission: Transmission | None = None
    idempotency_key: str | None = None
    digest: str = ""
    author: User | None = None
    is_preview: bool = False
    supposed: Supposed | None = None
    parameters: dict[str, EffectiveParameter] = field(default_factory=dict)

    @property
    def signed_by(self) -> User | None:
        return self.author if self.kind == DecisionKind.PROMOTE else self.actor.user


@dataclass(frozen=True)
class Answer:
    """The evaluator's verdict, with what it was given."""

    request: Request
    levels: tuple[LevelInForce, ...]
    verdict: Verdict
    tried: tuple[Tried, ...] = ()

    @property
    def policy(self) -> list[dict[str, Any]]:
        """The levels as a decision keeps them. Raises TypeError where a draft was supposed: it decides nothing and is never kept."""
        return [level.as_json() for level in self.levels]


def decide(request: Request) -> Answer:
    """Ask the evaluator, under the lock. A fact that is broken is our bug: nobody is enrolled nor refused by it, an agent decides."""
    applied = all_of(request.occurrence, request.now)
    policy = compiled_levels(applied.levels)
    request.parameters.update(policy.parameters)
    sources = Sources(request)
    facts = gather(sources, policy.needed_facts, policy.vocabulary)
    try:
        verdict = evaluate(policy, facts)
    except FactError as error:
        logger.exception("broken fact", extra={"fact": error.fact, "occurrence": request.occurrence.pk})
        verdict = decision_for_broken_facts(policy, facts, error)
    tried = () if request.is_preview else answers_of_trials(applied, sources, facts)
    return Answer(request, applied.levels, verdict, tried)


def keep(answer: Answer, participation: Participation | None) -> Decision:
    """Store the decision, whatever the outcome, then what the policies on trial would have answered."""
    [decision] = keep_together([(answer, participation)])
    return decision


def keep_together(answers: Sequence[tuple[Answer, Participation | None]]) -> list[Decision]:
    """The same for many people, in one statement, and another where there are trials."""
    decisions = Decision.objects.bulk_create([as_decision(*answered) for answered in answers])
    keep_trials(zip(decisions, (answer.tried for answer, _participation in answers), strict=True))
    return decisions


def as_decision(answer: Answer, participation: Participation | None) -> Decision:
    request, verdict = answer.request, answer.verdict
    return Decision(
        kind=request.kind,
        occurrence=request.occurrence,
        usager=request.usager,
        participation=participation,
        user=request.signed_by,
        actor_kind=request.actor.kind,
        decided_at=request.now,
        outcome=verdict.outcome.value,
        headline=verdict.headline.code,
        reason=request.reason,
        policy=answer.policy,
        result=decision_to_json(verdict),
        idempotency_key=request.idempotency_key,
        request_digest=request.digest,
    )


def live_state_of(participation: Participation | None) -> str:
    return NOT_ENROLLED if participation is None else State(participation.state).value


def granted(answer: Answer) -> int:
    """The seats that she gets: all those asked, or those that remain where the policy gives them."""
    placement = next(step for step in answer.verdict.trace if step.code == "placement.seat")
    if answer.verdict.placement is not Placement.SEAT:
        return answer.request.party_size
    return min(answer.request.party_size, cast("int", placement.figures["free"]))
