"""Facts read under the lock, the evaluator's answer, and its record. Call with the occurrence locked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.booking.enums import DecisionKind, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.access import may_overbook
from backoffice.booking.services.policies import compiled, policy_of
from config_rules import Decision as Verdict
from config_rules import decision_to_json, evaluate

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor
    from backoffice.people.models import Usager

NOT_ENROLLED = "none"


@dataclass(frozen=True)
class Request:
    """What is asked, by whom, at what instant. `live_state` is the state of the person's live participation, read under the lock."""

    kind: DecisionKind
    occurrence: Occurrence
    usager: Usager
    actor: Actor
    now: datetime
    live_state: str = NOT_ENROLLED
    overbook: bool = False
    reason: str = ""
    idempotency_key: str | None = None
    digest: str = ""


@dataclass(frozen=True)
class Answer:
    """The evaluator's verdict, with what it was given."""

    request: Request
    policy: list[dict[str, Any]]
    verdict: Verdict


def facts_of(request: Request) -> dict[str, Any]:
    """Stored data only: nothing that a request claims about itself but the wish to overbook."""
    occurrence, counters = request.occurrence, request.occurrence.counters
    seats = occurrence.seats_with_origin.number
    seats_left = seats - counters.seats_held - counters.seats_offered
    ahead = counters.waiting_count if request.kind == DecisionKind.BOOK else 0
    return {
        "actor.kind": request.actor.kind.value,
        "actor.may_overbook": may_overbook(request.actor, occurrence),
        "request.kind": request.kind.value,
        "request.overbook": request.overbook,
        "request.has_reason": bool(request.reason),
        "request.party_size": 1,
        "occurrence.state": occurrence.state,
        "occurrence.minutes_before_start": int((occurrence.starts_at - request.now).total_seconds() // 60),
        "occurrence.seats": seats,
        "occurrence.seats_left": seats_left,
        "occurrence.overbooked": max(0, -seats_left),
        "occurrence.waiting_count": ahead,
        "person.participation_state": request.live_state,
    }


def decide(request: Request) -> Answer:
    """Ask the evaluator, under the lock."""
    policy = policy_of(request.occurrence)
    return Answer(request, policy, evaluate(compiled(policy), facts_of(request)))


def keep(answer: Answer, participation: Participation | None) -> Decision:
    """Store the decision, whatever the outcome."""
    request, verdict = answer.request, answer.verdict
    return Decision.objects.create(
        kind=request.kind,
        occurrence=request.occurrence,
        usager=request.usager,
        participation=participation,
        user=request.actor.user,
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
