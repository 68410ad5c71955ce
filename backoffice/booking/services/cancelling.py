"""Cancel a participation: free the seat, and give it at once to the next person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import ATTENDANCE, CANCELLED, State
from backoffice.booking.errors import InvalidTransition
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.access import require_cancellation
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.deadlines import CANCEL, refuse_late
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import cause_of, move, occurrence_id_of, participation_under_lock
from backoffice.notifications.enums import Event
from backoffice.notifications.services import owe

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.booking.values import Actor

EVENTS = {State.EXCUSED: Event.CANCELLED_BY_USAGER, State.REVOKED: Event.CANCELLED_BY_SERVICE}


@dataclass(frozen=True)
class Cancellation:
    """The cancelled participation and the decisions that gave its seat to others."""

    participation: Participation
    promotions: list[Decision]


def cancel(
    *, participation_id: int, actor: Actor, by_service: bool, reason: str = "", now: datetime | None = None
) -> Cancellation:
    """Cancel, at the person's wish or by the service. Twice is once: the second call changes nothing and tells nobody (bad input B24).

    Raises InvalidTransition once attendance is noted: what happened is corrected there; TooLate or NotAllowed when the policy says so."""
    state = State.REVOKED if by_service else State.EXCUSED
    with locked(occurrence_id_of(participation_id)) as occurrence:
        now = now or timezone.now()
        require_cancellation(actor, occurrence, participation_id)
        participation = participation_under_lock(occurrence, participation_id)
        if participation.state in CANCELLED:
            return Cancellation(participation, [])
        if participation.state in ATTENDANCE:
            raise InvalidTransition("La présence est déjà notée : corrigez-la dans la feuille de présence.")
        refuse_late(CANCEL, occurrence, actor, reason=reason, now=now)
        move(participation, state, user=actor.user, at=now, reason=reason)
        owe(
            event=EVENTS[state],
            cause=cause_of(participation),
            occurrence=occurrence,
            usager=participation.usager,
            now=now,
        )
        promotions = allocate(occurrence, actor, now=now)
        return Cancellation(participation, promotions)
