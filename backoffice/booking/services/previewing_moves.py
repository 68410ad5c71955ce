"""What moving would give now, asked to the evaluator without lock and without writing. `transfer` decides again under both locks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.booking.enums import LIVE, ActorKind, DecisionKind, State
from backoffice.booking.models import Participation
from backoffice.booking.services.access import require_enrolment
from backoffice.booking.services.deciding import Request, decide, live_state_of
from backoffice.booking.services.explaining import told, told_to_prescriber
from backoffice.booking.services.previewing import ANY_REASON, occurrence_to_preview
from backoffice.booking.services.transferring import is_worth
from backoffice.notifications.enums import Event
from config_rules import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor

__all__ = ["MovePreview", "preview_move"]

# Somebody who only waited may wait there, or have her request read there.
EVENTS = {Outcome.WAITLIST: Event.WAITLISTED, Outcome.APPROVAL: Event.PENDING}


@dataclass(frozen=True)
class MovePreview:
    """The other séance, whether she may go there (as things are, or above its seats), and why not, in sentences."""

    occurrence: Occurrence
    is_possible: bool
    may_go_above: bool
    needs_reason: bool
    reasons: tuple[str, ...]
    event: Event = Event.MOVED


def preview_move(*, participation: Participation, occurrence_id: int, actor: Actor, now: datetime) -> MovePreview:
    """Raises OutOfPerimeter, NotAllowed."""
    target = occurrence_to_preview(occurrence_id)
    require_enrolment(actor, target)
    live = Participation.objects.filter(occurrence=target, usager=participation.usager_id, state__in=LIVE).first()

    def ask(*, overbook: bool) -> Request:
        return Request(
            kind=DecisionKind.MOVE,
            occurrence=target,
            usager=participation.usager,
            actor=actor,
            now=now,
            live_state=live_state_of(live),
            overbook=overbook,
            party_size=participation.party_size,
            leaving=participation,
            reason=ANY_REASON if overbook else "",
            is_preview=True,
        )

    plain = decide(ask(overbook=False))
    is_possible = is_worth(plain, participation)
    above = (
        not is_possible and participation.state == State.BOOKED and is_worth(decide(ask(overbook=True)), participation)
    )
    warned = plain.verdict.outcome is Outcome.WARN
    tell = told_to_prescriber if actor.kind == ActorKind.PRESCRIBER else told
    reasons = tell(plain.verdict, plain.policy).reasons if warned or not is_possible else ()
    event = Event.MOVED if above else EVENTS.get(plain.verdict.outcome, Event.MOVED)
    return MovePreview(target, is_possible, above, warned or above, reasons, event)
