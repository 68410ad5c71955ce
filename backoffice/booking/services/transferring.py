"""Move one inscription to another séance: decided there, both locks held, the old seat given back only once the new one is hers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.booking.enums import ATTENDANCE, LIVE, TRANSITIONS, DecisionKind, State
from backoffice.booking.errors import InvalidTransition
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.access import require_cancellation, require_enrolment
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.booking import (
    STATE_AFTER,
    digest_of,
    earlier_answer,
    enrol,
    keep_and_tell,
    one_request_per_key,
)
from backoffice.booking.services.candidates import candidate_for
from backoffice.booking.services.deadlines import MOVE, refuse_late
from backoffice.booking.services.deciding import Answer, Request, decide, granted, keep
from backoffice.booking.services.locking import locked_together
from backoffice.booking.services.moving import move, occurrence_id_of, participation_under_lock
from backoffice.booking.services.stations import refuse_two_stations_at_once
from backoffice.booking.values import Booking
from backoffice.notifications.services.links import follow

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor


@dataclass(frozen=True)
class Transfer:
    """The answer of the other séance (no participation when it is no: nothing changed), and who got the seat left behind."""

    booking: Booking
    promotions: list[Decision] = field(default_factory=list)


def transfer(
    *,
    participation_id: int,
    occurrence_id: int,
    actor: Actor,
    idempotency_key: str,
    overbook: bool = False,
    reason: str = "",
    now: datetime | None = None,
) -> Transfer:
    """Move this inscription to `occurrence_id`. Idempotent like `book`: the same key gives the same answer again.

    The rules of the other séance decide. When they give no seat, nothing changes and the refusal is kept; somebody who only waits may wait there.
    Raises InvalidTransition (nothing to move), TooLate, NotAllowed, OutOfPerimeter, AnotherRequest, Busy."""
    left = seance_left(participation_id, occurrence_id)
    asked: dict[str, Any] = {"overbook": overbook, "reason": reason}
    digest = digest_of(occurrence_id, participation_id, actor, **asked)
    with one_request_per_key(), locked_together([left, occurrence_id]) as seances:
        now = now or timezone.now()
        target = seances[occurrence_id]
        participation = hers_to_move(actor, seances[left], participation_id, target)
        candidate = candidate_for(target, participation.usager_id, actor, idempotency_key, is_enrolled=True)
        if candidate.earlier_decision_id is not None:
            return Transfer(earlier_answer(candidate.earlier_decision_id, digest))
        refuse_two_stations_at_once(target, participation.usager_id, actor, leaving_id=participation.pk)
        refuse_to_move(participation, actor, reason=reason, now=now)
        request = Request(
            kind=DecisionKind.MOVE,
            occurrence=target,
            usager=candidate.usager,
            actor=actor,
            now=now,
            live_state=candidate.live_state,
            party_size=participation.party_size,
            leaving=participation,
            idempotency_key=idempotency_key,
            digest=digest,
            **asked,
        )
        return settle(decide(request), participation)


def seance_left(participation_id: int, occurrence_id: int) -> int:
    """The séance that she leaves, which is another one."""
    left = occurrence_id_of(participation_id)
    if left == occurrence_id:
        raise InvalidTransition("C’est déjà la séance de cette personne. Choisissez-en une autre.")
    return left


def hers_to_move(actor: Actor, left: Occurrence, participation_id: int, target: Occurrence) -> Participation:
    """The actor acts on the inscription where it is, and may enrol where it goes."""
    require_cancellation(actor, left, participation_id)
    require_enrolment(actor, target)
    return participation_under_lock(left, participation_id)


def refuse_to_move(participation: Participation, actor: Actor, *, reason: str, now: datetime) -> None:
    """Only a place or a wait still to come is moved, within the delays that the policy gives."""
    state = State(participation.state)
    if state in ATTENDANCE:
        raise InvalidTransition("La présence est déjà notée : cette inscription ne se déplace plus.")
    if State.MOVED not in TRANSITIONS[state]:
        raise InvalidTransition(f"Cette inscription est terminée ({state.label.lower()}) : elle ne se déplace plus.")
    refuse_late(MOVE, participation.occurrence, actor, reason=reason, now=now)


def settle(answer: Answer, participation: Participation) -> Transfer:
    """Take the new place, then give back the old one; or keep the refusal and touch nothing."""
    request = answer.request
    if not is_worth(answer, participation):
        return Transfer(Booking(keep(answer, None), None))
    moved = enrol(answer)
    if moved is None:
        return Transfer(Booking(keep(answer, None), None))
    leave(participation, request.occurrence, request)
    return Transfer(keep_and_tell(answer, moved), allocate(participation.occurrence, request.actor, now=request.now))


def is_worth(answer: Answer, participation: Participation) -> bool:
    """A seat is never exchanged for a wait, nor a party cut; a wait may be exchanged for either."""
    after = STATE_AFTER.get(answer.verdict.outcome)
    if after == State.BOOKED:
        return granted(answer) == participation.party_size
    return participation.state != State.BOOKED and after in LIVE


def leave(participation: Participation, target: Occurrence, request: Request) -> None:
    why = request.reason or f"Déplacée à la séance du {target.date_sentence}."
    move(participation, State.MOVED, user=request.actor.user, at=request.now, reason=why)
    follow(participation.usager, participation.occurrence, target, user=request.actor.user, now=request.now)
