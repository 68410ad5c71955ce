"""Close and reopen the enrolment of one séance. Who has a place keeps it; a séance that reopens serves those who wait first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.errors import InvalidTransition
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.locking import locked
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Decision
    from backoffice.booking.values import Actor


def close_enrolment(*, occurrence_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> Occurrence:
    """Nobody enrols any more, nobody is taken from the list. Twice is once. Raises InvalidTransition when the séance is cancelled."""
    with locked(occurrence_id) as occurrence:
        turn_to(OccurrenceState.CLOSED, occurrence, actor, reason=reason, now=now or timezone.now())
        return occurrence


def reopen_enrolment(
    *, occurrence_id: int, actor: Actor, reason: str = "", now: datetime | None = None
) -> tuple[Occurrence, list[Decision]]:
    """Enrolment is open again; seats that are free go to those who wait, when the list is automatic."""
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        turn_to(OccurrenceState.OPEN, occurrence, actor, reason=reason, now=now)
        return occurrence, allocate(occurrence, actor, now=now)


def turn_to(state: OccurrenceState, occurrence: Occurrence, actor: Actor, *, reason: str, now: datetime) -> None:
    require(actor, Activity.PLAN, occurrence)
    if occurrence.state == OccurrenceState.CANCELLED:
        raise InvalidTransition("Cette séance est annulée. Rétablissez-la d’abord : elle redeviendra ce qu’elle était.")
    if occurrence.state != state:
        occurrence.state = state
        record(occurrence, user=actor.user, reason=reason, update_fields=["state"], at=now)
